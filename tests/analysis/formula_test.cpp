// SPDX-License-Identifier: MIT
// Formulas and the designs made of them.
#include "engine/analysis/formula.h"

#include <catch2/catch.hpp>

#include "engine/analysis/design_matrix.h"
#include "engine/analysis/regression_request.h"
#include "engine/text/number.h"

using namespace weald;

namespace {

Formula read(std::string_view text) {
  const auto formula = read_formula(text);
  if (const auto* problem = std::get_if<FormulaProblem>(&formula)) FAIL(problem->message);
  return std::get<Formula>(formula);
}

std::string problem_of(std::string_view text) {
  const auto formula = read_formula(text);
  const auto* problem = std::get_if<FormulaProblem>(&formula);
  return problem == nullptr ? "" : problem->message + "; " + problem->help;
}

/// «1 + a + a:b»
std::string terms_of(std::string_view text) {
  const Formula formula = read(text);
  std::string out = formula.intercept ? "1" : "0";
  for (const FormulaTerm& term : formula.terms) out += " + " + label_of(formula, term, ":");
  return out;
}

Scalars fields(std::initializer_list<std::pair<const char*, const char*>> values) {
  Scalars result;
  for (const auto& [key, text] : values)
    result[key] = {.text = text, .number = read_number(text).value};
  return result;
}

struct Studies {
  std::vector<Scalars> all{};
  std::vector<const Scalars*> pointers() const {
    std::vector<const Scalars*> result;
    for (const Scalars& s : all) result.push_back(&s);
    return result;
  }
};

Studies trials() {
  return {{fields({{"dose", "10"}, {"design", "rct"}, {"year", "1990"}}),
           fields({{"dose", "20"}, {"design", "cohort"}, {"year", "2000"}}),
           fields({{"dose", "40"}, {"design", "rct"}, {"year", "2010"}}),
           fields({{"design", "case-control"}, {"year", "2015"}}),
           fields({{"dose", "80"}, {"design", "case-control"}, {"year", "2020"}})}};
}

PlannedDesign plan(std::string_view formula, const Studies& studies) {
  const auto planned = plan_design(read(formula), studies.pointers());
  if (const auto* problem = std::get_if<FormulaProblem>(&planned)) FAIL(problem->message);
  return std::get<PlannedDesign>(planned);
}

std::string columns(std::string_view formula) {
  std::string out;
  const Studies studies = trials();
  for (const DesignColumn& column : plan(formula, studies).plan.columns)
    out += (out.empty() ? "" : " ") + column.name;
  return out;
}

std::string design_problem(std::string_view formula) {
  const Studies studies = trials();
  const auto planned = plan_design(read(formula), studies.pointers());
  const auto* problem = std::get_if<FormulaProblem>(&planned);
  return problem == nullptr ? "" : problem->message + "; " + problem->help;
}

}  // namespace

TEST_CASE("Formulas are read as Wilkinson and Rogers wrote them") {
  CHECK(terms_of("a") == "1 + a");
  CHECK(terms_of("~ a + b") == "1 + a + b");
  CHECK(terms_of("a*b") == "1 + a + b + a:b");
  CHECK(terms_of("a:b + a") == "1 + a + a:b");
  CHECK(terms_of("b:a + a:b") == "1 + b:a");
  CHECK(terms_of("(a + b) * c") == "1 + a + b + c + a:c + b:c");
  CHECK(terms_of("a * b * c") == "1 + a + b + c + a:b + a:c + b:c + a:b:c");
  CHECK(terms_of("a * b - a") == "1 + b + a:b");
  CHECK(terms_of("a + a") == "1 + a");
  CHECK(terms_of("a - 1") == "0 + a");
  CHECK(terms_of("0 + a") == "0 + a");
  CHECK(terms_of("a + 0 + 1") == "1 + a");
  CHECK(terms_of("1") == "1");
  CHECK(terms_of("follow-up + risk-of-bias") == "1 + follow-up + risk-of-bias");
  CHECK(terms_of("year-1") == "0 + year");
  CHECK(terms_of("`mean age` + `2nd`") == "1 + mean age + 2nd");
}

TEST_CASE("Functions stand in formulas") {
  CHECK(terms_of("I( dose ^ 2 ) + log(dose + 1)") == "1 + I( dose ^ 2 ) + log(dose + 1)");
  CHECK(terms_of("ns(year, 3) + ns(dose, df = 2)") == "1 + ns(year, 3) + ns(dose, 2)");
  const Formula formula = read("factor(country, ref = Hong Kong) + factor(design, \"a)b\")");
  CHECK(formula.variables[0].reference == "Hong Kong");
  CHECK(formula.variables[1].reference == "a)b");
  CHECK(fields_of(read("log(a / b) + I(a^2):c")) == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("A formula that cannot be read is answered with what to write instead") {
  CHECK(problem_of("a +") != "");
  CHECK(problem_of("") != "");
  CHECK(problem_of("a b").find("`b`") != std::string::npos);
  CHECK(problem_of("a ^ 2").find("I(dose^2)") != std::string::npos);
  CHECK(problem_of("lg(a)").find("did you mean `log`") != std::string::npos);
  CHECK(problem_of("(a + b").find("`)`") != std::string::npos);
  CHECK(problem_of("2 + a").find("`2`") != std::string::npos);
  CHECK(problem_of("ns(a, 0)").find("degrees of freedom") != std::string::npos);
  CHECK(problem_of("`a").find("backquote") != std::string::npos);
  CHECK(problem_of("factor(a, ref = )").find("level") != std::string::npos);
  CHECK(problem_of(std::string(5000, '(')) != "");
  std::string deep = "I(";
  deep.append(5000, '(').append("a)");
  CHECK(problem_of(deep) != "");
}

TEST_CASE("Categories are coded against the first level by code point, or the one stated") {
  CHECK(columns("design") == "(Intercept) designcohort designrct");
  CHECK(columns("factor(design, ref = rct)") == "(Intercept) designcase-control designcohort");
  CHECK(columns("design - 1") == "designcase-control designcohort designrct");
  CHECK(columns("year - 1 + design") == "year designcase-control designcohort designrct");
  CHECK(columns("design * dose") ==
        "(Intercept) designcohort designrct dose designcohort:dose designrct:dose");
  CHECK(columns("design:dose") ==
        "(Intercept) designcase-control:dose designcohort:dose designrct:dose");
  CHECK(columns("factor(year)") == "(Intercept) year2000 year2010 year2015 year2020");
}

TEST_CASE("A study without a moderator is named with the reason, and levels come from the others") {
  const Studies studies = trials();
  const PlannedDesign planned = plan("dose + year", studies);
  CHECK(planned.used == std::vector<std::size_t>{0, 1, 2, 4});
  REQUIRE(planned.without.size() == 1);
  CHECK(planned.without[0].first == 3);
  CHECK(planned.without[0].second == "no value of `dose`");
  const PlannedDesign logs = plan("log(dose - 20)", studies);
  CHECK(logs.used == std::vector<std::size_t>{2, 4});
  CHECK(logs.without[0].second == "log(-10) does not exist");
}

TEST_CASE("Rows of the design are products of their variables' values") {
  const Studies studies = trials();
  const PlannedDesign planned = plan("design * I(dose^2 / 100)", studies);
  const Eigen::MatrixXd x = design_of(planned, studies.pointers());
  REQUIRE(x.rows() == 4);
  // Intercept, cohort, rct, dose²/100, cohort:dose²/100, rct:dose²/100
  CHECK(x.row(0) == Eigen::RowVectorXd{{1, 0, 1, 1, 0, 1}});
  CHECK(x.row(1) == Eigen::RowVectorXd{{1, 1, 0, 4, 4, 0}});
  CHECK(x.row(3) == Eigen::RowVectorXd{{1, 0, 0, 64, 0, 0}});
}

TEST_CASE("A wrong field, level or kind of moderator is answered with the right one") {
  CHECK(design_problem("dosse").find("did you mean `dose`") != std::string::npos);
  CHECK(design_problem("factor(design, ref = chort)").find("did you mean `cohort`") !=
        std::string::npos);
  CHECK(design_problem("log(design)").find("needs numbers") != std::string::npos);
  CHECK(design_problem("ns(design, 2)").find("needs numbers") != std::string::npos);
}

TEST_CASE("Values to predict at are read into every combination") {
  const auto at = read_at("dose = 0, 10 ; design = \"case-control\"");
  const auto& combinations = std::get<std::vector<AtValues>>(at);
  REQUIRE(combinations.size() == 2);
  CHECK(combinations[1] == AtValues{{"dose", "10"}, {"design", "case-control"}});
  CHECK(std::holds_alternative<FormulaProblem>(read_at("dose")));
  CHECK(std::holds_alternative<FormulaProblem>(read_at("dose = 1,,2")));
}

TEST_CASE("A contrast is a sum of named coefficients, the longest name first") {
  const std::vector<std::string> names{"(Intercept)", "a", "ab", "country:Hong Kong"};
  const auto weights = read_contrast("ab - 0.5 * country:Hong Kong + 2a", names);
  CHECK(std::get<Eigen::VectorXd>(weights) == Eigen::Vector4d(0, 2, 1, -0.5));
  for (const char* wrong : {"", "x", "a b", "a - a", "2 * "}) {
    INFO(wrong);
    CHECK(std::holds_alternative<FormulaProblem>(read_contrast(wrong, names)));
  }
}
