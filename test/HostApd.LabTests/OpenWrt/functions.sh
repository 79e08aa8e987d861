# Stands in for OpenWrt's /lib/functions.sh, as far as a package's postinst and prerm call it: SCRIPT ARGUMENTS.
# shellcheck shell=sh

package_of() {
    local name=${1##*/}
    echo "${name%.*}"
}
init_scripts_of() { grep '^/etc/init\.d/' "/usr/lib/opkg/info/$1.list"; }

# in_turn SCRIPT HOOK ONCE ALWAYS: the package's own script, then its init scripts are told ALWAYS, and ONCE before it unless it is an upgrade.
in_turn() {
    local package script
    package=$(package_of "$1")
    [ ! -f "/usr/lib/opkg/info/$package.$2-pkg" ] || . "/usr/lib/opkg/info/$package.$2-pkg"
    for script in $(init_scripts_of "$package"); do
        [ "$PKG_UPGRADE" = 1 ] || "$script" "$3"
        "$script" "$4"
    done
}

default_prerm() { in_turn "$1" prerm disable stop; }
default_postinst() { in_turn "$1" postinst enable start; }
