// SPDX-License-Identifier: MIT
// XML for the formats of graphs: escaping, and reading through pugixml with what must not be in a
// file refused. Only for the .cpp files of this folder: it shows the library.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "engine/interchange/formats.h"
#include "engine/interchange/text_tools.h"

namespace weald {

/// `text` as content or as a value in quotation marks: `&`, `<`, `>`, quotes, tabs and line breaks
/// as references, so that parsers give it back as it was; characters that XML does not have are
/// replaced as clean_text() does.
std::string xml_text(std::string_view text);

/// Parses a file. A document type is refused (entities could blow it up or read other files), and
/// so are files above 64 MiB. Of a file that breaks off the tree holds what stands before; the
/// fault is added to `rejected` with its line. False where nothing is left to read. Places in the
/// tree are offsets in `text`.
bool parse_xml(std::string_view text, pugi::xml_document& document, Reading& reading);

/// Whether elements were closed in a text that is broken, of which the tree holds but a beginning.
class Closed {
 public:
  explicit Closed(std::string_view text) : text_(text) {}
  bool operator()(pugi::xml_node node);

 private:
  std::string_view text_;
  std::map<std::string, std::size_t> last_{};  ///< where the last closing tag of a name stands
};

/// The name of an element without the prefix of its name space.
std::string_view local_name(pugi::xml_node node);

/// All text under a node, clean.
std::string text_under(pugi::xml_node node);

/// The value of an attribute, clean; empty where there is none.
std::string xml_attribute(pugi::xml_node node, const char* name);

/// The node after `node` in the order of the document within `root`, children first; null at the
/// end.
pugi::xml_node next_in(pugi::xml_node root, pugi::xml_node node);

/// True where the beginning of a text holds the opening tag of an element with that name, before
/// any other element.
bool first_element_is(std::string_view text, std::string_view name);

}  // namespace weald
