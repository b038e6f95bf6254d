#!/bin/sh
# SPDX-License-Identifier: MIT
# deps.sh [install|developer|bench]: installs what is missing of the Debian packages that the build needs, and nothing when none
# is. `developer` adds what `make check` and `make format` need, `bench` the peer to measure against. Says what it does; sudo only when not root.
set -eu

build='g++ cmake ninja-build ccache pkg-config libeigen3-dev libfmt-dev libboost-dev libyaml-cpp-dev libtbb-dev
  libcli11-dev nlohmann-json3-dev libpugixml-dev catch2 libcairo2-dev libpango1.0-dev fonts-dejavu-core fonts-noto-core fonts-droid-fallback
  locales python3-jsonschema python3-yaml'
developer='clang clang-format clang-tidy libclang-rt-dev shellcheck poppler-utils'
peer='r-base-core r-cran-metafor r-cran-numderiv'

wanted=$build
[ "${1:-}" = developer ] && wanted="$build $developer"
[ "${1:-}" = bench ] && wanted="$build $peer"

missing=''
for package in $wanted; do
  state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
  [ "$state" = 'install ok installed' ] || missing="$missing $package"
done
if [ -z "$missing" ]; then
  [ "${1:-}" = install ] && echo 'deps: everything is installed'
  exit 0
fi

if ! command -v apt-get >/dev/null; then
  echo "deps: this is no Debian; install the equivalents of:$missing" >&2
  exit 1
fi
echo "deps: installing$missing"
as_root=''
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo 'deps: neither root nor sudo; have these packages installed by somebody who may' >&2
    exit 1
  fi
  as_root='sudo'
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086 # a list of words on purpose
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
