// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/output/output.h"
#include "engine/text/number.h"
#include "engine/text/unicode.h"

namespace weald {
namespace {

/// Terminal columns of a text, as a signed number for arithmetic.
int columns(std::string_view text) { return static_cast<int>(display_width(text)); }

struct Glyphs {
  const char *line, *square, *diamond, *null, *left, *right, *prediction;
};
constexpr Glyphs unicode{"─", "■", "◆", "│", "◄", "►", "═"};
constexpr Glyphs ascii{"-", "#", "<", "|", "<", ">", "="};

/// The analysis scale mapped to the cells of a plot.
struct Ruler {
  double low = 0, high = 1;
  int cells = 0;
  int at(double y) const {
    const double t = (y - low) / (high - low);
    return static_cast<int>(std::lround(std::clamp(t, -1.0, 2.0) * (cells - 1)));
  }
};

/// Holds every estimate and pooled interval; wide intervals of single studies are clipped and get
/// an arrow.
Ruler ruler(const AnalysisReport& analysis, int cells) {
  double low = INFINITY, high = -INFINITY, widest_low = INFINITY, widest_high = -INFINITY;
  const auto hold = [&](double y) {
    low = std::min(low, y);
    high = std::max(high, y);
  };
  if (std::isfinite(analysis.measure->none)) hold(analysis.measure->none);
  for (const Pooling& pool : analysis.pools) {
    for (const StudyResult& study : pool.studies) {
      hold(study.y);
      widest_low = std::min(widest_low, study.ci.lower);
      widest_high = std::max(widest_high, study.ci.upper);
    }
    if (pool.pooled) {
      hold(pool.pooled->estimate.ci.lower);
      hold(pool.pooled->estimate.ci.upper);
    }
  }
  const double spread = high > low ? high - low : std::max(1e-12, std::fabs(high));
  return {.low = std::max(widest_low, low - spread),
          .high = std::min(widest_high, high + spread),
          .cells = cells};
}

using Cells = std::vector<std::string>;

void mark_null(Cells& cells, const Ruler& r, const AnalysisReport& analysis, const Glyphs& g) {
  if (!std::isfinite(analysis.measure->none)) return;
  const int at = r.at(analysis.measure->none);
  if (at >= 0 && at < r.cells) cells[static_cast<std::size_t>(at)] = g.null;
}

void mark_interval(Cells& cells, const Ruler& r, const Interval& ci, const char* glyph,
                   const Glyphs& g) {
  const int from = std::max(0, r.at(ci.lower)), to = std::min(r.cells - 1, r.at(ci.upper));
  for (int i = from; i <= to; ++i) cells[static_cast<std::size_t>(i)] = glyph;
  if (ci.lower < r.low) cells.front() = g.left;
  if (ci.upper > r.high) cells.back() = g.right;
}

std::string fit(const std::string& text, int width) {
  const int have = columns(text);
  if (have <= width) return text + std::string(static_cast<std::size_t>(width - have), ' ');
  std::string cut;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t next = i + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0) == 0x80) ++next;
    if (columns(cut + text.substr(i, next - i)) > width - 2) break;
    cut += text.substr(i, next - i);
    i = next;
  }
  cut += "..";
  return cut + std::string(static_cast<std::size_t>(std::max(0, width - columns(cut))), ' ');
}

std::string joined(const Cells& cells) { return fmt::format("{}", fmt::join(cells, "")); }

}  // namespace

std::string text_forest(const AnalysisReport& analysis, const OutputStyle& style) {
  if (analysis.overview || analysis.measure == nullptr) return {};
  const Glyphs& g = style.ascii ? ascii : unicode;
  const Measure& measure = *analysis.measure;
  int label_width = 12, text_width = 0;
  for (const Pooling& pool : analysis.pools) {
    for (const StudyResult& s : pool.studies) {
      label_width = std::max(label_width, columns(s.row.label));
      text_width = std::max(text_width, columns(show_effect(measure, s.shown.estimate) + " (" +
                                                show_interval(measure, s.shown.ci) + ")"));
    }
    for (const FindingRow& f : pool.findings) label_width = std::max(label_width, columns(f.label));
  }
  label_width = std::min(label_width, 30);
  const int plot = std::min(style.width - label_width - text_width - 12, 61);
  if (plot < 15) return {};
  const Ruler r = ruler(analysis, plot);
  if (!(r.high > r.low)) return {};
  const std::size_t cells_of = static_cast<std::size_t>(plot);

  std::string out;
  const auto line = [&](const std::string& label, const Cells& cells, const std::string& text,
                        const std::string& weight) {
    std::string row = fit(label, label_width) + "  " + joined(cells) + "  ";
    row +=
        std::string(static_cast<std::size_t>(std::max(0, text_width - columns(text))), ' ') + text;
    row += weight.empty() ? "" : fmt::format(" {:>7}", weight);
    row.erase(row.find_last_not_of(' ') + 1);
    out += row + '\n';
  };
  bool any = false;
  for (const Pooling& pool : analysis.pools) {
    if (pool.horizon || pool.subgroup)
      out += pool.horizon_label +
             (pool.subgroup ? (pool.horizon ? ", " : "") + pool.subgroup_label : "") + '\n';
    for (const StudyResult& s : pool.studies) {
      Cells cells(cells_of, " ");
      mark_null(cells, r, analysis, g);
      mark_interval(cells, r, s.ci, g.line, g);
      const int at = r.at(s.y);
      if (at >= 0 && at < plot) cells[static_cast<std::size_t>(at)] = g.square;
      line(s.row.label, cells,
           show_effect(measure, s.shown.estimate) + " (" + show_interval(measure, s.shown.ci) + ")",
           pool.pooled ? show_weight(s.weight) : "");
      any = true;
    }
    for (const FindingRow& f : pool.findings)
      out += fit(f.label, label_width) + "  (in words) " + f.text + '\n';
    if (pool.pooled && pool.studies.size() > 1) {
      Cells cells(cells_of, " ");
      mark_null(cells, r, analysis, g);
      if (pool.pooled->pi) mark_interval(cells, r, *pool.pooled->pi, g.prediction, g);
      mark_interval(cells, r, pool.pooled->estimate.ci, g.diamond, g);
      line("Pooled", cells,
           show_effect(measure, pool.pooled->shown.estimate) + " (" +
               show_interval(measure, pool.pooled->shown.ci) + ")",
           "");
    }
    if (pool.studies.empty() && pool.findings.empty())
      out += fit("", label_width) + "  no number\n";
  }
  if (!any) return {};
  return style.ascii ? to_ascii(out) : out;
}

}  // namespace weald
