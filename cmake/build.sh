#!/bin/sh
# SPDX-License-Identifier: MIT
# build.sh PRESET: configures (the first time) and builds a preset of CMakePresets.json.
set -eu
preset=$1
mkdir -p "build/$preset"
if [ ! -f "build/$preset/build.ninja" ]; then
  log=build/$preset/configure.log
  cmake --preset "$preset" >"$log" 2>&1 || {
    cat "$log"
    exit 1
  }
fi
cmake --build --preset "$preset" -- --quiet
