#!/bin/sh
# SPDX-License-Identifier: MIT
# test.sh BUILD: runs every test program of a build and ends with a line of counts. A program's own counts are the lines
# that begin with «COUNT» and its Catch2 summary.
set -u
build=$1
log=$build/test.log
ctest --test-dir "$build" --parallel "$(nproc)" --verbose --output-on-failure >"$log" 2>&1
code=$?
# ctest puts a number and a colon before each line of a program's output.
plain=$(sed 's/^[0-9]*: //' "$log")
printf '%s\n' "$plain" | sed -n 's/^COUNT /  /p'
printf '%s\n' "$plain" | grep -E '^SKIPPED' | sed 's/^/  /'
if [ "$code" -ne 0 ]; then
  printf '%s\n' "$plain" | grep -v -E '^COUNT|^SKIPPED' | tail -n 400
fi
printf '%s\n' "$plain" | awk '
  /^All tests passed \(/ { passed += $(NF - 2) == "in" ? $(NF - 1) : $(NF - 2) }
  /^test cases: / {
    split($0, part, "|")
    for (i in part) {
      if (part[i] ~ /passed/) { gsub(/[^0-9]/, "", part[i]); passed += part[i] }
      else if (part[i] ~ /failed/) { gsub(/[^0-9]/, "", part[i]); failed += part[i] }
    }
  }
  /^COUNT / {
    for (i = 2; i < NF; ++i) {
      if ($(i + 1) ~ /^run/) run_of += $i
      if ($(i + 1) ~ /^passed/) passed_of += $i
      if ($(i + 1) ~ /^skipped|^left/) skipped += $i
    }
  }
  /^SKIPPED/ { ++skipped }
  END {
    printf "tests: %d run, %d passed, %d failed; cases run %d, passed %d, skipped %d\n", passed + failed, passed, failed, run_of, passed_of, skipped
  }'
exit "$code"
