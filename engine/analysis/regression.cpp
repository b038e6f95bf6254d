// SPDX-License-Identifier: MIT
#include "engine/analysis/regression.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "engine/analysis/parts.h"
#include "engine/analysis/regression_request.h"
#include "engine/expects.h"
#include "engine/text/number.h"

namespace weald {
namespace {

/// Indices of coefficients.
using Set = std::vector<Eigen::Index>;

void note(Regression& r, std::string_view code, std::string message) {
  r.pool.notes.push_back({code, std::move(message)});
}

/// A study leaves the pool, with the reason.
void leave_out(Pooling& pool, const StudyResult& study, std::string_view code, std::string reason) {
  pool.excluded.push_back({.study = study.row.study,
                           .group = study.row.group,
                           .label = study.row.label,
                           .code = code,
                           .reason = std::move(reason),
                           .span = study.row.span});
}

std::vector<const Scalars*> fields_of_studies(const Pooling& pool) {
  std::vector<const Scalars*> fields;
  for (const StudyResult& study : pool.studies) fields.push_back(&study.row.fields);
  return fields;
}

void leave_out_zero_variances(Pooling& pool) {
  for (const StudyResult& study : pool.studies)
    if (!(study.v > 0))
      leave_out(pool, study, "zero-variance", "its sampling variance is 0, so it has no weight");
  std::erase_if(pool.studies, [](const StudyResult& study) { return !(study.v > 0); });
}

/// Options that a meta-regression cannot heed.
void note_ignored(Regression& r) {
  Choices& c = r.pool.choices;
  if (c.method != Method::iv)
    note(r, "option-ignored",
         "a meta-regression weights studies by inverse variance; the other method is not used");
  c.method = Method::iv;
  if (!c.subgroup.empty())
    note(r, "option-ignored",
         fmt::format("a meta-regression is not split into subgroups; put `{}` into the formula",
                     c.subgroup));
}

void note_columns_left_out(Regression& r, const OrthonormalBasis& basis) {
  const auto name = [&](Eigen::Index i) {
    return fmt::format("`{}`", r.plan.columns[static_cast<std::size_t>(i)].name);
  };
  for (const DependentColumn& column : basis.dependent) {
    std::vector<std::string> on;
    for (const Eigen::Index i : column.on) on.push_back(name(i));
    const bool constant = column.on.empty() || (column.on.size() == 1 && on[0] == "`(Intercept)`");
    note(r, "collinear-moderators",
         constant ? fmt::format("{} is left out: it has the same value in all studies",
                                name(column.column))
                  : fmt::format("{} is left out: it is fully determined by {}", name(column.column),
                                fmt::join(on, ", ")));
  }
}

/// Chooses the interval method as `weald pool` does, with k-p in place of k-1.
void choose_interval(Regression& r) {
  const Choices& c = r.pool.choices;
  const RegressionFit& fit = *r.fit;
  r.interval = c.ci;
  const Fit first = combination(fit, Eigen::VectorXd::Unit(fit.p, 0));
  if (c.ci_falls_back && !(fit.k - fit.p > 1 && fit.tau2.value > 0)) {
    if (c.ci->key != "z")
      note(r, "ci-fallback",
           fit.tau2.value > 0
               ? fmt::format("{} is used where there are at least two studies more than "
                             "coefficients; here tests and intervals are z",
                             c.ci->key)
               : fmt::format("{} is used where τ² > 0; here τ² is 0, so tests and intervals are z",
                             c.ci->key));
    r.interval = find_mean_interval("z");
  } else if (!c.ci->infer(first, c.level)) {
    note(r, "ci-unavailable",
         fmt::format("{} has no answer in a meta-regression of these studies; z is shown",
                     c.ci->key));
    r.interval = find_mean_interval("z");
  }
  r.pool.ci_used = r.interval->key;
}

Estimate infer(const Regression& r, const Eigen::VectorXd& x) {
  const auto estimate = r.interval->infer(combination(*r.fit, x), r.pool.choices.level);
  EXPECTS(estimate.has_value());
  return *estimate;
}

WaldTest test_of(const Regression& r, const Set& set) {
  const RegressionFit& fit = *r.fit;
  Eigen::MatrixXd l = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(set.size()), fit.p);
  for (std::size_t i = 0; i < set.size(); ++i) l(static_cast<Eigen::Index>(i), set[i]) = 1;
  // Every method widens all standard errors by one factor; here it is read off the first.
  const Eigen::VectorXd first = Eigen::VectorXd::Unit(fit.p, 0);
  const Estimate e = infer(r, first);
  const double widened = e.se / combination(fit, first).se_z;
  return wald_test(fit, l, widened * widened, e.df);
}

const DesignColumn& column_of(const Regression& r, Eigen::Index coefficient) {
  return r.plan.columns[r.kept[static_cast<std::size_t>(coefficient)]];
}

/// The coefficients that the test of moderators is about: all but the intercept, or all.
Set tested_set(const Regression& r) {
  Set set;
  for (Eigen::Index j = 0; j < static_cast<Eigen::Index>(r.kept.size()); ++j)
    if (column_of(r, j).term) set.push_back(j);
  return set;
}

void add_coefficients(Regression& r) {
  const RegressionFit& fit = *r.fit;
  const Set tested = tested_set(r);
  for (Eigen::Index j = 0; j < fit.p; ++j) {
    CoefficientRow& row = r.coefficients.emplace_back();
    row.name = column_of(r, j).name;
    row.estimate = infer(r, Eigen::VectorXd::Unit(fit.p, j));
    if (column_of(r, j).term && tested.size() > 1)
      row.vif = variance_inflation(fit, std::vector{j}, tested);
  }
  if (!tested.empty()) r.moderators = test_of(r, tested);
  for (std::size_t t = 0; t < r.plan.formula.terms.size(); ++t) {
    Set set;
    for (const Eigen::Index j : tested)
      if (column_of(r, j).term == t) set.push_back(j);
    if (set.empty()) continue;
    TermRow& row = r.terms.emplace_back();
    row.name = label_of(r.plan.formula, r.plan.formula.terms[t], ":");
    row.test = test_of(r, set);
    if (set.size() < tested.size()) row.gvif = variance_inflation(fit, set, tested);
  }
}

void add_references(Regression& r) {
  for (std::size_t v = 0; v < r.plan.codings.size(); ++v)
    if (const Coding& coding = r.plan.codings[v]; coding.category && !coding.levels.empty())
      r.references.push_back(
          fmt::format("{}: {}", r.plan.formula.variables[v].label, fmt::join(coding.levels, ", ")));
}

void note_model(Regression& r) {
  const auto k = static_cast<double>(r.pool.studies.size());
  const std::size_t moderators = tested_set(r).size();
  if (moderators > 0 && k / static_cast<double>(moderators) < 10)
    note(r, "few-studies-per-moderator",
         fmt::format("{} studies for {} coefficient{} of moderators: ten a coefficient are the "
                     "usual rule; a finding from fewer may well be chance",
                     k, moderators, moderators == 1 ? "" : "s"));
  std::vector<std::string> inflated;
  for (const TermRow& term : r.terms)
    if (term.gvif && std::pow(*term.gvif, 1 / term.test.df1) > 10)
      inflated.push_back(fmt::format("`{}` ({})", term.name, significant(*term.gvif, 3)));
  // Products and powers carry the information of their parts by construction.
  const Formula& formula = r.plan.formula;
  std::size_t uses = 0;
  for (const FormulaVariable& variable : formula.variables) uses += fields_of(variable).size();
  const bool separate = uses == fields_of(formula).size() &&
                        std::all_of(formula.terms.begin(), formula.terms.end(),
                                    [](const FormulaTerm& term) { return term.size() == 1; });
  if (!inflated.empty() && separate)
    note(r, "inflated-variance",
         fmt::format("moderators that carry nearly the same information, with their variance "
                     "inflation: {}; their separate coefficients are hardly known",
                     fmt::join(inflated, ", ")));
  for (Note& one : tau2_notes(r.fit->heterogeneity, r.pool.other_optima))
    r.pool.notes.push_back(std::move(one));
}

std::string methods_of(const Regression& r) {
  const Choices& c = r.pool.choices;
  std::vector<std::string> parts;
  parts.push_back(c.model == Model::random
                      ? fmt::format("mixed-effects meta-regression, {} τ²", c.tau2->key)
                      : "common-effect meta-regression");
  const auto df = r.coefficients.front().estimate.df;
  parts.push_back(df ? fmt::format("{} tests and intervals (t on {} degrees of freedom)",
                                   r.pool.ci_used, shortest(*df))
                     : r.pool.ci_used + " tests and intervals");
  if (r.pool.pi_used && !r.predictions.empty())
    parts.push_back(fmt::format("PI {}", *r.pool.pi_used));
  if (r.fit->heterogeneity.tau2_ci) parts.push_back(fmt::format("{} CI of τ²", c.tau2_ci->label));
  parts.push_back("weights IV");
  if (c.level != 0.95) parts.push_back(fmt::format("level {} %", significant(100 * c.level, 4)));
  parts.push_back("preset " + c.preset);
  return fmt::format("{}", fmt::join(parts, "; "));
}

/// A number outside of what the studies cover.
void note_extrapolation(Regression& r, const std::string& field, double value) {
  double low = value, high = value;
  bool first = true;
  for (const StudyResult& study : r.pool.studies) {
    const auto found = study.row.fields.find(field);
    if (found == study.row.fields.end() || !found->second.number) continue;
    const double x = *found->second.number;
    low = first ? x : std::min(low, x);
    high = first ? x : std::max(high, x);
    first = false;
  }
  if (value < low || value > high)
    note(r, "extrapolation",
         fmt::format("`{} = {}` lies outside the studies ({} to {}): the prediction there is an "
                     "extrapolation",
                     field, shortest(value), shortest(low), shortest(high)));
}

using Problem = std::optional<FormulaProblem>;

Problem add_prediction(Regression& r, const AtValues& values) {
  Scalars fields = usual_values(r);
  for (const auto& [field, value] : values) {
    if (!fields.contains(field))
      return FormulaProblem{
          fmt::format("`{}` is no moderator of `{}`", field, r.formula),
          fmt::format("its moderators are: {}", fmt::join(fields_of(r.plan.formula), ", "))};
    fields[field] = {.text = value, .number = read_number(value).value};
  }
  auto prediction = predict(r, fields);
  if (const auto* none = std::get_if<NoRow>(&prediction))
    return FormulaProblem{none->reason, "predictions stand at values that the model knows"};
  r.predictions.push_back(std::move(std::get<PredictionRow>(prediction)));
  for (const auto& [field, value] : values)
    if (fields[field].number) note_extrapolation(r, field, *fields[field].number);
  return {};
}

Problem add_predictions(Regression& r, const RegressionRequest& request) {
  for (const std::string& text : request.at) {
    const auto combinations = read_at(text);
    if (const auto* problem = std::get_if<FormulaProblem>(&combinations)) return *problem;
    for (const AtValues& values : std::get<std::vector<AtValues>>(combinations))
      if (Problem problem = add_prediction(r, values)) return problem;
  }
  return {};
}

Problem add_contrasts(Regression& r, const RegressionRequest& request) {
  std::vector<std::string> names;
  for (const CoefficientRow& row : r.coefficients) names.push_back(row.name);
  for (const std::string& text : request.contrasts) {
    const auto weights = read_contrast(text, names);
    if (const auto* problem = std::get_if<FormulaProblem>(&weights)) return *problem;
    r.contrasts.push_back(
        {.label = text, .estimate = infer(r, std::get<Eigen::VectorXd>(weights))});
  }
  return {};
}

/// The smaller model on the same studies.
Problem add_comparison(Regression& r, const RegressionRequest& request, const Sample& sample,
                       const OrthonormalBasis& basis) {
  if (request.compare.empty()) return {};
  const auto formula = read_formula(request.compare);
  if (const auto* problem = std::get_if<FormulaProblem>(&formula)) return *problem;
  const std::vector<const Scalars*> fields = fields_of_studies(r.pool);
  const auto planned = plan_design(std::get<Formula>(formula), fields);
  if (const auto* problem = std::get_if<FormulaProblem>(&planned)) return *problem;
  const auto& design = std::get<PlannedDesign>(planned);
  const auto not_nested = [&] {
    return FormulaProblem{
        fmt::format("`{}` is not a smaller model within `{}`", request.compare, r.formula),
        "a likelihood-ratio test compares a formula with one that lacks some of its terms"};
  };
  if (!design.without.empty() || design.plan.columns.empty()) return not_nested();
  const OrthonormalBasis reduced = orthonormal_basis(design_of(design, fields));
  if (reduced.q.cols() == 0 || reduced.q.cols() >= basis.q.cols() || !nested(reduced, basis))
    return not_nested();
  r.comparison =
      ComparisonRow{.formula = request.compare,
                    .test = likelihood_ratio(sample, basis, reduced, r.pool.choices.model)};
  return {};
}

void add_permutation(Regression& r, const RegressionRequest& request, const Sample& sample,
                     const OrthonormalBasis& basis, const RegressionOptions& options) {
  if (request.permutations == 0) return;
  const Set tested = tested_set(r);
  Eigen::MatrixXd l = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(tested.size()), r.fit->p);
  for (std::size_t i = 0; i < tested.size(); ++i) l(static_cast<Eigen::Index>(i), tested[i]) = 1;
  r.permutation = permutation_test(sample, basis, options, r.interval->key.starts_with("HK"), l,
                                   request.permutations, request.seed, request.progress);
  if (!r.permutation) return;
  if (!r.permutation->exact) r.seed = request.seed;
  for (std::size_t j = 0; j < r.coefficients.size(); ++j)
    if (column_of(r, static_cast<Eigen::Index>(j)).term)
      r.coefficients[j].permutation_p = r.permutation->p[j];
}

/// A model from the studies and the plan; what is wrong with the request is returned.
Problem fit_model(Regression& r, const PlannedDesign& planned, const RegressionRequest& request) {
  const Choices& c = r.pool.choices;
  const OrthonormalBasis basis = orthonormal_basis(design_of(planned, fields_of_studies(r.pool)));
  note_columns_left_out(r, basis);
  for (const Eigen::Index i : basis.kept) r.kept.push_back(static_cast<std::size_t>(i));
  const auto k = static_cast<Eigen::Index>(r.pool.studies.size()), p = basis.q.cols();
  if (k <= p || p == 0) {
    note(r, "not-estimable",
         fmt::format("{} coefficient{} need{} more than {} studies; there {} {}", p,
                     p == 1 ? "" : "s", p == 1 ? "s" : "", p, k == 1 ? "is" : "are", k));
    return {};
  }
  const Sample sample = sample_of(r.pool.studies);
  const Eigen::VectorXd ones = Eigen::VectorXd::Ones(k);
  const bool intercept =
      (ones - basis.q * (basis.q.transpose() * ones)).norm() < 1e-8 * ones.norm();
  const RegressionOptions options{.model = c.model,
                                  .tau2 = c.tau2,
                                  .tau2_ci = c.tau2_ci,
                                  .intercept = intercept,
                                  .i2_from = c.i2_from,
                                  .level = c.level};
  r.fit = regress(sample, basis, options);
  if (!r.fit) {
    note(r, "not-estimable", fmt::format("{} has no form with moderators", c.tau2->key));
    return {};
  }
  r.r2 = r.fit->r2;
  r.pool.heterogeneity = r.fit->heterogeneity;
  r.pool.likelihood = r.fit->likelihood;
  r.pool.convergence = r.fit->tau2.convergence;
  r.pool.other_optima = r.fit->tau2.other_optima;
  if (c.model == Model::random) r.pool.tau2_used = c.tau2->key;
  choose_interval(r);
  if (c.model == Model::random && c.pi != nullptr &&
      c.pi->predict(combination(*r.fit, Eigen::VectorXd::Unit(p, 0)), c.level))
    r.pool.pi_used = c.pi->key;
  const Eigen::VectorXd w = weights(sample, r.fit->tau2.value);
  const Eigen::VectorXd fitted = basis.q * (basis.r * r.fit->beta);
  for (Eigen::Index i = 0; i < k; ++i) {
    r.pool.studies[static_cast<std::size_t>(i)].weight = w[i];
    r.fitted.push_back(fitted[i]);
  }
  add_coefficients(r);
  add_references(r);
  note_model(r);
  add_permutation(r, request, sample, basis, options);
  Problem of_predictions = add_predictions(r, request);
  r.pool.methods_line = methods_of(r);
  if (of_predictions) return of_predictions;
  if (Problem problem = add_contrasts(r, request)) return problem;
  return add_comparison(r, request, sample, basis);
}

Problem regress_pool(Regression& r, const RegressionRequest& request) {
  note_ignored(r);
  leave_out_zero_variances(r.pool);
  add_notes(r.pool);
  if (r.pool.studies.empty()) return {};
  const auto formula = read_formula(r.pool.choices.mods);
  if (const auto* problem = std::get_if<FormulaProblem>(&formula)) return *problem;
  const auto planned = plan_design(std::get<Formula>(formula), fields_of_studies(r.pool));
  if (const auto* problem = std::get_if<FormulaProblem>(&planned)) return *problem;
  PlannedDesign design = std::get<PlannedDesign>(planned);
  if (!design.used.empty() && design.plan.columns.empty())
    return FormulaProblem{fmt::format("the formula `{}` has no coefficient", r.formula),
                          "name a moderator, as in --mods \"year\""};
  for (const auto& [i, reason] : design.without)
    leave_out(r.pool, r.pool.studies[i], "missing-moderator", reason);
  std::vector<StudyResult> used;
  for (const std::size_t i : design.used) used.push_back(std::move(r.pool.studies[i]));
  r.pool.studies = std::move(used);
  if (r.pool.studies.empty()) {
    note(r, "not-estimable", "no study has a value of every moderator");
    return {};
  }
  std::iota(design.used.begin(), design.used.end(), std::size_t{0});
  r.plan = design.plan;
  return fit_model(r, design, request);
}

}  // namespace

Scalars usual_values(const Regression& r) {
  Scalars values;
  for (std::size_t v = 0; v < r.plan.formula.variables.size(); ++v) {
    const Coding& coding = r.plan.codings[v];
    for (const std::string& field : fields_of(r.plan.formula.variables[v])) {
      if (coding.category) {
        values[field].text = coding.levels.front();
        continue;
      }
      double sum = 0;
      for (const StudyResult& study : r.pool.studies) sum += *study.row.fields.at(field).number;
      const double mean = sum / static_cast<double>(r.pool.studies.size());
      Scalar& value = values[field];
      value.number = mean;
      if (value.text.empty()) value.text = shortest(mean);
    }
  }
  return values;
}

std::variant<PredictionRow, NoRow> predict(const Regression& regression, const Scalars& fields) {
  EXPECTS(regression.fit.has_value());
  const auto row = design_row(regression.plan, fields);
  if (const auto* none = std::get_if<NoRow>(&row)) return *none;
  const Eigen::VectorXd& all = std::get<Eigen::VectorXd>(row);
  Eigen::VectorXd x(regression.fit->p);
  for (Eigen::Index j = 0; j < x.size(); ++j)
    x[j] = all[static_cast<Eigen::Index>(regression.kept[static_cast<std::size_t>(j)])];
  const Choices& c = regression.pool.choices;
  PredictionRow prediction{.estimate = infer(regression, x)};
  for (const std::string& field : fields_of(regression.plan.formula)) {
    const Scalar& value = fields.at(field);
    const std::string text = value.number ? shortest(*value.number) : value.text;
    prediction.at.emplace_back(field, text);
    prediction.label +=
        fmt::format("{}{} = {}", prediction.label.empty() ? "" : ", ", field,
                    value.number && text.size() > 8 ? significant(*value.number, 6) : text);
  }
  if (regression.pool.pi_used)
    prediction.pi = c.pi->predict(combination(*regression.fit, x), c.level);
  const Scale& scale = regression.pool.measure->scale();
  const double n = harmonic_size(regression.pool.studies);
  const auto both = [&](const Interval& i) {
    return Interval{scale.shown(i.lower, n), scale.shown(i.upper, n)};
  };
  prediction.shown = {.estimate = scale.shown(prediction.estimate.estimate, n),
                      .ci = both(prediction.estimate.ci)};
  if (prediction.pi) prediction.shown.pi = both(*prediction.pi);
  return prediction;
}

RegressionReport regress(const Report& effects, const RegressionRequest& request,
                         Diagnostics& diagnostics) {
  RegressionReport report{.source_title = effects.source_title};
  std::vector<std::pair<std::size_t, FormulaProblem>> problems;
  for (const AnalysisReport& analysis : effects.analyses) {
    if (analysis.overview) continue;
    for (const Pooling& pool : analysis.pools) {
      Regression& r = report.entries.emplace_back();
      r.pool = pool;
      r.formula = pool.choices.mods;
      if (const Problem problem = regress_pool(r, request))
        problems.emplace_back(report.entries.size() - 1, *problem);
    }
  }
  const auto with_studies = static_cast<std::size_t>(
      std::count_if(report.entries.begin(), report.entries.end(),
                    [](const Regression& r) { return !r.pool.studies.empty(); }));
  if (!problems.empty() && problems.size() >= with_studies) {
    const FormulaProblem& first = problems.front().second;
    diagnostics.error("bad-option", {}, first.message, first.help);
    return report;
  }
  for (const auto& [i, problem] : problems)
    note(report.entries[i], "not-estimable", problem.message);
  return report;
}

}  // namespace weald
