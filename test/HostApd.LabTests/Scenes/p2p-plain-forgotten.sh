# scene: without an interface type for P2P devices: forgotten, and never ready
# radios: 2
# p2p_device: 0
# needs: hostapd-net
# timeout: 900
# run: all
# shellcheck shell=bash source=p2p-forgotten.sh
source "$LAB/../../test/HostApd.LabTests/Scenes/p2p-forgotten.sh"
