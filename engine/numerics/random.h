// SPDX-License-Identifier: MIT
// Random numbers by counting: the n-th number of a seed is a function of both, the same on every
// machine and with every standard library (whose distributions are not).
#pragma once

#include <cmath>
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
  /// Standard normal, by the polar method (Marsaglia & Bray 1964, SIAM Rev 6:260).
  double normal() {
    double u = 0, square = 0;
    do {
      u = 2 * uniform() - 1;
      const double v = 2 * uniform() - 1;
      square = u * u + v * v;
    } while (!(square < 1) || square == 0);
    return u * std::sqrt(-2 * std::log(square) / square);
  }
};

/// The n-th stream of a seed: its numbers have nothing to do with those of the other streams, so
/// that work may be shared out in any way.
inline Random random_stream(std::uint64_t seed, std::uint64_t n) {
  Random mixed{.seed = seed ^ 0x5851F42D4C957F2Du, .count = n};
  return {.seed = mixed.next()};
}

}  // namespace weald
