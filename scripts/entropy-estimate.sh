#!/usr/bin/env bash
# Collects 1,000,000 raw samples of the jitter source on this machine and prints what the estimators of SP 800-90B say.
#   entropy-estimate.sh [FILE]      FILE: keep the samples there, one byte each
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
samples=${1:+$(realpath -m "$1")}
cd "$REPO"
ENTROPY_SAMPLES=$samples dotnet test --project test/HostApd.Tests/HostApd.Tests.csproj \
    --filter "Name=Estimate_a_million_samples"
