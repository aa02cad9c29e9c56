#!/usr/bin/env bash
# `make test`: gets what the tests need, and runs all of them. `deploy/test.sh lint` runs the checks of form and style.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
"$root/deploy/setup.sh" --tests
exec python3 "$root/deploy/test.py" "$@"
