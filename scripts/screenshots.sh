#!/usr/bin/env bash
# Builds the server, and takes a picture of every page into docs/images.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh
source scripts/build.sh

install_missing "${packages_build[@]}" "${packages_screenshots[@]}"
build_preset release frontrow
FRONTROW_BINARY=build/release/frontrow exec node scripts/screenshots/buyer.mjs docs/images
