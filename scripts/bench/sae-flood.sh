# bench: the joins of sae while 1,000 forged commits a second come, each from another address
# radios: 3
# timeout: 900
# capture: yes
# shellcheck shell=bash source=../lab/guest.sh
FLOOD=1000
# shellcheck source=sae.sh
source "$LAB/../bench/sae.sh"
grep . "$LOGS/flood.log" | tail -n 4
