// SPDX-License-Identifier: MIT
// The parts of the leave-one-out and cumulative figures: names of rows, their common order, the
// texts of columns. Internal to plots/figures/.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/analysis/sensitivity.h"
#include "plots/figures/forest.h"

namespace weald::forest {

/// A study (or cluster) that is left out or added, and which of several equal ones.
using RefitKey = std::pair<std::string, int>;

/// One horizon's part of the figure.
struct RefitPanel {
  const Pooling* pool = nullptr;
  const PoolSensitivity* answers = nullptr;
  std::vector<RefitKey> keys{};
  std::vector<const Refit*> rows{};  ///< beside the keys
};

/// A column of numbers of one refit.
struct RefitColumn {
  std::string head{};
  Align align = Align::right;
  bool right = true;  ///< of the plot
  std::string (*text)(const Refit&, const Pooling&) = nullptr;
};

/// One order of rows that is the order of every panel, where there is one.
struct CommonOrder {
  std::vector<RefitKey> keys{};
  bool agreed = true;
};

/// Takes, again and again, a key that no panel wants later than its next one. Of several, the first
/// by `values` (numbers, or else words; `descending`), then by name where all panels are so sorted.
CommonOrder common_order(const std::vector<RefitPanel>& panels,
                         const std::map<RefitKey, std::string>& values, bool descending);

std::string capital(std::string text);             ///< its first letter
std::string number_text(const std::string& text);  ///< typeset, where it is a number

/// The pool of all as a refit, and the texts of a refit's columns.
Refit whole_of(const Pooling& pool);
std::string k_of(const Refit& row, const Pooling&);
std::string effect_of(const Refit& row, const Pooling& pool);
std::string p_of(const Refit& row, const Pooling&);
std::string tau2_of(const Refit& row, const Pooling& pool);
std::string i2_of(const Refit& row, const Pooling&);
std::string method_of(const Refit& row, const Pooling&);
std::string refit_label(const Refit& row, const Pooling&);
std::string by_of(const Refit& row, const Pooling&);
/// The field of «year, descending».
std::string field_of(const std::string& order);
/// «by year, the earliest first».
std::string order_in_words(const std::string& order);
/// What stands over the values that the studies are ordered by.
std::string by_head(const std::string& field, const Measure& measure);

}  // namespace weald::forest
