#!/usr/bin/env bash
# `make fuzz`: the reader of feeds, fed with fixtures changed in every way we could think of, for two minutes
# (FUZZ_SECONDS) from a known beginning (SEED); says how far it is, and how many inputs each dialect had.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
"$root/deploy/setup.sh" --tests
cd "$root"
exec env FUZZ_SECONDS="${FUZZ_SECONDS:-120}" SEED="${SEED:-1}" \
  cargo test --release -p csp-ingestor --test fuzz -- --ignored --nocapture
