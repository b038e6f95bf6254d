// SPDX-License-Identifier: MIT
// The one Catch2 main: compiling it takes longer than any test file.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
