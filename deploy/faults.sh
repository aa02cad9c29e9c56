#!/usr/bin/env bash
# `make faults`: kills and freezes services and Redis while people work, and counts what stands afterwards.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
"$root/deploy/setup.sh" --tests
"$root/deploy/build.sh"
cd "$root/tests"
exec env PATH="$root/.data/tools/bin:$PATH" "$root/.venv/bin/python" -m faults
