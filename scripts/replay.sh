#!/usr/bin/env bash
# Does the access point still do the same? Plays the same inputs (10,000 random steps; every frame of the fuzz corpus) into the
# version REV and into the working tree, and compares every call to the radio, every event and every reply.
#   replay.sh REV [--keep FOLDER]    FOLDER gets both records: before/ and after/
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$REPO"
[[ $# -eq 1 || $# -eq 3 && $2 == --keep ]] || die "usage: replay.sh REV [--keep FOLDER]"

work=$(mktemp -d)
records=${3:-$work}
trap 'git worktree remove --force "$work/tree" 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir -p "$records/before" "$records/after"
git worktree add -q --detach "$work/tree" "$1"

# play TREE FOLDER
play() {
    dotnet build "$1/test/HostApd.Fuzz/HostApd.Fuzz.csproj" -v quiet --nologo >"$work/log" 2>&1 || { cat "$work/log" >&2; die "$1 does not build"; }
    HOSTAPD_NET_REPLAY=$2 dotnet test --project "$1/test/HostApd.Fuzz/HostApd.Fuzz.csproj" --no-build \
        -- --filter "FullyQualifiedName~ReplayTests" >"$work/log" 2>&1 || { cat "$work/log" >&2; die "the replay of $1 failed"; }
}

play "$work/tree" "$(realpath "$records/before")"
play "$REPO" "$(realpath "$records/after")"
for record in scene corpus; do
    if cmp -s "$records/before/$record" "$records/after/$record"; then
        printf '%s: the same, %d lines\n' "$record" "$(wc -l <"$records/after/$record")"
    else
        printf '%s: differs\n' "$record"
        diff "$records/before/$record" "$records/after/$record" | head -n 20 | cut -c 1-300 || true
        different=yes
    fi
done
[[ -z ${different:-} ]]
