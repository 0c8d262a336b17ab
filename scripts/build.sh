# Configures and builds a preset. To be sourced, from the project's folder, with packages there.

# A compiler of this code takes up to 1.5 GB, so memory limits the jobs as well as cores do.
build_jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable/ {print int($2 / 1500000)}' /proc/meminfo)
  ((memory < cores)) && cores=$memory
  echo $((cores > 1 ? cores : 1))
}

# build_preset PRESET [TARGET]: does nothing, in a moment, when nothing changed.
build_preset() {
  local folder=build/$1 target=${2:-all} log
  if [[ ! -f $folder/build.ninja ]]; then
    log=$(mktemp)
    if ! cmake --preset "$1" >"$log" 2>&1; then
      cat "$log" >&2
      rm -f "$log"
      return 1
    fi
    rm -f "$log"
  fi
  if ninja -C "$folder" -n "$target" | tail -n 1 | grep -q 'no work to do'; then
    return 0
  fi
  echo "Building $folder" >&2
  cmake --build "$folder" --target "$target" -j "$(build_jobs)" </dev/null >&2
}
