// SPDX-License-Identifier: MIT
#include "engine/interchange/xml_tools.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/text/xml.h"

namespace weald {

std::string xml_text(std::string_view text) { return xml_escaped(clean_text(text)); }

bool parse_xml(std::string_view text, pugi::xml_document& document, Reading& reading) {
  const Lines lines(text);
  const auto refuse = [&](std::size_t offset, std::string reason) {
    reading.rejected.push_back({lines.at(offset), "", std::move(reason)});
    return false;
  };
  if (text.size() > max_record_file) return refuse(0, "the file is larger than 64 MiB");
  const std::string low = lower_case(text);
  if (const std::size_t at = low.find("<!doctype"); at != std::string::npos)
    return refuse(at, "files with a document type (<!DOCTYPE …>) are not read; delete it");
  constexpr unsigned flags = (pugi::parse_default | pugi::parse_ws_pcdata_single);
  const pugi::xml_parse_result result =
      document.load_buffer(text.data(), text.size(), flags, pugi::encoding_utf8);
  if (result) return true;
  const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0));
  refuse(offset, fmt::format("the XML is broken here ({}); what stands before is read, what comes "
                             "after is not",
                             result.description()));
  return static_cast<bool>(document.first_child());
}

bool Closed::operator()(pugi::xml_node node) {
  const auto begin = static_cast<std::size_t>(std::max<std::ptrdiff_t>(node.offset_debug(), 0));
  const std::size_t stop = text_.find('>', begin);
  if (stop == std::string_view::npos) return false;
  const auto [last, fresh] = last_.try_emplace(node.name(), 0);
  if (fresh) {
    const std::size_t at = text_.rfind("</" + last->first);
    last->second = at == std::string_view::npos ? 0 : at;
  }
  return text_[stop - 1] == '/' || last->second > begin;
}

std::string_view local_name(pugi::xml_node node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node next_in(pugi::xml_node root, pugi::xml_node node) {
  if (node.first_child()) return node.first_child();
  while (node && node != root) {
    if (node.next_sibling()) return node.next_sibling();
    node = node.parent();
  }
  return {};
}

std::string text_under(pugi::xml_node node) {
  std::string text;
  for (pugi::xml_node at = next_in(node, node); at; at = next_in(node, at)) {
    if (at.type() == pugi::node_pcdata || at.type() == pugi::node_cdata) text += at.value();
  }
  return clean_text(text);
}

std::string xml_attribute(pugi::xml_node node, const char* name) {
  return clean_text(node.attribute(name).value());
}

bool first_element_is(std::string_view text, std::string_view name) {
  std::size_t at = 0;
  while ((at = text.find('<', at)) != std::string_view::npos) {
    const std::string_view rest = text.substr(at + 1);
    if (rest.starts_with("!--")) {
      at = text.find("-->", at);
      if (at == std::string_view::npos) return false;
    } else if (rest.starts_with('?') || rest.starts_with('!')) {
      ++at;
    } else {
      const std::string_view tag = rest.substr(0, rest.find_first_of(" \t\r\n/>"));
      const std::size_t colon = tag.find(':');
      return (colon == std::string_view::npos ? tag : tag.substr(colon + 1)) == name;
    }
  }
  return false;
}

}  // namespace weald
