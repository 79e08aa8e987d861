# scene: without an interface type for P2P devices: frames get lost, the phone vanishes
# radios: 2
# p2p_device: 0
# needs: hostapd-net
# timeout: 900
# run: all
# shellcheck shell=bash source=p2p-vanishes.sh
source "$LAB/../../test/HostApd.LabTests/Scenes/p2p-vanishes.sh"
