#!/usr/bin/env bash
# Runs the demonstration twice with binaries that are built already, then the README's own commands against it, then searches what the nodes
# wrote for the story's people.
#
#   demo_and_readme_test.sh SOURCE_DIR FOLDER_WITH_VSX FOLDER_WITH_VSX_NODE
set -euo pipefail
readonly source_dir=$1 cli=$2 node=$3
work=$(mktemp -d)
readonly work
trap 'VSX_DEMO_DIR=$work/demo "$source_dir/deploy/demo.sh" --stop >/dev/null; rm -rf "$work"' EXIT
fail() { echo "demo_and_readme_test: $*" >&2; exit 1; }

mkdir "$work/bin"
ln -s "$cli/vsx" "$node/vsx-node" "$work/bin"
export VSX_DEMO_BIN=$work/bin VSX_DEMO_DIR=$work/demo VSX_DEMO_PORT=${VSX_DEMO_TEST_PORT:-19440}

"$source_dir/deploy/demo.sh" >"$work/first" 2>&1 || { cat "$work/first" >&2; fail "the demonstration failed"; }
"$source_dir/deploy/demo.sh" --keep >"$work/second" 2>&1 || { cat "$work/second" >&2; fail "a second run of the demonstration failed"; }
grep -q 'steps gave what they should' "$work/second" || fail "the demonstration did not say how it went"

# The README's blocks, in order, in one shell.
awk '/<!-- readme-test -->/ {wanted = 1; next} wanted && /^```sh/ {inside = 1; wanted = 0; next} /^```/ {inside = 0} inside' "$source_dir/README.md" >"$work/tour"
blocks=$(grep -c '<!-- readme-test -->' "$source_dir/README.md")
[[ $blocks -ge 5 && $(wc -l <"$work/tour") -ge 20 ]] || fail "the README's tour was not found"
sed -i "s|build/demo/env.sh|$VSX_DEMO_DIR/env.sh|" "$work/tour"
(cd "$source_dir" && timeout 180 bash -euo pipefail "$work/tour") >"$work/tour.out" 2>&1 || { cat "$work/tour.out" >&2; fail "the README's commands failed"; }

# What the nodes wrote. The search must see: a planted word first.
"$source_dir/deploy/demo.sh" --stop >/dev/null
written() { find "$VSX_DEMO_DIR"/*/data "$VSX_DEMO_DIR"/*/node.log "$VSX_DEMO_DIR"/*/node.out -type f; }
# found TEXT: in how many of the files it lies, as UTF-8, UTF-16 or hex.
found() {
  local hex utf16
  hex=$(printf '%s' "$1" | od -An -tx1 | tr -d ' \n')
  utf16=$(printf '%s' "$1" | iconv -t UTF-16LE | od -An -tx1 | tr -d ' \n')
  while read -r file; do
    if grep -qaF -e "$1" -e "$hex" "$file" || od -An -v -tx1 "$file" | tr -d ' \n' | grep -qF "$utf16"; then echo "$file"; fi
  done < <(written)
}
printf 'before Tertanam Fiktif after' >"$VSX_DEMO_DIR/THA/data/planted"
[[ -n $(found 'Tertanam Fiktif') ]] || fail "the search does not see what was planted"
rm "$VSX_DEMO_DIR/THA/data/planted"
for word in 'Sok Contoh Fiktif' 'Dara Sampel Rekaan' 'Nguyễn Ví Dụ' 'Sampel Pelaut' XX0000417 XX0001102 XX0000606 XX0000901 INT-EXAMPLE; do
  where=$(found "$word")
  [[ -z $where ]] || fail "a person of the story lies in: $where"
done
echo "demonstration twice, $blocks README blocks, nothing left behind"
