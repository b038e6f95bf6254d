// SPDX-License-Identifier: MIT
// WEALD_WIDE before a function compiles its loops for wider registers as well; which copy runs is
// picked when the program starts. Without fused multiply-add (-ffp-contract=off) every copy gives
// the same bits where sums are spelt out in lanes.
#pragma once

#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define WEALD_WIDE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WEALD_WIDE
#endif
