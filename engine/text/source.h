// SPDX-License-Identifier: MIT
// Source texts and places in them. A Span is a range of bytes in one source; lines and columns are
// computed only when a diagnostic is printed. This is the only layer that opens a file for reading.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weald {

/// A range of bytes [begin, end) in the source with that number.
struct Span {
  static constexpr std::uint32_t nowhere = UINT32_MAX;
  std::uint32_t source = nowhere, begin = 0, end = 0;

  bool known() const { return source != nowhere; }
  friend auto operator<=>(const Span&, const Span&) = default;
};

/// A value with the place it was read from.
template <class T>
struct Located {
  T value{};
  Span span{};
};

/// Line and column as people count them: 1-based, columns in Unicode code points.
struct Position {
  std::size_t line = 1, column = 1;
};

/// All texts of one run, by number. Adding is not thread-safe; looking up is.
class Sources {
 public:
  /// Keeps `text` under the name `path` (shown in diagnostics) and returns its number.
  std::uint32_t add(std::string path, std::string text);

  std::size_t size() const { return files_.size(); }
  const std::string& path(std::uint32_t source) const { return files_[source].path; }
  std::string_view text(std::uint32_t source) const { return files_[source].text; }
  std::string_view text(Span span) const;

  /// Line and column of byte `offset`; an offset past the end gives the end.
  Position position(std::uint32_t source, std::uint32_t offset) const;
  /// The text of line `number` (1-based) without its line break.
  std::string_view line(std::uint32_t source, std::size_t number) const;

 private:
  struct File {
    std::string path, text;
    std::vector<std::uint32_t> line_starts;
  };
  std::deque<File> files_;
};

/// Why a file could not be read.
enum class ReadProblem { missing, not_regular, too_large, not_utf8, unreadable };

/// What came of reading a file: its text, or the problem.
struct FileText {
  std::optional<std::string> text;
  ReadProblem problem{};       ///< meaningful when `text` is empty
  std::size_t bad_offset = 0;  ///< not_utf8: byte offset of the first invalid byte
};

/// Largest file that is read, in bytes.
inline constexpr std::uintmax_t max_file_size = 64u << 20;

/// Reads a whole regular file as UTF-8 text. A byte order mark is dropped; nothing else is changed.
/// Never throws: devices, pipes, folders, files above 64 MiB, NUL bytes and invalid UTF-8 are
/// problems.
FileText read_text_file(const std::filesystem::path& path);

/// Reads a whole regular file as the bytes it holds, for formats that need not be UTF-8. The same
/// problems as read_text_file(), but for those of the encoding; a byte order mark stays.
FileText read_binary_file(const std::filesystem::path& path);

/// Offset of the first byte that is no valid UTF-8 (or is NUL), or nothing.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

}  // namespace weald
