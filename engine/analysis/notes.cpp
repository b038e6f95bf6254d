// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/analysis/parts.h"
#include "engine/numerics/distributions.h"
#include "engine/text/number.h"

namespace weald {
namespace {

void note(Pooling& pooling, std::string_view code, std::string message) {
  pooling.notes.push_back({code, std::move(message)});
}

/// Zero cells that were corrected, and events so few that inverse variance misleads (Cochrane
/// Handbook 10.4.4; Bradburn et al. 2007).
void note_sparse_events(Pooling& pooling) {
  if (pooling.choices.method != Method::iv || !pooling.measure->adds_to_zero_cells) return;
  double events = 0, people = 0;
  std::size_t tables = 0;
  std::vector<std::string> with_zero;
  for (const StudyResult& study : pooling.studies) {
    const auto* t = std::get_if<TwoByTwo>(&study.row.data);
    if (t == nullptr) continue;
    ++tables;
    if (t->a == 0 || t->b == 0 || t->c == 0 || t->d == 0) with_zero.push_back(study.row.label);
    events += t->a + t->c;
    people += t->n1() + t->n2();
  }
  if (with_zero.empty()) return;
  const double rarer = std::min(events, people - events) / people;
  if (5 * with_zero.size() < tables && rarer >= 0.05) {
    note(
        pooling, "zero-cells-corrected",
        fmt::format("{} was added to the cells of {}, where a group has no events (or only events)",
                    shortest(pooling.choices.effect.add), fmt::join(with_zero, ", ")));
    return;
  }
  const std::string_view instead = rarer < 0.01 ? "`--method peto` (events below 1 %, groups of "
                                                  "like size, small effects) or `--method mh`"
                                                : "`--method mh`, which adds nothing to the counts";
  note(pooling, "sparse-events",
       fmt::format("{} of {} studies have a group without events (or with only events), and {} "
                   "events fall on {} people: "
                   "inverse variance with a correction of zero cells misleads; compare {}",
                   with_zero.size(), tables, shortest(events), shortest(people), instead));
}

void note_method(Pooling& pooling) {
  const Choices& c = pooling.choices;
  const std::size_t k = pooling.studies.size();
  const Heterogeneity& h = *pooling.heterogeneity;
  if (c.ci_falls_back && pooling.ci_used == "z" && c.ci->key != "z" && k > 1)
    note(pooling, "ci-fallback",
         k > 2
             ? fmt::format("{} is used where k > 2 and τ² > 0; here τ² is 0, so the interval is z",
                           c.ci->key)
             : fmt::format("{} is used where k > 2 and τ² > 0; here k is {}, so the interval is z",
                           c.ci->key, k));
  if (k == 2)
    note(pooling, "two-studies",
         "two studies: the between-study variance is hardly known; read the interval with caution");
  if (pooling.pi_used && k < 5)
    note(pooling, "few-studies-prediction",
         fmt::format("{} studies: the prediction interval supports no reliable conclusion", k));
  if (!pooling.pi_used && c.pi != nullptr && k > 1)
    note(pooling, "no-prediction-interval",
         c.pi->key.starts_with("KR")
             ? fmt::format("{} has no answer here (it needs τ² by REML and enough studies for it)",
                           c.pi->key)
         : c.pi->key.starts_with("HK") && !(h.q > 0)
             ? fmt::format("{} has no answer here (the estimates do not differ)", c.pi->key)
             : fmt::format("{} needs more than {} studies", c.pi->key, k));
  for (Note& one : tau2_notes(h, pooling.other_optima)) pooling.notes.push_back(std::move(one));
}

/// Options that a model of counts cannot heed.
void note_ignored(Pooling& pooling) {
  const Choices& c = pooling.choices;
  if (c.method == Method::iv) return;
  std::vector<std::string> ignored;
  if (c.ci_given && c.ci->key != "z") ignored.push_back(fmt::format("the interval {}", c.ci->key));
  if (c.pi_given && c.pi != nullptr)
    ignored.push_back(fmt::format("the prediction interval {}", c.pi->key));
  if (!ignored.empty())
    note(pooling, "option-ignored",
         fmt::format("{} {} no meaning under {}, which is a common-effect model with z; not used",
                     fmt::join(ignored, " and "), ignored.size() == 1 ? "has" : "have",
                     c.method == Method::mh ? "Mantel-Haenszel" : "Peto's method"));
}

}  // namespace

std::vector<Note> tau2_notes(const Heterogeneity& h, const std::vector<double>& other_optima) {
  std::vector<Note> notes;
  const auto text = [](double tau2) { return tau2 == 0 ? "0" : significant(tau2, 4); };
  if (h.tau2_ci_empty)
    notes.push_back({"tau2-interval-empty",
                     "the estimates differ less than chance alone would make them: the Q-profile "
                     "interval of τ² is empty"});
  if (!other_optima.empty()) {
    std::vector<std::string> others;
    for (const double tau2 : other_optima) others.push_back(text(tau2));
    notes.push_back(
        {"several-optima",
         fmt::format("the likelihood has several peaks; τ² = {} is the highest, {} is lower",
                     text(h.tau2), fmt::join(others, ", "))});
  }
  return notes;
}

void add_notes(Pooling& pooling) {
  const std::size_t k = pooling.studies.size();
  note_ignored(pooling);
  if (k == 0) {
    note(pooling, "no-studies-to-pool",
         pooling.findings.empty()
             ? "no study has a usable number here"
             : "no study gives a number here; what they say in words is listed");
    return;
  }
  note_sparse_events(pooling);
  if (k == 1) {
    note(pooling, "single-study",
         "one study: no between-study variance and no prediction interval can be given");
    return;
  }
  if (!pooling.pooled || !pooling.heterogeneity) return;
  if (pooling.choices.method == Method::iv && pooling.choices.model == Model::random)
    note_method(pooling);
}

std::string methods_line(const Pooling& pooling) {
  const Choices& c = pooling.choices;
  if (!pooling.pooled) return fmt::format("nothing pooled; preset {}", c.preset);
  std::vector<std::string> parts;
  if (c.method == Method::mh)
    parts.push_back(c.mh_add > 0
                        ? fmt::format("Mantel-Haenszel, {} added to zero cells", shortest(c.mh_add))
                        : "Mantel-Haenszel, nothing added");
  else if (c.method == Method::peto)
    parts.push_back("Peto");
  else if (c.model == Model::common)
    parts.push_back("common effect, inverse variance");
  else
    parts.push_back(fmt::format("{} τ²{}", c.tau2->key,
                                c.common_tau2 && pooling.subgroup ? " common to subgroups" : ""));
  std::string ci = pooling.ci_used + " CI";
  if (c.ci_falls_back && c.ci->key != "z")
    ci += pooling.ci_used == "z" ? " (HK needs k > 2, τ² > 0)" : " (k > 2, τ² > 0)";
  parts.push_back(std::move(ci));
  if (pooling.pi_used)
    parts.push_back(fmt::format("PI {}", find_prediction_interval(*pooling.pi_used)->label));
  if (pooling.heterogeneity && pooling.heterogeneity->tau2_ci && c.tau2_ci != nullptr)
    parts.push_back(fmt::format("{} CI of τ²", c.tau2_ci->label));
  if (pooling.studies.size() > 1)
    parts.push_back(c.model == Model::random && c.method == Method::iv && c.i2_from == I2From::tau2
                        ? "I² from τ²"
                        : "I² from Q");
  if (c.method == Method::iv) parts.push_back("weights IV");
  if (c.level != 0.95) parts.push_back(fmt::format("level {} %", significant(100 * c.level, 4)));
  parts.push_back("preset " + c.preset);
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace weald
