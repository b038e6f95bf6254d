// SPDX-License-Identifier: MIT
#include "engine/analysis/design_matrix.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "engine/expects.h"
#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

using Kind = FormulaVariable::Kind;
using Studies = std::span<const Scalars* const>;

const Scalar* value_of(const Scalars& fields, const std::string& field) {
  const auto found = fields.find(field);
  return found == fields.end() || found->second.text.empty() ? nullptr : &found->second;
}

/// A value of an expression, or why there is none.
std::variant<double, NoRow> evaluate(const Expression& e, const Scalars& fields) {
  if (e.kind == Expression::Kind::number) return e.number;
  if (e.kind == Expression::Kind::field) {
    const Scalar* value = value_of(fields, e.field);
    if (value == nullptr) return NoRow{fmt::format("no value of `{}`", e.field)};
    if (!value->number)
      return NoRow{fmt::format("`{}` is `{}`, not a number", e.field, value->text)};
    return *value->number;
  }
  double x[2] = {};
  for (std::size_t i = 0; i < e.of.size(); ++i) {
    const auto part = evaluate(e.of[i], fields);
    if (const auto* none = std::get_if<NoRow>(&part)) return *none;
    x[i] = std::get<double>(part);
  }
  const auto defined = [](double value, const std::string& what) -> std::variant<double, NoRow> {
    if (std::isfinite(value)) return value;
    return NoRow{what + " does not exist"};
  };
  switch (e.kind) {
    case Expression::Kind::negative:
      return -x[0];
    case Expression::Kind::add:
      return x[0] + x[1];
    case Expression::Kind::subtract:
      return x[0] - x[1];
    case Expression::Kind::multiply:
      return x[0] * x[1];
    case Expression::Kind::divide:
      return defined(x[0] / x[1], fmt::format("{} / {}", shortest(x[0]), shortest(x[1])));
    case Expression::Kind::power:
      return defined(std::pow(x[0], x[1]), fmt::format("{}^{}", shortest(x[0]), shortest(x[1])));
    case Expression::Kind::log:
      return defined(std::log(x[0]), fmt::format("log({})", shortest(x[0])));
    case Expression::Kind::sqrt:
      return defined(std::sqrt(x[0]), fmt::format("sqrt({})", shortest(x[0])));
    default:
      return defined(std::exp(x[0]), fmt::format("exp({})", shortest(x[0])));
  }
}

/// The numbers that a variable contributes to a row: its value, an indicator of each level, or the
/// functions of its spline.
std::variant<std::vector<double>, NoRow> pieces_of(const FormulaVariable& variable,
                                                   const Coding& coding, const Scalars& fields) {
  if (variable.kind == Kind::expression) {
    const auto value = evaluate(variable.expression, fields);
    if (const auto* none = std::get_if<NoRow>(&value)) return *none;
    return std::vector{std::get<double>(value)};
  }
  const Scalar* value = value_of(fields, variable.field);
  if (value == nullptr) return NoRow{fmt::format("no value of `{}`", variable.field)};
  if (coding.category) {
    std::vector<double> indicators(coding.levels.size(), 0);
    const auto at = std::find(coding.levels.begin(), coding.levels.end(), value->text);
    if (at == coding.levels.end())
      return NoRow{fmt::format("`{}` has no study with `{}`; there are: {}", variable.field,
                               value->text, fmt::join(coding.levels, ", "))};
    indicators[static_cast<std::size_t>(at - coding.levels.begin())] = 1;
    return indicators;
  }
  if (!value->number)
    return NoRow{fmt::format("`{}` is `{}`, not a number", variable.field, value->text)};
  if (!coding.spline) return std::vector{*value->number};
  const Eigen::VectorXd functions = at(*coding.spline, *value->number);
  return std::vector<double>(functions.begin(), functions.end());
}

/// Why a study has no value of a variable before levels and splines are known; empty where it has.
std::string lacks(const FormulaVariable& variable, bool category, const Scalars& fields) {
  if (variable.kind == Kind::expression) {
    const auto value = evaluate(variable.expression, fields);
    const auto* none = std::get_if<NoRow>(&value);
    return none ? none->reason : "";
  }
  const Scalar* value = value_of(fields, variable.field);
  if (value == nullptr) return fmt::format("no value of `{}`", variable.field);
  return !category && !value->number
             ? fmt::format("`{}` is `{}`, not a number", variable.field, value->text)
             : "";
}

/// A field that no study has, with the nearest one that some have.
std::optional<FormulaProblem> unknown_field(const Formula& formula, Studies studies) {
  std::set<std::string> known;
  for (const Scalars* fields : studies)
    for (const auto& [key, value] : *fields) known.insert(key);
  for (const std::string& field : fields_of(formula)) {
    if (known.contains(field)) continue;
    const std::vector<std::string_view> names(known.begin(), known.end());
    const auto near = nearest(field, names);
    return FormulaProblem{fmt::format("no study has a field `{}`", field),
                          near ? fmt::format("did you mean `{}`?", *near)
                          : names.empty()
                              ? std::string("the studies have no fields besides their results")
                              : fmt::format("there are: {}", fmt::join(names, ", "))};
  }
  return {};
}

/// Whether a moderator is a category: asked for, or a plain field with a value that is no number.
bool is_category(const FormulaVariable& variable, Studies studies) {
  if (variable.kind != Kind::plain) return variable.kind == Kind::category;
  return std::any_of(studies.begin(), studies.end(), [&](const Scalars* fields) {
    const Scalar* value = value_of(*fields, variable.field);
    return value != nullptr && !value->number;
  });
}

/// Arithmetic and splines want numbers: a word in such a field is a mistake of the formula.
std::optional<FormulaProblem> not_numbers(const FormulaVariable& variable, Studies studies) {
  if (variable.kind != Kind::expression && variable.kind != Kind::spline) return {};
  for (const std::string& field : fields_of(variable))
    for (const Scalars* fields : studies)
      if (const Scalar* value = value_of(*fields, field); value != nullptr && !value->number)
        return FormulaProblem{fmt::format("`{}` needs numbers, and `{}` has the value `{}`",
                                          variable.label, field, value->text),
                              fmt::format("use it as a category: `{}`", field)};
  return {};
}

/// Levels or the spline of a variable from the studies that stay.
std::optional<FormulaProblem> complete(Coding& coding, const FormulaVariable& variable,
                                       Studies studies, const std::vector<std::size_t>& used) {
  if (coding.category) {
    std::set<std::string> levels;
    for (const std::size_t i : used) levels.insert(value_of(*studies[i], variable.field)->text);
    coding.levels.assign(levels.begin(), levels.end());
    if (!variable.reference) return {};
    const auto at = std::find(coding.levels.begin(), coding.levels.end(), *variable.reference);
    if (at == coding.levels.end()) {
      const std::vector<std::string_view> names(levels.begin(), levels.end());
      const auto near = nearest(*variable.reference, names);
      return FormulaProblem{
          fmt::format("no study has the {} `{}`", variable.field, *variable.reference),
          near ? fmt::format("did you mean `{}`?", *near)
               : fmt::format("there are: {}", fmt::join(names, ", "))};
    }
    std::rotate(coding.levels.begin(), at, at + 1);
    return {};
  }
  if (variable.kind != Kind::spline) return {};
  std::vector<double> x;
  for (const std::size_t i : used) x.push_back(*value_of(*studies[i], variable.field)->number);
  const std::set<double> different(x.begin(), x.end());
  if (different.size() < 2)
    return FormulaProblem{fmt::format("`{}` has the same value in all studies", variable.field),
                          "a spline needs a moderator that differs between studies; leave it out"};
  coding.spline = natural_spline(x, variable.df);
  return {};
}

/// R's rule: without the reference where the rest of the term is in the model, all levels
/// otherwise. `spanned`: the constant is in the model already.
bool without_reference(const Formula& formula, const FormulaTerm& term, std::size_t variable,
                       bool spanned) {
  FormulaTerm rest = term;
  std::erase(rest, variable);
  if (rest.empty()) return spanned;
  return std::find(formula.terms.begin(), formula.terms.end(), rest) != formula.terms.end();
}

struct NamedPiece {
  std::string name;
  DesignColumn::Piece piece;
};

std::vector<NamedPiece> pieces_in_term(const DesignPlan& plan, const FormulaTerm& term,
                                       std::size_t v, bool spanned) {
  const FormulaVariable& variable = plan.formula.variables[v];
  const Coding& coding = plan.codings[v];
  std::vector<NamedPiece> pieces;
  if (coding.category) {
    const bool skip = without_reference(plan.formula, term, v, spanned);
    for (std::size_t i = skip ? 1 : 0; i < coding.levels.size(); ++i)
      pieces.push_back({variable.label + coding.levels[i], {v, i}});
  } else if (coding.spline) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(coding.spline->df()); ++i)
      pieces.push_back({fmt::format("{}{}", variable.label, i + 1), {v, i}});
  } else {
    pieces.push_back({variable.label, {v, 0}});
  }
  return pieces;
}

/// The columns of a term: all products of pieces, those of its first variable fastest.
void add_columns(DesignPlan& plan, std::size_t t, bool spanned) {
  const FormulaTerm& term = plan.formula.terms[t];
  std::vector<DesignColumn> columns{{.term = t}};
  for (const std::size_t v : term) {
    std::vector<DesignColumn> next;
    for (const NamedPiece& piece : pieces_in_term(plan, term, v, spanned))
      for (const DesignColumn& column : columns) {
        DesignColumn& made = next.emplace_back(column);
        made.name += (made.name.empty() ? "" : ":") + piece.name;
        made.pieces.push_back(piece.piece);
      }
    columns = std::move(next);
  }
  plan.columns.insert(plan.columns.end(), columns.begin(), columns.end());
}

}  // namespace

std::variant<PlannedDesign, FormulaProblem> plan_design(const Formula& formula, Studies studies) {
  if (auto problem = unknown_field(formula, studies)) return *problem;
  PlannedDesign planned{.plan = {.formula = formula}};
  for (const FormulaVariable& variable : formula.variables) {
    if (auto problem = not_numbers(variable, studies)) return *problem;
    planned.plan.codings.push_back({.category = is_category(variable, studies)});
  }
  for (std::size_t i = 0; i < studies.size(); ++i) {
    std::string why;
    for (std::size_t v = 0; v < formula.variables.size(); ++v) {
      const std::string reason =
          lacks(formula.variables[v], planned.plan.codings[v].category, *studies[i]);
      if (!reason.empty() && why.find(reason) == std::string::npos)
        why += (why.empty() ? "" : "; ") + reason;
    }
    if (why.empty())
      planned.used.push_back(i);
    else
      planned.without.emplace_back(i, std::move(why));
  }
  if (planned.used.empty()) return planned;
  for (std::size_t v = 0; v < formula.variables.size(); ++v)
    if (auto problem =
            complete(planned.plan.codings[v], formula.variables[v], studies, planned.used))
      return *problem;
  if (formula.intercept) planned.plan.columns.push_back({.name = "(Intercept)"});
  // Without an intercept the first category that stands alone has all its levels, the others not.
  bool spanned = formula.intercept;
  for (std::size_t t = 0; t < formula.terms.size(); ++t) {
    const FormulaTerm& term = formula.terms[t];
    add_columns(planned.plan, t, spanned);
    spanned = spanned || (term.size() == 1 && planned.plan.codings[term.front()].category);
  }
  return planned;
}

std::variant<Eigen::VectorXd, NoRow> design_row(const DesignPlan& plan, const Scalars& fields) {
  std::vector<std::vector<double>> pieces;
  for (std::size_t v = 0; v < plan.formula.variables.size(); ++v) {
    auto of_variable = pieces_of(plan.formula.variables[v], plan.codings[v], fields);
    if (const auto* none = std::get_if<NoRow>(&of_variable)) return *none;
    pieces.push_back(std::move(std::get<std::vector<double>>(of_variable)));
  }
  Eigen::VectorXd row(static_cast<Eigen::Index>(plan.columns.size()));
  for (std::size_t j = 0; j < plan.columns.size(); ++j) {
    double product = 1;
    for (const auto& [variable, piece] : plan.columns[j].pieces) product *= pieces[variable][piece];
    row[static_cast<Eigen::Index>(j)] = product;
  }
  return row;
}

Eigen::MatrixXd design_of(const PlannedDesign& planned, Studies studies) {
  Eigen::MatrixXd x(static_cast<Eigen::Index>(planned.used.size()),
                    static_cast<Eigen::Index>(planned.plan.columns.size()));
  for (std::size_t i = 0; i < planned.used.size(); ++i) {
    const auto row = design_row(planned.plan, *studies[planned.used[i]]);
    EXPECTS(std::holds_alternative<Eigen::VectorXd>(row));
    x.row(static_cast<Eigen::Index>(i)) = std::get<Eigen::VectorXd>(row).transpose();
  }
  return x;
}

}  // namespace weald
