// SPDX-License-Identifier: MIT
// The multiverse: every defensible combination of measure, zero cells, inclusion, model, estimator
// of τ² and interval. It shows on which choices a result hangs; it is no vote.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/analysis/parts.h"
#include "engine/analysis/sensitivity_parts.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

using Words = std::vector<std::string>;
/// A name with its values, e.g. tau2: REML, PM, DL.
using Lists = std::vector<std::pair<std::string, Words>>;

constexpr std::string_view names[] = {"measure", "zero-cells", "risk-of-bias", "design", "model",
                                      "tau2",    "ci"};

std::string field_text(const Row& row, std::string_view field) {
  const auto found = row.fields.find(std::string(field));
  return found == row.fields.end() ? "" : found->second.text;
}

/// The overall judgement of a row's risk of bias: «overall», else the worst of the domains; empty
/// where there is none.
std::string judgement(const Row& row) {
  if (!row.risk_of_bias) return field_text(row, "risk-of-bias");
  const auto& domains = row.risk_of_bias->domains;
  for (const auto& [domain, word] : domains)
    if (domain == "overall") return word.value;
  constexpr std::string_view worse[] = {"low",  "moderate", "some concerns", "unclear",
                                        "high", "serious",  "critical"};
  std::size_t worst = 0;
  for (const auto& [domain, word] : domains)
    for (std::size_t i = 0; i < std::size(worse); ++i)
      if (word.value == worse[i]) worst = std::max(worst, i);
  return domains.empty() ? "" : std::string(worse[worst]);
}

bool high_risk(const Row& row) {
  const std::string word = judgement(row);
  return word == "high" || word == "serious" || word == "critical";
}

bool randomised(const Row& row) {
  const std::string design = field_text(row, "design");
  return design.find("random") != std::string::npos &&
         design.find("non-random") == std::string::npos &&
         design.find("not random") == std::string::npos;
}

/// The values that are defensible for this pool, the primary's own first.
Lists usual_lists(const Pooling& pool) {
  const Choices& c = pool.choices;
  const auto& studies = pool.studies;
  const auto all = [&](auto holds) {
    return std::ranges::all_of(studies, [&](const StudyResult& s) { return holds(s.row); });
  };
  const auto some = [&](auto holds) {
    return std::ranges::any_of(studies, [&](const StudyResult& s) { return holds(s.row); });
  };
  const auto first = [](std::string_view own, std::initializer_list<std::string_view> others) {
    Words words{std::string(own)};
    for (const std::string_view other : others)
      if (!same_word(own, other)) words.emplace_back(other);
    return words;
  };
  Lists lists;
  const std::string_view key = pool.measure->key;
  const bool tables = all([](const Row& r) { return std::holds_alternative<TwoByTwo>(r.data); });
  const bool means = all([](const Row& r) { return std::holds_alternative<TwoMeans>(r.data); });
  if (tables && (key == "RR" || key == "OR" || key == "RD"))
    lists.push_back({"measure", first(key, {"RR", "OR", "RD"})});
  if (means && (key == "MD" || key == "SMD"))
    lists.push_back({"measure", first(key, {"MD", "SMD"})});
  const bool zeros = some([](const Row& r) {
                       const auto* t = std::get_if<TwoByTwo>(&r.data);
                       return t != nullptr && (t->a == 0 || t->b == 0 || t->c == 0 || t->d == 0);
                     }) ||
                     std::ranges::any_of(
                         pool.excluded, [](const ExcludedRow& e) { return e.code == "no-events"; });
  if (zeros && pool.measure->adds_to_zero_cells)
    lists.push_back({"zero-cells", {"as chosen", "double zeros kept", "double zeros left out"}});
  if (some(high_risk) && !all(high_risk))
    lists.push_back({"risk-of-bias", {"all", "without high"}});
  if (some(randomised) && !all(randomised)) lists.push_back({"design", {"all", "randomised"}});
  if (c.method == Method::iv) {
    lists.push_back(
        {"model", first(c.model == Model::random ? "random" : "common", {"random", "common"})});
    lists.push_back({"tau2", first(c.tau2->key, {"REML", "PM", "DL"})});
    lists.push_back({"ci", first(c.ci->key, {"HK", "HK-ci", "z"})});
  }
  return lists;
}

/// «measure=RR,OR; tau2=REML»: the lists it names take the place of the usual ones.
std::optional<std::string> read_lists(std::string_view text, Lists& lists) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto trim = [](std::string_view s) {
      while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
      while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
      return s;
    };
    part = trim(part);
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    const std::string name(trim(part.substr(0, equals)));
    if (equals == std::string_view::npos || std::ranges::find(names, name) == std::end(names))
      return fmt::format("`{}` is no list of choices: {}", part, fmt::join(names, ", "));
    Words values;
    std::string_view rest = part.substr(equals + 1);
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      if (const auto value = trim(rest.substr(0, comma)); !value.empty())
        values.emplace_back(value);
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    if (values.empty()) return fmt::format("`{}` has no value", name);
    const auto known =
        std::ranges::find_if(lists, [&](const auto& list) { return list.first == name; });
    if (known != lists.end())
      known->second = values;
    else
      lists.push_back({name, values});
  }
  return {};
}

/// The rows of the pool by another measure, from the source.
class Data {
 public:
  Data(const SensitivityContext& context) : context_(&context) {}

  /// The dataset behind the pool; nothing where the source has none for that measure.
  std::optional<Dataset> dataset(const Measure* measure) const {
    const SensitivityRequest& request = *context_->request;
    if (request.loaded == nullptr) return {};
    Selection selection{.measure = measure};
    if (context_->pool->horizon) selection.horizons = {*context_->pool->horizon};
    Diagnostics unheard;  // what is wrong with the source has been said
    std::vector<Dataset> sets;
    if (const Table* table = request.loaded->table())
      sets = datasets(*table, selection, unheard);
    else if (const Analysis* analysis =
                 request.loaded->review()->analysis(context_->pool->analysis))
      sets = datasets(*request.loaded->review(), *analysis, selection, unheard);
    for (Dataset& set : sets)
      if ((set.horizon == nullptr && !context_->pool->horizon) ||
          (set.horizon != nullptr && set.horizon->key == context_->pool->horizon))
        return std::move(set);
    return {};
  }

 private:
  const SensitivityContext* context_;
};

/// Lays one combination over the primary's choices; a problem in words where a value is no good.
std::optional<std::string> lay(Choices& c, const std::string& name, const std::string& value) {
  if (name == "zero-cells") {
    if (value == "double zeros kept") c.effect.drop00 = c.effect.ratios_drop00 = false;
    if (value == "double zeros left out") c.effect.drop00 = true;
    return {};
  }
  if (name == "risk-of-bias" || name == "design") return {};
  return find_option(name)->set(c, value);
}

struct Combination {
  std::vector<std::pair<std::string, std::string>> choices{};
};

/// All combinations, the first values first; the last list runs fastest.
std::vector<Combination> combinations(const Lists& lists) {
  std::vector<Combination> all{{}};
  for (const auto& [name, values] : lists) {
    std::vector<Combination> longer;
    for (const Combination& each : all)
      for (const std::string& value : values) {
        Combination next = each;
        next.choices.emplace_back(name, value);
        longer.push_back(std::move(next));
      }
    all = std::move(longer);
  }
  return all;
}

std::string value_of(const Combination& combination, std::string_view name) {
  for (const auto& [key, value] : combination.choices)
    if (key == name) return value;
  return {};
}

/// A common effect has no τ² and one interval: those combinations are one analysis.
void make_common(Combination& combination) {
  if (value_of(combination, "model") != "common") return;
  for (auto& [key, value] : combination.choices) {
    if (key == "tau2") value = "-";
    if (key == "ci") value = "z";
  }
}

std::optional<bool> important(const Universe& u, const AnalysisReport& analysis) {
  if (!analysis.important_difference || u.measure != analysis.measure || !u.result.estimate)
    return {};
  const double none = u.measure->none;
  if (std::isnan(none)) return {};
  const double from = u.measure->scale().shown(none, 0);
  return std::fabs(u.result.shown.estimate - from) >= *analysis.important_difference;
}

}  // namespace

void multiverse_of(const SensitivityContext& context, PoolSensitivity& out) {
  const Pooling& pool = *context.pool;
  const auto refuse = [&](std::string_view why) {
    out.notes.push_back({"sensitivity-unavailable", fmt::format("multiverse: {}", why)});
  };
  if (pool.subgroup) return refuse("it is made of whole pools, not of subgroups");
  if (!plain_inverse_variance(pool.choices) && pool.choices.method == Method::iv)
    return refuse("the primary analysis takes Q around Mantel-Haenszel; choose another preset");
  Multiverse result;
  result.lists = usual_lists(pool);
  if (const auto problem = read_lists(context.request->multiverse, result.lists)) {
    context.diagnostics->error("bad-option", {}, fmt::format("multiverse: {}", *problem),
                               "--multiverse \"measure=RR,OR; tau2=REML,DL\"");
    return;
  }
  const double none = pool.measure->none;
  const Estimate& primary = pool.pooled->estimate;
  const Data data(context);
  std::map<std::string, std::optional<Dataset>> sets;
  std::set<std::vector<std::pair<std::string, std::string>>> seen;
  std::optional<bool> primary_important;
  for (Combination& combination : combinations(result.lists)) {
    make_common(combination);
    if (!seen.insert(combination.choices).second) continue;
    Universe universe{.choices = combination.choices, .primary = result.universes.empty()};
    Choices choices = pool.choices;
    choices.tau2_ci = nullptr;
    for (const auto& [name, value] : combination.choices) {
      if (value == "-") continue;
      // A value that stands already keeps what belongs to it (the fall-back of cochrane's HK).
      if (name == "ci" && same_word(value, pool.choices.ci->key)) continue;
      if (const auto problem = lay(choices, name, value)) {
        context.diagnostics->error("bad-option", {}, fmt::format("multiverse: {}", *problem), "");
        return;
      }
    }
    const std::string measure_key = value_of(combination, "measure");
    const Measure* measure = measure_key.empty() ? pool.measure : find_measure(measure_key);
    universe.measure = measure;
    if (!sets.contains(measure_key)) sets[measure_key] = data.dataset(measure);
    const auto& set = sets[measure_key];
    if (!set) {
      universe.reason = "the source gives no data for it";
      result.universes.push_back(std::move(universe));
      continue;
    }
    Pooling other = effects_of(*set, choices, false);
    const bool without_high = value_of(combination, "risk-of-bias") == "without high",
               only_randomised = value_of(combination, "design") == "randomised";
    std::erase_if(other.studies, [&](const StudyResult& s) {
      return (without_high && high_risk(s.row)) || (only_randomised && !randomised(s.row));
    });
    pool_studies(other, {});
    if (other.pooled) {
      Refit& row = universe.result;
      row.k = other.studies.size();
      row.estimate = other.pooled->estimate;
      row.pi = other.pooled->pi;
      row.shown = other.pooled->shown;
      row.tau2 = other.heterogeneity->tau2;
      row.i2 = other.heterogeneity->i2;
      row.q = other.heterogeneity->q;
      row.log_q_p = other.heterogeneity->log_p;
      row.ci_used = other.ci_used;
    } else {
      universe.reason = "no study is left, or it is not estimable";
    }
    result.universes.push_back(std::move(universe));
  }
  if (!result.universes.empty())
    primary_important = important(result.universes.front(), *context.analysis);
  for (Universe& u : result.universes) {
    if (!u.result.estimate) continue;
    ++result.estimable;
    const double nothing = u.measure->none;
    u.direction = (u.result.estimate->estimate > nothing) == (primary.estimate > none);
    u.significance = significant(*u.result.estimate, nothing) == significant(primary, none);
    if (primary_important)
      if (const auto here = important(u, *context.analysis))
        u.importance = *here == *primary_important;
    result.direction += u.direction ? 1u : 0u;
    result.significance += u.significance ? 1u : 0u;
    result.judged_importance += u.importance ? 1u : 0u;
    result.importance += u.importance.value_or(false) ? 1u : 0u;
  }
  out.multiverse = std::move(result);
}

}  // namespace weald
