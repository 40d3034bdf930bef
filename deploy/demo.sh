#!/usr/bin/env bash
# Plays the main job of vsx on this machine: three Member State nodes (THA, KHM, VNM), three invented people, from identification to a HOLD at
# another State's border desk, by passport or by the code that he shows, consuls, and a withdrawal; with each part, what each side can and cannot see.
#
#   ./deploy/demo.sh          installs what is missing, builds, plays the story, stops the nodes
#   ./deploy/demo.sh --keep   leaves the nodes running and says how to use the command line against them
#   ./deploy/demo.sh --stop   stops nodes that --keep left running
#
# Exit code 0 only if every step gave what it should. Everything lies in build/demo, which each run makes anew. Environment: VSX_DEMO_PORT, the
# first of six ports, 1024 to 65500 (default 17440); VSX_DEMO_DIR, another folder: new, empty, or made by this demo; VSX_DEMO_BIN, a folder with
# vsx and vsx-node that are built already.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
demo=$(realpath -m "${VSX_DEMO_DIR:-$root/build/demo}")
bin=$(realpath -m "${VSX_DEMO_BIN:-$root/build/bin}")
readonly root demo bin build=$root/build/release build_log=$root/build/demo-build.log
readonly marker=.vsx-demo first_port=${VSX_DEMO_PORT:-17440}
readonly parties=(THA KHM VNM)
# An hour in a federation; short here, so that one sees what the next index brings.
readonly epoch_seconds=12
# A day in a federation: the time within which a State is told that a person of its was found, where she wants to know.
readonly access_notice_seconds=5

if [[ -t 1 && -z ${NO_COLOR:-} ]]; then bold=$'\e[1m' red=$'\e[31m' grey=$'\e[90m' off=$'\e[0m'; else bold='' red='' grey='' off=''; fi
fail() { echo "${red}demo: $*${off}" >&2; exit 1; }

# --- what was asked for, before anything is touched ------------------------------------------------------------------
keep=no
[[ $# -le 1 ]] || fail "one option at a time, not '$*' (see --help)"
case "${1:-}" in
  '') ;;
  --keep) keep=yes ;;
  --stop) keep=stop ;;
  --help | -h) sed -n '2,12p' "$0" | sed 's/^# \{0,1\}//'; exit 0 ;;
  *) fail "unknown option '$1' (see --help)" ;;
esac
if ! [[ $first_port =~ ^[1-9][0-9]{3,4}$ ]] || ((first_port < 1024 || first_port > 65500)); then
  fail "VSX_DEMO_PORT is '$first_port': give the first of six free ports, a number from 1024 to 65500"
fi
# Only a folder that the demo made is ever emptied.
if [[ $demo != "$root/build/demo" && ! -e $demo/$marker && -e $demo ]] && [[ ! -d $demo || -n $(find "$demo" -mindepth 1 2>&1 | head -n 1) ]]; then
  fail "$demo was not made by this demo and is not empty: it is left alone. Set VSX_DEMO_DIR to a new folder, or remove this one yourself"
fi
if [[ -n ${VSX_DEMO_BIN:-} && $keep != stop ]]; then
  for program in vsx vsx-node; do [[ -x $bin/$program ]] || fail "VSX_DEMO_BIN is $bin, and there is no $program in it"; done
fi

stop_nodes() {
  local pid_file pid
  for pid_file in "$demo"/*/node.pid; do
    [[ -e $pid_file ]] || continue
    pid=$(cat "$pid_file")
    if [[ $(cat "/proc/$pid/comm" 2>/dev/null) == vsx-node ]]; then
      kill "$pid" 2>/dev/null || true
      for _ in $(seq 100); do [[ -e /proc/$pid ]] || break; sleep 0.1; done
      kill -9 "$pid" 2>/dev/null || true
    fi
    rm -f "$pid_file"
  done
  # Seeds lie in memory, apart from the folder. Only what make-federation.sh names so is removed.
  if [[ -f $demo/seed-dir && $(cat "$demo/seed-dir") == /dev/shm/vsx-seeds.* ]]; then rm -rf "$(cat "$demo/seed-dir")"; fi
}
if [[ $keep == stop ]]; then stop_nodes; echo "The demo's nodes are stopped."; exit 0; fi

made=no finished=no
clean_up() {
  local code=$? log logs=()
  if [[ $finished == yes && $keep == yes ]]; then exit "$code"; fi
  stop_nodes
  if [[ $made == yes && $finished != yes && $code -ne 0 ]]; then
    for log in "$demo"/*/node.log "$demo"/*/node.out; do [[ -s $log ]] && logs+=("$log"); done
    echo "${red}The demo did not end as it should.${off}${logs[*]:+ Logs: ${logs[*]}}" >&2
  fi
  exit "$code"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

stop_nodes
for port in $(seq "$first_port" $((first_port + 5))); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then fail "port $port is in use: set VSX_DEMO_PORT to the first of six free ports"; fi
done

# --- packages and build ----------------------------------------------------------------------------------------------
echo "${bold}vsx demonstration${off}: three Member State nodes on this machine. All people, numbers and offices are invented."
build_failed() { tail -30 "$build_log" >&2; fail "$1 failed: $build_log"; }
if [[ -z ${VSX_DEMO_BIN:-} ]]; then
  echo "${grey}1/4 packages${off}"
  "$root/deploy/install-packages.sh" build
  export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
  echo "${grey}2/4 build (some minutes the first time)${off}"
  mkdir -p "$root/build/bin"
  if [[ ! -f $build/build.ninja ]]; then
    cmake --preset release -S "$root" -DVSX_BUILD_TESTS=OFF -DVSX_BUILD_BENCHMARKS=OFF >"$build_log" 2>&1 || build_failed cmake
  fi
  if [[ -t 1 ]]; then
    cmake --build "$build" --target vsx_cli vsx_node 2>&1 | tee "$build_log" | grep --line-buffered -oE '^\[[0-9]+/[0-9]+\]' | while read -r at; do printf '\r    %s ' "$at"; done || true
    printf '\r                    \r'
    if grep -q 'FAILED' "$build_log"; then build_failed "the build"; fi
  fi
  cmake --build "$build" --target vsx_cli vsx_node >"$build_log" 2>&1 || build_failed "the build"
  ln -sfn "$build/node/cli/vsx" "$bin/vsx"
  ln -sfn "$build/node/main/vsx-node" "$bin/vsx-node"
fi
export PATH=$bin:$PATH
for tool in jq openssl; do command -v "$tool" >/dev/null || fail "$tool is missing: deploy/install-packages.sh installs it"; done

# --- the folder, keys, nodes -----------------------------------------------------------------------------------------
# The marker goes last and comes first, so that an interrupted run leaves a folder that the next one may empty.
if [[ -e $demo ]]; then
  find "$demo" -mindepth 1 -maxdepth 1 ! -name "$marker" -exec rm -rf {} +
  rm -rf "$demo"
fi
mkdir -p "$demo"
echo "The demo of vsx made this folder, and empties it at its next run." >"$demo/$marker"
made=yes

echo "${grey}3/4 keys, certificates, Party records, manifest${off}"
# The story asks again and again until the next index comes: no budget is to end that.
VSX_EPOCH_SECONDS=$epoch_seconds VSX_ACCESS_NOTICE_SECONDS=$access_notice_seconds VSX_CHECKS_PER_DAY=1000000 VSX_CHECKS_AT_ONCE=10000 \
  VSX_CODES_PER_DAY=1000000 VSX_CODES_AT_ONCE=10000 "$root/deploy/make-federation.sh" "$demo" "$bin" "$first_port" "${parties[@]}"
{
  echo "# Puts vsx on the PATH and names the demo's client profiles: . build/demo/env.sh"
  printf "export PATH=%q:\$PATH VSX_DEMO=%q\n" "$bin" "$demo"
  for party in "${parties[@]}"; do
    for profile in body border police:station consular:embassy overseer operator:operations; do
      short=${profile%%:*} file=${profile##*:}
      printf 'export VSX_%s_%s=%q\n' "$party" "$(tr '[:lower:]' '[:upper:]' <<<"$short")" "$demo/$party/clients/$file.toml"
    done
  done
} >"$demo/env.sh"

echo "${grey}4/4 start three nodes${off}"
start_node() {
  local party=$1
  (cd "$demo/$party" && exec vsx-node --config node.toml >>node.out 2>&1) &
  echo $! >"$demo/$party/node.pid"
  disown
}
for party in "${parties[@]}"; do start_node "$party"; done
for party in "${parties[@]}"; do
  for attempt in $(seq 100); do
    if vsx --config "$demo/$party/clients/operations.toml" node status >"$demo/status" 2>&1; then break; fi
    [[ -e /proc/$(cat "$demo/$party/node.pid") ]] || { tail -20 "$demo/$party/node.out" >&2; fail "the node of $party did not start"; }
    [[ $attempt -lt 100 ]] || { cat "$demo/status" >&2; fail "the node of $party does not answer"; }
    sleep 0.2
  done
done

"$root/deploy/demo/story.sh" "$demo" "$epoch_seconds" "$access_notice_seconds"
finished=yes
if [[ $keep == yes ]]; then
  cat <<EOT

The nodes keep running. In another shell:
   . $demo/env.sh
   vsx --config \$VSX_THA_BODY case list
   vsx --config \$VSX_KHM_BORDER check            # asks on the terminal; try document: I KHM XX0000606
   vsx --config \$VSX_THA_OPERATOR node status
   vsx --help
Stop them with: ./deploy/demo.sh --stop
EOT
fi
