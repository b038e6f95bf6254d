// SPDX-License-Identifier: MIT
// The citation timeline: what it draws, what it says, and that nothing is lost.
#include <algorithm>
#include <fstream>
#include <set>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "plots/backends/backends.h"
#include "plots/figure.h"
#include "tests/support/figure_checks.h"
#include "tests/support/picture_builder.h"

using namespace weald;
using build::Literature;

namespace {

Scene draw(const Literature& literature) {
  PlotStyle style;
  style.theme = find_theme("default");
  const CitationPicture picture = literature.picture();
  return find_figure("citations")->draw({.citations = &picture}, style, fixed_text_measure);
}

std::string all_text(const Scene& scene) {
  std::string out;
  for (const Mark& mark : scene.pages[0].marks)
    for (const Shape& shape : mark.shapes)
      if (const Text* text = std::get_if<Text>(&shape)) out += text->text + "\n";
  return out;
}

bool says(const Scene& scene, const std::string& words) {
  return all_text(scene).find(words) != std::string::npos;
}

const Mark* mark_of(const Scene& scene, const std::string& key) {
  for (const Mark& mark : scene.pages[0].marks)
    if (mark.key == key) return &mark;
  return nullptr;
}

std::string datum(const Mark& mark, std::string_view name) {
  for (const auto& [key, value] : mark.data)
    if (key == name)
      return std::holds_alternative<std::string>(value)
                 ? std::get<std::string>(value)
                 : fmt::format("{}", std::get<double>(value));
  return "";
}

std::size_t count_of(const Scene& scene, const std::string& beginning) {
  return static_cast<std::size_t>(std::ranges::count_if(
      scene.pages[0].marks, [&](const Mark& m) { return m.key.starts_with(beginning); }));
}

bool has(const Mark& mark, Role role) {
  return std::ranges::any_of(mark.shapes, [&](const Shape& shape) {
    return std::visit([&](const auto& s) { return s.role == role; }, shape);
  });
}

double x_of(const Scene& scene, const std::string& key) {
  for (const Shape& shape : mark_of(scene, "paper " + key)->shapes)
    if (const Text* text = std::get_if<Text>(&shape)) return text->at.x;
  return -1;
}

/// Different pairs of citing and cited.
std::size_t references(const CitationGraph& graph) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (const Edge& edge : graph.edges)
    if (edge.kind == EdgeKind::cites) pairs.emplace(edge.from, edge.to);
  return pairs.size();
}

/// References that arcs stand for, and those inside marks of several papers.
std::size_t drawn_references(const Scene& scene) {
  std::size_t drawn = 0;
  for (const Mark& mark : scene.pages[0].marks) {
    if (mark.key.starts_with("arc ")) {
      const std::string several = datum(mark, "references");
      drawn += several.empty() ? 1 : std::stoul(several);
    }
    const std::string among = datum(mark, "references-among");
    if (!among.empty()) drawn += std::stoul(among);
  }
  return drawn;
}

std::size_t drawn_papers(const Scene& scene) {
  std::size_t drawn = 0;
  for (const Mark& mark : scene.pages[0].marks) {
    if (!mark.key.starts_with("paper ")) continue;
    const std::string several = datum(mark, "papers");
    drawn += several.empty() ? 1 : std::stoul(several);
  }
  return drawn;
}

}  // namespace

TEST_CASE("the citation timeline is drawn as it was") {
  build::check_scene("citations", draw(build::small_literature()));
}

TEST_CASE("every paper has a mark that says its title, year, findings and counts") {
  const Scene scene = draw(build::small_literature());
  CHECK(says(scene, "14 papers, 16 references: 14 explicit, 1 in-text, 1 inferred"));
  const Mark* nguyen = mark_of(scene, "paper Nguyen 2017");
  REQUIRE(nguyen != nullptr);
  CHECK(nguyen->title.find("On the matter of Nguyen 2017, 2017") != std::string::npos);
  CHECK(nguyen->title.find("Short term: favourable, Long term: inconclusive") != std::string::npos);
  CHECK(nguyen->title.find("Cited by 4, cites 3") != std::string::npos);
  CHECK(datum(*nguyen, "findings") == "short: favourable; long: inconclusive");
  CHECK(datum(*nguyen, "cited-by") == "4");
  CHECK(datum(*nguyen, "year") == "2017");
  CHECK(has(*nguyen, Role::found_favourable));
  CHECK(has(*nguyen, Role::found_inconclusive));
  CHECK(has(*nguyen, Role::found_symbol));
  CHECK_FALSE(has(*nguyen, Role::found_unfavourable));
  CHECK(count_of(scene, "paper ") == 14);
}

TEST_CASE("arcs say who cites whom and how sure that is") {
  const Scene scene = draw(build::small_literature());
  const Mark* sure = mark_of(scene, "arc Cao 2011 Khot 2004");
  const Mark* in_text = mark_of(scene, "arc Khot 2004 doi:10.1000/carragee");
  const Mark* inferred = mark_of(scene, "arc Nguyen 2017 Modic 1988");
  REQUIRE((sure && in_text && inferred));
  CHECK(datum(*sure, "status") == "explicit");
  CHECK(datum(*in_text, "status") == "in-text");
  CHECK(datum(*inferred, "status") == "inferred");
  CHECK(has(*sure, Role::main_path));
  CHECK_FALSE(has(*inferred, Role::main_path));
  for (const Theme& theme : themes()) {
    CHECK(theme.look(Role::arc_in_text).dashed);
    CHECK(theme.look(Role::arc_inferred).dotted);
    CHECK_FALSE(theme.look(Role::arc).dashed);
  }
}

TEST_CASE("a retracted paper is struck and says so, unless it was reinstated later") {
  Literature l = build::small_literature();
  const Scene scene = draw(l);
  const Mark* fuji = mark_of(scene, "paper Fuji 2009");
  REQUIRE(fuji != nullptr);
  CHECK(has(*fuji, Role::retraction));
  CHECK(has(*fuji, Role::paper_flag));
  CHECK(scene.description.find("Retracted: Fuji 2009") != std::string::npos);
  for (Node& node : l.graph.nodes)
    if (node.key == "Fuji 2009")
      node.notices.push_back({.kind = "reinstatement", .date = {.year = 2014}});
  CHECK_FALSE(has(*mark_of(draw(l), "paper Fuji 2009"), Role::retraction));
}

TEST_CASE("years run from left to right, unknown ones stand apart, empty stretches are cut out") {
  const Scene scene = draw(build::small_literature());
  CHECK(x_of(scene, "pmid:12345") < x_of(scene, "Modic 1988"));
  CHECK(x_of(scene, "Clinical Pain Advisor") < x_of(scene, "Modic 1988"));
  CHECK(x_of(scene, "Modic 1988") < x_of(scene, "Khot 2004"));
  CHECK(x_of(scene, "Khot 2004") < x_of(scene, "Tavares 2021"));
  CHECK(says(scene, "year unknown"));
  CHECK(says(scene, "8 years"));
  CHECK(says(scene, "years without papers are left out"));
}

TEST_CASE(
    "up to 300 papers each have their own mark, more are put together and the figure says it") {
  const Literature most = build::large_literature(300, 4);
  const Scene all = draw(most);
  CHECK(count_of(all, "paper ") == 300);
  CHECK_FALSE(says(all, "put together"));
  CHECK(drawn_references(all) == references(most.graph));
  for (const std::uint32_t papers : {301U, 1000U, 5000U}) {
    const Literature l = build::large_literature(papers, 4);
    const Scene scene = draw(l);
    INFO(papers);
    CHECK(count_of(scene, "paper ") <= 300);
    CHECK(drawn_papers(scene) == papers);
    CHECK(drawn_references(scene) == references(l.graph));
    CHECK(says(scene, "More than 300 papers"));
  }
}

TEST_CASE("what stands in the graph and not in the picture is counted") {
  Literature l = build::small_literature();
  l.paper("trial", 0, NodeKind::study);
  l.paper("advice", 0, NodeKind::recommendation);
  CHECK(
      says(draw(l),
           "In the graph and not drawn: 1 trial or cohort, 1 recommendation, 1 retraction link."));
}

TEST_CASE("a registration that is cited is drawn, so that no reference is lost") {
  Literature l;
  const auto trial = l.paper("NCT00804531", 0, NodeKind::study);
  l.cites(l.paper("Nguyen 2017", 2017), trial);
  CHECK(drawn_references(draw(l)) == 1);
}

TEST_CASE(
    "pictures of nothing, one paper, one year, no years, cycles and self-citations are drawn") {
  const auto check = [](const Literature& l) {
    const Scene scene = draw(l);
    CHECK(drawn_papers(scene) == l.graph.nodes.size());
    CHECK(drawn_references(scene) == references(l.graph));
    CHECK(scene.size.width > 100);
    CHECK(scene.size.width < 3000);
    CHECK(scene.size.height < 3000);
    CHECK(to_text(scene).find("nan") == std::string::npos);
    CHECK(to_text(scene).find("n/a") == std::string::npos);
    CHECK(to_text(scene).find("inf ") == std::string::npos);
    for (const ImageFormat& format : image_formats())
      CHECK(format.paint(scene, *find_theme("greyscale")).size() > 100);
  };
  check({});
  Literature one;
  const auto a = one.paper("Nguyen 2017", 2017);
  check(one);
  one.cites(a, a);
  check(one);
  for (const int year : {0, 2017}) {
    Literature l;
    for (std::uint32_t i = 0; i < 250; ++i) l.paper(fmt::format("Paper {}", i), year);
    for (std::uint32_t i = 0; i < 250; ++i) l.cites(i, (i + 1) % 250);
    check(l);
  }
  Literature far;
  for (const int year : {1, 1066, 9999}) far.paper(fmt::format("Year {}", year), year);
  far.cites(2, 0);
  far.cites(0, 2);
  check(far);
}

TEST_CASE("a deep chain of papers and its main path are drawn") {
  Literature l;
  for (std::uint32_t i = 0; i < 2000; ++i) {
    l.paper(fmt::format("p{}", i), 2000 + static_cast<int>(i % 20));
    l.shown.main_path.push_back(i);
    if (i > 0) l.cites(i - 1, i);
  }
  const Scene scene = draw(l);
  CHECK(count_of(scene, "paper ") <= 300);
  CHECK(drawn_references(scene) == 1999);
  CHECK(scene.description.size() < 2000);
}

TEST_CASE("a path of one reference is no main path, and the figure says so") {
  Literature l;
  l.cites(l.paper("B 2001", 2001), l.paper("A 2000", 2000));
  CHECK_FALSE(says(draw(l), "No main path"));
  l.shown.main_path = {0, 1};
  const Scene scene = draw(l);
  CHECK(says(scene, "No main path"));
  for (const Mark& mark : scene.pages[0].marks) CHECK_FALSE(has(mark, Role::main_path));
}

TEST_CASE("a study of a review without horizons has one undivided mark") {
  Literature l;
  const auto node = l.study("Aronson 1948", 1948, {});
  l.shown.verdicts.push_back(
      {.study = "Aronson 1948", .horizon = {}, .verdict = Verdict::favourable, .analysis = "tb"});
  (void)node;
  const Scene scene = draw(l);
  const Mark* mark = mark_of(scene, "paper Aronson 1948");
  REQUIRE(mark != nullptr);
  CHECK(datum(*mark, "findings") == "favourable");
  CHECK(std::ranges::count_if(mark->shapes, [](const Shape& s) {
          const Rect* r = std::get_if<Rect>(&s);
          return r != nullptr && r->role == Role::found_favourable;
        }) == 1);
}

TEST_CASE("the legend explains what occurs and nothing else") {
  Literature l;
  l.cites(l.paper("B 2001", 2001), l.paper("A 2000", 2000));
  const std::string text = all_text(draw(l));
  CHECK(text.find("other paper") != std::string::npos);
  CHECK(text.find("cites, from a list of references") != std::string::npos);
  for (const char* absent : {"guideline", "retracted", "favourable", "main path", "inferred\n"})
    CHECK(text.find(absent) == std::string::npos);
  const std::string small = all_text(draw(build::small_literature()));
  for (const char* there : {"favourable", "unfavourable", "inconclusive", "said in words",
                            "no result", "review", "guideline", "notice", "retracted", "main path",
                            "Short term | Long term", "known only as cited"})
    CHECK(small.find(there) != std::string::npos);
}

TEST_CASE("the picture of citations is the same bytes each time, in every format") {
  for (const ImageFormat& format : image_formats()) {
    const std::string once = format.paint(draw(build::small_literature()), themes().front());
    CHECK(once == format.paint(draw(build::small_literature()), themes().front()));
    if (format.key != "svg") continue;
    CHECK(once.find("role=\"img\"") != std::string::npos);
    CHECK(once.find("<path d=\"M") != std::string::npos);
    CHECK(once.find("data-citing=\"Cao 2011\"") != std::string::npos);
    CHECK(once.find("stroke-opacity=") != std::string::npos);
  }
}

TEST_CASE("the order in which papers and references are read does not change the picture") {
  const Literature l = build::small_literature();
  Literature turned = l;
  std::ranges::reverse(turned.graph.nodes);
  std::ranges::reverse(turned.graph.edges);
  const auto last = static_cast<std::uint32_t>(l.graph.nodes.size() - 1);
  for (Edge& edge : turned.graph.edges) {
    edge.from = last - edge.from;
    edge.to = last - edge.to;
  }
  for (std::uint32_t& node : turned.shown.main_path) node = last - node;
  CHECK(to_text(draw(l)) == to_text(draw(turned)));
}

TEST_CASE("the JSON of the picture has every curve with its four points") {
  const auto json = nlohmann::json::parse(to_json(draw(build::small_literature())));
  std::size_t curves = 0;
  for (const auto& mark : json["pages"][0]["marks"])
    for (const auto& shape : mark["shapes"])
      if (shape["kind"] == "curve") {
        ++curves;
        CHECK(shape["points"].size() == 4);
      }
  CHECK(curves >= 16);
}
