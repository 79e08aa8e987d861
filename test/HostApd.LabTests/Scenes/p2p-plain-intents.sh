# scene: without an interface type for P2P devices: who owns, and why nobody does
# radios: 3
# p2p_device: 0
# needs: hostapd-net
# timeout: 900
# run: all
# shellcheck shell=bash source=p2p-intents.sh
source "$LAB/../../test/HostApd.LabTests/Scenes/p2p-intents.sh"
