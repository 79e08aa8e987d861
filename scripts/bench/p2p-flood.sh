# bench: the joins of p2p-join while 200 frames a second come from addresses that nobody has
# radios: 3
# capture: yes
# timeout: 400
# shellcheck shell=bash source=../lab/guest.sh
FLOOD=200
# shellcheck source=p2p-join.sh
source "$LAB/../bench/p2p-join.sh"
