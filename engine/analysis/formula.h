// SPDX-License-Identifier: MIT
// The formula of a meta-regression, in the notation of Wilkinson & Rogers (1973, Appl Stat 22:392)
// that R made common: `year + design * dose`, `a:b`, `- 1`, `factor(design, ref = cohort)`,
// `I(dose^2)`, `log(dose)`, `ns(year, 3)`. Reads text; knows no data.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace weald {

/// Arithmetic over fields: `log(dose) + 1`, `dose^2`.
struct Expression {
  enum class Kind {
    number,
    field,
    negative,
    add,
    subtract,
    multiply,
    divide,
    power,
    log,
    sqrt,
    exp
  };
  Kind kind = Kind::number;
  double number = 0;
  std::string field{};
  std::vector<Expression> of{};
};

/// What a term is made of.
struct FormulaVariable {
  enum class Kind {
    plain,       ///< a field: a number, or a category where a value is none
    expression,  ///< I(…), log(…), sqrt(…), exp(…)
    category,    ///< factor(field) or factor(field, ref = level)
    spline       ///< ns(field, df)
  };
  Kind kind = Kind::plain;
  std::string label{};  ///< how its columns are named: `year`, `I(dose^2)`, `ns(year, 3)`
  std::string field{};  ///< of all but expressions
  Expression expression{};
  std::optional<std::string> reference{};
  int df = 0;
};

/// Variables multiplied with each other, by number, ascending.
using FormulaTerm = std::vector<std::size_t>;

struct Formula {
  std::string text{};  ///< as given
  bool intercept = true;
  std::vector<FormulaVariable> variables{};
  std::vector<FormulaTerm> terms{};  ///< by their order, then as they came
};

/// Why a formula cannot be read, and what to write instead.
struct FormulaProblem {
  std::string message{}, help{};
};

/// Reads a formula; a leading `~` is allowed. `a * b` is `a + b + a:b`; parentheses group. A name
/// may hold hyphens between letters (`follow-up`); any other name stands in backquotes.
std::variant<Formula, FormulaProblem> read_formula(std::string_view text);

/// Fields that a variable needs, each once, in the order of their appearance.
std::vector<std::string> fields_of(const FormulaVariable& variable);
std::vector<std::string> fields_of(const Formula& formula);

/// «design × dose»: a term as its variables' labels, joined.
std::string label_of(const Formula& formula, const FormulaTerm& term, std::string_view join);

}  // namespace weald
