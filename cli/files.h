// SPDX-License-Identifier: MIT
// Writing files whole or not at all. The only place of the program that opens a file for writing.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cli/command.h"

namespace weald {

/// Writes `bytes` to `path`: a temporary file in the same folder, flushed to the disk, then
/// renamed, so that a reader sees the old file or the new one and nothing between. A device
/// (/dev/stdout) is written directly, a symbolic link is followed to what it names. Gives the
/// problem in words where it failed; nothing is left behind then, nor where the process is
/// interrupted (interruption.h).
std::optional<std::string> write_file(const std::filesystem::path& path, std::string_view bytes);

/// The same for a file that must not exist yet: never overwrites, not even one that appears
/// meanwhile.
std::optional<std::string> write_new_file(const std::filesystem::path& path,
                                          std::string_view bytes);

/// One file of several that belong together.
struct FileToWrite {
  std::filesystem::path path{};
  std::string bytes{};
  bool is_new = false;  ///< must not exist yet
};

/// Several files: all temporary files are written and flushed before the first is renamed, so that
/// a full disk or a folder without the right to write leaves every file as it was. Gives the
/// problem in words where it failed.
std::optional<std::string> write_files(std::span<const FileToWrite> files);

/// Makes a folder and those above it; the problem in words where it failed.
std::optional<std::string> make_folder(const std::filesystem::path& path);

/// A result to standard output, or to the file of `-o`. Gives the exit code: done, or file.
int deliver(const Call& call, std::string_view text);

}  // namespace weald
