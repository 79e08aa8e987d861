# scene: without an interface type for P2P devices: found and lost
# radios: 2
# p2p_device: 0
# needs: hostapd-net
# timeout: 720
# run: all
# shellcheck shell=bash source=p2p-finds.sh
source "$LAB/../../test/HostApd.LabTests/Scenes/p2p-finds.sh"
