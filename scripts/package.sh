#!/usr/bin/env bash
# Builds what is served with, makes a Debian package of it, and prints the package's path.
#
#   scripts/package.sh [FOLDER]   the package goes there; build/package without one
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh
source scripts/build.sh

folder=${1:-build/package}
# What is packaged is everybody's, whatever the builder's files are.
umask 022
install_missing "${packages_build[@]}" "${packages_package[@]}"
build_preset release packaged
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! cpack --config build/release/CPackConfig.cmake -B "$folder" >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
sed -n 's/^CPack: - package: \(.*\) generated\.$/\1/p' "$log"
