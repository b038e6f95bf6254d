// SPDX-License-Identifier: MIT
// Figures: one row each; from a Report or a citation graph to a Scene. To add a figure: one file in
// figures/ and one row.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/analysis/regression.h"
#include "engine/analysis/report.h"
#include "engine/analysis/sensitivity.h"
#include "engine/analysis/small_study.h"
#include "engine/analysis/verdicts.h"
#include "engine/citations/graph.h"
#include "plots/scene.h"
#include "plots/theme.h"

namespace weald {

struct PlotStyle {
  const Theme* theme = nullptr;
  std::string layout{};  ///< forest: horizons | single | subgroups | revman | bmj | jama;
                         ///< empty: what fits the analysis
  std::vector<std::string> columns{};   ///< empty: what fits; names as in review.yaml `columns:`
  std::optional<double> low{}, high{};  ///< ends of the axis, read scale
  double page_height =
      842;  ///< points; a taller figure is broken into pages for PDF when `paginate`
  bool paginate = false;
  bool weights = true, prediction = true, favours = true;
  std::string vertical{};  ///< funnel: se | precision | n; empty: se
  std::string mark{};      ///< gosh: key of the study whose subsets are marked; empty: the one that
                           ///< moves the result most
  std::string field{};  ///< bubble: the moderator on the x axis; empty: the first that is a number
};

/// What a figure of the citation graph shows. Everything is computed elsewhere.
struct CitationPicture {
  const CitationGraph* graph = nullptr;
  std::string title{};                                          ///< of the review; may be empty
  std::vector<std::pair<std::string, std::string>> horizons{};  ///< key and label, in time's order
  std::vector<StudyVerdict> verdicts{};
  std::vector<std::uint32_t> main_path{};  ///< nodes, from citing to cited
};

/// All that a figure may be drawn from, computed elsewhere. A row of figures() says what its figure
/// needs; the rest is empty.
struct FigureSource {
  const AnalysisReport* analysis = nullptr;
  std::vector<const PoolSensitivity*> sensitivity{};  ///< of the pools of the analysis
  std::vector<const PoolBias*> bias{};
  std::vector<const Regression*> regressions{};
  const CitationPicture* citations = nullptr;
};

enum class FigureNeeds { analysis, sensitivity, bias, regression, citations };

/// What the ends of PlotStyle (--xlim) are ends of.
enum class FigureEnds { effect, other, none };

struct Figure {
  std::string_view key, help;
  FigureNeeds needs = FigureNeeds::analysis;
  std::string_view
      kinds{};  ///< sensitivity, bias: keys of the kinds that are computed, with commas
  FigureEnds ends = FigureEnds::effect;  ///< of the effects, of another axis, or of none in common
  std::string_view flags{};  ///< of `weald plot`, with commas: those that not every figure knows
  Scene (*draw)(const FigureSource&, const PlotStyle&, const TextMeasure&) = nullptr;
};
std::span<const Figure> figures();
const Figure* find_figure(std::string_view key);

}  // namespace weald
