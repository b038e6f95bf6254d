// SPDX-License-Identifier: MIT
#include "engine/citations/parts.h"

#include <map>

#include <fmt/format.h>

#include "engine/review/key.h"

namespace weald {

std::string named(const Node& node) {
  return node.date.known() ? fmt::format("{} ({})", node.key, node.date.year) : node.key;
}

std::string counted(std::size_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

std::string author_key(std::string_view author) {
  std::string_view family = author, given;
  if (const std::size_t comma = author.find(','); comma != std::string_view::npos) {
    family = author.substr(0, comma);
    given = author.substr(comma + 1);
  } else if (const std::size_t space = author.rfind(' '); space != std::string_view::npos) {
    // «van der Berg A-B.»: what ends the name in capitals alone are its initials.
    const std::string_view last = author.substr(space + 1);
    bool initials = !last.empty() && last.size() <= 6;
    for (const char c : last) initials = initials && !(c >= 'a' && c <= 'z');
    if (initials) {
      family = author.substr(0, space);
      given = last;
    }
  }
  // as_key leaves lower-case ASCII letters, digits and hyphens.
  std::string name = as_key(family);
  const std::string first = as_key(given);
  if (name.empty())  // other scripts have no such letters: their own are compared
    for (const char c : author)
      if (static_cast<unsigned char>(c) > 0x7F) name += c;
  if (name.empty()) return {};
  return first.empty() ? name : name + " " + first.front();
}

bool lies_in(const Result& result, const Horizon& horizon) {
  if (!result.horizon.value.empty()) return result.horizon.value == horizon.key;
  return result.time.given() && !result.time.baseline &&
         within(result.time, horizon) == Within::inside;
}

std::vector<std::pair<std::string_view, std::string>> paper_identifiers(const Node& node) {
  std::vector<std::pair<std::string_view, std::string>> found;
  if (!node.doi.empty()) found.emplace_back("DOI", node.doi);
  if (!node.pmid.empty()) found.emplace_back("PubMed number", node.pmid);
  if (!node.pmc.empty()) found.emplace_back("PubMed Central number", node.pmc);
  if (!node.openalex.empty()) found.emplace_back("OpenAlex number", node.openalex);
  return found;
}

Classes paper_versions(const CitationGraph& graph) {
  Classes classes(graph.nodes.size());
  for (const Edge& edge : graph.edges)
    if (edge.kind == EdgeKind::version_of) classes.join(edge.from, edge.to);
  std::map<std::pair<std::string_view, std::string>, std::uint32_t> first;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    if (!is_paper(graph.nodes[i].kind)) continue;
    for (auto& id : paper_identifiers(graph.nodes[i]))
      classes.join(first.try_emplace(std::move(id), i).first->second, i);
  }
  return classes;
}

}  // namespace weald
