#!/usr/bin/env bash
# Builds and packs one commit twice, in two folders with other names, and compares executables, symbols and packages byte
# by byte. Takes about two builds' time, so no test runs it.
#   reproducible.sh [--rid linux-x64|linux-arm64] [COMMIT]     default: linux-x64, HEAD; what is not committed is left out
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

take_rid "$@"
set -- "${rest[@]}"
commit=$(git -C "$REPO" rev-parse --verify "${1:-HEAD}^{commit}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Names of other lengths: a path that gets into a file moves what lies behind it.
folders=("$work/a" "$work/another-folder-with-a-longer-name")
for folder in "${folders[@]}"; do
    note "building $commit in $folder"
    git clone -q --shared "$REPO" "$folder"
    git -C "$folder" checkout -q --detach "$commit"
    "$folder/scripts/build.sh" --rid "$rid" >"$work/build.log" 2>&1 || { tail -n 30 "$work/build.log" >&2; die "the build failed"; }
    "$folder/scripts/package.sh" --rid "$rid" >/dev/null
done

different=0
while IFS= read -r file; do
    if cmp -s "${folders[0]}/artifacts/$file" "${folders[1]}/artifacts/$file"; then
        printf 'same       %s  %s\n' "$(sha256sum <"${folders[0]}/artifacts/$file" | cut -d' ' -f1)" "$file"
    else
        printf 'different  %s\n' "$file"
        cmp "${folders[@]/%//artifacts/$file}" 2>&1 | sed 's/.*differ:/           first at/' || true
        different=$((different + 1))
    fi
done < <(cd "${folders[0]}/artifacts" && find . -type f -printf '%P\n' | sort)
[[ $different -eq 0 ]] || die "$different files of $commit depend on where or when they are built"
printf 'reproducible: %s for %s\n' "$commit" "$rid"
