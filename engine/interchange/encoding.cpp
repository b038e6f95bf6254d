// SPDX-License-Identifier: MIT
// Bytes of a file as UTF-8: the mark decides, then what the bytes are.
#include <array>

#include "engine/interchange/formats.h"
#include "engine/text/unicode.h"

namespace weald {
namespace {

/// What Windows-1252 has at 0x80…0x9F (0: nothing); elsewhere it is ISO 8859-1. WHATWG Encoding
/// Standard, index windows-1252.
constexpr std::array<char16_t, 32> windows_1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append(std::string& text, char32_t c) {
  const auto put = [&](char32_t byte) { text += static_cast<char>(byte); };
  if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0)) c = ' ';
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

std::string from_utf16(std::string_view bytes, bool big_endian) {
  std::string text;
  text.reserve(bytes.size());
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<unsigned char>(bytes[i]);
    const auto b = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<char32_t>(big_endian ? a << 8 | b : b << 8 | a);
  };
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    char32_t c = unit(i);
    if (c >= 0xD800 && c < 0xE000) {
      const char32_t low = c < 0xDC00 && i + 3 < bytes.size() ? unit(i + 2) : 0;
      const bool pair = low >= 0xDC00 && low < 0xE000;
      c = pair ? 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00) : U'\uFFFD';
      if (pair) i += 2;
    }
    append(text, c);
  }
  if (bytes.size() % 2) append(text, U'\uFFFD');
  return text;
}

}  // namespace

std::string to_utf8(std::string_view bytes, std::string& was) {
  std::string_view rest = bytes;
  if (rest.starts_with("\xFF\xFE") || rest.starts_with("\xFE\xFF")) {
    const bool big_endian = rest.starts_with("\xFE");
    was = big_endian ? "UTF-16 (big endian)" : "UTF-16 (little endian)";
    return from_utf16(rest.substr(2), big_endian);
  }
  was = "UTF-8";
  if (rest.starts_with("\xEF\xBB\xBF")) {
    was = "UTF-8 with a byte order mark";
    rest.remove_prefix(3);
  }
  std::string text;
  text.reserve(rest.size());
  bool multibyte = false, stray = false;
  while (!rest.empty()) {
    const CodePoint c = decode_utf8(rest);
    if (c.valid) {
      multibyte = multibyte || c.bytes > 1;
      append(text, c.value);
    } else {
      // Files are pasted together: bytes that are no UTF-8 are Windows-1252 by themselves.
      stray = true;
      const auto byte = static_cast<unsigned char>(rest.front());
      const char32_t known = byte < 0xA0 ? windows_1252[byte - 0x80u] : byte;
      append(text, known ? known : U'\uFFFD');
    }
    rest.remove_prefix(c.bytes);
  }
  if (stray) was = multibyte ? "UTF-8 mixed with Windows-1252" : "Windows-1252";
  return text;
}

}  // namespace weald
