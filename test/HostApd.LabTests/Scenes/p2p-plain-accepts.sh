# scene: without an interface type for P2P devices: the rule decides
# radios: 3
# p2p_device: 0
# needs: hostapd-net
# timeout: 480
# run: all
# shellcheck shell=bash source=p2p-accepts.sh
source "$LAB/../../test/HostApd.LabTests/Scenes/p2p-accepts.sh"
