// SPDX-License-Identifier: MIT
// Text that may stand in XML.
#pragma once

#include <string>
#include <string_view>

namespace weald {

/// `text` as content or as a value in quotation marks: `&`, `<`, `>`, quotes, tabs and line breaks
/// as references, so that parsers give it back as it was. Characters that XML does not have are the
/// caller's to remove.
std::string xml_escaped(std::string_view text);

}  // namespace weald
