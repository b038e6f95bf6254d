// SPDX-License-Identifier: MIT
// weald plot: figures as PDF, SVG, PNG, or JSON of exactly what is drawn.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "cli/cite_work.h"
#include "cli/commands/commands.h"
#include "cli/figure_data.h"
#include "cli/files.h"
#include "cli/layouts.h"
#include "cli/sensitivity_flags.h"
#include "cli/terminal.h"
#include "cli/work.h"
#include "engine/citations/rank.h"
#include "engine/text/number.h"
#include "engine/text/suggest.h"
#include "plots/backends/backends.h"
#include "plots/figure.h"
#include "plots/figures/forest_columns.h"
#include "plots/theme.h"

namespace weald {
namespace {

namespace fs = std::filesystem;

std::vector<std::string_view> figure_names() {
  std::vector<std::string_view> keys;
  for (const Figure& figure : figures()) keys.push_back(figure.key);
  return keys;
}

std::vector<std::string_view> format_names() {
  std::vector<std::string_view> keys;
  for (const ImageFormat& format : image_formats()) keys.push_back(format.key);
  return keys;
}

std::vector<std::string_view> theme_names() {
  std::vector<std::string_view> keys;
  for (const Theme& theme : themes()) keys.push_back(theme.key);
  return keys;
}

std::vector<std::string_view> layout_names() {
  std::vector<std::string_view> keys;
  for (const LayoutName& layout : layouts()) keys.push_back(layout.key);
  return keys;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    std::string_view part = text.substr(0, comma);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) parts.emplace_back(part);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return parts;
}

/// The figure that the first word names; nothing where it names none (it has been said).
const Figure* chosen_figure(const Call& call) {
  const std::vector<std::string_view> names = figure_names();
  if (call.words.empty()) {
    say_usage(*call.streams, "which figure?",
              fmt::format("for example `weald plot {} SOURCE -o figure.pdf`", names.front()));
    return nullptr;
  }
  const Figure* figure = find_figure(call.words.front());
  if (figure == nullptr) {
    const auto near = nearest(call.words.front(), names);
    say_usage(*call.streams, fmt::format("there is no figure `{}`", call.words.front()),
              near ? fmt::format("did you mean `weald plot {}`?", *near)
                   : fmt::format("the figures are: {}; the figure comes before SOURCE",
                                 fmt::join(names, ", ")));
  }
  return figure;
}

/// The style of the flags; nothing where one is no good (it has been said).
std::optional<PlotStyle> style_of(const Call& call) {
  PlotStyle style{.theme = call.has("theme") ? find_theme(call.value("theme")) : &themes().front(),
                  .layout = call.value("layout"),
                  .columns = split(call.value("columns")),
                  .vertical = call.value("y"),
                  .mark = call.value("mark"),
                  .field = call.value("x")};
  if (call.has("xlim")) {
    const std::vector<std::string> ends = split(call.value("xlim"));
    if (ends.size() == 2) {
      style.low = read_number(ends[0]).value;
      style.high = read_number(ends[1]).value;
    }
    if (!style.low || !style.high || *style.low >= *style.high) {
      say_usage(*call.streams, fmt::format("`--xlim` cannot be `{}`", call.value("xlim")),
                "the lower and the upper end of the axis, as people read them: --xlim 0.1,10");
      return std::nullopt;
    }
  }
  return style;
}

/// The format that --format or the file's ending names; PDF where neither does.
const ImageFormat* format_of(const Call& call) {
  if (call.has("format")) return find_image_format(call.value("format"));
  const std::string target = call.value("output");
  std::string ending = fs::path(target).extension().string();
  if (ending.empty() || target.ends_with('/')) return find_image_format("pdf");
  ending.erase(0, 1);
  const ImageFormat* format = find_image_format(ending);
  if (format == nullptr) {
    const std::vector<std::string_view> names = format_names();
    const auto near = nearest(ending, names);
    say_usage(*call.streams, fmt::format("no figure is written as `.{}`", ending),
              near ? fmt::format("did you mean `.{}`?", *near)
                   : fmt::format("the formats are: {}", fmt::join(names, ", ")));
  }
  return format;
}

bool has_something(const AnalysisReport& analysis) {
  if (!analysis.published.empty()) return true;
  for (const Pooling& pool : analysis.pools) {
    if (!pool.studies.empty() || !pool.findings.empty() || !pool.excluded.empty()) return true;
  }
  return false;
}

/// Whether the axis of an analysis is that of a ratio.
bool is_ratio(const AnalysisReport& analysis) {
  const auto ratio = [](const auto& one) { return one.measure != nullptr && one.measure->ratio; };
  return ratio(analysis) || std::ranges::any_of(analysis.pools, ratio) ||
         std::ranges::any_of(analysis.published, ratio);
}

/// Whether --columns names nothing but built-in columns and fields that some study has, each once
/// (otherwise it has been said).
bool columns_are_known(const Call& call, const std::vector<std::string>& columns,
                       const std::vector<const AnalysisReport*>& drawn) {
  std::vector<std::string_view> names = forest::column_names();
  for (const AnalysisReport* analysis : drawn)
    for (const Pooling& pool : analysis->pools)
      for (const StudyResult& study : pool.studies)
        for (const auto& [field, value] : study.row.fields)
          if (std::ranges::find(names, field) == names.end()) names.emplace_back(field);
  for (auto column = columns.begin(); column != columns.end(); ++column) {
    if (std::find(columns.begin(), column, *column) != column) {
      say_usage(*call.streams, fmt::format("`--columns` names `{}` twice", *column),
                "name each column once");
      return false;
    }
    if (std::ranges::find(names, *column) != names.end()) continue;
    const auto near = nearest(*column, names);
    say_usage(*call.streams, fmt::format("there is no column `{}`", *column),
              near ? fmt::format("did you mean `{}`?", *near)
                   : fmt::format("the columns are: {}", fmt::join(names, ", ")));
    return false;
  }
  return true;
}

/// Whether --x names a moderator of the formula (otherwise it has been said).
bool moderator_is_known(const Call& call, const FigureData& data) {
  if (!call.has("x")) return true;
  std::vector<std::string> known;
  for (const Regression& regression : data.regressions.entries)
    for (const std::string& field : fields_of(regression.plan.formula))
      if (std::ranges::find(known, field) == known.end()) known.push_back(field);
  // Without studies there is no model, and the figure says so.
  if (known.empty() || std::ranges::find(known, call.value("x")) != known.end()) return true;
  const std::vector<std::string_view> names(known.begin(), known.end());
  const auto near = nearest(call.value("x"), names);
  say_usage(*call.streams, fmt::format("`{}` is no moderator of the formula", call.value("x")),
            near ? fmt::format("did you mean `{}`?", *near)
                 : fmt::format("its moderators are: {}", fmt::join(names, ", ")));
  return false;
}

/// Whether --mark names a study that is drawn (otherwise it has been said).
bool mark_is_known(const Call& call, const std::vector<const AnalysisReport*>& drawn) {
  if (!call.has("mark")) return true;
  const std::string mark = call.value("mark");
  std::vector<std::string_view> names;
  for (const AnalysisReport* analysis : drawn)
    for (const Pooling& pool : analysis->pools)
      for (const StudyResult& study : pool.studies)
        if (std::ranges::find(names, study.row.study) == names.end())
          names.emplace_back(study.row.study);
  if (std::ranges::find(names, mark) != names.end()) return true;
  const auto near = nearest(mark, names);
  say_usage(*call.streams, fmt::format("no study `{}` is drawn", mark),
            near ? fmt::format("did you mean `{}`?", *near)
                 : fmt::format("the studies are: {}", fmt::join(names, ", ")));
  return false;
}

/// Whether --xlim can be heeded (otherwise it has been said).
bool ends_fit(const Call& call, const Figure& figure, const PlotStyle& style,
              const std::vector<const AnalysisReport*>& drawn) {
  if (!call.has("xlim")) return true;
  const auto ratio = std::ranges::find_if(
      drawn, [](const AnalysisReport* analysis) { return is_ratio(*analysis); });
  if (figure.ends == FigureEnds::other || *style.low > 0 || ratio == drawn.end()) return true;
  say_usage(*call.streams,
            fmt::format("`--xlim` cannot be `{}`: {} is drawn as a ratio, which is above 0",
                        call.value("xlim"), (*ratio)->key),
            "the ends of the axis, as people read them: --xlim 0.1,10");
  return false;
}

bool is_folder(const std::string& target) {
  std::error_code error;
  return target.ends_with('/') || fs::is_directory(target, error);
}

/// Where the figure of an analysis goes: `-o FILE`, `-o FOLDER/<analysis>.<ending>`, or
/// `<analysis>-<figure>.<ending>` here.
fs::path target_of(const Call& call, const Figure& figure, const ImageFormat& format,
                   const AnalysisReport& analysis) {
  const std::string target = call.value("output");
  if (target.empty()) return fmt::format("{}-{}.{}", analysis.key, figure.key, format.key);
  if (is_folder(target)) return fs::path(target) / fmt::format("{}.{}", analysis.key, format.key);
  return target;
}

/// Writes one figure and says where.
int write_figure(const Call& call, const Loaded& loaded, const std::string& bytes,
                 const fs::path& target, std::string_view what) {
  if (call.value("output") == "-") return deliver(call, bytes);
  if (overwrites_source(call, loaded, target)) return exit_code::usage;
  if (const auto problem = write_file(target, bytes)) {
    say_file(*call.streams, *problem,
             "name a file in a folder that exists and that you may write to");
    return exit_code::file;
  }
  say(call, fmt::format("{}: {}", what, target.string()));
  return exit_code::done;
}

int draw(const Call& call, const Figure& figure, const ImageFormat& format, const PlotStyle& style,
         const AnalysisReport& analysis, const FigureData& data) {
  const std::string bytes = format.paint(
      figure.draw(data.source(analysis), style, pango_measure(*style.theme)), *style.theme);
  return write_figure(call, data.work.loaded, bytes, target_of(call, figure, format, analysis),
                      analysis.key);
}

/// A figure of the review's citation graph, with what included studies found.
int plot_citations(const Call& call, const Figure& figure, const ImageFormat& format,
                   const PlotStyle& style) {
  const CiteWork cite = read_graph(call, {call.words.begin() + 1, call.words.end()}, true);
  if (cite.stop) return *cite.stop;
  const Review& review = cite.review();
  if (cite.graph.nodes.empty()) {
    say_file(*call.streams, "there is nothing to draw, and no file was written",
             "the review has neither studies nor references");
    return exit_code::data_errors;
  }
  CitationPicture picture{.graph = &cite.graph,
                          .title = review.title,
                          .verdicts = verdicts(cite.work.report, review),
                          .main_path = main_path(cite.graph.cites).path};
  for (const Horizon& horizon : review.horizons)
    picture.horizons.emplace_back(horizon.key, horizon.label);
  const std::string bytes = format.paint(
      figure.draw({.citations = &picture}, style, pango_measure(*style.theme)), *style.theme);
  const std::string target = call.value("output");
  if (target.ends_with('/')) {
    if (const auto problem = make_folder(target)) {
      say_file(*call.streams, *problem, "");
      return exit_code::file;
    }
  }
  const std::string name = fmt::format("{}.{}", figure.key, format.key);
  if (const int code = write_figure(call, cite.work.loaded, bytes,
                                    target.empty()      ? fs::path{name}
                                    : is_folder(target) ? fs::path(target) / name
                                                        : fs::path{target},
                                    figure.key);
      code != exit_code::done)
    return code;
  return closing_code(call, cite.work);
}

constexpr Flag output_here{.key = "output",
                           .letter = 'o',
                           .value = "FILE|FOLDER/",
                           .help =
                               "the file, whose ending is the format; or a folder (with a slash at "
                               "its end), one file an analysis; left out: "
                               "ANALYSIS-FIGURE.pdf in the current folder; - is standard output"};

constexpr Flag flags[] = {
    output_here,
    {.key = "format",
     .value = "NAME",
     .help = "instead of the file's ending",
     .choices = format_names},
    {.key = "theme", .value = "NAME", .help = "colours and fonts", .choices = theme_names},
    {.key = "layout",
     .value = "NAME",
     .help = "how a forest plot is laid out; left out: what fits the analysis",
     .choices = layout_names},
    {.key = "columns",
     .value = "A,B,...",
     .help = "the columns beside the plot, in that order, as `columns:` in review.yaml"},
    {.key = "y",
     .value = "NAME",
     .help = "funnel: what goes up (se)",
     .choices =
         [] {
           return std::vector<std::string_view>{"se", "precision", "n"};
         }},
    {.key = "mark", .value = "STUDY", .help = "gosh: the study whose subsets are marked"},
    {.key = "x", .value = "FIELD", .help = "bubble: the moderator along the x axis"},
    unit_flag,
    by_flag,
    descending_flag,
    multiverse_flag,
    {.key = "xlim", .value = "LOW,HIGH", .help = "ends of the axis; what leaves it gets an arrow"},
    with_flag,
    strict_flag,
    seed_flag,
};

bool understands(const Figure& figure, std::string_view flag) {
  if (flag == "xlim") return figure.ends != FigureEnds::none;
  const std::vector<std::string> known = split(figure.flags);
  return std::ranges::find(known, flag) != known.end();
}

/// Whether the figure understands each flag given that only some figures know (otherwise it has
/// been said).
bool flags_fit(const Call& call, const Figure& figure) {
  for (const Flag& flag : flags) {
    if (!call.has(flag.key) || understands(figure, flag.key)) continue;
    std::vector<std::string_view> others;
    for (const Figure& other : figures())
      if (understands(other, flag.key)) others.push_back(other.key);
    if (others.empty()) continue;
    say_usage(*call.streams,
              fmt::format("`--{}` says nothing to `weald plot {}`", flag.key, figure.key),
              fmt::format("leave it out; it is for: {}", fmt::join(others, ", ")));
    return false;
  }
  return true;
}

int run_plot(const Call& call) {
  const Figure* figure = chosen_figure(call);
  const ImageFormat* format = figure != nullptr ? format_of(call) : nullptr;
  auto style = format != nullptr && flags_fit(call, *figure) ? style_of(call) : std::nullopt;
  if (!style) return exit_code::usage;
  style->paginate = format->pages;
  if (figure->needs == FigureNeeds::citations)
    return plot_citations(call, *figure, *format, *style);
  FigureData data;
  compute(call, *figure, {call.words.begin() + 1, call.words.end()}, data);
  if (data.stop) return *data.stop;
  const Work& work = data.work;

  std::vector<const AnalysisReport*> drawn;
  for (const AnalysisReport& analysis : work.report.analyses) {
    if (has_something(analysis)) {
      drawn.push_back(&analysis);
    } else {
      say(call, fmt::format("{}: nothing to draw: no study has a result for it", analysis.key));
    }
  }
  if (drawn.empty()) {
    say_file(*call.streams, "there is nothing to draw, and no file was written",
             "`weald pool` says what each analysis lacks");
    return exit_code::data_errors;
  }
  if (!columns_are_known(call, style->columns, drawn) || !moderator_is_known(call, data) ||
      !mark_is_known(call, drawn) || !ends_fit(call, *figure, *style, drawn))
    return exit_code::usage;
  const std::string target = call.value("output");
  if (drawn.size() > 1 && !target.empty() && !is_folder(target)) {
    std::vector<std::string_view> keys;
    for (const AnalysisReport* analysis : drawn) keys.push_back(analysis->key);
    say_usage(
        *call.streams, fmt::format("{} figures do not go into one file", drawn.size()),
        fmt::format("name one analysis of {}, or a folder: -o figures/", fmt::join(keys, ", ")));
    return exit_code::usage;
  }
  if (target.ends_with('/')) {
    if (const auto problem = make_folder(target)) {
      say_file(*call.streams, *problem, "");
      return exit_code::file;
    }
  }
  for (const AnalysisReport* analysis : drawn) {
    if (const int code = draw(call, *figure, *format, *style, *analysis, data);
        code != exit_code::done)
      return code;
  }
  return closing_code(call, work);
}

constexpr Example examples[] = {
    {"weald plot forest studies/deep-brain-stimulation -o stimulation.pdf",
     "four horizons side by side on one scale"},
    {"weald plot forest studies/intradiscal-steroid -o figures/ --format svg",
     "every analysis of the review into a folder"},
    {"weald plot forest studies/bcg-vaccine tuberculosis -o bcg.png --layout revman --theme "
     "greyscale",
     "as in a Cochrane review, for print"},
    {"weald plot citations studies/intradiscal-steroid -o citations.svg",
     "the review's papers by year, who cites whom, what the included studies found"},
};

}  // namespace

const Command plot_command{
    .key = "plot",
    .arguments = "FIGURE [SOURCE] [ANALYSIS...]",
    .help = "a figure: forest plots and citation timelines as PDF, SVG, PNG",
    .about =
        "Draws FIGURE (`weald list figures`) for each analysis of SOURCE (a review's folder, or a "
        ".csv or .tsv table), from the very "
        "numbers that `weald pool` prints. Long PDF figures are broken into pages; `--format json` "
        "gives exactly what is drawn. `weald plot citations` draws the whole review instead: its "
        "papers by year and the references between them.",
    .analyses = true,
    .flags = flags,
    .examples = examples,
    .words = figure_names,
    .run = run_plot,
};

}  // namespace weald
