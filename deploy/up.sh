#!/usr/bin/env bash
# `make up`: gets what is missing, builds, and hands over to the supervisor.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
"$root/deploy/setup.sh"
"$root/deploy/build.sh"
exec python3 "$root/deploy/up.py"
