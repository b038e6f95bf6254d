// SPDX-License-Identifier: MIT
// Normal, Student, chi-squared and F distributions: probabilities, logarithms of far tails,
// quantiles. Log tails stay finite and exact (relative 1e-12 of the logarithm) where the
// probability itself underflows.
#pragma once

namespace weald {

/// P(Z <= z), standard normal.
double normal_cdf(double z);
/// log P(Z > z), standard normal.
double normal_log_upper(double z);
/// z with P(Z <= z) = p, 0 < p < 1.
double normal_quantile(double p);
/// log P(|Z| > |z|).
double normal_log_two_sided(double z);

/// t with P(T <= t) = p on df > 0 degrees of freedom.
double student_quantile(double p, double df);
/// P(T <= t).
double student_cdf(double t, double df);
/// log P(|T| > |t|) on df > 0 degrees of freedom.
double student_log_two_sided(double t, double df);

/// P(X <= x), chi-squared on df > 0.
double chi2_cdf(double x, double df);
/// log P(X > x).
double chi2_log_upper(double x, double df);
/// x with P(X <= x) = p.
double chi2_quantile(double p, double df);

/// x with P(X <= x) = p, beta with parameters a, b > 0: the distribution of the a-th smallest of
/// a + b - 1 uniform numbers.
double beta_quantile(double a, double b, double p);

/// log P(X > x), F on df1, df2.
double f_log_upper(double x, double df1, double df2);

}  // namespace weald
