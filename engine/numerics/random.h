// SPDX-License-Identifier: MIT
// Random numbers by counting: the n-th number of a seed is a function of both, the same on every
// machine and with every standard library (whose distributions are not).
#pragma once

#include <cstdint>

namespace weald {

/// splitmix64 (Steele, Lea & Flood 2014, OOPSLA): the counter times a constant, well mixed.
struct Random {
  std::uint64_t seed = 0;
  std::uint64_t count = 0;  ///< numbers drawn so far

  /// 64 random bits.
  std::uint64_t next() {
    std::uint64_t z = seed + ++count * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  /// Uniform in [0, 1).
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  /// Uniform in 0 … n-1, n > 0, every number exactly as often.
  std::uint64_t below(std::uint64_t n) {
    const std::uint64_t surplus = (0 - n) % n;  // 2^64 mod n: the lowest numbers are drawn again
    std::uint64_t x = next();
    while (x < surplus) x = next();
    return x % n;
  }
};

}  // namespace weald
