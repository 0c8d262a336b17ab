#!/usr/bin/env bash
# Bundles the pages and writes them as a C++ source file:
#
#   web/build.sh FOLDER   FOLDER/assets.cpp, FOLDER/assets.d, and the bundled files
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$here/install.sh"
exec node "$here/build.mjs" "$1"
