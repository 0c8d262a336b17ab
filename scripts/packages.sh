# Debian 12 packages, and a function that installs those that are missing. To be sourced.

packages_build=(
  ccache cmake g++ mold ninja-build python3
  catch2 libboost1.81-dev libcaf-dev libcli11-dev libhiredis-dev libpqxx-dev libspdlog-dev
  libsqlite3-dev libssl-dev libcurl4-openssl-dev nlohmann-json3-dev prometheus-cpp-dev robin-map-dev zlib1g-dev
)
# Node.js may be there without being Debian's, and then has npm with it.
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  packages_build+=(nodejs npm)
fi
packages_package=(dpkg-dev file)
packages_test=(
  chromium clang clang-format curl libclang-rt-14-dev libnginx-mod-http-lua lua-nginx-redis nginx-light
  openssl postgresql python3-yaml redis-server sqlite3 systemd tmux
)

# A browser, and letters for both languages.
packages_screenshots=(chromium fonts-dejavu-core fonts-nanum)

# Does nothing, in a few milliseconds, when all are there.
install_missing() {
  local missing=() package status
  for package in "$@"; do
    status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) || status=none
    [[ $status == installed ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  local as_root=()
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      echo "These packages are missing, and only root can install them: ${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  echo "Installing ${#missing[@]} packages: ${missing[*]}" >&2
  local log
  log=$(mktemp)
  # libboost1.81-dev takes the place of another libboost-dev, hence no question about removals.
  if ! { "${as_root[@]}" apt-get -qq update \
    && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get -qq -y --no-install-recommends install "${missing[@]}"; } \
    </dev/null >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    echo "The packages could not be installed." >&2
    return 1
  fi
  rm -f "$log"
}
