// SPDX-License-Identifier: MIT
// The steps of an analysis, for run.cpp and for tests of each step. Nothing outside engine/analysis
// needs them.
#pragma once

#include <string>
#include <vector>

#include "engine/analysis/report.h"
#include "engine/analysis/run.h"

namespace weald {

/// Pools what effects_of() left in `pooling`. `fixed_tau2`: τ² given from outside, e.g. common to
/// subgroups.
void pool_studies(Pooling& pooling, std::optional<double> fixed_tau2);

/// The estimates and variances of studies, for the models.
Sample sample_of(const std::vector<StudyResult>& studies);

/// Harmonic mean of the studies' sizes, which the inverse of Freeman-Tukey's transformation asks
/// for (Miller 1978, Am Stat 32:138); 0 where a study has none.
double harmonic_size(const std::vector<StudyResult>& studies);

/// The report of an analysis before anything is computed: its title, outcome, columns and the note
/// of its authors.
AnalysisReport begun_report(const Review& review, const Analysis& analysis,
                            const std::string& outcome);

/// Adds the notes that follow from the numbers of a pool: fall-backs, boundary, few studies, sparse
/// events.
void add_notes(Pooling& pooling);

/// What is to be said of an estimate of τ²: an empty interval, several peaks of the likelihood.
std::vector<Note> tau2_notes(const Heterogeneity& h, const std::vector<double>& other_optima);

/// «REML τ²; HK CI (k > 2, τ² > 0); PI t(k-1); Q-profile CI of τ²; I² from τ²; weights IV; preset
/// cochrane».
std::string methods_line(const Pooling& pooling);

/// Splits a pool by a field of its studies: one pool a level, by code point, and the test of their
/// difference. Studies without a value stay in the whole and are named in its notes.
struct Subgroups {
  std::vector<Pooling> levels{};
  std::optional<SubgroupTest> test{};
};
Subgroups split(Pooling& whole, const std::string& field);

/// Later minus earlier horizon, every pair of whole pools, in order (contract §3).
std::vector<Contrast> contrasts(const std::vector<Pooling>& wholes,
                                std::optional<double> correlation);

/// An `overview:` analysis: published pooled results by horizon, not pooled again.
AnalysisReport overview_report(const Review& review, const Analysis& analysis,
                               const Choices& choices);

}  // namespace weald
