// SPDX-License-Identifier: MIT
// A review in memory, read and checked: what the tests of the checks start from.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/review/checks.h"
#include "engine/review/read.h"
#include "engine/review/review.h"
#include "engine/text/yaml.h"

namespace weald::tests {

using Files = std::map<std::string, std::string>;

struct Checked {
  Sources sources{};
  Diagnostics diagnostics{};
  Review review{};

  std::vector<std::string> codes() const {
    std::vector<std::string> all;
    for (const Diagnostic& d : diagnostics.all()) all.emplace_back(d.code);
    return all;
  }
  std::size_t count(std::string_view code) const {
    return static_cast<std::size_t>(
        std::count_if(diagnostics.all().begin(), diagnostics.all().end(),
                      [&](const Diagnostic& d) { return d.code == code; }));
  }
  const Diagnostic& the(std::string_view code) const {
    for (const Diagnostic& d : diagnostics.all())
      if (d.code == code) return d;
    static const Diagnostic none;
    return none;
  }
  /// The text that the diagnostic of that code points at.
  std::string at(std::string_view code) const {
    const Diagnostic& d = the(code);
    return d.primary.span.known() ? std::string(sources.text(d.primary.span)) : std::string{};
  }
};

/// Reads and checks the files of a review, in memory.
inline Checked checked(const Files& files) {
  Checked out;
  for (const auto& [name, text] : files) {
    const std::uint32_t source = out.sources.add(name, text);
    const auto root = yaml::parse(out.sources, source, out.diagnostics);
    if (!root) continue;
    if (name == "review.yaml")
      read_review(*root, source, out.review, out.diagnostics);
    else if (name == "references.yaml")
      out.review.references = read_references(*root, out.diagnostics);
    else
      out.review.studies.push_back(
          read_study(*root, name.substr(0, name.size() - 5), source, out.diagnostics));
  }
  run_checks(out.review, out.diagnostics);
  apply_acknowledgements(out.review, out.diagnostics);
  out.diagnostics.sort(out.sources);
  return out;
}

inline const std::string review_yaml = R"(title: Intradiscal glucocorticoid
horizons:
  short: {label: Short term, to: 3 months}
  long:  {label: Long term, after: 3 months}
treatments:
  gc:      {label: Glucocorticoid}
  placebo: {label: Control}
outcomes:
  relief: {label: Relief, better: higher}
  pain:   {label: Pain, better: lower}
  shown:  {label: In no analysis}
analyses:
  relief: {outcome: relief, compare: [gc, placebo], measure: RR, horizons: [short, long]}
  pain:   {outcome: pain, compare: [gc, placebo], measure: MD, horizons: [short, long]}
)";

/// A study of two groups with these results (YAML, indented by two).
inline std::string study_yaml(const std::string& results, const std::string& more = "") {
  return "title: A trial\nauthors: [Smith A]\nyear: 2001\n" + more +
         "groups:\n  gc: {treatment: gc, n: 67}\n  control: {treatment: placebo, n: "
         "68}\nresults:\n" +
         results;
}

/// One study with one result whose last lines are `body`, e.g. «data: {…}».
inline Checked with_result(const std::string& body, const std::string& outcome = "relief") {
  return checked({{"review.yaml", review_yaml},
                  {"smith-2001.yaml",
                   study_yaml("  - outcome: " + outcome +
                              "\n    time: 1 month\n    source: table 2\n    " + body + "\n")}});
}

/// One reference with one pooled result.
inline Checked with_pooled(const std::string& pooled) {
  return checked(
      {{"review.yaml", review_yaml},
       {"smith-2001.yaml",
        study_yaml("  - {outcome: pain, time: 1 month, finding: none, source: abstract}\n")},
       {"references.yaml",
        "daste-2021:\n  title: A review\n  type: review\n  pooled:\n    - {outcome: pain, horizon: "
        "short, source: abstract, " +
            pooled + "}\n"}});
}

}  // namespace weald::tests
