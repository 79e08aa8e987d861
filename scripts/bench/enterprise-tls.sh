# bench: the joins of enterprise by TLS
# radios: 2
# timeout: 500
# capture: yes
# shellcheck shell=bash source=../lab/guest.sh
METHOD=TLS
# shellcheck source=enterprise.sh
source "$LAB/../bench/enterprise.sh"
