# Sourced inside the VM: kernel modules from RAM.
# shellcheck shell=bash

# load_module NAME [parameters…]: with what it needs; a module that is there already stays.
load_module() {
    local name=$1 file last
    shift
    local files
    read -r -a files < <(sed -n "s/^$name: //p" /run/lab/modules/order)
    last=${files[-1]:-none.ko}
    for file in "${files[@]}"; do
        local module=${file%.ko}
        grep -q "^${module//-/_} " /proc/modules && continue
        if [[ $file == "$last" ]]; then
            /run/lab/busybox insmod "/run/lab/modules/$file" "$@"
        else
            /run/lab/busybox insmod "/run/lab/modules/$file"
        fi
    done
}
