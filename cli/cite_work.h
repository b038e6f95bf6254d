// SPDX-License-Identifier: MIT
// What commands on the citation graph share: files of references beside the review, and the graph
// of both.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/work.h"
#include "engine/citations/graph.h"
#include "engine/interchange/formats.h"

namespace weald {

/// A file of references, read.
struct ReferenceFile {
  const RecordFormat* format = nullptr;
  Reading reading{};
};

/// Reads a file in any record format, in any encoding that to_utf8() knows, and says on standard
/// error what of it was not read, with the lines. Nothing where the file cannot be read or is of no
/// known format (it has been said why; the exit code is `file`).
std::optional<ReferenceFile> read_reference_file(const Call& call, const std::string& path);

/// A review, its graph with the records of all `--with` files, and its report where asked for.
struct CiteWork {
  Work work{};
  CitationGraph graph{};
  std::optional<int>
      stop{};  ///< an exit code where there is nothing to show (it has been said why)

  const Review& review() const { return *work.loaded.review(); }
};

/// Reads SOURCE (the word, or the nearest review where there is none) and builds its graph; with
/// `analysed` its analyses are run too. A table is refused.
CiteWork read_graph(const Call& call, const std::vector<std::string>& words, bool analysed);

/// The graph of SOURCE in the format of `--as`, to standard output or the file of -o: what `weald
/// cite export` and `weald export --as ris` do. Gives the exit code.
int export_references(const Call& call, const std::vector<std::string>& words);

/// Keys of the formats that records can be written in.
std::vector<std::string_view> written_formats();

/// The values of a repeatable flag.
std::vector<std::string> all_values(const Call& call, std::string_view flag);

inline constexpr Flag with_flag{.key = "with",
                                .value = "FILE",
                                .help =
                                    "references beside the review, in any format that `weald "
                                    "import` reads: they join the graph, the review stays as "
                                    "it is; may be given several times",
                                .repeatable = true};

}  // namespace weald
