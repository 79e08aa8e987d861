# scene: without an interface type for P2P devices: beside a station that moves
# radios: 3
# p2p_device: 0
# needs: hostapd-net
# timeout: 600
# run: all
# shellcheck shell=bash source=p2p-beside-moves.sh
source "$LAB/../../test/HostApd.LabTests/Scenes/p2p-beside-moves.sh"
