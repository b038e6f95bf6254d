#!/bin/sh
# SPDX-License-Identifier: MIT
# format.sh check|write: clang-format over every source.
set -eu
sources() { find engine plots cli tests bench -name '*.cpp' -o -name '*.h' | sort; }
if [ "$1" = write ]; then
  sources | xargs clang-format -i
else
  sources | xargs clang-format --dry-run --Werror
  echo 'format: clean'
fi
