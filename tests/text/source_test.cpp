// SPDX-License-Identifier: MIT
#include "engine/text/source.h"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/text/unicode.h"

using namespace weald;
namespace fs = std::filesystem;

namespace {

/// A folder that goes away with the test.
struct TemporaryFolder {
  fs::path path;
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "weald-text-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { fs::remove_all(path); }

  fs::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path / name, std::ios::binary) << bytes;
    return path / name;
  }
};

Position at(const std::string& text, std::uint32_t offset) {
  Sources sources;
  return sources.position(sources.add("a", text), offset);
}

}  // namespace

TEST_CASE("lines end with LF, CRLF or a lone CR, and are given without their break") {
  Sources sources;
  const auto id = sources.add("a.yaml", "one\ntwo\r\nthree\rfour\n");
  CHECK(sources.line(id, 1) == "one");
  CHECK(sources.line(id, 2) == "two");
  CHECK(sources.line(id, 3) == "three");
  CHECK(sources.line(id, 4) == "four");
  CHECK(sources.line(id, 5).empty());
  CHECK(sources.line(id, 6).empty());
  CHECK(sources.line(id, 0).empty());
  CHECK(sources.path(id) == "a.yaml");
}

TEST_CASE("positions are 1-based and count code points, not bytes") {
  const std::string text = "é中x\ny";
  CHECK(at(text, 0).column == 1);
  CHECK(at(text, 2).column == 2);
  CHECK(at(text, 5).column == 3);
  CHECK(at(text, 6).column == 4);
  CHECK(at(text, 7).line == 2);
  CHECK(at(text, 7).column == 1);
}

TEST_CASE("a position past the end of a text is its end") {
  CHECK(at("ab", 99).column == 3);
  CHECK(at("ab\n", 99).line == 2);
  CHECK(at("ab\n", 99).column == 1);
  CHECK(at("", 5).line == 1);
  CHECK(at("", 5).column == 1);
}

TEST_CASE("a position within a line break is behind the line's last character") {
  CHECK(at("ab\r\ncd", 2).column == 3);
  CHECK(at("ab\r\ncd", 3).line == 1);
  CHECK(at("ab\r\ncd", 3).column == 3);
  CHECK(at("ab\r\ncd", 4).line == 2);
}

TEST_CASE("the first byte that is no UTF-8 is found at every alignment") {
  for (std::size_t before = 0; before < 20; ++before) {
    const std::string text = std::string(before, 'a');
    CHECK_FALSE(first_invalid_utf8(text + "é中😀"));
    CHECK(first_invalid_utf8(text + "\xFF" + "tail of text") == before);
    CHECK(first_invalid_utf8(text + std::string(1, '\0') + "tail of text") == before);
    CHECK(first_invalid_utf8(text + "\xC3") == before);
  }
}

TEST_CASE("overlong forms, surrogates and too large values are no UTF-8") {
  for (const char* bad :
       {"\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\x80", "\xE4\xB8", "\xE4\xB8x"}) {
    CHECK(first_invalid_utf8(bad) == 0);
  }
  CHECK_FALSE(first_invalid_utf8("\xF4\x8F\xBF\xBF\xEE\x80\x80\xED\x9F\xBF"));
}

TEST_CASE("a regular file is read whole, and only its byte order mark is dropped") {
  const TemporaryFolder folder;
  CHECK(read_text_file(folder.write("a", "x\r\ny")).text == "x\r\ny");
  CHECK(read_text_file(folder.write("b", "\xEF\xBB\xBFx")).text == "x");
  CHECK(read_text_file(folder.write("c", "")).text == "");
  const std::string large(300'000, 'z');
  CHECK(read_text_file(folder.write("d", large)).text == large);
}

TEST_CASE("a file that is not there is missing") {
  const TemporaryFolder folder;
  CHECK(read_text_file(folder.path / "none").problem == ReadProblem::missing);
  CHECK(read_text_file(folder.write("a", "") / "below").problem == ReadProblem::missing);
  CHECK(read_text_file("").problem == ReadProblem::missing);
  folder.write("b", "x");
  const std::string hidden = (folder.path / "b").string() + std::string(1, '\0') + "c";
  CHECK_FALSE(read_text_file(hidden).text);
}

TEST_CASE("folders, pipes and devices are not opened") {
  const TemporaryFolder folder;
  const fs::path pipe = folder.path / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  fs::create_symlink(pipe, folder.path / "link");
  for (const fs::path& path : {folder.path, pipe, folder.path / "link", fs::path("/dev/zero")}) {
    const FileText read = read_text_file(path);
    CHECK_FALSE(read.text);
    CHECK(read.problem == ReadProblem::not_regular);
  }
}

TEST_CASE("a circle of symbolic links cannot be read") {
  const TemporaryFolder folder;
  fs::create_symlink(folder.path / "a", folder.path / "b");
  fs::create_symlink(folder.path / "b", folder.path / "a");
  CHECK(read_text_file(folder.path / "a").problem == ReadProblem::unreadable);
}

TEST_CASE("a file above 64 MiB is too large, one of 64 MiB is not") {
  const TemporaryFolder folder;
  const fs::path path = folder.write("a", "");
  fs::resize_file(path, max_file_size + 1);
  CHECK(read_text_file(path).problem == ReadProblem::too_large);
  fs::resize_file(path, max_file_size);  // a hole of zeros
  CHECK(read_text_file(path).problem == ReadProblem::not_utf8);
}

TEST_CASE("a file without permission to read is unreadable") {
  if (::geteuid() == 0) {
    WARN("skipped: the superuser may read everything");
    return;
  }
  const TemporaryFolder folder;
  const fs::path path = folder.write("a", "x");
  fs::permissions(path, fs::perms::none);
  CHECK(read_text_file(path).problem == ReadProblem::unreadable);
}

TEST_CASE("bytes that are no UTF-8, and NUL, are refused with their offset") {
  const TemporaryFolder folder;
  const FileText latin = read_text_file(folder.write("a", "caf\xE9 au lait"));
  CHECK_FALSE(latin.text);
  CHECK(latin.problem == ReadProblem::not_utf8);
  CHECK(latin.bad_offset == 3);
  CHECK(read_text_file(folder.write("b", std::string("ab\0c", 4))).bad_offset == 2);
}

TEST_CASE("wide characters take two columns, combining and invisible ones none") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("中文") == 4);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("\uFEFFx\u200B") == 1);
  CHECK(display_width("😀") == 2);
  CHECK(display_width("\uFF21\uAC00\u3042") == 6);
  CHECK(display_width("\u0416\u03B1\u00B1") == 3);
  CHECK(count_code_points("é中😀") == 3);
  CHECK(count_code_points("\xFF\xFE") == 2);
}
