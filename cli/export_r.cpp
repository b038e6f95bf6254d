// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "cli/export.h"
#include "engine/text/number.h"

namespace weald {
namespace {

/// Measures of metafor's escalc() bear the same keys; these are ours alone.
bool metafor_knows(const Measure& measure) { return measure.key != "HR" && measure.key != "GEN"; }

std::string r_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '\n')
      quoted += "\\n";
    else
      quoted += c;
  }
  return quoted + '"';
}

template <class Get>
std::string column(std::string_view name, const Pooling& pool, Get get) {
  std::string values;
  for (const StudyResult& study : pool.studies)
    values += fmt::format("{}{}", values.empty() ? "" : ", ", shortest(get(study)));
  return fmt::format("{} = c({})", name, values);
}

/// One raw number of every study; `member` leads to it.
template <class Data>
std::string raw(std::string_view name, const Pooling& pool, double Data::*member) {
  return column(name, pool,
                [&](const StudyResult& study) { return std::get<Data>(study.row.data).*member; });
}

template <class Data>
bool all_are(const Pooling& pool) {
  return std::ranges::all_of(pool.studies, [](const StudyResult& study) {
    return std::holds_alternative<Data>(study.row.data);
  });
}

/// The raw columns in metafor's names, or nothing where the studies have no common kind that
/// escalc() takes.
std::vector<std::string> raw_columns(const Pooling& pool) {
  if (!metafor_knows(*pool.measure)) return {};
  if (all_are<TwoByTwo>(pool)) {
    return {raw("ai", pool, &TwoByTwo::a), raw("bi", pool, &TwoByTwo::b),
            raw("ci", pool, &TwoByTwo::c), raw("di", pool, &TwoByTwo::d)};
  }
  if (all_are<TwoMeans>(pool)) {
    return {raw("m1i", pool, &TwoMeans::m1),   raw("sd1i", pool, &TwoMeans::sd1),
            raw("n1i", pool, &TwoMeans::n1),   raw("m2i", pool, &TwoMeans::m2),
            raw("sd2i", pool, &TwoMeans::sd2), raw("n2i", pool, &TwoMeans::n2)};
  }
  if (all_are<TwoRates>(pool)) {
    return {raw("x1i", pool, &TwoRates::x1), raw("t1i", pool, &TwoRates::t1),
            raw("x2i", pool, &TwoRates::x2), raw("t2i", pool, &TwoRates::t2)};
  }
  if (all_are<Proportion>(pool))
    return {raw("xi", pool, &Proportion::x), raw("ni", pool, &Proportion::n)};
  if (all_are<Rate>(pool)) return {raw("xi", pool, &Rate::x), raw("ti", pool, &Rate::t)};
  if (all_are<Mean>(pool))
    return {raw("mi", pool, &Mean::m), raw("sdi", pool, &Mean::sd), raw("ni", pool, &Mean::n)};
  return {};
}

std::string_view to_name(AddTo to) {
  switch (to) {
    case AddTo::only0:
      return "only0";
    case AddTo::all:
      return "all";
    case AddTo::if0all:
      return "if0all";
    case AddTo::none:
      return "none";
  }
  return "only0";
}

std::string names_of(const std::vector<std::string>& columns) {
  std::string text;
  for (const std::string& one : columns) {
    const std::string name = one.substr(0, one.find(' '));
    text += fmt::format("{0} = {0}, ", name);
  }
  return text;
}

/// The lines that make yi and vi: from the raw numbers by escalc(), or as they are.
std::string effects(const Pooling& pool, const std::vector<std::string>& columns) {
  std::string labels;
  for (const StudyResult& study : pool.studies)
    labels += fmt::format("{}{}", labels.empty() ? "" : ", ", r_text(study.row.label));
  std::string text = fmt::format("dat <- data.frame(slab = c({}),\n", labels);
  if (columns.empty()) {
    text += "  " + column("yi", pool, [](const StudyResult& s) { return s.y; }) + ",\n";
    return text + "  " + column("vi", pool, [](const StudyResult& s) { return s.v; }) + ")\n";
  }
  text += fmt::format("  {})\n", fmt::join(columns, ",\n  "));
  const EffectOptions& options = pool.choices.effect;
  return text + fmt::format("dat <- escalc(measure = {}, {}data = dat, add = {}, to = \"{}\")\n",
                            r_text(pool.measure->key), names_of(columns), shortest(options.add),
                            to_name(options.to));
}

std::string fit(const Pooling& pool, const std::vector<std::string>& columns) {
  const std::string level = shortest(100 * pool.choices.level);
  if (pool.choices.method == Method::mh && columns.size() == 4) {
    const bool corrected = pool.choices.mh_add > 0;
    return fmt::format(
        "fit <- rma.mh(measure = {}, {}data = dat, level = {}, add = c(1/2, {}), to = c(\"only0\", "
        "\"{}\"), correct = FALSE)\n",
        r_text(pool.measure->key), names_of(columns), level,
        corrected ? shortest(pool.choices.mh_add) : "0", corrected ? "only0" : "none");
  }
  if (pool.choices.method == Method::peto && columns.size() == 4) {
    return fmt::format(
        "fit <- rma.peto({}data = dat, level = {}, add = c(1/2, 0), to = c(\"only0\", \"none\"))\n",
        names_of(columns), level);
  }
  const std::string tau2 = pool.tau2_used.value_or("EE");
  const std::string_view ci = pool.ci_used;
  const std::string_view test = ci == "HK"      ? "knha"
                                : ci == "HK-se" ? "adhoc"
                                : ci == "t"     ? "t"
                                                : "z";
  // Tight tolerances, so that both programs solve the same equation to the same digits.
  const std::string control = tau2 == "PM" || tau2 == "PMM"
                                  ? "list(tol = 1e-10, maxiter = 1000)"
                                  : "list(threshold = 1e-10, maxiter = 1000)";
  const auto model = [&](std::string_view kind) {
    return fmt::format(
        "rma(yi, vi, data = dat, method = \"{}\", test = \"{}\", level = {}, control = {})", tau2,
        kind, level, control);
  };
  std::string text = fmt::format("fit <- {}\n", model(test));
  if (ci == "HK-ci") {  // the wider of both intervals
    text += fmt::format("other <- {}\n", model("knha"));
    text += "if (diff(c(other$ci.lb, other$ci.ub)) > diff(c(fit$ci.lb, fit$ci.ub))) fit <- other\n";
  }
  return text;
}

}  // namespace

std::string export_r(const Report& report) {
  std::string text =
      "# Reproduces every pool with metafor and prints: id, estimate, lower, upper, tau2 (analysis "
      "scale).\n"
      "suppressPackageStartupMessages(library(metafor))\n"
      "show_pool <- function(id, fit) {\n"
      "  tau2 <- if (is.null(fit$tau2)) 0 else fit$tau2\n"
      "  cat(sprintf(\"%s\\t%.8f\\t%.8f\\t%.8f\\t%.8f\\n\", id, as.numeric(fit$beta), fit$ci.lb, "
      "fit$ci.ub, tau2))\n"
      "}\n";
  for (const AnalysisReport& analysis : report.analyses) {
    for (const Pooling& pool : analysis.pools) {
      text += fmt::format(
          "\n# {}: {}\n", pool.id,
          pool.studies.size() == 1 ? "one study" : fmt::format("{} studies", pool.studies.size()));
      if (!pool.pooled) {
        text += "# no pooled effect\n";
        continue;
      }
      if (pool.choices.common_tau2 && pool.subgroup) {
        text += "# tau2 is common to the subgroups: not reproduced here\n";
        continue;
      }
      const std::vector<std::string> columns = raw_columns(pool);
      text += effects(pool, columns) + fit(pool, columns) +
              fmt::format("show_pool({}, fit)\n", r_text(pool.id));
    }
  }
  return text;
}

}  // namespace weald
