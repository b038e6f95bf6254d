// SPDX-License-Identifier: MIT
#include "engine/text/suggest.h"

#include <algorithm>
#include <vector>

#include "engine/text/unicode.h"

namespace weald {

namespace {

char32_t lower(char32_t c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; }

std::vector<char32_t> folded(std::string_view text) {
  std::vector<char32_t> letters;
  letters.reserve(text.size());
  while (!text.empty()) {
    const CodePoint point = decode_utf8(text);
    letters.push_back(lower(point.value));
    text.remove_prefix(point.bytes);
  }
  return letters;
}

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`; no place is
/// edited twice ("optimal string alignment", Damerau 1964).
std::size_t edits(const std::vector<char32_t>& a, const std::vector<char32_t>& b) {
  std::vector<std::size_t> before_last, last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = a[i - 1] == b[j - 1];
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (same ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        now[j] = std::min(now[j], before_last[j - 2] + 1);
      }
    }
    before_last = last;
    last = now;
  }
  return last[b.size()];
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> candidates) {
  const std::vector<char32_t> wanted = folded(word);
  const std::size_t limit = std::max<std::size_t>(1, wanted.size() / 3);
  std::optional<std::string_view> best;
  std::size_t best_distance = limit + 1;
  for (const std::string_view candidate : candidates) {
    const std::vector<char32_t> name = folded(candidate);
    const std::size_t longer = std::max(wanted.size(), name.size());
    if (longer - std::min(wanted.size(), name.size()) > limit) continue;
    const std::size_t distance = edits(wanted, name);
    // As many edits as letters: nothing of the word is left, so it is no likeness.
    if (distance < best_distance && distance < longer) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return lower(x) == lower(y); });
}

bool is_key(std::string_view text) {
  bool after_word = false;
  for (const char c : text) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!word && !(c == '-' && after_word)) return false;
    after_word = word;
  }
  return after_word;
}

}  // namespace weald
