#!/bin/sh
# SPDX-License-Identifier: MIT
# figures.sh WEALD FOLDER: every analysis of every bundled review, in three formats.
set -eu
weald=$1
folder=$2
for review in studies/*/review.yaml; do
  review=$(dirname "$review")
  mkdir -p "$folder"
  for format in pdf svg png; do
    "$weald" plot forest "$review" --format "$format" -q -o "$folder/$(basename "$review")/"
  done
done
find "$folder" -type f | sort
