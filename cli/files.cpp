// SPDX-License-Identifier: MIT
#include "cli/files.h"

#include <cerrno>
#include <cstdlib>
#include <deque>
#include <ostream>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/interruption.h"
#include "cli/terminal.h"

namespace weald {
namespace {

std::string reason(const std::filesystem::path& path, int error) {
  return fmt::format("cannot write {}: {}", path.string(), std::generic_category().message(error));
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// A device or pipe takes the bytes as they come.
std::optional<std::string> write_directly(const std::filesystem::path& path,
                                          std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return reason(path, errno);
  const bool good = write_all(file, bytes);
  const int error = errno;
  ::close(file);
  return good ? std::nullopt : std::optional(reason(path, error));
}

/// A file of the right bytes beside the one that it is to become; gone when it is not placed.
class Temporary {
 public:
  Temporary(std::filesystem::path path, std::string_view bytes) : path_(std::move(path)) {
    name_ = (path_.parent_path() / fmt::format(".{}.XXXXXX", path_.filename().string())).string();
    const int file = make();
    if (file < 0) return;
    const mode_t mask = ::umask(0);
    ::umask(mask);
    written_ = write_all(file, bytes) && ::fchmod(file, 0666 & ~mask) == 0 && ::fsync(file) == 0;
    error_ = errno;
    if (::close(file) == 0 || !written_) return;
    written_ = false;
    error_ = errno;
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary() {
    if (name_.empty()) return;
    const auto held = interruption::hold();
    ::unlink(name_.c_str());
    interruption::finished(name_);
  }

  /// The problem that writing met, if any.
  std::optional<std::string> problem() const {
    return written_ ? std::nullopt : std::optional(reason(path_, error_));
  }

  /// Gives the file its name. interruption::hold() meanwhile.
  std::optional<std::string> place(bool may_exist) {
    // link() refuses a name that is taken, in one step; rename() replaces it, in one step.
    const bool placed = may_exist ? ::rename(name_.c_str(), path_.c_str()) == 0
                                  : ::link(name_.c_str(), path_.c_str()) == 0;
    if (!placed) return reason(path_, errno);
    if (!may_exist) return std::nullopt;
    interruption::finished(name_);
    name_.clear();
    return std::nullopt;
  }

 private:
  int make() {
    const auto held = interruption::hold();
    const int file = ::mkostemp(name_.data(), O_CLOEXEC);
    error_ = errno;
    if (file < 0)
      name_.clear();
    else
      interruption::unfinished(name_);
    return file;
  }

  std::filesystem::path path_;
  std::string name_{};
  bool written_ = false;
  int error_ = 0;
};

std::optional<std::string> write_whole(const std::filesystem::path& path, std::string_view bytes,
                                       bool may_exist) {
  Temporary file(path, bytes);
  if (auto problem = file.problem()) return problem;
  const auto held = interruption::hold();
  return file.place(may_exist);
}

/// What a chain of symbolic links leads to, whether it exists or not.
std::filesystem::path linked(std::filesystem::path path) {
  constexpr int longest_chain = 40;  // as Linux
  std::error_code error;
  for (int i = 0; i < longest_chain && std::filesystem::is_symlink(path, error); ++i)
    path = path.parent_path() / std::filesystem::read_symlink(path, error);
  return path;
}

}  // namespace

std::optional<std::string> write_file(const std::filesystem::path& given, std::string_view bytes) {
  std::error_code unused;
  const std::filesystem::path path = linked(given);
  const auto status = std::filesystem::status(path, unused);
  if (std::filesystem::is_directory(status))
    return fmt::format("cannot write {}: it is a folder", path.string());
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
    return write_directly(path, bytes);
  return write_whole(path, bytes, true);
}

std::optional<std::string> write_new_file(const std::filesystem::path& path,
                                          std::string_view bytes) {
  return write_whole(path, bytes, false);
}

std::optional<std::string> write_files(std::span<const FileToWrite> files) {
  std::deque<Temporary> temporaries;
  for (const FileToWrite& file : files) {
    temporaries.emplace_back(file.is_new ? file.path : linked(file.path), file.bytes);
    if (auto problem = temporaries.back().problem()) return problem;
  }
  const auto held = interruption::hold();  // all of them get their names, or none
  for (std::size_t i = 0; i < files.size(); ++i)
    if (auto problem = temporaries[i].place(!files[i].is_new)) return problem;
  return std::nullopt;
}

std::optional<std::string> make_folder(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error || std::filesystem::is_directory(path)) return std::nullopt;
  return fmt::format("cannot make the folder {}: {}", path.string(), error.message());
}

int deliver(const Call& call, std::string_view text) {
  const std::string target = call.value("output", "-");
  if (target == "-") {
    call.out() << text << std::flush;
    if (call.out().good()) return exit_code::done;
    say_file(*call.streams, "cannot write to standard output", "");
    return exit_code::file;
  }
  if (const auto problem = write_file(target, text)) {
    say_file(*call.streams, *problem,
             "name a file in a folder that exists and that you may write to");
    return exit_code::file;
  }
  return exit_code::done;
}

}  // namespace weald
