#!/bin/sh
# SPDX-License-Identifier: MIT
# figures.sh WEALD FOLDER: every figure of docs/gallery.md, and every forest plot of the bundled reviews, in all formats.
set -eu
weald=$1
folder=$2
mkdir -p "$folder/gallery"
sed -n 's/^weald \(plot .*\) -o \([a-z0-9-]*\)\.svg$/\1|\2/p' docs/gallery.md | while IFS='|' read -r words name; do
  for format in pdf svg png json; do
    eval "\"$weald\" $words -q -o \"$folder/gallery/$name.$format\"" # words may hold a quoted formula
  done
done
for review in studies/*/review.yaml; do
  review=$(dirname "$review")
  for format in pdf svg png json; do
    "$weald" plot forest "$review" --format "$format" -q -o "$folder/$(basename "$review")/"
  done
done
find "$folder" -type f | sort
