// SPDX-License-Identifier: MIT
#include <array>

#include "plots/marks/marks.h"

namespace weald {
namespace {

struct Judgement {
  std::string_view word;
  Role role;
};

// The words of RoB 2, RoB 1, ROBINS-I, NOS-like and QUADAS tools.
constexpr std::array<Judgement, 16> judgements{{{"low", Role::risk_low},
                                                {"low risk", Role::risk_low},
                                                {"some concerns", Role::risk_some},
                                                {"some", Role::risk_some},
                                                {"moderate", Role::risk_some},
                                                {"moderate risk", Role::risk_some},
                                                {"high", Role::risk_high},
                                                {"high risk", Role::risk_high},
                                                {"serious", Role::risk_high},
                                                {"serious risk", Role::risk_high},
                                                {"critical", Role::risk_high},
                                                {"critical risk", Role::risk_high},
                                                {"unclear", Role::risk_unclear},
                                                {"unclear risk", Role::risk_unclear},
                                                {"no information", Role::risk_unclear},
                                                {"not reported", Role::risk_unclear}}};

std::string lowered(std::string_view text) {
  std::string out;
  for (const char c : text)
    out += c == '-' ? ' ' : ('A' <= c && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

}  // namespace

Role risk_role(std::string_view judgement) {
  const std::string word = lowered(judgement);
  for (const Judgement& row : judgements)
    if (row.word == word) return row.role;
  return word.empty() ? Role::background : Role::risk_unclear;
}

std::vector<Shape> risk_light(std::string_view judgement, Point centre, double radius,
                              const TextMeasure& measure) {
  const Role role = risk_role(judgement);
  if (role == Role::background) return {};
  const char* symbol = role == Role::risk_low ? "+" : role == Role::risk_high ? "−" : "?";
  const TextExtent extent = measure(symbol, Role::risk_symbol);
  // Letters are centred by their visual height (about 0.73 em above the baseline in the fonts
  // used), not by their box.
  const double baseline = centre.y + 0.30 * (extent.ascent + extent.descent) * 0.86;
  return {Circle{centre, radius, role},
          Text{{centre.x, baseline}, symbol, Align::middle, Role::risk_symbol}};
}

}  // namespace weald
