#!/usr/bin/env bash
# `make bench`: builds the programs, starts clusters of their own, and measures them. BENCH holds what `bench` takes.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
"$root/deploy/setup.sh"
"$root/deploy/build.sh" programs
read -ra arguments <<<"${BENCH:-}"
exec python3 "$root/deploy/bench.py" "${arguments[@]}"
