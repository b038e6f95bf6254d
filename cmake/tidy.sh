#!/bin/sh
# SPDX-License-Identifier: MIT
# tidy.sh BUILD: clang-tidy over every source of the program, one process a core.
set -eu
build=$1
jobs=$(nproc)
find engine plots cli -name '*.cpp' | sort | xargs -P "$jobs" -n 4 clang-tidy -p "$build" --quiet \
  --extra-arg=-Wno-unknown-warning-option --warnings-as-errors='*' 2>/dev/null
echo 'tidy: clean'
