#!/usr/bin/env bash
# `make containers`: builds the containers, starts them under a name of their own, and checks what is promised of them.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
"$root/deploy/setup.sh" --tests
# A cold build takes minutes.
exec "$root/.venv/bin/python" -m pytest "$root/tests/containers" -o python_files='check_*.py' -o timeout=3600 "$@"
