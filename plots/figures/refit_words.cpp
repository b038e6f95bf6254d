// SPDX-License-Identifier: MIT
// Texts of the columns of refits, and their order in words.
#include <algorithm>

#include <fmt/format.h>

#include "engine/output/output.h"
#include "engine/text/number.h"
#include "plots/figures/refits.h"

namespace weald::forest {

std::string capital(std::string text) {
  if (!text.empty() && 'a' <= text[0] && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string number_text(const std::string& text) {
  return read_number(text).value ? typeset(text) : text;
}

Refit whole_of(const Pooling& pool) {
  Refit row{.k = pool.studies.size()};
  if (!pool.pooled) return row;
  row.estimate = pool.pooled->estimate;
  row.shown = pool.pooled->shown;
  row.ci_used = pool.ci_used;
  if (pool.heterogeneity) {
    row.tau2 = pool.heterogeneity->tau2;
    row.i2 = pool.heterogeneity->i2;
  }
  return row;
}

std::string k_of(const Refit& row, const Pooling&) { return fmt::format("{}", row.k); }
std::string effect_of(const Refit& row, const Pooling& pool) {
  return row.estimate ? effect_text(*pool.measure, row.shown.estimate, row.shown.ci) : "";
}
std::string p_of(const Refit& row, const Pooling&) {
  return row.estimate ? typeset(show_p(row.estimate->log_p)) : "";
}
std::string tau2_of(const Refit& row, const Pooling& pool) {
  if (!row.estimate) return "";
  return row.k > 1 && pool.tau2_used ? typeset(show_tau2(row.tau2)) : "–";
}
std::string i2_of(const Refit& row, const Pooling&) {
  if (!row.estimate) return "";
  return row.k > 1 ? typeset(show_percent(row.i2)) : "–";
}
std::string method_of(const Refit& row, const Pooling&) { return row.ci_used; }
std::string refit_label(const Refit& row, const Pooling&) {
  return row.label.empty() ? row.study : row.label;
}
std::string by_of(const Refit& row, const Pooling&) {
  return row.by.empty() ? "–" : number_text(row.by);
}

std::string field_of(const std::string& order) { return order.substr(0, order.find(',')); }

std::string order_in_words(const std::string& order) {
  struct Ends {
    std::string_view field, first, last;
  };
  static constexpr Ends known[] = {{"year", "earliest", "latest"},
                                   {"precision", "least precise", "most precise"},
                                   {"effect", "lowest", "highest"}};
  const std::string field = field_of(order);
  const bool descending = order.ends_with(", descending");
  if (field.empty() || field == "as listed")
    return descending ? "as listed, from the last to the first" : "as listed";
  for (const Ends& ends : known)
    if (ends.field == field)
      return fmt::format("by {}, the {} first", field, descending ? ends.last : ends.first);
  return "by " + order;
}

std::string by_head(const std::string& field, const Measure& measure) {
  if (field == "precision") return "Standard error";
  if (field == "effect") {
    const std::string_view scale = measure.scale().key;
    return scale == "identity" ? "Own effect" : fmt::format("Own effect ({} scale)", scale);
  }
  std::string head = capital(field);
  std::ranges::replace(head, '-', ' ');
  return head;
}

}  // namespace weald::forest
