#!/bin/sh
# SPDX-License-Identifier: MIT
# docs.sh WEALD write|check: the documents that are made from the program's tables; `write` draws the gallery anew too.
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
if [ "$2" = write ]; then
  sh cmake/figures.sh "$weald" build/figures >/dev/null
  cp build/figures/gallery/*.svg docs/images/gallery/
  echo 'docs/images/gallery'
else
  echo 'docs: current'
fi
