#!/usr/bin/env bash
# Gets what this machine lacks, from Debian's (or Ubuntu's) own packages, and says what it does.
#
#   deploy/setup.sh           what building and running needs
#   deploy/setup.sh --tests   also what the tests need
#
# No service of the system is installed, enabled or started: Redis comes as a bare program (redis-tools carries it),
# nginx is unpacked under .data; only Chromium, for the tests, brings D-Bus where there is none. Where the right to
# install is missing, the one line to run is printed.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
tools=$root/.data/tools
export PATH="$tools/bin:$PATH:/usr/sbin:/usr/local/sbin"
tests=no python=3.10 needed='is needed'
if [ "${1:-}" = --tests ]; then tests=yes python=3.11 needed='is needed for the tests'; fi

say() { printf '%s\n' "$*"; }
stop() { printf 'setup: %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# at_least 20.19 20.20.2
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n1)" = "$1" ]; }

# What people choose themselves is checked, never installed.
require_toolchains() {
  local rust node
  has cargo || stop "Rust is missing: install it (1.89 or later), then run this again"
  rust=$(cargo --version | cut -d' ' -f2)
  at_least 1.89 "$rust" || stop "Rust $rust is too old: 1.89 or later is needed"
  has node || stop "Node is missing: install it (20.19 or later), then run this again"
  node=$(node --version | tr -d v)
  at_least 20.19 "$node" || stop "Node $node is too old: 20.19 or later is needed"
  has npm || stop "npm is missing: it comes with Node, or as the package npm"
  if has python3; then require_python; fi
}

# Where there is none, the system's own is installed; that may be too old as well.
require_python() {
  local found
  found=$(python3 --version | cut -d' ' -f2)
  at_least $python "$found" || stop "Python $found is too old: $python or later $needed"
}

redis_found() { has redis-server || has redis-check-aof || has redis-check-rdb; }
venv_found() { has python3 && python3 -c 'import ensurepip, venv' 2>/dev/null; }
chromium_found() { [ -n "${CHROMIUM:-}" ] || has chromium || has chromium-browser || has google-chrome; }

# Debian's packages for what is missing, one a line.
missing() {
  has cc || echo build-essential
  redis_found || echo redis-tools
  has python3 || echo python3
  [ -s /etc/ssl/certs/ca-certificates.crt ] || echo ca-certificates
  if [ $tests = yes ]; then
    venv_found || echo python3-venv
    chromium_found || printf '%s\n' chromium fonts-liberation
  fi
}

# Sets `as_root` to what goes before a command that needs rights; fails where there are none.
may_install() {
  if [ "$(id -u)" = 0 ]; then as_root=()
  elif has sudo && sudo -n true 2>/dev/null; then as_root=(sudo -n)
  else return 1; fi
}

no_rights() {
  stop "these packages are missing, and this user may not install them. Run this once, then try again:

    sudo apt-get update && sudo apt-get install -y --no-install-recommends $*
"
}

install_packages() {
  has apt-get || stop "this machine has no apt-get; install by its own means: $*"
  may_install || no_rights "$@"
  say "Installing from the system's packages: $*"
  local log=$root/.data/setup.log
  "${as_root[@]}" apt-get update >"$log" 2>&1 || say "  (the list of packages could not be renewed; trying with the old one)"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1 || {
    tail -n 15 "$log" >&2
    stop "apt-get could not install them (all it said: $log)"
  }
}

# nginx as a program without its service: the package is downloaded and unpacked, not installed.
unpack_nginx() {
  say "Unpacking nginx under ${tools#"$root"/} (it is not installed, no service is started)"
  mkdir -p "$tools/bin" "$tools/nginx"
  download_nginx || { may_install && "${as_root[@]}" apt-get update >>"$root/.data/setup.log" 2>&1 && download_nginx; } ||
    stop "nginx could not be downloaded. Run this once, then try again:

    sudo apt-get update
"
  ln -sfn ../nginx/usr/sbin/nginx "$tools/bin/nginx"
  local libraries
  if ldd "$tools/bin/nginx" | grep -q 'not found'; then
    mapfile -t libraries < <(library_packages)
    install_packages "${libraries[@]}"
  fi
  nginx -v 2>&1 | sed 's/^/  /'
}

# Which package holds the program differs between releases.
download_nginx() {
  local package
  for package in nginx nginx-core nginx-light; do
    rm -f "$tools"/nginx/*.deb
    (cd "$tools/nginx" && apt-get download "$package" >>"$root/.data/setup.log" 2>&1) || continue
    dpkg-deb -x "$tools"/nginx/*.deb "$tools/nginx"
    if [ -x "$tools/nginx/usr/sbin/nginx" ]; then return 0; fi
  done
  return 1
}

library_packages() {
  dpkg-deb -f "$tools"/nginx/*.deb Depends | tr ',|' '\n' | sed 's/(.*//; s/[[:space:]]//g' | grep '^lib'
}

python_environment() {
  local wanted stamp=$root/.venv/.stamp
  wanted=$( (cat "$root/tests/requirements.txt"; python3 --version) | sha256sum)
  if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then return; fi
  say "Python packages for the tests, in .venv"
  rm -rf "$root/.venv"
  python3 -m venv "$root/.venv"
  "$root/.venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$root/tests/requirements.txt"
  printf '%s\n' "$wanted" >"$stamp"
}

mkdir -p "$root/.data"
chmod 700 "$root/.data"
require_toolchains
mapfile -t packages < <(missing)
if [ ${#packages[@]} -gt 0 ]; then install_packages "${packages[@]}"; fi
require_python
redis_found || stop "redis-tools came without the server's program: install redis-server, and keep its service disabled"
chromium_found || [ $tests = no ] || stop "no Chromium came with these packages: install one, or name it by CHROMIUM=/path"
has nginx || unpack_nginx
if [ $tests = yes ]; then python_environment; fi
