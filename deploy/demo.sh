#!/usr/bin/env bash
# `make demo`: gets what is missing, builds, and plays a story on a cluster of its own until Ctrl-C.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
"$root/deploy/setup.sh"
python3 -c 'import tomllib' 2>/dev/null || { echo "demo: Python 3.11 or later is needed" >&2; exit 1; }
"$root/deploy/build.sh"
cd "$root"
exec python3 -m simulator demo "$@"
