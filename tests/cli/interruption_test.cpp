// SPDX-License-Identifier: MIT
// Ctrl-C while the program computes or writes: it runs as a process of its own here.
#include <chrono>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using weald::test::TemporaryFolder;

namespace {

/// A table of made-up effects.
void make_table(const fs::path& path, int studies) {
  std::ofstream out(path);
  out << "study,yi,vi\n";
  for (int i = 0; i < studies; ++i)
    out << "S" << i << ',' << 0.3 * std::sin(2.3 * i) << ',' << 0.02 + 0.001 * i << '\n';
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) found.push_back(entry.path());
  return found;
}

/// `weald` of this build with these arguments; its outputs go to /dev/null or to what is given.
class Process {
 public:
  explicit Process(std::vector<std::string> arguments, int out = -1, int err = -1) {
    const fs::path program =
        fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "weald";
    arguments.insert(arguments.begin(), program.string());
    std::vector<char*> words;
    for (std::string& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    id_ = ::fork();
    if (id_ != 0) return;
    const int nothing = ::open("/dev/null", O_RDWR);
    ::dup2(out < 0 ? nothing : out, 1);
    ::dup2(err < 0 ? nothing : err, 2);
    ::execv(words[0], words.data());
    ::_exit(127);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() {
    if (!over_) {
      ::kill(id_, SIGKILL);
      ::waitpid(id_, &status_, 0);
    }
  }
  void send(int signal) const { ::kill(id_, signal); }
  bool is_over() {
    if (!over_) over_ = ::waitpid(id_, &status_, WNOHANG) == id_;
    return over_;
  }
  /// The signal it died by, or minus its exit code; a minute is too long.
  int end() {
    for (int i = 0; i < 6000 && !is_over(); ++i) std::this_thread::sleep_for(10ms);
    if (!is_over()) return 0;
    return WIFSIGNALED(status_) ? WTERMSIG(status_) : -WEXITSTATUS(status_);
  }

 private:
  pid_t id_ = -1;
  int status_ = 0;
  bool over_ = false;
};

std::vector<std::string> gosh_of(const fs::path& table, const fs::path& points) {
  return {"sensitivity", table.string(), "--measure", "GEN",          "--what",
          "gosh",        "--points",     points,      "--replicates", "100"};
}

}  // namespace

TEST_CASE("A signal while GOSH is computed ends the program by that signal and leaves no file") {
  const TemporaryFolder folder, results;
  const fs::path table = folder.path() / "table.csv", points = results.path() / "points.csv";
  make_table(table, 24);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    Process weald(gosh_of(table, points));
    std::this_thread::sleep_for(200ms);
    REQUIRE_FALSE(weald.is_over());
    weald.send(signal);
    CHECK(weald.end() == signal);
    CHECK(files_in(results.path()).empty());
  }
}

TEST_CASE("Ctrl-C while a file is written leaves neither a half of it nor a temporary file") {
  const TemporaryFolder folder, results;
  const fs::path table = folder.path() / "table.csv", points = results.path() / "points.csv";
  make_table(table, 20);
  std::vector<std::string> command = gosh_of(table, points);
  command.insert(command.end(), {"--model", "common"});
  int caught = 0;
  for (int attempt = 0; attempt < 10 && caught == 0; ++attempt) {
    Process weald(command);
    while (!weald.is_over() && files_in(results.path()).empty()) std::this_thread::sleep_for(100us);
    weald.send(SIGINT);
    const int end = weald.end();
    CAPTURE(attempt, end);
    if (end == SIGINT && files_in(results.path()).empty()) {
      ++caught;
    } else {  // it was quicker: the file is whole
      REQUIRE(files_in(results.path()) == std::vector<fs::path>{points});
      std::ifstream in(points);
      std::string line;
      std::size_t lines = 0;
      while (std::getline(in, line)) ++lines;
      CHECK(lines == (std::size_t{1} << 20));  // the head, and every subset but the empty one
      fs::remove(points);
    }
  }
  CHECK(caught == 1);
}

TEST_CASE(
    "A file that is there already stays as it was when Ctrl-C comes while its successor is "
    "written") {
  const TemporaryFolder folder, results;
  const fs::path table = folder.path() / "table.csv", points = results.path() / "points.csv";
  make_table(table, 20);
  std::ofstream(points) << "old\n";
  std::vector<std::string> command = gosh_of(table, points);
  command.insert(command.end(), {"--model", "common"});
  Process weald(command);
  while (!weald.is_over() && files_in(results.path()).size() < 2)
    std::this_thread::sleep_for(100us);
  weald.send(SIGINT);
  const int end = weald.end();
  REQUIRE(files_in(results.path()) == std::vector<fs::path>{points});
  std::ifstream in(points);
  std::string line;
  std::getline(in, line);
  CHECK(line == (end == SIGINT && fs::file_size(points) < 10 ? "old" : "id,studies,k,estimate,i2"));
}

TEST_CASE("The progress bar on a terminal is erased when Ctrl-C ends the work") {
  const TemporaryFolder folder, results;
  const fs::path table = folder.path() / "table.csv", points = results.path() / "points.csv";
  make_table(table, 24);
  int terminal = -1, inner = -1;
  REQUIRE(::openpty(&terminal, &inner, nullptr, nullptr, nullptr) == 0);
  Process weald(gosh_of(table, points), -1, inner);
  ::close(inner);
  std::string seen;
  char part[256];
  for (ssize_t n = 0; (n = ::read(terminal, part, sizeof part)) > 0;) {
    seen.append(part, static_cast<std::size_t>(n));
    if (seen.find('%') != std::string::npos) weald.send(SIGINT);
  }
  ::close(terminal);
  CHECK(weald.end() == SIGINT);
  CHECK(seen.find('%') != std::string::npos);
  CHECK(seen.ends_with("\r\x1b[K"));
  CHECK(files_in(results.path()).empty());
}

TEST_CASE("A signal that is ignored, as under nohup, stays so") {
  const TemporaryFolder folder;
  const fs::path table = folder.path() / "table.csv";
  make_table(table, 18);
  std::signal(SIGHUP, SIG_IGN);  // inherited
  Process weald({"sensitivity", table.string(), "--measure", "GEN", "--what", "gosh"});
  std::signal(SIGHUP, SIG_DFL);
  std::this_thread::sleep_for(50ms);
  weald.send(SIGHUP);
  CHECK(weald.end() == 0);
}

TEST_CASE("A reader that closes early, as `head` does, is no crash") {
  const TemporaryFolder folder;
  const fs::path table = folder.path() / "table.csv";
  make_table(table, 3000);
  int ends[2];
  REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  Process weald({"effects", table.string(), "--measure", "GEN", "--format", "csv"}, ends[1]);
  ::close(ends[1]);
  char first = 0;
  REQUIRE(::read(ends[0], &first, 1) == 1);
  ::close(ends[0]);
  const int end = weald.end();
  CAPTURE(end);
  CHECK((end == SIGPIPE || end == 0 || end == -3));
}
