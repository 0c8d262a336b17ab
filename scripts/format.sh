#!/usr/bin/env bash
# Says which sources are not as clang-format lays them out; with --fix, lays them out.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
how=(--dry-run -Werror)
[[ ${1:-} == --fix ]] && how=(-i)
find . -path ./build -prune -o -name node_modules -prune -o -name '*.[ch]pp' -print0 \
  | xargs -0 -P "$(nproc)" -n 16 clang-format "${how[@]}"
