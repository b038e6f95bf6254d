#!/bin/sh
# SPDX-License-Identifier: MIT
# docs.sh WEALD write|check: the documents that are made from the program's tables.
set -eu
weald=$1
for page in measures diagnostics; do
  case $2 in
    write)
      "$weald" generate "docs-$page" -o "docs/$page.md"
      echo "docs/$page.md"
      ;;
    check)
      "$weald" generate "docs-$page" | cmp -s - "docs/$page.md" || {
        echo "docs/$page.md is not current: make docs" >&2
        exit 1
      }
      ;;
  esac
done
[ "$2" = write ] || echo 'docs: current'
