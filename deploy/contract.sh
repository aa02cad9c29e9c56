#!/usr/bin/env bash
# `make contract`: what we promise, looked at longer: two minutes (FUZZ_SECONDS) of schemathesis at each service.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
"$root/deploy/setup.sh" --tests
"$root/deploy/build.sh"
cd "$root"
exec env PATH="$root/.data/tools/bin:$PATH" FUZZ_SECONDS="${FUZZ_SECONDS:-120}" FUZZ_SEED="${FUZZ_SEED:-$RANDOM}" \
  .venv/bin/python -m pytest tests/test_contract*.py tests/test_schemathesis.py "$@"
