#!/bin/sh
# SPDX-License-Identifier: MIT
# test.sh BUILD: runs every test program of a build and ends with a line of counts. What a test counts beyond its
# assertions are lines that begin with «COUNT», the table of the oracle cases, and lines that begin with «SKIPPED».
set -u
build=$1
log=$build/test.log
plain=$build/test.txt
ctest --test-dir "$build" --parallel "$(nproc)" --verbose >"$log" 2>&1
code=$?
sed 's/^[0-9]*: //' "$log" >"$plain" # ctest puts a number before each line of a program's output
sed -n -e '/^oracle  *run/,/^all /p' -e 's/^COUNT //p' -e '/^SKIPPED/p' "$plain"
if [ "$code" -ne 0 ]; then
  grep -v -E '^COUNT|^SKIPPED' "$plain" | tail -n 400
fi
awk '
  /^All tests passed \(/ { passed += $(NF - 2) }
  /^test cases: / {
    count = split($0, part, "|")
    for (i = 1; i <= count; ++i) {
      number = part[i]
      gsub(/[^0-9]/, "", number)
      if (part[i] ~ /passed/) passed += number
      if (part[i] ~ /failed/) failed += number
    }
  }
  /^all  / { cases += $2; good += $3; skipped += $5 }
  /^COUNT / {
    for (i = 2; i < NF; ++i) {
      if ($(i + 1) ~ /^run/) cases += $i
      if ($(i + 1) ~ /^passed/) good += $i
      if ($(i + 1) ~ /^skipped/) skipped += $i
    }
  }
  /^SKIPPED/ { ++skipped }
  END {
    printf "cases: %d run, %d passed, %d skipped or left for later\n", cases, good, skipped
    printf "tests: %d passed, %d failed\n", passed, failed
  }' "$plain"
exit "$code"
