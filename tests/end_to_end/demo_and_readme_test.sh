#!/usr/bin/env bash
# Interrupts the demonstration, then runs it twice with binaries that are built already, then the README's own commands against it, twice with different people, then
# searches what the nodes wrote for the story's people. Before: what the demonstration refuses, and what it must leave alone.
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

# refused WORDS COMMAND…: fails, and says so in these words.
refused() {
  local words=$1
  shift
  if "$@" >"$work/refused" 2>&1; then fail "this should have been refused: $*"; fi
  grep -qF -e "$words" "$work/refused" || { cat "$work/refused" >&2; fail "'$*' did not say: $words"; }
}
readonly demo=$source_dir/deploy/demo.sh
refused 'one option at a time' "$demo" --keep --stop
refused "unknown option '--hold'" "$demo" --hold
for port in abc 70000 80 1e4; do refused "VSX_DEMO_PORT is '$port'" env VSX_DEMO_PORT=$port "$demo"; done
refused 'there is no vsx in it' env VSX_DEMO_BIN="$work" "$demo"
mkdir "$work/foreign"
echo precious >"$work/foreign/file"
for option in '' --stop; do refused 'it is left alone' env VSX_DEMO_DIR="$work/foreign" "$demo" ${option:+"$option"}; done
[[ $(cat "$work/foreign/file") == precious && ! -e $VSX_DEMO_DIR ]] || fail "what was refused changed a folder"
# openssl's own words, when it fails.
mkdir "$work/broken"
printf '#!/bin/sh\necho "openssl is broken today" >&2\nexit 1\n' >"$work/broken/openssl"
chmod +x "$work/broken/openssl"
refused 'openssl is broken today' env PATH="$work/broken:$PATH" "$demo"
if grep -q 'Logs:' "$work/refused"; then fail "logs were named before there were any"; fi

# Ctrl-C while the nodes run: in a process group of its own, as a terminal would start it, and all of it interrupted.
set -m
"$demo" >"$work/interrupted" 2>&1 &
readonly group=$!
set +m
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$VSX_DEMO_PORT") 2>/dev/null; }
for _ in $(seq 600); do
  if answers; then break; fi
  [[ -e /proc/$group ]] || { cat "$work/interrupted" >&2; fail "the demonstration ended before a node answered"; }
  sleep 0.1
done
answers || { cat "$work/interrupted" >&2; fail "no node answered"; }
kill -INT -- "-$group"
code=0
wait "$group" || code=$?
[[ $code -eq 130 ]] || { cat "$work/interrupted" >&2; fail "interrupted, the demonstration ended with $code"; }
left=$(pgrep -f "$VSX_DEMO_DIR" || true)
[[ -z $left ]] || fail "interrupted, the demonstration left processes: $left"
# The nodes hear of it too and may end by themselves: that the demonstration ended them shows in what it tidied away.
left=$(find "$VSX_DEMO_DIR" -name node.pid)
[[ -z $left ]] || fail "interrupted, the demonstration left: $left"
# And the next run works.
"$source_dir/deploy/demo.sh" >"$work/first" 2>&1 || { cat "$work/first" >&2; fail "the demonstration failed"; }
"$source_dir/deploy/demo.sh" --keep >"$work/second" 2>&1 || { cat "$work/second" >&2; fail "a second run of the demonstration failed"; }
steps=$(sed -n '/^The steps$/,$p' "$work/second" | grep -c ' as it should$')
if [[ $steps -lt 72 ]] || ! grep -q "^All $steps steps gave what they should" "$work/second"; then
  cat "$work/second" >&2
  fail "the demonstration told of $steps steps"
fi
for step in 'THA operator: list of cases' "names and numbers in the answer to KHM's officer" 'about her and about a stranger' 'deliveries at VNM' \
  'shown his code, from the next index on' 'shown a code that nobody has' 'shown his code, two epoch ends later' 'VNM border, which saw him' \
  'he did not want his consul' 'whose help he wants' 'her own consul, whom she fears' "what THA gains by VNM's check of him" 'what the list found, and by whom' 'in what the overseers get'; do
  grep -qF "$step" "$work/second" || fail "the demonstration did not look at: $step"
done

# The README's blocks, in order, in one shell.
awk '/<!-- readme-test -->/ {wanted = 1; next} wanted && /^```sh/ {inside = 1; wanted = 0; next} /^```/ {inside = 0} inside' "$source_dir/README.md" >"$work/tour"
blocks=$(grep -c '<!-- readme-test -->' "$source_dir/README.md")
[[ $blocks -ge 5 && $(wc -l <"$work/tour") -ge 20 ]] || fail "the README's tour was not found"
sed -i "s|build/demo/env.sh|$VSX_DEMO_DIR/env.sh|" "$work/tour"
# Its list is screened today: around midnight UTC no exercise is open.
await_open_day() { while [[ $(date -u -d '-2 minutes' +%F) != $(date -u -d '+6 minutes' +%F) ]]; do sleep 2; done; }
tour() { (await_open_day && cd "$source_dir" && timeout 300 bash -euo pipefail "$work/$1") >"$work/$1.out" 2>&1 || { cat "$work/$1.out" >&2; fail "the README's commands failed ($1)"; }; }
tour tour
# Again as the README says: another name and another number.
sed "s/'Sampel Pelaut Contoh'/'Sampel Nelayan Lain'/; s/XX0000901/XX0000902/" "$work/tour" >"$work/second-tour"
if cmp -s "$work/tour" "$work/second-tour" || grep -q 'Pelaut\|XX0000901' "$work/second-tour"; then fail "the README's person has another name by now"; fi
tour second-tour

# What the nodes wrote. The search must see: a planted word first.
"$source_dir/deploy/demo.sh" --stop >/dev/null
bytes() { od -An -v -tx1 | tr -d ' \n'; }
# The bytes read, as a pattern.
escaped() { bytes | sed 's/../\\x&/g'; }
# found TEXT…: the files in which any of them lies, as UTF-8, UTF-16 or hex.
found() {
  local text pattern=''
  for text in "$@"; do
    pattern+="|$(printf '%s' "$text" | escaped)"
    pattern+="|$(printf '%s' "$text" | iconv -t UTF-16LE | escaped)"
    pattern+="|$(printf '%s' "$text" | bytes)"
  done
  find "$VSX_DEMO_DIR"/*/data "$VSX_DEMO_DIR"/*/node.log "$VSX_DEMO_DIR"/*/node.out -type f -print0 |
    LC_ALL=C xargs -0 grep -laP -e "${pattern#|}" || [[ $? -eq 123 ]]
}
for form in cat 'iconv -t UTF-16LE' bytes; do
  { printf 'before '; printf 'Tertanam Fiktif' | $form; printf ' after'; } >"$VSX_DEMO_DIR/THA/data/planted"
  [[ $(found 'Sok Contoh Fiktif' 'Tertanam Fiktif') == "$VSX_DEMO_DIR/THA/data/planted" ]] || fail "the search does not see what was planted ($form)"
done
rm "$VSX_DEMO_DIR/THA/data/planted"
code=$(cat "$VSX_DEMO_DIR/queries/his-code")
symbols=${code//-/}
where=$(found "$code" "${symbols:0:20}" 'Sok Contoh Fiktif' 'Dara Sampel Rekaan' 'Nguyễn Ví Dụ' 'Sampel Pelaut' 'Sampel Nelayan' XX0000417 XX0001102 XX0000606 XX0000901 XX0000902 INT-EXAMPLE)
[[ -z $where ]] || fail "a person of the story lies in: $where"
echo "demonstration interrupted, then twice with $steps steps, $blocks README blocks twice, nothing left behind"
