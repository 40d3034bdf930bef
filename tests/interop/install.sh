#!/usr/bin/env bash
# Brings the JavaScript client and exactly the packages of package-lock.json into a folder of the build, where it runs:
# nothing is written into the source tree. A second run with the same lock file does not touch the network.
#
#   install.sh SOURCE_FOLDER TARGET_FOLDER
set -euo pipefail
readonly source=$1 target=$2
readonly installed=$target/node_modules/.vsx-package-lock.json

fail() {
  echo "tests/interop/install.sh: $*" >&2
  exit 1
}

command -v node >/dev/null || fail "there is no node: deploy/install-packages.sh test installs it"
command -v npm >/dev/null || fail "there is no npm: deploy/install-packages.sh test installs it"

mkdir -p "$target"
rm -rf "$target/client"
cp -r "$source/client" "$source"/*.mjs "$source/package.json" "$source/package-lock.json" "$target"
cmp -s "$target/package-lock.json" "$installed" && exit 0
if ! npm --prefix "$target" ci --ignore-scripts --no-audit --no-fund --prefer-offline; then
  fail "npm could not install the packages of package-lock.json; is the registry reachable ($(npm config get registry))?"
fi
cp "$target/package-lock.json" "$installed"
