# scene: without an interface type for P2P devices: a phone asks, and we decide later
# radios: 2
# p2p_device: 0
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=p2p-asked.sh
source "$LAB/../../test/HostApd.LabTests/Scenes/p2p-asked.sh"
