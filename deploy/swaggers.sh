#!/usr/bin/env bash
# swaggers/*.yaml from the services' own code, and the site's types from swaggers/.
#   deploy/swaggers.sh           writes them
#   deploy/swaggers.sh --check   fails, and shows the difference, where a committed one is out of date
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
programs=${CARGO_TARGET_DIR:-target}/release
services=(users incidents comms csp-ingestor flags)

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
for service in "${services[@]}"; do
  "$programs/$service" openapi >"$fresh/$service.yaml"
done

if [ "${1:-}" = --check ]; then
  diff -u swaggers "$fresh" || { echo "swaggers/ is out of date: run make swaggers" >&2; exit 1; }
  cd frontend && npm run --silent types:check
else
  mkdir -p swaggers
  cp "$fresh"/*.yaml swaggers/
  cd frontend && npm run --silent types
fi
