// SPDX-License-Identifier: MIT
// Risk of bias of each result: one column of lights a domain, the overall
// judgement last.
#include <algorithm>
#include <set>

#include "plots/figures/forest_columns.h"

namespace weald::forest {

static std::string letter(std::size_t i) {
  return std::string(1, static_cast<char>('A' + i % 26)) + (i < 26 ? "" : "′");
}

std::vector<Column> risk_columns(const Context& context) {
  std::vector<std::string> domains;
  std::set<std::string> tools;
  for (const Pooling& pool : context.report.pools)
    for (const StudyResult& study : pool.studies) {
      if (!study.row.risk_of_bias) continue;
      tools.insert(study.row.risk_of_bias->tool);
      for (const auto& [domain, judgement] : study.row.risk_of_bias->domains)
        if (std::ranges::find(domains, domain) == domains.end()) domains.push_back(domain);
    }
  if (const auto overall = std::ranges::find(domains, "overall"); overall != domains.end())
    std::rotate(overall, overall + 1, domains.end());
  std::vector<Column> out;
  std::string meaning;
  for (std::size_t i = 0; i < domains.size(); ++i) {
    const bool overall = domains[i] == "overall";
    const std::string head = overall ? "All" : letter(i);
    std::string words = domains[i];
    std::ranges::replace(words, '-', ' ');
    meaning += (meaning.empty() ? "" : "; ") + head + " " + (overall ? "overall" : words);
    out.push_back({.group = "Risk of bias",
                   .head = head,
                   .align = Align::middle,
                   .shared = false,
                   .right = true,
                   .lights = true,
                   .cell = [domain = domains[i]](const StudyResult& study) {
                     if (!study.row.risk_of_bias) return std::string{};
                     for (const auto& [name, judgement] : study.row.risk_of_bias->domains)
                       if (name == domain) return judgement.value;
                     return std::string{};
                   }});
  }
  if (!out.empty()) {
    std::string names;
    for (const std::string& tool : tools)
      if (!tool.empty()) names += (names.empty() ? "" : ", ") + tool;
    context.legend.push_back("Risk of bias" + (names.empty() ? "" : " (" + names + ")") + ": " +
                             meaning + ". + low, ? some concerns or unclear, − high.");
  }
  return out;
}

}  // namespace weald::forest
