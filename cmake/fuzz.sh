#!/bin/sh
# SPDX-License-Identifier: MIT
# fuzz.sh BUILD SECONDS [READER…]: runs each reader of files that long under libFuzzer, one process a core, beginning with the
# samples of tests/interchange/corpus and what earlier runs kept in BUILD/corpus. Ends with 1 and the inputs' names where something was found;
# a found input belongs into tests/interchange/corpus/found/READER.
set -eu
build=$1
seconds=$2
shift 2
program=$build/tests/fuzz_readers
readers=${*:-$(WEALD_READER=list "$program")}
root=$PWD

run() {
  reader=$1
  corpus=$build/corpus/$reader
  mkdir -p "$corpus" "$build/found/$reader"
  seeds=$corpus
  for folder in "$root/tests/interchange/corpus/$reader" "$root/tests/interchange/corpus/found/$reader"; do
    [ -d "$folder" ] && seeds="$seeds $folder"
  done
  # shellcheck disable=SC2086 # a list of folders on purpose
  if WEALD_READER=$reader "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=16384 -print_final_stats=1 \
    -artifact_prefix="$build/found/$reader/" $seeds >"$build/fuzz-$reader.log" 2>&1; then
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/fuzz-$reader.log")
    echo "fuzz: $reader: $runs inputs in $seconds s, nothing found"
  else
    echo "fuzz: $reader: FOUND; see $build/found/$reader/ and $build/fuzz-$reader.log"
    return 1
  fi
}

jobs=$(nproc)
failed=0
running=0
pids=''
for reader in $readers; do
  run "$reader" &
  pids="$pids $!"
  running=$((running + 1))
  if [ "$running" -ge "$jobs" ]; then
    for pid in $pids; do wait "$pid" || failed=1; done
    pids=''
    running=0
  fi
done
for pid in $pids; do wait "$pid" || failed=1; done
[ "$failed" -eq 0 ] && echo 'fuzz: clean'
exit "$failed"
