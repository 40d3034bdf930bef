#!/usr/bin/env bash
# Installs what vsx needs on Debian 12, once: a second run finds everything there and does not touch the network.
#
#   deploy/install-packages.sh build    what the demo needs: compiler, libraries, openssl, jq (the default)
#   deploy/install-packages.sh test     and what tests/run.sh needs: test libraries, clang tools, npm
#
# Runs apt-get as root, or through sudo. Prints one line when it installs something, nothing when all is there.
set -euo pipefail

readonly BUILD_PACKAGES=(
  g++ cmake ninja-build ccache pkg-config
  libgrpc++-dev protobuf-compiler-grpc libprotobuf-dev protobuf-compiler
  libabsl-dev libsodium-dev libdecaf-dev libssl-dev librocksdb-dev libicu-dev
  libspdlog-dev libcli11-dev libtomlplusplus-dev nlohmann-json3-dev
  ca-certificates openssl jq xxd
)
readonly TEST_PACKAGES=(
  libgtest-dev libgmock-dev libbenchmark-dev
  clang clang-tidy clang-format libclang-rt-14-dev
  shellcheck
)

fail() {
  echo "install-packages: $*" >&2
  exit 1
}

# The packages among the arguments that are not installed, one a line.
not_installed() {
  local installed
  installed=" $(dpkg-query --show --showformat='${Package}=${db:Status-Status} ' "$@" 2>/dev/null || true)"
  for package in "$@"; do
    [[ "$installed" == *" $package=installed "* ]] || echo "$package"
  done
}

# Runs a command as root, quietly; its output is shown only when it fails.
as_root() {
  local log prefix=()
  if [[ $(id -u) -ne 0 ]]; then
    command -v sudo >/dev/null || fail "packages are missing (${missing[*]}) and there is neither root nor sudo: run this script as root once"
    prefix=(sudo)
  fi
  log=$(mktemp)
  if ! "${prefix[@]}" env DEBIAN_FRONTEND=noninteractive "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    rm -f "$log"
    fail "'$*' failed (its output is above); check the network and the sources in /etc/apt, then run this again"
  fi
  rm -f "$log"
}

mode=${1:-build}
case "$mode" in
  build) wanted=("${BUILD_PACKAGES[@]}") ;;
  test) wanted=("${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}") ;;
  *) fail "unknown mode '$mode': say build or test" ;;
esac

command -v dpkg-query >/dev/null || fail "this is not Debian: install the equivalents of ${wanted[*]} by hand"

mapfile -t missing < <(not_installed "${wanted[@]}")
# npm comes with nodejs from some archives and as a package of its own in Debian: what counts is the command.
if [[ "$mode" == test ]] && ! command -v npm >/dev/null; then missing+=(npm); fi

[[ ${#missing[@]} -eq 0 ]] && exit 0
echo "installing packages: ${missing[*]}"
# A lock held by another apt run is waited for; a flaky mirror is tried again.
apt_options=(-qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
as_root apt-get "${apt_options[@]}" update
as_root apt-get "${apt_options[@]}" install --yes --no-install-recommends "${missing[@]}"
mapfile -t still_missing < <(not_installed "${missing[@]}")
[[ ${#still_missing[@]} -eq 0 ]] || fail "still not installed after apt-get install: ${still_missing[*]}"
