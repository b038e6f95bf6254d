// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "engine/interchange/formats.h"

namespace {

std::string was;
std::string converted(const std::string& bytes) { return weald::to_utf8(bytes, was); }

}  // namespace

TEST_CASE("UTF-8 stays as it is, without its byte order mark") {
  CHECK(converted("Zoë – 李") == "Zoë – 李");
  CHECK(was == "UTF-8");
  CHECK(converted("\xEF\xBB\xBFTY") == "TY");
  CHECK(was == "UTF-8 with a byte order mark");
  CHECK(converted("") == "");
  CHECK(was == "UTF-8");
}

TEST_CASE("UTF-16 is told by its mark, surrogates and odd ends included") {
  using namespace std::string_literals;
  CHECK(converted("\xFF\xFE"s + "A\0\xF6\0"s) == "Aö");
  CHECK(was == "UTF-16 (little endian)");
  CHECK(converted("\xFE\xFF"s + "\0A\xD8\x3D\xDE\x00"s) == "A😀");
  CHECK(was == "UTF-16 (big endian)");
  CHECK(converted("\xFF\xFE"s + "A\0B"s) == "A\uFFFD");
  CHECK(converted("\xFF\xFE"s + "\x3D\xD8"s) == "\uFFFD");
}

TEST_CASE("everything else is Windows-1252, with its quotes, dashes and the euro") {
  CHECK(converted("M\xFCller \x93x\x94 \x96 \x80") == "Müller “x” – €");
  CHECK(was == "Windows-1252");
  CHECK(converted("a\x81z") == "a\uFFFDz");
}

TEST_CASE("a file pasted together of UTF-8 and Windows-1252 keeps both") {
  CHECK(converted("Zoë M\xFCller") == "Zoë Müller");
  CHECK(was == "UTF-8 mixed with Windows-1252");
}

TEST_CASE("controls other than tab and line breaks become blanks") {
  using namespace std::string_literals;
  CHECK(converted("a\0b\x1B[0m\tc\r\nd\x7F\xC2\x85"s) == "a b [0m\tc\r\nd  ");
}

TEST_CASE("converting twice changes nothing more") {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  const std::string once = converted(bytes);
  CHECK(converted(once) == once);
}
