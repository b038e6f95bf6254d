// SPDX-License-Identifier: MIT
// The parts of the citation timeline. First the content (a Timeline: items and arcs in words, no
// geometry), then its places (a Plan), then the shapes. Internal to plots/figures/.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "plots/figure.h"
#include "plots/typeset.h"

namespace weald::timeline {

using Data = std::vector<std::pair<std::string, Datum>>;

/// More papers than this are put together, the least told of first.
inline constexpr std::size_t most_marks = 300;

/// From the top. A row of lanes() each.
enum class Lane { reviews, included, others, cited_only };
struct LaneRow {
  Lane lane;
  std::string_view label, one, many;
};
std::span<const LaneRow> lanes();

/// What a paper's mark looks like: a row of shapes() each, which the legend lists too.
enum class Form { included, report, review, guideline, notice, cited_only, pile };

/// One mark: a paper, or several of one lane and one stretch of years.
struct Item {
  Lane lane = Lane::others;
  Form form = Form::report;
  std::optional<int> year{};           ///< the first of a pile
  std::vector<std::uint32_t> nodes{};  ///< more than one: a pile
  std::string key{}, label{}, flag{}, title{};
  std::vector<Verdict> findings{};  ///< of an included study, a cell each
  bool retracted = false, on_path = false;
  std::size_t cited_by = 0, cites = 0, among = 0;  ///< among: references inside a pile
  Data data{};
};

/// All references from one item to another (or to itself: a paper that cites itself).
struct Arc {
  std::uint32_t citing = 0, cited = 0;     ///< items
  std::array<std::size_t, 3> by_status{};  ///< explicit, in-text, inferred
  bool on_path = false;
  std::size_t count() const { return by_status[0] + by_status[1] + by_status[2]; }
  EdgeStatus status() const;  ///< the surest
};

/// All that the figure says.
struct Timeline {
  std::string title{}, counts{}, description{};
  std::vector<Item> items{};  ///< by lane, then year (unknown first), then most cited, then key
  std::vector<Arc> arcs{};    ///< by citing, then cited
  std::vector<std::string> cells{};  ///< labels of the cells of an included study's mark
  std::vector<std::string> notes{};
};
/// «30 explicit, 4 in-text», without those that do not occur.
std::string status_counts(const std::array<std::size_t, 3>& by_status);
Timeline timeline_of(const CitationPicture& picture);

/// How one finding is shown: never by colour alone.
struct VerdictLook {
  Verdict verdict;
  std::string_view words;
  Role fill;
  std::string_view symbol;  ///< plus | minus | dot | slash | lines | empty
  Role stroke;              ///< of the symbol
};
const VerdictLook& look_of(Verdict verdict);
std::span<const VerdictLook> verdict_looks();

/// A year as a band of the axis, or a stretch of years without papers.
struct Band {
  int from = 0, to = 0;
  bool gap = false;
  double left = 0, right = 0;
  double middle() const { return (left + right) / 2; }
};
struct YearAxis {
  std::vector<Band> bands{};
  std::optional<std::pair<double, double>> unknown{};
  double left = 0, right = 0;
  bool uneven = false;  ///< years with many papers are drawn wider
};

/// An item with its place.
struct Slot {
  double x = 0, y = 0;  ///< centre of the mark
  double half_width = 4, half_height = 4;
  std::string label{};  ///< shortened to its room
  Role role = Role::paper_text;
  double label_x = 0, label_width = 0, flag_x = 0, flag_width = 0;
  double left = 0, right = 0;  ///< all it covers
};
struct PlacedLane {
  Lane lane = Lane::others;
  double top = 0, bottom = 0;
  TextBlock label{}, count{};
};

/// A curve from the citing to the cited, with the tip of its arrow.
struct Route {
  Curve curve{};
  Point towards{};  ///< direction of the arrow, length 1
};

/// The timeline, measured.
struct Plan {
  Size size{};
  double margin = 20, gutter = 0, top = 0, bottom = 0;  ///< of the lanes
  double axis_height = 0;
  bool axis_above = false;
  TextBlock title{}, counts{};
  std::vector<PlacedLane> lanes{};
  YearAxis axis{};
  std::vector<Slot> slots{};    ///< of items
  std::vector<Route> routes{};  ///< of arcs
  std::vector<TextBlock> notes{};
};

YearAxis year_axis(const Timeline& timeline, const std::vector<Slot>& slots, double left,
                   double width, const TextMeasure& measure);
Plan plan_of(const Timeline& timeline, const TextMeasure& measure);
std::vector<Route> routes_of(const Timeline& timeline, const Plan& plan,
                             const TextMeasure& measure);

/// Shapes of one part.
Mark paint_axis(const Plan& plan, double y, bool above, const TextMeasure& measure);
double axis_height(const TextMeasure& measure);
std::vector<Shape> paint_form(Form form, const std::vector<Verdict>& findings, bool retracted,
                              Point centre);
Size form_size(Form form, std::size_t cells);
void paint_arrow(std::vector<Shape>& shapes, const Route& route, Role role, double size);
struct Legend {
  Mark mark{};
  double height = 0;
};
Legend paint_legend(const Timeline& timeline, double left, double top, double width,
                    const TextMeasure& measure);
Scene scene_of(const Timeline& timeline, const Plan& plan, const TextMeasure& measure);

}  // namespace weald::timeline
