// SPDX-License-Identifier: MIT
#include "engine/review/fingerprint.h"

#include <variant>

#include <fmt/format.h>

#include "engine/text/number.h"

namespace weald {
namespace {

struct Fingerprint {
  std::string operator()(const TwoByTwo& t) const {
    const bool telling = t.a + t.c >= 10 && t.b + t.d >= 10;
    return telling ? fmt::format("{}/{} and {}/{}", shortest(t.a), shortest(t.n1()), shortest(t.c),
                                 shortest(t.n2()))
                   : "";
  }
  std::string operator()(const TwoMeans& t) const {
    return fmt::format("means {} (sd {}, n {}) and {} (sd {}, n {})", shortest(t.m1),
                       significant(t.sd1, 4), shortest(t.n1), shortest(t.m2), significant(t.sd2, 4),
                       shortest(t.n2));
  }
  std::string operator()(const TwoRates& t) const {
    return t.x1 + t.x2 < 10 ? ""
                            : fmt::format("{} in {} and {} in {}", shortest(t.x1), shortest(t.t1),
                                          shortest(t.x2), shortest(t.t2));
  }
  std::string operator()(const Proportion& p) const {
    return p.x < 10 || p.n - p.x < 10 || p.n < 100
               ? ""
               : fmt::format("{}/{}", shortest(p.x), shortest(p.n));
  }
  std::string operator()(const Rate& r) const {
    return r.x < 10 ? "" : fmt::format("{} in {}", shortest(r.x), shortest(r.t));
  }
  std::string operator()(const Mean& m) const {
    return fmt::format("mean {} (sd {}, n {})", shortest(m.m), significant(m.sd, 4), shortest(m.n));
  }
  std::string operator()(const Correlation& c) const {
    return c.r && c.n >= 50 ? fmt::format("r {}, n {}", shortest(*c.r), shortest(c.n)) : "";
  }
  std::string operator()(const Reliability& r) const {
    return r.n >= 50 ? fmt::format("alpha {}, {} items, n {}", shortest(r.alpha), shortest(r.items),
                                   shortest(r.n))
                     : "";
  }
  std::string operator()(const Reported& r) const {
    return r.lower && r.upper ? fmt::format("{} ({} to {})", shortest(r.estimate),
                                            shortest(*r.lower), shortest(*r.upper))
                              : "";
  }
  std::string operator()(const StandardisedInput&) const { return {}; }
  std::string operator()(const Generic&) const { return {}; }
  std::string operator()(const ObservedExpected&) const { return {}; }
  std::string operator()(const Missing&) const { return {}; }
};

}  // namespace

std::string fingerprint(const OutcomeData& data) { return std::visit(Fingerprint{}, data); }

std::string plain_cohort(std::string_view text) {
  std::string name;
  for (const char c : text)
    if (c != ' ' && c != '-' && c != '_')
      name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return name;
}

}  // namespace weald
