// SPDX-License-Identifier: MIT
// Figures: one row each; from a Report or a citation graph to a Scene. To add a figure: one file in
// figures/ and one row.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/analysis/report.h"
#include "engine/analysis/verdicts.h"
#include "engine/citations/graph.h"
#include "plots/scene.h"
#include "plots/theme.h"

namespace weald {

struct PlotStyle {
  const Theme* theme = nullptr;
  std::string
      layout{};  ///< forest: horizons | single | subgroups | revman; empty: what fits the analysis
  std::vector<std::string> columns{};   ///< empty: what fits; names as in review.yaml `columns:`
  std::optional<double> low{}, high{};  ///< ends of the axis, read scale
  double page_height =
      842;  ///< points; a taller figure is broken into pages for PDF when `paginate`
  bool paginate = false;
  bool weights = true, prediction = true, favours = true;
};

/// What a figure of the citation graph shows. Everything is computed elsewhere.
struct CitationPicture {
  const CitationGraph* graph = nullptr;
  std::string title{};                                          ///< of the review; may be empty
  std::vector<std::pair<std::string, std::string>> horizons{};  ///< key and label, in time's order
  std::vector<StudyVerdict> verdicts{};
  std::vector<std::uint32_t> main_path{};  ///< nodes, from citing to cited
};

struct Figure {
  std::string_view key, help;
  /// Of one analysis; null: the figure takes the review's citations.
  Scene (*draw)(const AnalysisReport&, const PlotStyle&, const TextMeasure&) = nullptr;
  Scene (*draw_citations)(const CitationPicture&, const PlotStyle&, const TextMeasure&) = nullptr;
};
std::span<const Figure> figures();
const Figure* find_figure(std::string_view key);

}  // namespace weald
