#!/usr/bin/env bash
# Collects 1,000,000 raw samples of the jitter source on this machine and prints what the estimators of SP 800-90B say.
#   entropy-estimate.sh [FILE]      FILE: keep the samples there, one byte each
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
keep=${1:+$(realpath -m "$1")}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$REPO"
ENTROPY_FOLDER=$folder dotnet test --project test/HostApd.Tests/HostApd.Tests.csproj \
    --filter "Name=Estimate_a_million_samples" >"$folder/log" 2>&1 || { tail -n 20 "$folder/log" >&2; exit 1; }
cat "$folder/report.txt"
[[ -z $keep ]] || cp "$folder/samples.bin" "$keep"
