#!/usr/bin/env bash
# Installs the npm packages of the lock file beside this script; does nothing when they are there.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
stamp=node_modules/.installed
# Two builds may be at it at once.
exec 9<package-lock.json
flock 9
wanted=$(sha256sum package-lock.json)
[[ -f $stamp && $(<"$stamp") == "$wanted" ]] && exit 0

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "The npm packages of web/package-lock.json could not be installed." >&2
  exit 1
fi
echo "$wanted" >"$stamp"
