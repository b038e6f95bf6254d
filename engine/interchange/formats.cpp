// SPDX-License-Identifier: MIT
#include "engine/interchange/formats.h"

#include "engine/interchange/bibtex.h"
#include "engine/interchange/crossref.h"
#include "engine/interchange/csl_json.h"
#include "engine/interchange/dot.h"
#include "engine/interchange/edges.h"
#include "engine/interchange/gexf.h"
#include "engine/interchange/graphml.h"
#include "engine/interchange/hayagriva.h"
#include "engine/interchange/nbib.h"
#include "engine/interchange/openalex.h"
#include "engine/interchange/retraction_watch.h"
#include "engine/interchange/ris.h"
#include "engine/interchange/text_tools.h"

namespace weald {

namespace {

// The first row that likes a text has it: services before CSL-JSON, whose names they share.
constexpr RecordFormat table[] = {
    {.key = "ris",
     .help = "RIS of databases and reference managers",
     .ending = "ris",
     .dialects = "Web of Science, Scopus, Ovid, ASP, EndNote, Zotero, RevMan, CiteSource",
     .looks_like = looks_like_ris,
     .read = read_ris,
     .write = write_ris},
    {.key = "nbib",
     .help = "NBIB, the MEDLINE format of PubMed",
     .ending = "nbib",
     .dialects = "PubMed with registrations, retractions and errata",
     .looks_like = looks_like_nbib,
     .read = read_nbib},
    {.key = "bibtex",
     .help = "BibTeX and BibLaTeX databases",
     .ending = "bib",
     .dialects = "names, accents, strings, cross-references",
     .looks_like = looks_like_bibtex,
     .read = read_bibtex,
     .write = write_bibtex},
    {.key = "openalex",
     .help = "works of OpenAlex, with references, counts and retractions",
     .ending = "json",
     .dialects = "an answer of the service, a list, one work, NDJSON",
     .looks_like = looks_like_openalex,
     .read = read_openalex},
    {.key = "crossref",
     .help = "works of Crossref, with references, notices and registrations",
     .ending = "json",
     .dialects = "one message, items of a message, a list, NDJSON",
     .looks_like = looks_like_crossref,
     .read = read_crossref},
    {.key = "csl-json",
     .help = "CSL-JSON of citation processors; nothing of a record is lost",
     .ending = "json",
     .dialects = "Zotero, Mendeley, pandoc; names not known are kept",
     .looks_like = looks_like_csl_json,
     .read = read_csl_json,
     .write = write_csl_json},
    {.key = "hayagriva",
     .help = "Hayagriva, the YAML bibliographies of Typst",
     .ending = "yml",
     .dialects = "nested parents, persons as texts or maps",
     .looks_like = looks_like_hayagriva,
     .read = read_hayagriva},
    {.key = "retraction-watch",
     .help = "the Retraction Watch data: original papers with their notices",
     .ending = "csv",
     .dialects = "the CSV that Crossref publishes",
     .looks_like = looks_like_retraction_watch,
     .read = read_retraction_watch},
    {.key = "graphml",
     .help = "GraphML for yEd, igraph, networkx, Cytoscape; nothing of a record is lost",
     .ending = "graphml",
     .dialects = "yEd, igraph, networkx",
     .looks_like = looks_like_graphml,
     .read = read_graphml,
     .write = write_graphml},
    {.key = "gexf",
     .help = "GEXF for Gephi, with years on the time axis; nothing of a record is lost",
     .ending = "gexf",
     .dialects = "1.1 to 1.3",
     .looks_like = looks_like_gexf,
     .read = read_gexf,
     .write = write_gexf},
    {.key = "dot",
     .help = "DOT for Graphviz; nothing of a record is lost",
     .ending = "dot",
     .dialects = "ids bare, quoted or HTML, chains, subgraphs flattened",
     .looks_like = looks_like_dot,
     .read = read_dot,
     .write = write_dot},
    {.key = "edges",
     .help = "a list of edges as CSV, nodes in rows of their own; nothing of a record is lost",
     .ending = "csv",
     .dialects = "citing,cited or source,target",
     .looks_like = looks_like_edges,
     .read = read_edges,
     .write = write_edges},
};

/// Endings beside the formats' own, and what one means that several share; `.csv` means nothing.
struct Ending {
  std::string_view ending, key;
};
constexpr Ending endings[] = {{"yaml", "hayagriva"},  {"gv", "dot"},         {"bibtex", "bibtex"},
                              {"ndjson", "csl-json"}, {"jsonl", "csl-json"}, {"json", "csl-json"}};

}  // namespace

std::span<const RecordFormat> record_formats() { return table; }

const RecordFormat* find_record_format(std::string_view key) {
  for (const RecordFormat& row : table) {
    if (row.key == key) return &row;
  }
  return nullptr;
}

const RecordFormat* detect_record_format(std::string_view name, std::string_view text) {
  for (const RecordFormat& row : table) {
    if (row.looks_like(text)) return &row;
  }
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return nullptr;
  const std::string ending = lower_case(name.substr(dot + 1));
  for (const Ending& row : endings) {
    if (row.ending == ending) return find_record_format(row.key);
  }
  for (const RecordFormat& row : table) {
    if (row.ending == ending && ending != "csv") return &row;
  }
  return nullptr;
}

}  // namespace weald
