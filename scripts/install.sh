#!/usr/bin/env bash
# Installs Debian's packages that building and testing need.
#   install.sh [build] [lab]     default: both
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[[ $# -gt 0 ]] || set -- build lab
for what; do
    case $what in
        # NativeAOT links with clang against zlib; a test compares our constants with the headers through gcc, one opens a picture in a
        # browser, others read our QR codes, drawn by rsvg-convert, with zbarimg.
        build) need_packages clang zlib1g-dev gcc libc6-dev linux-libc-dev chromium librsvg2-bin zbar-tools ;;
        lab) "$REPO/scripts/lab/setup.sh" >/dev/null ;;
        *) die "usage: install.sh [build] [lab]" ;;
    esac
done
