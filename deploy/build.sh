#!/usr/bin/env bash
# Builds the programs and the site; the site only where something it is made of has changed.
#
#   deploy/build.sh            what a cluster runs
#   deploy/build.sh programs   all programs, also the one that measures a cluster
#   deploy/build.sh site       the site alone; `packages` gets what it is built with
#
# `bench` asks for no feature of a dependency that others do not ask for: without it nothing is built otherwise.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"

# The sum of every file the site is made of, and of the tool that makes it.
site_inputs() {
  node --version
  find frontend -type f -not -path 'frontend/node_modules/*' -not -path 'frontend/dist/*' -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum
}

packages() {
  local stamp=frontend/node_modules/.polystatus-packages wanted
  wanted=$( (node --version; cat frontend/package-lock.json) | sha256sum)
  if [ "$(cat $stamp 2>/dev/null)" = "$wanted" ]; then return; fi
  echo "Packages of the site"
  (cd frontend && npm ci --no-audit --no-fund)
  printf '%s\n' "$wanted" >$stamp
}

site() {
  local stamp=frontend/node_modules/.polystatus-site wanted
  wanted=$(site_inputs | sha256sum)
  if [ -f frontend/dist/index.html ] && [ "$(cat $stamp 2>/dev/null)" = "$wanted" ]; then return; fi
  echo "The site"
  (cd frontend && npm run --silent build)
  printf '%s\n' "$wanted" >$stamp
}

case "${1:-all}" in
  programs) cargo build --release --locked --workspace --bins ;;
  packages) packages ;;
  site) packages; site ;;
  all) cargo build --release --locked --workspace --exclude bench --bins; packages; site ;;
  *) echo "usage: deploy/build.sh [programs|packages|site]" >&2; exit 2 ;;
esac
