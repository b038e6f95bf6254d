// SPDX-License-Identifier: MIT
#include "plots/figures/figures.h"

#include <array>

namespace weald {
namespace {

constexpr std::array table{
    Figure{
        .key = "forest",
        .help = "Estimates and intervals of studies with the pooled effect, horizons side by side",
        .flags = "layout,columns",
        .draw = draw_forest},
    Figure{.key = "citations",
           .help = "Papers by year with their references as arcs, and what included studies found",
           .needs = FigureNeeds::citations,
           .ends = FigureEnds::none,
           .flags = "with",
           .draw = draw_citations},
    Figure{.key = "leave-one-out",
           .help = "The pool without each study (or cluster) in turn",
           .needs = FigureNeeds::sensitivity,
           .kinds = "leave-one-out",
           .flags = "unit",
           .draw = draw_leave_one_out},
    Figure{.key = "cumulative",
           .help = "The pool as study after study is added, in the order of --by",
           .needs = FigureNeeds::sensitivity,
           .kinds = "cumulative",
           .flags = "by,descending",
           .draw = draw_cumulative},
    Figure{.key = "funnel",
           .help = "Studies by effect and precision, with contours of significance and what trim "
                   "and fill adds",
           .needs = FigureNeeds::bias,
           .kinds = "trim-fill,limit,tests",
           .flags = "y",
           .draw = draw_funnel},
    Figure{.key = "radial",
           .help = "Studies in units of their standard errors by precision; rays are effects",
           .ends = FigureEnds::other,
           .draw = draw_radial},
    Figure{.key = "labbe",
           .help = "L'Abbé's plot: risks in the treated by risks in the controls",
           .ends = FigureEnds::other,
           .draw = draw_labbe},
    Figure{
        .key = "horizons",
        .help = "The pooled effect over follow-up: short against long term, studies as thin lines",
        .draw = draw_horizons},
    Figure{.key = "bubble",
           .help = "Meta-regression: effects against a moderator, the fitted line with its bands",
           .needs = FigureNeeds::regression,
           .ends = FigureEnds::other,
           .flags = "x",
           .draw = draw_bubble},
    Figure{.key = "drapery",
           .help = "The p of every value of the effect, of each study and of the pooled effect",
           .draw = draw_drapery},
    Figure{.key = "qq",
           .help = "Normal quantile plot of the studies' deleted residuals, with an envelope",
           .needs = FigureNeeds::sensitivity,
           .kinds = "influence",
           .ends = FigureEnds::other,
           .draw = draw_qq},
    Figure{.key = "profile",
           .help = "The likelihood of τ² with every peak, the estimate in use and its intervals",
           .ends = FigureEnds::other,
           .draw = draw_profile},
    Figure{.key = "baujat",
           .help = "What each study adds to heterogeneity, against how far it pulls the result",
           .needs = FigureNeeds::sensitivity,
           .kinds = "baujat",
           .ends = FigureEnds::other,
           .draw = draw_baujat},
    Figure{.key = "influence",
           .help = "What leaving each study out does: eight diagnostics side by side",
           .needs = FigureNeeds::sensitivity,
           .kinds = "influence",
           .ends = FigureEnds::none,
           .draw = draw_influence},
    Figure{.key = "gosh",
           .help = "All subsets of the studies by effect and I², with and without one study",
           .needs = FigureNeeds::sensitivity,
           .kinds = "gosh",
           .flags = "mark",
           .draw = draw_gosh},
    Figure{.key = "multiverse",
           .help = "Every defensible analysis by the size of its effect, over the choices it is "
                   "made of",
           .needs = FigureNeeds::sensitivity,
           .kinds = "multiverse",
           .flags = "multiverse",
           .draw = draw_multiverse}};

}  // namespace

std::span<const Figure> figures() { return table; }

const Figure* find_figure(std::string_view key) {
  for (const Figure& figure : table)
    if (figure.key == key) return &figure;
  return nullptr;
}

}  // namespace weald
