# scene: without an interface type for P2P devices: we ask
# radios: 3
# p2p_device: 0
# needs: hostapd-net
# timeout: 720
# run: all
# shellcheck shell=bash source=p2p-we-ask.sh
source "$LAB/../../test/HostApd.LabTests/Scenes/p2p-we-ask.sh"
