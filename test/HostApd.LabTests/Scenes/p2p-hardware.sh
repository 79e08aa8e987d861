# scene: a radio that the driver moves, for a second at a time: a phone asks, and we decide later
# radios: 2
# channels: 2
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=p2p-asked.sh
source "$LAB/../../test/HostApd.LabTests/Scenes/p2p-asked.sh"
