#!/usr/bin/env bash
# Runs clang-tidy over the product's sources (crypto/, store/, node/), several at a time.
#
#   tests/lint/tidy.sh           every check but the static analyser, on the files as they are compiled together
#   tests/lint/tidy.sh --deep    the static analyser too, file by file: four times as long
#
# What was clean is remembered by the hash of its preprocessed text, the checks and the tool, in
# ${XDG_CACHE_HOME:-~/.cache}/vsx-tidy: only what changed is read again. Prints the findings; exits 1 when there are any.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly CACHE_DIR="${XDG_CACHE_HOME:-$HOME/.cache}/vsx-tidy"

# One source: $1 the folder with compile_commands.json, $2 the cache folder, $3 the file, $4 the checks, $5 what else the
# verdict hangs on.
tidy_one() {
  local database=$1 cache=$2 file=$3 checks=$4 salt=$5 command key="" output flags text
  command=$(jq -r --arg file "$file" 'map(select(.file == $file))[0].command // empty' "$database/compile_commands.json")
  # What clang reads: the command's own flags, without compiler and output. Nothing is remembered when that fails.
  flags=$(sed -E 's/^([^ ]*ccache )?[^ ]+ //; s/ -o [^ ]+//; s/ -c / /' <<<"$command")
  if text=$(xargs clang++ -E -P <<<"$flags" 2>/dev/null | sha256sum && exit "${PIPESTATUS[0]}"); then
    key=$(sha256sum <<<"$text $checks $salt" | cut -d' ' -f1)
    [[ -e "$cache/$key" ]] && return 0
  fi
  # What is compiled together is included: only the header filter makes its findings seen.
  if output=$(clang-tidy --quiet -p "$database" --checks="$checks" \
    --header-filter="^$PWD/(crypto|store|node)/" "$file" 2>&1); then
    [[ -z "$key" ]] || touch "$cache/$key"
  else
    grep -v 'warnings\? .*generated\.$\|^Suppressed \|^Use -header-filter' <<<"$output"
    return 1
  fi
}
export -f tidy_one

main() {
  local unity=ON build_dir=build/tidy checks='-clang-analyzer-*' database
  case "${1:-}" in
    "") ;;
    --deep) unity=OFF build_dir=build/tidy-deep checks= ;;
    *)
      echo "usage: tests/lint/tidy.sh [--deep]" >&2
      exit 2
      ;;
  esac
  cmake --preset tidy -B "$build_dir" -DCMAKE_UNITY_BUILD="$unity" >/dev/null
  # Only the headers that protoc makes are needed.
  ninja -C "$build_dir" -t targets all | sed -n 's/^\(proto\/vsx.*\.pb\.h\): .*/\1/p' | xargs ninja -C "$build_dir" >/dev/null
  database=$(mktemp -d)
  # Expanded now: `database` is gone when the trap runs.
  # shellcheck disable=SC2064
  trap "rm -rf '$database'" EXIT
  mkdir -p "$CACHE_DIR"
  find "$CACHE_DIR" -type f -mtime +30 -delete
  # Headers are read as they are: no precompiled ones are made here.
  sed -E 's/ -Winvalid-pch//g; s/ -Xclang -(include-pch|include|emit-pch)( -Xclang [^ ]*)?//g' \
    "$build_dir/compile_commands.json" >"$database/compile_commands.json"
  local files
  mapfile -t files < <(jq -r --arg top "$PWD" \
    '.[].file | select(test("/(crypto|store|node)/")) | select(test("/proto/|cmake_pch") | not)' \
    "$database/compile_commands.json" | sort -u)
  # Every source must stand in one of them: a check that reads nothing finds nothing.
  local source missing=0
  while read -r source; do
    if ! printf '%s\n' "${files[@]}" | grep -qxF "$PWD/$source" &&
      ! grep -qxF "#include \"$PWD/$source\"" "${files[@]}"; then
      echo "tidy: no target compiles $source" >&2
      missing=1
    fi
  done < <(find crypto store node -name '*.cc')
  [[ $missing -eq 0 ]] || exit 1
  local salt
  salt="$(clang-tidy --version | tr -d '\n') $(sha256sum .clang-tidy)"
  printf '%s\0' "${files[@]}" |
    xargs -0 -P "${VSX_JOBS:-$(nproc)}" -I{} bash -c 'tidy_one "$@"' _ "$database" "$CACHE_DIR" {} "$checks" "$salt" || exit 1
}

main "$@"
