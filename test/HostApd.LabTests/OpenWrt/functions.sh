# Stands in for OpenWrt's /lib/functions.sh, as far as a package's postinst and prerm call it: SCRIPT ARGUMENTS.
# shellcheck shell=sh

package_of() {
    local name=${1##*/}
    echo "${name%.*}"
}
init_scripts_of() { grep '^/etc/init\.d/' "/usr/lib/opkg/info/$1.list"; }

default_prerm() {
    local package script
    package=$(package_of "$1")
    [ ! -f "/usr/lib/opkg/info/$package.prerm-pkg" ] || . "/usr/lib/opkg/info/$package.prerm-pkg"
    for script in $(init_scripts_of "$package"); do
        [ "$PKG_UPGRADE" = 1 ] || "$script" disable
        "$script" stop
    done
}

default_postinst() {
    local package script
    package=$(package_of "$1")
    [ ! -f "/usr/lib/opkg/info/$package.postinst-pkg" ] || . "/usr/lib/opkg/info/$package.postinst-pkg"
    for script in $(init_scripts_of "$package"); do
        [ "$PKG_UPGRADE" = 1 ] || "$script" enable
        "$script" start
    done
}
