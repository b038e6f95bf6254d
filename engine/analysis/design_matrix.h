// SPDX-License-Identifier: MIT
// From a formula and the fields of studies to the columns of a design: which moderators are numbers
// and which categories, their levels and reference, who lacks a value and why.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <Eigen/Core>

#include "engine/analysis/formula.h"
#include "engine/numerics/splines.h"
#include "engine/review/study.h"

namespace weald {

/// How a variable becomes numbers: itself, an indicator a level, or the functions of a spline.
struct Coding {
  std::vector<std::string> levels{};  ///< of a category, by code point, the reference first
  std::optional<NaturalSpline> spline{};
  bool category = false;
};

/// A column: the product of one piece of each of its variables.
struct DesignColumn {
  std::string name{};  ///< `(Intercept)`, `year`, `designcohort`, `designcohort:year`
  std::optional<std::size_t> term{};  ///< nothing: the intercept
  struct Piece {
    std::size_t variable, piece;
  };
  std::vector<Piece> pieces{};
};

struct DesignPlan {
  Formula formula{};
  std::vector<Coding> codings{};  ///< one a variable
  std::vector<DesignColumn> columns{};
};

/// Why a study's fields give no row of the design: `dose` has no value, log of 0 does not exist.
struct NoRow {
  std::string reason{};
};

/// The plan for studies with these fields, and which of them have no row. Treatment coding as in R:
/// a category is coded without its reference where the rest of the term is in the model too,
/// with all levels otherwise. Wrong fields and levels are a problem of the formula.
struct PlannedDesign {
  DesignPlan plan{};
  std::vector<std::size_t> used{};                             ///< studies with a row, ascending
  std::vector<std::pair<std::size_t, std::string>> without{};  ///< the others, and why
};
std::variant<PlannedDesign, FormulaProblem> plan_design(const Formula& formula,
                                                        std::span<const Scalars* const> studies);

/// One row of the design for given fields.
std::variant<Eigen::VectorXd, NoRow> design_row(const DesignPlan& plan, const Scalars& fields);

/// The rows of the studies used, k × columns.
Eigen::MatrixXd design_of(const PlannedDesign& planned, std::span<const Scalars* const> studies);

}  // namespace weald
