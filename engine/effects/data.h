// SPDX-License-Identifier: MIT
// The raw data of one row of an analysis, as extracted: counts, means, rates, correlations, or a
// finished estimate. Counts are doubles (products of counts overflow 32 bits) but always whole and
// checked before. «1» is the experimental group, «2» the control.
#pragma once

#include <optional>
#include <variant>

namespace weald {

/// Events and non-events of two groups: a, b of n1 and c, d of n2. Columns ai bi ci di.
struct TwoByTwo {
  double a = 0, b = 0, c = 0, d = 0;
  double n1() const { return a + b; }
  double n2() const { return c + d; }
};

/// Mean, standard deviation and number of two groups.
struct TwoMeans {
  double m1 = 0, sd1 = 0, n1 = 0, m2 = 0, sd2 = 0, n2 = 0;
};

/// A standardised mean difference from its group sizes and one statistic: d (not corrected), t of
/// the two-sample test, or its signed two-sided p. Columns di ti pi.
struct StandardisedInput {
  double n1 = 0, n2 = 0;
  std::optional<double> d{}, t{}, p{};
};

/// Events and person-time of two groups.
struct TwoRates {
  double x1 = 0, t1 = 0, x2 = 0, t2 = 0;
};

/// Events among n of one group.
struct Proportion {
  double x = 0, n = 0;
};

/// Events in person-time t of one group.
struct Rate {
  double x = 0, t = 0;
};

/// Mean, standard deviation and number of one group.
struct Mean {
  double m = 0, sd = 0, n = 0;
};

/// A correlation r among n, or the t or signed two-sided p of its test.
struct Correlation {
  double n = 0;
  std::optional<double> r{}, t{}, p{};
};

/// Cronbach's alpha of an instrument of so many items in n people. Columns ai mi ni.
struct Reliability {
  double alpha = 0, items = 0, n = 0;
};

/// An estimate on the analysis scale with its variance. Columns yi vi / yi sei.
struct Generic {
  double y = 0, v = 0;
};

/// An estimate as people read it (HR 0.8), with what tells its precision: exactly one of se,
/// variance (both on the analysis scale), interval (read scale, at `level`) or two-sided p.
struct Reported {
  double estimate = 0;
  std::optional<double> se{}, variance{}, lower{}, upper{}, p{};
  double level = 0.95;
};

/// Observed minus expected events and the variance of that (log-rank or Peto). Columns oe v.
struct ObservedExpected {
  double oe = 0, v = 0;
};

/// Nothing usable: some number of the row is missing.
struct Missing {};

using OutcomeData =
    std::variant<Missing, TwoByTwo, TwoMeans, StandardisedInput, TwoRates, Proportion, Rate, Mean,
                 Correlation, Reliability, Generic, Reported, ObservedExpected>;

}  // namespace weald
