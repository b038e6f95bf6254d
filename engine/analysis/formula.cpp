// SPDX-License-Identifier: MIT
#include "engine/analysis/formula.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool digit(char c) { return c >= '0' && c <= '9'; }
bool space(char c) { return c == ' ' || c == '\t' || c == '\n'; }

/// A recursive descent over the text. The first problem stops it.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::variant<Formula, FormulaProblem> read() {
    skip();
    take('~');
    Terms terms{{}};  // the intercept
    sum(terms, true);
    skip();
    if (!problem_ && at_ < text_.size())
      fail(fmt::format("`{}` is not expected in a formula", text_.substr(at_)),
           text_[at_] == '^' ? "write a power as `I(dose^2)`"
                             : "moderators are joined by `+`, `*` and `:`, as in `year + dose`");
    if (problem_) return *problem_;
    formula_.text = std::string(text_);
    formula_.intercept = std::erase(terms, FormulaTerm{}) > 0;
    std::stable_sort(terms.begin(), terms.end(),
                     [](const auto& a, const auto& b) { return a.size() < b.size(); });
    formula_.terms = std::move(terms);
    drop_unused_variables();
    return std::move(formula_);
  }

 private:
  using Terms = std::vector<FormulaTerm>;

  void fail(std::string message, std::string help) {
    if (!problem_) problem_ = FormulaProblem{std::move(message), std::move(help)};
    at_ = text_.size();
  }
  /// One level of nesting; so many that the stack would not hold are a problem of the formula.
  struct Deeper {
    explicit Deeper(Reader& of) : reader(of) {
      if (++reader.depth_ > 100)
        reader.fail("the formula is nested too deeply", "write it with fewer parentheses");
    }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    ~Deeper() { --reader.depth_; }
    Reader& reader;
  };
  void skip() {
    while (at_ < text_.size() && space(text_[at_])) ++at_;
  }
  char peek() {
    skip();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char c) {
    if (peek() != c || c == '\0') return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!take(c) && !problem_)
      fail(fmt::format("`{}` is missing in the formula `{}`", c, text_),
           "every opening parenthesis needs a closing one");
  }

  static void add(Terms& to, const Terms& from) {
    for (const FormulaTerm& term : from)
      if (std::find(to.begin(), to.end(), term) == to.end()) to.push_back(term);
  }
  static void remove(Terms& from, const Terms& what) {
    for (const FormulaTerm& term : what) std::erase(from, term);
  }
  static Terms crossed(const Terms& a, const Terms& b) {
    Terms result;
    for (const FormulaTerm& x : a)
      for (const FormulaTerm& y : b) {
        FormulaTerm term = x;
        term.insert(term.end(), y.begin(), y.end());
        std::sort(term.begin(), term.end());
        term.erase(std::unique(term.begin(), term.end()), term.end());
        add(result, {term});
      }
    return result;
  }

  /// a + b - c, added to `terms`. `+ 0` is `- 1`.
  void sum(Terms& terms, bool outermost) {
    bool minus = take('-');
    if (!minus) take('+');
    do {
      if (outermost && take_zero()) {
        minus ? add(terms, {{}}) : remove(terms, {{}});
      } else {
        const Terms part = product();
        minus ? remove(terms, part) : add(terms, part);
      }
      minus = peek() == '-';
    } while (!problem_ && (take('+') || take('-')));
  }
  bool take_zero() {
    if (peek() != '0' ||
        (at_ + 1 < text_.size() &&
         (letter(text_[at_ + 1]) || digit(text_[at_ + 1]) || text_[at_ + 1] == '.')))
      return false;
    ++at_;
    return true;
  }

  Terms product() {
    Terms terms = interaction();
    while (!problem_ && take('*')) {
      const Terms right = interaction();
      const Terms both = crossed(terms, right);
      add(terms, right);
      add(terms, both);
    }
    return terms;
  }

  Terms interaction() {
    Terms terms = atom();
    while (!problem_ && take(':')) terms = crossed(terms, atom());
    return terms;
  }

  Terms atom() {
    const Deeper deeper(*this);
    if (take('(')) {
      Terms terms;
      sum(terms, false);
      expect(')');
      return terms;
    }
    if (digit(peek())) {
      const double value = number();
      if (value == 1) return {{}};
      fail(fmt::format("`{}` is not a moderator", shortest(value)),
           "numbers stand in `I(…)`, as in `I(dose / 10)`; `- 1` leaves the intercept out");
      return {};
    }
    const std::size_t start = at_;
    const std::string word = name();
    if (problem_) return {};
    FormulaVariable variable =
        take('(') ? call(word, start) : FormulaVariable{.label = word, .field = word};
    if (problem_) return {};
    return {{number_of(std::move(variable))}};
  }

  /// The inside of a call up to its closing parenthesis.
  FormulaVariable call(const std::string& function, std::size_t start) {
    FormulaVariable variable;
    if (same_word(function, "factor")) {
      variable = {.kind = FormulaVariable::Kind::category, .field = name()};
      if (take(',')) variable.reference = reference();
      expect(')');
      variable.label = variable.field;
      return variable;
    }
    if (same_word(function, "ns")) {
      variable = {.kind = FormulaVariable::Kind::spline, .field = name(), .df = 1};
      if (take(',')) {
        if (const std::size_t back = at_; peek() == 'd' && name() == "df")
          expect('=');
        else
          at_ = problem_ ? at_ : back;
        const double df = number();
        if (!(df >= 1 && df <= 20 && df == std::floor(df)) && !problem_)
          fail(fmt::format("a spline has 1 to 20 degrees of freedom, not {}", shortest(df)),
               "as in `ns(year, 3)`");
        variable.df = static_cast<int>(problem_ ? 1 : df);
      }
      expect(')');
      variable.label = fmt::format("ns({}, {})", variable.field, variable.df);
      return variable;
    }
    at_ = start;
    const bool inhibited = function == "I";
    variable.kind = FormulaVariable::Kind::expression;
    if (inhibited) {
      name();
      expect('(');
      variable.expression = arithmetic();
      expect(')');
    } else {
      variable.expression = primary();
    }
    variable.label = tidy(text_.substr(start, std::min(at_, text_.size()) - start));
    return variable;
  }

  /// `ref = level`, or the level alone, up to the closing parenthesis.
  std::string reference() {
    skip();
    if (const std::size_t equals = text_.find('=', at_);
        equals != std::string_view::npos && tidy(text_.substr(at_, equals - at_)) == "ref")
      at_ = equals + 1;
    skip();
    if (const char quote = peek(); quote == '"' || quote == '\'') {
      const std::size_t end = text_.find(quote, at_ + 1);
      if (end == std::string_view::npos) {
        fail("a quote is not closed in the formula",
             "as in `factor(country, ref = \"Hong Kong\")`");
        return {};
      }
      std::string level(text_.substr(at_ + 1, end - at_ - 1));
      at_ = end + 1;
      return level;
    }
    const std::size_t end = std::min(text_.find(')', at_), text_.size());
    std::string level = tidy(text_.substr(at_, end - at_));
    at_ = end;
    if (level.empty()) fail("`ref` names no level", "as in `factor(design, ref = cohort)`");
    return level;
  }

  Expression binary(Expression::Kind kind, Expression a, Expression b) {
    return {.kind = kind, .of = {std::move(a), std::move(b)}};
  }
  Expression arithmetic() {
    Expression left = factors();
    while (!problem_) {
      if (take('+'))
        left = binary(Expression::Kind::add, std::move(left), factors());
      else if (take('-'))
        left = binary(Expression::Kind::subtract, std::move(left), factors());
      else
        break;
    }
    return left;
  }
  Expression factors() {
    Expression left = negated();
    while (!problem_) {
      if (take('*'))
        left = binary(Expression::Kind::multiply, std::move(left), negated());
      else if (take('/'))
        left = binary(Expression::Kind::divide, std::move(left), negated());
      else
        break;
    }
    return left;
  }
  Expression negated() {
    const Deeper deeper(*this);
    if (take('-')) return {.kind = Expression::Kind::negative, .of = {negated()}};
    Expression base = primary();
    if (take('^')) base = binary(Expression::Kind::power, std::move(base), negated());
    return base;
  }
  Expression primary() {
    if (problem_) return {};
    if (take('(')) {
      Expression inner = arithmetic();
      expect(')');
      return inner;
    }
    if (digit(peek()) || peek() == '.') return {.number = number()};
    const std::string word = name();
    if (problem_) return {};
    if (!take('(')) return {.kind = Expression::Kind::field, .field = word};
    constexpr std::pair<std::string_view, Expression::Kind> functions[] = {
        {"log", Expression::Kind::log},
        {"sqrt", Expression::Kind::sqrt},
        {"exp", Expression::Kind::exp}};
    for (const auto& [key, kind] : functions) {
      if (key != word) continue;
      Expression inner = arithmetic();
      expect(')');
      return {.kind = kind, .of = {std::move(inner)}};
    }
    constexpr std::string_view known[] = {"log", "sqrt", "exp", "I", "factor", "ns"};
    const auto near = nearest(word, known);
    fail(fmt::format("there is no function `{}` in formulas", word),
         near ? fmt::format("did you mean `{}`?", *near)
              : fmt::format("there are: {}", fmt::join(known, " ")));
    return {};
  }

  double number() {
    skip();
    std::size_t end = at_;
    while (end < text_.size() &&
           (digit(text_[end]) || text_[end] == '.' ||
            ((text_[end] == 'e' || text_[end] == 'E') && end + 1 < text_.size() &&
             (digit(text_[end + 1]) || text_[end + 1] == '-')) ||
            (text_[end] == '-' && (text_[end - 1] == 'e' || text_[end - 1] == 'E'))))
      ++end;
    const std::string_view word = text_.substr(at_, end - at_);
    const NumberReading reading = read_number(word);
    if (!reading.value) {
      fail(fmt::format("a number is expected in the formula `{}`", text_),
           "as in `ns(year, 3)` or `I(dose / 10)`");
      return 0;
    }
    at_ = end;
    return *reading.value;
  }

  std::string name() {
    const char first = peek();
    if (first == '`') {
      const std::size_t end = text_.find('`', at_ + 1);
      if (end == std::string_view::npos) {
        fail("a backquote is not closed in the formula",
             "names with blanks stand in backquotes: `mean age`");
        return {};
      }
      std::string word(text_.substr(at_ + 1, end - at_ - 1));
      at_ = end + 1;
      return word;
    }
    if (!letter(first)) {
      if (!problem_)
        fail(at_ < text_.size()
                 ? fmt::format("a moderator is expected where `{}` stands", text_.substr(at_))
                 : std::string("the formula ends where a moderator is expected"),
             "as in `year + design * dose`");
      return {};
    }
    std::size_t end = at_;
    const auto inside = [&](std::size_t i) {
      const char c = text_[i];
      if (letter(c) || digit(c) || c == '.') return true;
      return c == '-' && i + 1 < text_.size() && letter(text_[i + 1]) && !space(text_[i - 1]);
    };
    while (end < text_.size() && inside(end)) ++end;
    std::string word(text_.substr(at_, end - at_));
    at_ = end;
    return word;
  }

  /// Blanks made single, none at the ends.
  static std::string tidy(std::string_view text) {
    std::string out;
    for (const char c : text) {
      if (!space(c)) {
        out += c;
      } else if (!out.empty() && out.back() != ' ') {
        out += ' ';
      }
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
  }

  std::size_t number_of(FormulaVariable variable) {
    auto& known = formula_.variables;
    for (std::size_t i = 0; i < known.size(); ++i)
      if (known[i].kind == variable.kind && known[i].label == variable.label &&
          known[i].reference == variable.reference)
        return i;
    known.push_back(std::move(variable));
    return known.size() - 1;
  }

  /// Variables of terms that were taken out again.
  void drop_unused_variables() {
    std::vector<std::size_t> renumbered(formula_.variables.size(), 0);
    std::vector<FormulaVariable> used;
    for (std::size_t i = 0; i < formula_.variables.size(); ++i) {
      const bool needed = std::any_of(
          formula_.terms.begin(), formula_.terms.end(),
          [&](const auto& term) { return std::find(term.begin(), term.end(), i) != term.end(); });
      renumbered[i] = used.size();
      if (needed) used.push_back(formula_.variables[i]);
    }
    for (FormulaTerm& term : formula_.terms)
      for (std::size_t& i : term) i = renumbered[i];
    formula_.variables = std::move(used);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  Formula formula_{};
  std::optional<FormulaProblem> problem_{};
};

void collect(const Expression& expression, std::vector<std::string>& fields) {
  if (expression.kind == Expression::Kind::field &&
      std::find(fields.begin(), fields.end(), expression.field) == fields.end())
    fields.push_back(expression.field);
  for (const Expression& part : expression.of) collect(part, fields);
}

}  // namespace

std::variant<Formula, FormulaProblem> read_formula(std::string_view text) {
  return Reader(text).read();
}

std::vector<std::string> fields_of(const FormulaVariable& variable) {
  if (variable.kind != FormulaVariable::Kind::expression) return {variable.field};
  std::vector<std::string> fields;
  collect(variable.expression, fields);
  return fields;
}

std::vector<std::string> fields_of(const Formula& formula) {
  std::vector<std::string> fields;
  for (const FormulaVariable& variable : formula.variables)
    for (std::string& field : fields_of(variable))
      if (std::find(fields.begin(), fields.end(), field) == fields.end())
        fields.push_back(std::move(field));
  return fields;
}

std::string label_of(const Formula& formula, const FormulaTerm& term, std::string_view join) {
  std::string label;
  for (const std::size_t i : term) {
    if (!label.empty()) label += join;
    label += formula.variables[i].label;
  }
  return label;
}

}  // namespace weald
