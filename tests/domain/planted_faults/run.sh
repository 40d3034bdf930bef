#!/usr/bin/env bash
# Plants the faults of faults.txt in a copy of the consent policy, one at a time, and shows that the named consent tests
# catch each (the slow comparison with the oracle is left out). Fails if the tests fail without a fault, if a fault cannot
# be planted or does not compile, or if one survives.
# Usage: tests/domain/planted_faults/run.sh      (needs g++ or $CXX, pkg-config; works in a temporary folder)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export root work
compiler=${CXX:-g++}
command -v ccache > /dev/null && compiler="ccache $compiler"
export compile="$compiler -std=c++20 -O0 -w -I$root -c"
libraries=$(pkg-config --libs gtest_main gmock absl_status absl_statusor absl_strings absl_str_format absl_cord \
  icu-i18n icu-uc libcrypto)
export link="${CXX:-g++}" libraries

# What the consent tests need of node/domain, and the tests.
domain=(age agency_kind attestation calendar code consent_amendment consent_directives consent_effects consent_policy
  consent_preview consent_reason consent_record document_number error handle index_class name_normaliser
  name_transliteration party_code permitted_copy reference_code state_codes unicode_text)
tests=(consent_amendment_test consent_policy_test consent_preview_test consent_record_test consent_world
  permitted_copy_test)
{
  for name in "${domain[@]}"; do echo "$root/node/domain/$name.cc $work/$name.o"; done
  for name in "${tests[@]}"; do echo "$root/tests/domain/$name.cc $work/$name.o"; done
} | xargs -P "$(nproc)" -L 1 bash -c '$compile "$0" -o "$1"'

run_suite() { "$1" --gtest_fail_fast --gtest_brief=1 > "$2" 2>&1; }

try_fault() {
  local number=$1 name file expression folder others
  IFS='|' read -r name file expression < <(sed -n "${number}p" "$work/faults")
  name=${name% }
  file=${file// /}
  folder=$work/fault-$number
  mkdir "$folder"
  sed "${expression# }" "$root/node/domain/$file" > "$folder/$file"
  if [[ $(diff "$root/node/domain/$file" "$folder/$file" | grep -c '^>') != 1 ]]; then
    echo "NOT PLANTED  $name: the expression must change one line of $file"
    return 1
  fi
  if ! $compile "$folder/$file" -o "$folder/fault.o" 2> "$folder/errors"; then
    echo "NOT COMPILED $name"
    cat "$folder/errors"
    return 1
  fi
  mapfile -t others < <(find "$work" -maxdepth 1 -name '*.o' ! -name "${file%.cc}.o")
  $link -o "$folder/suite" "$folder/fault.o" "${others[@]}" $libraries
  if run_suite "$folder/suite" "$folder/log"; then
    echo "SURVIVED     $name"
    return 1
  fi
  local by
  by=$(sed -n 's/^\[  FAILED  \] \([A-Za-z.]*\) (.*/\1/p' "$folder/log" | head -1)
  if [[ -z $by ]]; then  # a crash is no finding of a test
    echo "NO VERDICT   $name"
    tail -5 "$folder/log"
    return 1
  fi
  echo "caught       $name: $by"
  rm -r "$folder"
}
export -f try_fault run_suite

$link -o "$work/suite" "$work"/*.o $libraries
if ! run_suite "$work/suite" "$work/log"; then
  echo "the consent tests fail without a fault:"
  cat "$work/log"
  exit 1
fi

grep -v '^#' "$here/faults.txt" > "$work/faults"
count=$(wc -l < "$work/faults")
status=0
seq "$count" | xargs -P "$(nproc)" -I{} bash -c 'try_fault {}' || status=1
if [[ $status == 0 && $count -ge 10 ]]; then
  echo "all $count planted faults were caught"
else
  echo "planted faults: failed"
  exit 1
fi
