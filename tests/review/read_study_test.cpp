// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "engine/review/fields.h"
#include "tests/review/reading.h"

using namespace weald;

namespace {

const char* const nguyen = R"(title: "Intradiscal glucocorticoid injection: a randomized trial"
authors: [Nguyen C, Boutron I, Baron G]
journal: Annals of Internal Medicine
year: 2017
doi: 10.7326/M16-1700
pmid: 28319997
registration: NCT00804531
design: randomised
moderators: {dose: 25, drug: prednisolone acetate, centre: "3"}
groups:
  gc:      {treatment: glucocorticoid, label: Prednisolone acetate 25 mg, n: 67}
  control: {treatment: placebo,        label: Discography alone,          n: 68}
results:
  - outcome: acceptable-pain
    time: 1 month
    data:
      gc:      {events: 36, n: 65}
      control: {events: 21, n: 63}
    reported: {measure: RD, estimate: 0.221, ci: [0.055, 0.387], p: 0.009}
    source: abstract, PubMed 28319997
    risk-of-bias: {tool: RoB 2, randomisation: low, overall: some concerns}
    ack:
      - {code: reported-disagrees, why: adjusted in the paper}
  - outcome: pain
    time: 12 months
    finding: no difference
    source: abstract
cites: [modic-1988, "doi:10.1007/s00586-012-2309-9"]
)";

/// The complaints about one result with these keys.
Strings in_result(const std::string& keys) {
  return StudyText("results:\n  - outcome: pain\n    " + keys + "\n").complaints();
}
std::string help_in_result(const std::string& keys) {
  return StudyText("results:\n  - outcome: pain\n    " + keys + "\n").only_help();
}

}  // namespace

TEST_CASE("the study of the contract is read as it stands") {
  StudyText read(nguyen);
  REQUIRE(read.complaints() == Strings{});
  const Study& study = read.study;
  CHECK(study.key == "nguyen-2017");
  CHECK(study.label == "Nguyen 2017");
  CHECK_FALSE(study.misread);
  CHECK(study.citation.authors == Strings{"Nguyen C", "Boutron I", "Baron G"});
  CHECK(study.citation.year->value == 2017);
  CHECK(study.citation.pmid.value == "28319997");
  CHECK(study.citation.cites.size() == 2);
  CHECK(study.design.value == "randomised");
  REQUIRE(study.groups.size() == 2);
  CHECK(study.groups[0].key == "gc");
  CHECK(study.groups[0].treatment.value == "glucocorticoid");
  CHECK(study.group("control")->n->value == 68);
  CHECK(study.group("nobody") == nullptr);
  REQUIRE(study.results.size() == 2);
  const Result& first = study.results[0];
  CHECK(first.outcome.value == "acceptable-pain");
  CHECK(first.time.text == "1 month");
  REQUIRE(first.data.size() == 2);
  CHECK(first.data[1].group.value == "control");
  CHECK(first.data[1].events->value == 21);
  CHECK(read.sources.text(first.data[1].events->span) == "21");
  REQUIRE(first.reported);
  CHECK(first.reported->measure.value == "RD");
  CHECK(first.reported->ci->upper.value == 0.387);
  CHECK(first.reported->p->value == 0.009);
  REQUIRE(first.risk_of_bias);
  CHECK(first.risk_of_bias->tool == "RoB 2");
  REQUIRE(first.risk_of_bias->domains.size() == 2);
  CHECK(first.risk_of_bias->domains[1].first == "overall");
  CHECK(first.risk_of_bias->domains[1].second.value == "some concerns");
  CHECK(first.ack.at(0).code.value == "reported-disagrees");
  CHECK(study.results[1].finding->value == "no difference");
  CHECK(study.results[1].time.point());
}

TEST_CASE("every scalar at the top and under moderators is a field of the study") {
  StudyText read(nguyen);
  const Scalars& fields = read.study.fields;
  CHECK(fields.at("year").number == 2017);
  CHECK(fields.at("design").text == "randomised");
  CHECK(fields.at("dose").number == 25);
  CHECK(fields.at("drug").text == "prednisolone acetate");
  CHECK_FALSE(fields.at("centre").number);
  CHECK(fields.count("groups") == 0);
  CHECK(read.sources.text(fields.at("dose").span) == "25");
}

TEST_CASE("a moderator cannot bear the name of a key of the study") {
  CHECK(StudyText("year: 2017\nmoderators: {year: 2018}\n").complaints() ==
        Strings{"duplicate-key 2:20"});
}

TEST_CASE("a moderator that only looks like a number is refused, one in quotes is a text") {
  CHECK(StudyText("moderators: {dose: \"2,5\"}\n").complaints() == Strings{});
  CHECK(StudyText("moderators:\n  dose: 2,5\n").complaints() == Strings{"decimal-comma 2:9"});
  CHECK(StudyText("moderators:\n  dose: .nan\n").complaints() == Strings{"not-finite 2:9"});
  CHECK(StudyText("moderators:\n  dose:\n").complaints().at(0).starts_with("wrong-type 2:"));
  CHECK(StudyText("moderators:\n  dose: [1, 2]\n").complaints() == Strings{"wrong-type 2:9"});
}

TEST_CASE("a study is named after its label, its first author and year, or its key") {
  const auto label = [](const char* text) { return StudyText(text, "some-key").study.label; };
  CHECK(label("label: BCG in Chicago\nauthors: [Rosenthal SR]\nyear: 1960\n") == "BCG in Chicago");
  CHECK(label("authors: [van der Berg AB, X Y]\nyear: 1960\n") == "van der Berg 1960");
  CHECK(label("authors: [\"Nguyen, Christelle\"]\nyear: 2017\n") == "Nguyen 2017");
  CHECK(label("authors: [Jensen T.S.]\nyear: 2010\n") == "Jensen 2010");
  CHECK(label("authors: [DREAM Investigators]\nyear: 2006\n") == "DREAM Investigators 2006");
  CHECK(label("authors: [Nguyen C]\n") == "some-key");
  CHECK(label("year: 2017\n") == "some-key");
}

TEST_CASE("an unknown key is one mistake and its value is read where it is meant") {
  StudyText read("results:\n  - outcome: pain\n    data: {a: {evnts: 3, n: 10}}\n");
  CHECK(read.complaints() == Strings{"unknown-key 3:16"});
  CHECK(read.only_help() == "did you mean `events`?");
  CHECK(read.study.results[0].data[0].events->value == 3);
  CHECK(read.study.results[0].data[0].misread);
}

TEST_CASE("a misspelt required key is not missing as well") {
  CHECK(StudyText("results:\n  - outcme: pain\n    time: 1 month\n").complaints() ==
        Strings{"unknown-key 2:5"});
}

TEST_CASE("an unknown key that resembles nothing names the keys there are") {
  StudyText read("results:\n  - {outcome: pain, zzzz: 1}\n");
  CHECK(read.complaints() == Strings{"unknown-key 2:21"});
  CHECK(read.only_help().starts_with("the keys here are: outcome, time,"));
}

TEST_CASE("a missing key is reported at its object") {
  CHECK(StudyText("results:\n  - {time: 1 month}\n").complaints() == Strings{"missing-key 2:5"});
  CHECK(in_result("effect: {estimate: 1.5}") == Strings{"missing-key 3:13"});
  CHECK(in_result("ack: [{code: x-y}]") == Strings{"missing-key 3:11"});
  CHECK(in_result("risk-of-bias: {overall: low}") == Strings{"missing-key 3:19"});
}

TEST_CASE("a key that stands twice is reported once and the first is read") {
  StudyText read("year: 2017\nyear: 2018\n");
  CHECK(read.complaints() == Strings{"duplicate-key 2:1"});
  CHECK(read.study.citation.year->value == 2017);
}

TEST_CASE("every wrong way to write a number has its own code and the right spelling") {
  struct Row {
    const char *written, *code, *help;
  };
  const Row rows[] = {
      {"\"36\"", "quoted-number", "write it without quotes: `36`"},
      {"'0.5'", "quoted-number", "write it without quotes: `0.5`"},
      {"010", "leading-zero", "write `10`"},
      {"-007", "leading-zero", "write `-7`"},
      {"0x1F", "radix-number", "write the number in decimal digits"},
      {"0o17", "radix-number", "write the number in decimal digits"},
      {".nan", "not-finite", ""},
      {".inf", "not-finite", ""},
      {"1e999", "not-finite", ""},
      {"1_000", "thousands-separator", "write `1000`"},
      {"abc", "not-a-number", "write a plain number, such as `12` or `0.75`, without a unit"},
      {"12 %", "not-a-number", "write the number alone, without the per cent sign"},
      {"NA", "not-a-number", "leave the key out where the number is not known"},
      {"+3", "not-a-number", "write it without the plus sign: `3`"},
      {"\"abc\"", "not-a-number", "write a plain number, such as `12` or `0.75`, without a unit"},
      {"[1]", "wrong-type", "write a plain number, such as `12` or `0.75`"},
      {"{a: 1}", "wrong-type", "write a plain number, such as `12` or `0.75`"},
  };
  for (const Row& row : rows) {
    INFO(row.written);
    const std::string keys = std::string("data: {a: {mean: ") + row.written + "}}";
    CHECK(in_result(keys) == Strings{std::string(row.code) + " 3:22"});
    if (*row.help) CHECK(help_in_result(keys) == row.help);
  }
}

TEST_CASE("a number with commas is a decimal comma or has separators") {
  CHECK(in_result("data:\n      a:\n        mean: 0,75") == Strings{"decimal-comma 5:15"});
  CHECK(help_in_result("data:\n      a:\n        mean: 0,75") == "write a decimal point: `0.75`");
  CHECK(in_result("data:\n      a:\n        n: 1,234,567") == Strings{"thousands-separator 5:12"});
  CHECK(help_in_result("data:\n      a:\n        n: 1,234,567") ==
        "write the digits without separators: `1234567`");
}

TEST_CASE(
    "in brackets, a key of digits alone behind a number is the half of one with a decimal comma") {
  Sources sources;
  const auto source = sources.add("file.yaml", "{mean: 2,5}");
  using Kind = yaml::Node::Kind;
  const auto tree = [&](std::uint32_t key_begin) {
    return yaml::Node{
        .kind = Kind::mapping,
        .span = {source, 0, 11},
        .keys = {{.kind = Kind::scalar, .span = {source, 1, 5}, .text = "mean"},
                 {.kind = Kind::scalar, .span = {source, key_begin, 10}, .text = "5"}},
        .items = {{.kind = Kind::scalar, .span = {source, 7, 8}, .text = "2"},
                  {.kind = Kind::null, .span = {source, key_begin, 10}}}};
  };
  Diagnostics diagnostics;
  Reader in{diagnostics};
  CHECK_FALSE(cut_by_comma(in, tree(9), 0));
  CHECK_FALSE(cut_by_comma(in, tree(10), 1));
  CHECK(cut_by_comma(in, tree(9), 1));
  REQUIRE(diagnostics.all().size() == 1);
  CHECK(diagnostics.all()[0].code == "decimal-comma");
  CHECK(diagnostics.all()[0].help == "write a decimal point: `2.5`");
  CHECK(sources.text(diagnostics.all()[0].primary.span) == "2,5");
}

TEST_CASE("nothing where a value is needed is reported at its key") {
  CHECK(in_result("data: {a: {mean: , n: 3}}") == Strings{"wrong-type 3:16"});
  CHECK(in_result("source:") == Strings{"wrong-type 3:5"});
  CHECK(in_result("finding: ~") != Strings{});
  CHECK(StudyText("groups:\n").complaints() == Strings{"wrong-type 1:1"});
}

TEST_CASE("values that could not be read leave their object marked and are not there") {
  StudyText read(
      "results:\n  - outcome: pain\n    data: {a: {events: \"3\", n: 10}, b: {events: 3, n: 10}}\n "
      " - {outcome: pain}\n");
  CHECK_FALSE(read.study.results[0].data[0].events);
  CHECK(read.study.results[0].data[0].misread);
  CHECK_FALSE(read.study.results[0].data[1].misread);
  CHECK(read.study.results[0].misread);
  CHECK_FALSE(read.study.results[1].misread);
  CHECK(read.study.misread);
}

TEST_CASE("an interval is a list of two numbers") {
  const auto ci = [](const char* written) {
    return in_result(std::string("effect: {measure: OR, estimate: 2, ci: ") + written + "}");
  };
  CHECK(ci("[1, 3]") == Strings{});
  CHECK(ci("[-1, \u22120.5]") == Strings{});
  CHECK(ci("1-3") == Strings{"wrong-type 3:44"});
  CHECK(ci("[1]") == Strings{"wrong-type 3:44"});
  CHECK(ci("[1, 2, 3]") == Strings{"wrong-type 3:44"});
  CHECK(ci("[1, \"3\"]") == Strings{"quoted-number 3:48"});
  CHECK(ci("[0,055, 0,387]") == Strings{"decimal-comma 3:44"});
}

TEST_CASE("times and years that cannot be are refused where they stand") {
  CHECK(in_result("time: 3 moths") == Strings{"impossible-time 3:11"});
  CHECK(help_in_result("time: 3 moths") == "did you mean `months`?");
  CHECK(in_result("time: 12") == Strings{"impossible-time 3:11"});
  CHECK(in_result("time: -3 months") == Strings{"impossible-time 3:11"});
  CHECK(in_result("time: [1 month]") == Strings{"wrong-type 3:11"});
  CHECK(StudyText("year: 17\n").complaints() == Strings{"impossible-date 1:7"});
  CHECK(StudyText("year: 2017.5\n").complaints() == Strings{"impossible-date 1:7"});
}

TEST_CASE("keys of groups are lower-case words joined by hyphens") {
  StudyText read("groups:\n  Group_A: {n: 3}\n");
  CHECK(read.complaints() == Strings{"bad-key 2:3"});
  CHECK(read.only_help() == "keys are lower-case words joined by hyphens: write `group-a`");
  CHECK(read.study.groups.at(0).key == "Group_A");
}

TEST_CASE("true and false are the only truths") {
  const auto adjusted = [](const char* written) {
    return in_result(std::string("effect: {measure: OR, adjusted: ") + written + "}");
  };
  CHECK(adjusted("true") == Strings{});
  CHECK(adjusted("yes") == Strings{"wrong-type 3:37"});
  CHECK(adjusted("\"true\"") == Strings{"wrong-type 3:37"});
}

TEST_CASE("lists and maps must be lists and maps") {
  CHECK(StudyText("authors: Nguyen C\n").complaints() == Strings{"wrong-type 1:10"});
  CHECK(StudyText("results: {outcome: pain}\n").complaints() == Strings{"wrong-type 1:10"});
  CHECK(StudyText("results: [pain]\n").complaints() == Strings{"wrong-type 1:11"});
  CHECK(StudyText("groups: {gc: 3}\n").complaints() == Strings{"wrong-type 1:14"});
  CHECK(in_result("between: [a]") == Strings{"wrong-type 3:14"});
}

TEST_CASE("a file without keys describes no study") {
  CHECK(StudyText("").complaints() == Strings{"wrong-type 1:1"});
  CHECK(StudyText("- a\n").complaints() == Strings{"wrong-type 1:1"});
  CHECK(StudyText("just text\n").complaints() == Strings{"wrong-type 1:1"});
}

TEST_CASE("twenty mistakes in one study are twenty complaints") {
  StudyText read(R"(titel: A trial
year: "2017"
authors: Nguyen
moderators: {dose: 0x10}
groups:
  GC: {n: 010}
  control: {treatmnt: placebo, n: 1_000}
results:
  - time: 1 month
  - outcome: pain
    time: 3 fortnights
    data:
      gc: {mean: 3 cm, sd: .inf, n: "30"}
      control: {mean: [3], sd: 2, m: 1, n: 30}
    reported: {estimate: 2, ci: 3, adjusted: maybe}
    ack: [{code: p-disagrees}]
    between: gc
)");
  CHECK(read.complaints() == Strings{"unknown-key 1:1",     "quoted-number 2:7",
                                     "wrong-type 3:10",     "radix-number 4:20",
                                     "bad-key 6:3",         "leading-zero 6:11",
                                     "unknown-key 7:13",    "thousands-separator 7:35",
                                     "missing-key 9:5",     "impossible-time 11:11",
                                     "not-a-number 13:18",  "not-finite 13:28",
                                     "quoted-number 13:37", "wrong-type 14:23",
                                     "unknown-key 14:35",   "missing-key 15:15",
                                     "wrong-type 15:33",    "wrong-type 15:46",
                                     "missing-key 16:11",   "wrong-type 17:14"});
}
