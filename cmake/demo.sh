#!/bin/sh
# SPDX-License-Identifier: MIT
# demo.sh WEALD FOLDER: the bundled reviews checked, pooled and drawn.
set -eu
weald=$1
folder=$2
mkdir -p "$folder"

step() { printf '\n== %s\n\n' "$*"; }
run() {
  printf '$ weald %s\n' "$*"
  "$weald" "$@"
}

step 'The bundled review of intradiscal glucocorticoid injections, checked'
run check studies/intradiscal-steroid
echo 'clean: no errors, and no warnings that are not acknowledged'

step 'Pooled by horizon of follow-up'
run pool studies/intradiscal-steroid

step 'Forest plots'
for format in pdf svg png; do
  run plot forest studies/intradiscal-steroid -q --format "$format" -o "$folder/intradiscal-steroid/"
  run plot forest studies/deep-brain-stimulation -q --format "$format" -o "$folder/deep-brain-stimulation/"
done

step 'The citation timeline'
for format in pdf svg png; do
  run plot citations studies/intradiscal-steroid -q -o "$folder/intradiscal-steroid/citations.$format"
done

step "The figures are in $folder"
find "$folder" -type f | sort
