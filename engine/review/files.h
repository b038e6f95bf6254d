// SPDX-License-Identifier: MIT
// Which files of a folder are descriptors. Looks at names and kinds of files, never into them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/text/diagnostic.h"
#include "engine/text/source.h"

namespace weald {

/// A file to be read: its path below the folder with `/` between the parts, and the path to show
/// and open.
struct DescriptorFile {
  std::string relative{};
  std::filesystem::path path{};

  std::string shown() const;
  /// The file's name without `.yaml`.
  std::string stem() const;
};

/// A place for a complaint about a file that has no text to point at.
Span place_of(Sources& sources, const std::filesystem::path& path);

/// Every *.yaml file below `folder` by code point of its relative path, without hidden entries and
/// published.yaml. Links that leave the folder, links that lead nowhere and folders that cannot be
/// opened are errors; files that look like descriptors and are not read, warnings.
std::vector<DescriptorFile> list_descriptors(const std::filesystem::path& folder, Sources& sources,
                                             Diagnostics& diagnostics);

}  // namespace weald
