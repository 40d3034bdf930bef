#!/usr/bin/env bash
# Runs clang-tidy over the product's sources (crypto/, store/, node/), several at a time.
#
#   tests/lint/tidy.sh BUILD_DIR [FILE…]    BUILD_DIR is configured and holds the generated headers
#
# A file that was clean is remembered by the hash of its preprocessed text, the checks and the tool, in
# ${XDG_CACHE_HOME:-~/.cache}/vsx-tidy: only what changed is read again. Prints the findings; exits 1 when there are any.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly CACHE_DIR="${XDG_CACHE_HOME:-$HOME/.cache}/vsx-tidy"

# One file: $1 the folder with compile_commands.json, $2 the cache folder, $3 the file, $4 what else the verdict hangs on.
tidy_one() {
  local database=$1 cache=$2 file=$3 salt=$4 command key output
  key=""
  command=$(jq -r --arg file "$PWD/$file" 'map(select(.file == $file))[0].command // empty' "$database/compile_commands.json")
  [[ -n "$command" ]] || return 0 # not part of this build
  # What clang reads: the command's own flags, without compiler and output. Nothing is remembered when that fails.
  local flags text
  flags=$(sed -E 's/^([^ ]*ccache )?[^ ]+ //; s/ -o [^ ]+//; s/ -c / /' <<<"$command")
  if text=$(xargs clang++ -E -P <<<"$flags" 2>/dev/null | sha256sum && exit "${PIPESTATUS[0]}"); then
    key=$(sha256sum <<<"$text $salt $file" | cut -d' ' -f1)
    [[ -e "$cache/$key" ]] && return 0
  fi
  if output=$(clang-tidy --quiet -p "$database" "$file" 2>&1); then
    [[ -z "$key" ]] || touch "$cache/$key"
  else
    grep -v 'warnings\? generated\.$\|^Suppressed \|^Use -header-filter' <<<"$output"
    return 1
  fi
}
export -f tidy_one

main() {
  local build_dir=${1:?usage: tests/lint/tidy.sh BUILD_DIR [FILE…]} database
  shift
  [[ -f "$build_dir/compile_commands.json" ]] || {
    echo "tidy: $build_dir holds no compile_commands.json: run 'cmake --preset release' first" >&2
    exit 2
  }
  database=$(mktemp -d)
  # Expanded now: `database` is gone when the trap runs.
  # shellcheck disable=SC2064
  trap "rm -rf '$database'" EXIT
  mkdir -p "$CACHE_DIR"
  find "$CACHE_DIR" -type f -mtime +30 -delete
  # clang cannot read the precompiled headers of g++.
  sed -E 's/-Winvalid-pch//g; s/-include [^ ]*cmake_pch\.hxx//g' "$build_dir/compile_commands.json" >"$database/compile_commands.json"
  local files=("$@")
  if [[ ${#files[@]} -eq 0 ]]; then mapfile -t files < <(find crypto store node -name '*.cc' | sort); fi
  local salt
  salt="$(clang-tidy --version | tr -d '\n') $(sha256sum .clang-tidy)"
  printf '%s\0' "${files[@]}" |
    xargs -0 -P "${VSX_JOBS:-$(nproc)}" -I{} bash -c 'tidy_one "$@"' _ "$database" "$CACHE_DIR" {} "$salt" || exit 1
}

main "$@"
