// SPDX-License-Identifier: MIT
#include "engine/analysis/choices.h"

#include <catch2/catch.hpp>

using namespace weald;

namespace {

Setting setting(std::string key, std::string value) {
  return {.key = std::move(key), .value = {.value = std::move(value)}};
}

}  // namespace

TEST_CASE("the program's default is the preset cochrane") {
  Diagnostics diagnostics;
  const Choices c = resolve(nullptr, nullptr, {}, diagnostics);
  CHECK(diagnostics.all().empty());
  CHECK(c.preset == "cochrane");
  CHECK(c.tau2->key == "REML");
  CHECK(c.ci->key == "HK");
  CHECK(c.ci_falls_back);
  CHECK(c.pi->key == "V");
  CHECK(c.tau2_ci->key == "QP");
  CHECK(c.effect.ratios_drop00);
}

TEST_CASE("later settings count over earlier ones: review, analysis, command line") {
  Review review;
  review.settings = {setting("tau2", "DL"), setting("level", "0.9")};
  Analysis analysis;
  analysis.settings = {setting("tau2", "PM"), setting("ci", "t")};
  Diagnostics diagnostics;
  Choices c = resolve(&review, &analysis, {}, diagnostics);
  CHECK(c.tau2->key == "PM");
  CHECK(c.ci->key == "t");
  CHECK(c.level == 0.9);
  const Setting line[] = {setting("tau2", "ML")};
  c = resolve(&review, &analysis, line, diagnostics);
  CHECK(c.tau2->key == "ML");
  CHECK(c.ci->key == "t");
  CHECK(diagnostics.all().empty());
}

TEST_CASE("--preset replaces all before it, and other options count over it wherever they stand") {
  Review review;
  review.settings = {setting("level", "0.9")};
  Analysis analysis;
  analysis.settings = {setting("ci", "t"), setting("drop00", "true")};
  const Setting line[] = {setting("tau2", "EB"), setting("preset", "metafor")};
  Diagnostics diagnostics;
  const Choices c = resolve(&review, &analysis, line, diagnostics);
  CHECK(c.preset == "metafor");
  CHECK(c.tau2->key == "EB");
  CHECK(c.ci->key == "z");
  CHECK(c.level == 0.95);
  CHECK_FALSE(c.effect.drop00);
  CHECK_FALSE(c.effect.ratios_drop00);
}

TEST_CASE("metafor's prediction interval follows the test unless one is asked for") {
  Diagnostics diagnostics;
  const auto pi_of = [&](std::vector<Setting> line) {
    line.insert(line.begin(), setting("preset", "metafor"));
    return resolve(nullptr, nullptr, line, diagnostics).pi->key;
  };
  CHECK(pi_of({}) == "S");
  CHECK(pi_of({setting("ci", "t")}) == "V");
  CHECK(pi_of({setting("ci", "hk")}) == "HK");
  CHECK(pi_of({setting("ci", "HK"), setting("pi", "HTS")}) == "HTS");
}

TEST_CASE(
    "a common effect without an interval of its own is z, and methods of counts are common "
    "effects") {
  Diagnostics diagnostics;
  const Setting common[] = {setting("model", "common")};
  CHECK(resolve(nullptr, nullptr, common, diagnostics).ci->key == "z");
  const Setting common_t[] = {setting("model", "common"), setting("ci", "t")};
  CHECK(resolve(nullptr, nullptr, common_t, diagnostics).ci->key == "t");
  const Setting mh[] = {setting("method", "mh")};
  CHECK(resolve(nullptr, nullptr, mh, diagnostics).model == Model::common);
}

TEST_CASE("a wrong choice is a diagnostic at its place that names the nearest right one") {
  Review review;
  review.settings = {
      {.key = "tau2", .value = {.value = "REMLL", .span = {.source = 0, .begin = 7, .end = 12}}}};
  Diagnostics diagnostics;
  resolve(&review, nullptr, {}, diagnostics);
  REQUIRE(diagnostics.all().size() == 1);
  const Diagnostic& d = diagnostics.all().front();
  CHECK(d.code == "bad-option");
  CHECK(d.primary.span.begin == 7);
  CHECK(d.message.find("did you mean `REML`") != std::string::npos);
}

TEST_CASE("numbers out of range and words that are none are refused") {
  for (const auto& [key, value] :
       std::vector<std::pair<std::string, std::string>>{{"level", "95"},
                                                        {"level", "0.3"},
                                                        {"level", "high"},
                                                        {"add", "-1"},
                                                        {"drop00", "perhaps"},
                                                        {"correlation", "1"},
                                                        {"nonsense", "1"}}) {
    Diagnostics diagnostics;
    const Setting line[] = {setting(key, value)};
    resolve(nullptr, nullptr, line, diagnostics);
    CAPTURE(key, value);
    CHECK(diagnostics.has_errors());
  }
}
