#!/bin/sh
# Install Debian packages that are missing, by apt as root or through sudo; else name them in one line.
set -eu
missing=""
for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo"; else
    echo "Please install these Debian packages, then run the command again:$missing" >&2
    exit 1
fi
echo "== set-up: apt-get install$missing"
log=$(mktemp)
if ! { DEBIAN_FRONTEND=noninteractive $as_root apt-get -o DPkg::Lock::Timeout=600 update &&
    DEBIAN_FRONTEND=noninteractive $as_root apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    echo "apt-get failed; the whole log is in $log. Please install:$missing" >&2
    exit 1
fi
rm -f "$log"
