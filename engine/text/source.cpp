// SPDX-License-Identifier: MIT
#include "engine/text/source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/expects.h"
#include "engine/text/unicode.h"

namespace weald {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Where each line begins: after LF, CRLF or a lone CR.
std::vector<std::uint32_t> starts_of_lines(std::string_view text) {
  std::vector<std::uint32_t> starts{0};
  for (std::size_t at = 0; (at = text.find_first_of("\r\n", at)) != std::string_view::npos;) {
    at += text.substr(at, 2) == "\r\n" ? 2 : 1;
    starts.push_back(static_cast<std::uint32_t>(at));
  }
  return starts;
}

/// A file descriptor that closes itself.
struct OpenFile {
  int descriptor = -1;
  explicit OpenFile(int opened) : descriptor(opened) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor >= 0) ::close(descriptor);
  }
};

FileText failed(ReadProblem problem, std::size_t bad_offset = 0) {
  return {.text = std::nullopt, .problem = problem, .bad_offset = bad_offset};
}

FileText failed_by_errno() {
  return failed(errno == ENOENT || errno == ENOTDIR ? ReadProblem::missing
                                                    : ReadProblem::unreadable);
}

/// What forbids reading a file of this kind and size, if anything does.
std::optional<ReadProblem> forbidden(const struct stat& status) {
  if (!S_ISREG(status.st_mode)) return ReadProblem::not_regular;
  if (static_cast<std::uintmax_t>(status.st_size) > max_file_size) return ReadProblem::too_large;
  return std::nullopt;
}

}  // namespace

std::uint32_t Sources::add(std::string path, std::string text) {
  EXPECTS(text.size() < UINT32_MAX && files_.size() < Span::nowhere);
  std::vector<std::uint32_t> starts = starts_of_lines(text);
  files_.push_back({std::move(path), std::move(text), std::move(starts)});
  return static_cast<std::uint32_t>(files_.size() - 1);
}

std::string_view Sources::text(Span span) const {
  const std::string_view whole = text(span.source);
  EXPECTS(span.begin <= span.end && span.end <= whole.size());
  return whole.substr(span.begin, span.end - span.begin);
}

Position Sources::position(std::uint32_t source, std::uint32_t offset) const {
  const std::vector<std::uint32_t>& starts = files_[source].line_starts;
  const auto next = std::upper_bound(starts.begin(), starts.end(), offset);
  const auto number = static_cast<std::size_t>(next - starts.begin());
  const std::string_view whole_line = line(source, number);
  const std::string_view before = whole_line.substr(0, offset - starts[number - 1]);
  return {number, count_code_points(before) + 1};
}

std::string_view Sources::line(std::uint32_t source, std::size_t number) const {
  const File& file = files_[source];
  if (number < 1 || number > file.line_starts.size()) return {};
  const std::size_t begin = file.line_starts[number - 1];
  std::size_t end = number < file.line_starts.size() ? file.line_starts[number] : file.text.size();
  if (number < file.line_starts.size()) {
    end -= std::string_view(file.text).substr(begin, end - begin).ends_with("\r\n") ? 2 : 1;
  }
  return std::string_view(file.text).substr(begin, end - begin);
}

FileText read_binary_file(const std::filesystem::path& path) {
  if (path.native().find('\0') != std::string::npos) return failed(ReadProblem::missing);
  struct stat status {};
  // Opening a pipe waits for its writer, opening a device may do anything: look before opening, and
  // once more at what was opened.
  if (::stat(path.c_str(), &status) != 0) return failed_by_errno();
  if (const auto problem = forbidden(status)) return failed(*problem);
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file.descriptor < 0 || ::fstat(file.descriptor, &status) != 0) return failed_by_errno();
  if (const auto problem = forbidden(status)) return failed(*problem);

  // One byte more than the announced size shows the end of the file without a second round.
  std::string text(static_cast<std::size_t>(status.st_size) + 1, '\0');
  std::size_t used = 0;
  while (true) {
    const ssize_t got = ::read(file.descriptor, text.data() + used, text.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed(ReadProblem::unreadable);
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
    if (used > max_file_size) return failed(ReadProblem::too_large);
    if (used == text.size()) text.resize(2 * text.size() + 4096);
  }
  text.resize(used);
  return {.text = std::move(text), .problem = {}, .bad_offset = 0};
}

FileText read_text_file(const std::filesystem::path& path) {
  FileText file = read_binary_file(path);
  if (!file.text) return file;
  std::string& text = *file.text;
  if (const auto bad = first_invalid_utf8(text)) return failed(ReadProblem::not_utf8, *bad);
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  return file;
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    // Eight ASCII bytes without a zero at once: no byte has its top bit, and none borrows on -1.
    std::uint64_t word = 0;
    while (at + sizeof word <= text.size()) {
      std::memcpy(&word, text.data() + at, sizeof word);
      if (((word | (word - 0x0101010101010101u)) & 0x8080808080808080u) != 0) break;
      at += sizeof word;
    }
    if (at == text.size()) break;
    const CodePoint point = decode_utf8(text.substr(at));
    if (!point.valid || point.value == 0) return at;
    at += point.bytes;
  }
  return std::nullopt;
}

}  // namespace weald
