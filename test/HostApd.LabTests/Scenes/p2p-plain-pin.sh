# scene: without an interface type for P2P devices: PINs
# radios: 2
# p2p_device: 0
# needs: hostapd-net
# timeout: 480
# run: all
# shellcheck shell=bash source=p2p-asked-pin.sh
source "$LAB/../../test/HostApd.LabTests/Scenes/p2p-asked-pin.sh"
