// SPDX-License-Identifier: MIT
#include "engine/analysis/regression_request.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  if (text.size() > 1 && (text.front() == '"' || text.front() == '\'') &&
      text.back() == text.front())
    return text.substr(1, text.size() - 2);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(at);
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::variant<std::vector<AtValues>, FormulaProblem> read_at(std::string_view text) {
  std::vector<AtValues> combinations{{}};
  for (const std::string_view part : split(text, ';')) {
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    const std::string_view field = trimmed(part.substr(0, equals));
    if (equals == std::string_view::npos || field.empty())
      return FormulaProblem{fmt::format("`{}` gives no moderator a value", part),
                            "as in --at \"dose = 0, 10; design = cohort\""};
    std::vector<AtValues> next;
    for (const AtValues& before : combinations)
      for (const std::string_view value : split(part.substr(equals + 1), ',')) {
        if (value.empty())
          return FormulaProblem{fmt::format("a value of `{}` is empty", field),
                                "as in --at \"dose = 0, 10; design = cohort\""};
        next.push_back(before);
        next.back().emplace_back(field, value);
      }
    if (next.size() > 10000)
      return FormulaProblem{"more than 10 000 combinations are asked for", "ask for fewer values"};
    combinations = std::move(next);
  }
  return combinations;
}

std::variant<Eigen::VectorXd, FormulaProblem> read_contrast(std::string_view text,
                                                            const std::vector<std::string>& names) {
  Eigen::VectorXd weights = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(names.size()));
  std::string_view rest = trimmed(text);
  const std::string all = fmt::format("the coefficients are: {}", fmt::join(names, ", "));
  if (rest.empty()) return FormulaProblem{"the contrast is empty", all};
  for (bool first = true; !rest.empty(); first = false) {
    double weight = 1;
    if (rest.front() == '+' || rest.front() == '-') {
      weight = rest.front() == '-' ? -1 : 1;
      rest = trimmed(rest.substr(1));
    } else if (!first) {
      return FormulaProblem{fmt::format("`+` or `-` is expected before `{}`", rest),
                            "as in --contrast \"designcohort - designother\""};
    }
    const std::size_t end = std::min(rest.find_first_not_of("0123456789."), rest.size());
    if (end > 0) {
      const auto number = read_number(rest.substr(0, end)).value;
      if (!number)
        return FormulaProblem{fmt::format("`{}` is no number", rest.substr(0, end)), all};
      weight *= *number;
      rest = trimmed(rest.substr(end));
      if (!rest.empty() && rest.front() == '*') rest = trimmed(rest.substr(1));
    }
    std::size_t best = names.size();
    for (std::size_t i = 0; i < names.size(); ++i)
      if (rest.starts_with(names[i]) &&
          (best == names.size() || names[i].size() > names[best].size()))
        best = i;
    if (best == names.size()) {
      const std::string_view word = trimmed(rest.substr(0, rest.find_first_of("+- ", 1)));
      const std::vector<std::string_view> views(names.begin(), names.end());
      const auto near = nearest(word, views);
      return FormulaProblem{fmt::format("there is no coefficient `{}`", word),
                            near ? fmt::format("did you mean `{}`? {}", *near, all) : all};
    }
    weights[static_cast<Eigen::Index>(best)] += weight;
    rest = trimmed(rest.substr(names[best].size()));
  }
  if (weights.isZero())
    return FormulaProblem{fmt::format("the contrast `{}` is 0 of all", text), all};
  return weights;
}

}  // namespace weald
