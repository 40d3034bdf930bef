#!/usr/bin/env bash
# The one command that checks everything, also on a fresh Debian 12: see --help and tests/README.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly STAGES=(lint release tidy asan tsan fuzz)
readonly LOG_DIR=build/logs
readonly TEST_TIMEOUT_SECONDS=600

usage() {
  cat <<'HELP'
usage: tests/run.sh [OPTION…]

Installs what is missing, then runs these stages. The last line is "N passed, N failed"; the exit code is 0 only when
nothing failed and something ran.
  lint      clang-format, buf lint, shellcheck
  release   optimised build, every test
  tidy      clang-tidy over crypto/, store/, node/; with --deep its static analyser too
  asan      AddressSanitizer and UndefinedBehaviorSanitizer, every test
  tsan      ThreadSanitizer, the tests with threads of the parts below gRPC
  fuzz      each fuzzer for a few seconds, from its corpus

  --quick          only lint and release
  --only STAGE     only this stage (may be repeated)
  --fuzz SECONDS   how long each fuzzer runs (10)
  --deep           tidy file by file, with the static analyser: four times as long
  --soak           also the tests labelled "soak", after the release tests
  --bench          also the benchmarks, after the release tests
  --help           this text

Environment: VSX_JOBS, how many jobs at once (all processors); VSX_SKIP_INSTALL=1, never call apt-get.
HELP
}

# ---- options ---------------------------------------------------------------------------------------------------------

selected=()
soak=0 bench=0 deep=() fuzz_seconds=10
jobs=${VSX_JOBS:-$(nproc)}

usage_error() {
  echo "tests/run.sh: $*; --help lists the options" >&2
  exit 2
}

is_stage() {
  local stage
  for stage in "${STAGES[@]}"; do [[ "$stage" == "$1" ]] && return 0; done
  return 1
}

while [[ $# -gt 0 ]]; do
  case "$1" in
    --quick) selected=(lint release) ;;
    --only)
      is_stage "${2:-}" || usage_error "--only takes one of: ${STAGES[*]}"
      selected+=("$2")
      shift
      ;;
    --fuzz)
      [[ "${2:-}" =~ ^[1-9][0-9]{0,5}$ ]] || usage_error "--fuzz takes a number of seconds"
      fuzz_seconds=$2
      shift
      ;;
    --deep) deep=(--deep) ;;
    --soak) soak=1 ;;
    --bench) bench=1 ;;
    --help | -h)
      usage
      exit 0
      ;;
    *) usage_error "unknown option '$1'" ;;
  esac
  shift
done
[[ "$jobs" =~ ^[1-9][0-9]*$ ]] || usage_error "VSX_JOBS is not a number"
[[ ${#selected[@]} -gt 0 ]] || selected=("${STAGES[@]}")
# What rests on the release build needs it.
if [[ $((soak + bench)) -gt 0 && " ${selected[*]} " != *" release "* ]]; then selected=(release "${selected[@]}"); fi

# ---- environment -----------------------------------------------------------------------------------------------------

export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
export VSX_JOBS=$jobs
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1:check_initialization_order=1:abort_on_error=1
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export LSAN_OPTIONS=print_suppressions=0
# The packaged libraries are not instrumented: what they do among themselves cannot be judged.
export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1:ignore_noninstrumented_modules=1

# gcc 12's sanitizers fail at random under a kernel's widest address randomisation: switched off where it may be.
sanitizer_prefix=()
if setarch "$(uname -m)" --addr-no-randomize true 2>/dev/null; then
  sanitizer_prefix=(setarch "$(uname -m)" --addr-no-randomize)
fi

# ---- running and counting --------------------------------------------------------------------------------------------

passed=0 failed=0
summary=()
mkdir -p "$LOG_DIR"

say() { printf '%s\n' "$*"; }

# record NAME SECONDS PASSED FAILED [NOTE]: a row of the table, and its share of the sum.
record() {
  passed=$((passed + $3))
  failed=$((failed + $4))
  summary+=("$(printf '%-22s %6ss %8s %8s  %s' "$1" "$2" "$3" "$4" "${5:-}")")
}

# quietly LOG COMMAND…: no output when it is well.
quietly() {
  local log=$1
  shift
  "$@" >"$log" 2>&1
}

# Shows the end of a log and what to do next.
show_failure() {
  local name=$1 log=$2 advice=$3
  say "---- $name failed; the end of $log:"
  tail -n 120 "$log" | sed 's/^/    /'
  say "---- to see it alone: $advice"
}

# check NAME ADVICE COMMAND…: a step that counts as one test.
check() {
  local name=$1 advice=$2 started=$SECONDS log
  shift 2
  log="$LOG_DIR/${name// /-}.log"
  if quietly "$log" "$@"; then
    say "  $name: well ($((SECONDS - started)) s)"
    record "$name" $((SECONDS - started)) 1 0
  else
    show_failure "$name" "$log" "$advice"
    record "$name" $((SECONDS - started)) 0 1 "see $log"
    return 1
  fi
}

# at_once LIMIT: waits until fewer than LIMIT background commands run.
at_once() {
  while [[ $(jobs -rp | wc -l) -ge $1 ]]; do wait -n || true; done
}

# build PRESET: configures and builds; a failure counts as one failed test.
build() {
  local preset=$1 started=$SECONDS log="$LOG_DIR/$1-build.log"
  if quietly "$log" cmake --preset "$preset" && quietly "$log" cmake --build --preset "$preset" -j "$jobs"; then
    say "  $preset build: well ($((SECONDS - started)) s)"
    summary+=("$(printf '%-22s %6ss' "$preset build" $((SECONDS - started)))")
  else
    show_failure "$preset build" "$log" "cmake --preset $preset && cmake --build --preset $preset"
    record "$preset build" $((SECONDS - started)) 0 1 "see $log"
    return 1
  fi
}

# From ctest's JUnit report and GoogleTest's own reports: prints "passed failed". A test program that reported its cases
# counts by cases, any other as one; a program that failed counts at least one failure, whatever its report says.
count_tests() {
  local junit=$1 reports=$2
  [[ -f "$junit" ]] || {
    echo "0 1"
    return
  }
  # CTest writes one <testcase> per test; the attributes needed stand in its opening tag.
  tr '\n' ' ' <"$junit" | sed 's/<testcase /\n<testcase /g' | awk -v reports="$reports" '
    function attribute(text, name) {
      if (!match(text, " " name "=\"[^\"]*\"")) return ""
      return substr(text, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
    }
    !/^<testcase / { next }
    {
      tag = substr($0, 1, index($0, ">"))
      name = attribute(tag, "name"); status = attribute(tag, "status")
      file = reports "/" name ".xml"; cases = 0; bad = 0
      while ((getline line < file) > 0) {
        if (line !~ /<testsuites /) continue
        cases = attribute(line, "tests") + 0; bad = attribute(line, "failures") + attribute(line, "errors")
        break
      }
      close(file)
      if (status == "run") {
        if (cases == 0) cases = 1
        passed += cases - bad; failed += bad
      } else {
        if (bad == 0) bad = 1
        failed += bad
        if (cases > bad) passed += cases - bad
      }
    }
    END { print passed + 0, failed + 0 }'
}

# run_ctest NAME PRESET [CTEST ARGUMENT…]: runs the tests of a build; `prefix` stands before ctest.
run_ctest() {
  local name=$1 preset=$2 started=$SECONDS log reports junit code=0 counts good bad
  shift 2
  log="$LOG_DIR/${name// /-}.log" reports="$PWD/build/$preset/gtest-reports" junit="$PWD/build/$preset/ctest.xml"
  rm -rf "$reports" "$junit"
  mkdir -p "$reports"
  quietly "$log" env GTEST_OUTPUT="xml:$reports/" GTEST_COLOR=no "${prefix[@]}" \
    ctest --test-dir "build/$preset" --output-on-failure --no-tests=error -j "$jobs" \
    --timeout "$TEST_TIMEOUT_SECONDS" --output-junit "$junit" "$@" || code=$?
  counts=$(count_tests "$junit" "$reports")
  read -r good bad <<<"$counts"
  # ctest's word stands above any report.
  if [[ $code -ne 0 && $bad -eq 0 ]]; then bad=1; fi
  if [[ $code -eq 0 && $bad -eq 0 ]]; then
    say "  $name: $good passed ($((SECONDS - started)) s)"
    record "$name" $((SECONDS - started)) "$good" 0
  else
    show_failure "$name" "$log" "ctest --test-dir build/$preset --output-on-failure -R NAME"
    say "  $name: $good passed, $bad failed ($((SECONDS - started)) s)"
    record "$name" $((SECONDS - started)) "$good" "$bad" "see $log"
    return 1
  fi
}

# ---- stages ----------------------------------------------------------------------------------------------------------

own_cpp_files() { find crypto store node tests -path tests/vectors -prune -o \( -name '*.h' -o -name '*.cc' \) -print0; }

check_format() { own_cpp_files | xargs -0 -r -n 64 -P "$jobs" clang-format --dry-run -Werror; }

pinned_buf() { find tests/lint/node_modules/@bufbuild -path '*/bin/buf' -type f 2>/dev/null | head -n 1; }

check_protos() {
  [[ -n "$(pinned_buf)" ]] || npm --prefix tests/lint ci --ignore-scripts --no-audit --no-fund || return 1
  local buf
  buf="$PWD/$(pinned_buf)"
  [[ -x "$buf" ]] || {
    echo "tests/lint/package.json names no buf for this processor: $(uname -m)"
    return 1
  }
  (cd proto && "$buf" lint)
}

check_shell() {
  find . \( -path ./build -o -path ./.git -o -name node_modules \) -prune -o -name '*.sh' -print0 |
    xargs -0 shellcheck --severity=warning .ci/run
}

stage_lint() {
  local ok=0
  check "format" "clang-format -i FILE…" check_format || ok=1
  check "protos" "cd proto && buf lint" check_protos || ok=1
  check "shell scripts" "shellcheck FILE…" check_shell || ok=1
  return $ok
}

run_benchmarks() {
  local program arguments
  for program in build/release/tests/bench/*_bench; do
    [[ -x "$program" ]] || {
      echo "no program build/release/tests/bench/*_bench"
      return 1
    }
    arguments=()
    if [[ "$program" == *vsx_blind_check_bench ]]; then arguments=(--persons 10000); fi  # as many as its goal names
    echo "== $program ${arguments[*]}"
    "$program" "${arguments[@]}" || return 1
  done
  echo "== tests/bench/voprf_js"
  npm --prefix tests/bench/voprf_js ci --ignore-scripts --no-audit --no-fund >/dev/null || return 1
  node tests/bench/voprf_js/voprf_bench.mjs
}

stage_release() {
  local ok=0 prefix=()
  build release || return 1
  run_ctest "release tests" release -j $((jobs + 1)) --label-exclude '^soak$' || ok=1
  if [[ $soak -eq 1 ]]; then run_ctest "soak tests" release --label-regex '^soak$' --timeout 14400 || ok=1; fi
  if [[ $bench -eq 1 ]]; then
    check "benchmarks" "build/release/tests/bench/…" run_benchmarks || ok=1
    cat "$LOG_DIR/benchmarks.log"
  fi
  return $ok
}

stage_tidy() { check "clang-tidy" "tests/lint/tidy.sh ${deep[*]}" tests/lint/tidy.sh "${deep[@]}"; }

stage_asan() {
  local prefix=("${sanitizer_prefix[@]}")
  build asan && run_ctest "asan+ubsan tests" asan --label-exclude '^(soak|no_asan)$'
}

stage_tsan() {
  local prefix=("${sanitizer_prefix[@]}")
  build tsan && run_ctest "tsan tests" tsan --label-regex '^tsan$'
}

# One fuzzer: starts from the corpus kept in the tree, writes what it finds under build/.
run_fuzzer() {
  local program=$1 name corpus
  name=$(basename "$program") corpus="tests/fuzz/corpus/$(basename "$program" _fuzzer)"
  mkdir -p "build/fuzz/found/$name"
  local seeds=()
  [[ -d "$corpus" ]] && seeds=("$corpus")
  "${sanitizer_prefix[@]}" "$program" -max_total_time="$fuzz_seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/$name-" "build/fuzz/found/$name" "${seeds[@]}"
}

# fuzzer_ended_well CODE LOG: the word of a fuzzer that has ended; none is a failure too.
fuzzer_ended_well() {
  cat "$2"
  [[ "$(cat "$1")" == 0 ]]
}

stage_fuzz() {
  local ok=0 program
  if [[ ! -f tests/fuzz/CMakeLists.txt ]]; then
    say "  no fuzzers in this tree"
    summary+=("$(printf '%-22s %s' fuzz 'no fuzzers in this tree')")
    return 0
  fi
  build fuzz || return 1
  local programs=()
  for program in build/fuzz/tests/fuzz/*_fuzzer; do [[ -x "$program" ]] && programs+=("$program"); done
  if [[ ${#programs[@]} -eq 0 ]]; then
    say "  the fuzz build made no *_fuzzer"
    record "fuzz" 0 0 1 "no *_fuzzer was built"
    return 1
  fi
  # As many at once as there are jobs; what became of each is told in their order.
  local name codes
  codes=$(mktemp -d)
  for program in "${programs[@]}"; do
    at_once "$jobs"
    name=$(basename "$program")
    (
      code=0
      quietly "$LOG_DIR/$name.fuzz.log" run_fuzzer "$program" || code=$?
      echo "$code" >"$codes/$name"
    ) &
  done
  wait
  for program in "${programs[@]}"; do
    name=$(basename "$program")
    check "$name" "$program build/fuzz/$name-…" fuzzer_ended_well "$codes/$name" "$LOG_DIR/$name.fuzz.log" || ok=1
  done
  rm -rf "$codes"
  return $ok
}

# ---- the run ---------------------------------------------------------------------------------------------------------

finish() {
  say ""
  printf '%-22s %7s %8s %8s\n' "stage" "time" "passed" "failed"
  printf '%s\n' "${summary[@]}"
  say "total time $((SECONDS / 60)) min $((SECONDS % 60)) s; logs in $LOG_DIR/"
  say "$passed passed, $failed failed"
  [[ $failed -eq 0 && $passed -gt 0 ]]
}

main() {
  local stage number=0 count=${#selected[@]}
  if [[ "${VSX_SKIP_INSTALL:-0}" != 1 ]] && ! deploy/install-packages.sh test; then
    record "packages" $SECONDS 0 1 "deploy/install-packages.sh test"
    finish
    return
  fi
  for stage in "${STAGES[@]}"; do
    [[ " ${selected[*]} " == *" $stage "* ]] || continue
    number=$((number + 1))
    say "[$number/$count] $stage"
    # A failed stage does not hide what the next ones find.
    "stage_$stage" || true
  done
  finish
}

main
