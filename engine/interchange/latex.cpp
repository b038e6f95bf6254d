// SPDX-License-Identifier: MIT
#include "engine/interchange/latex.h"

#include <array>
#include <map>
#include <vector>

#include "engine/interchange/text_lines.h"
#include "engine/text/unicode.h"

namespace weald {
namespace {

struct Accent {
  std::string_view command;    ///< after the backslash
  std::string_view bases;      ///< ASCII letters …
  std::string_view composed;   ///< … and what they become, in the same order
  std::string_view combining;  ///< mark for every other letter
};

constexpr Accent accents[] = {
    {"'", "AEIOUYaeiouyCcLlNnRrSsZzGg", "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹźǴǵ", "\u0301"},
    {"`", "AEIOUaeiouNn", "ÀÈÌÒÙàèìòùǸǹ", "\u0300"},
    {"^", "AEIOUaeiouCcGgHhJjSsWwYy", "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷ", "\u0302"},
    {"\"", "AEIOUYaeiouy", "ÄËÏÖÜŸäëïöüÿ", "\u0308"},
    {"~", "ANOanoIiUu", "ÃÑÕãñõĨĩŨũ", "\u0303"},
    {"=", "AEIOUaeiou", "ĀĒĪŌŪāēīōū", "\u0304"},
    {".", "CcEeGgIZz", "ĊċĖėĠġİŻż", "\u0307"},
    {"c", "CcSsTtGKkLlNnRr", "ÇçŞşŢţĢĶķĻļŅņŖŗ", "\u0327"},
    {"v", "CcDdEeNnRrSsTtZzLl", "ČčĎďĚěŇňŘřŠšŤťŽžĽľ", "\u030C"},
    {"H", "OoUu", "ŐőŰű", "\u030B"},
    {"u", "AaEeGgIiOoUu", "ĂăĔĕĞğĬĭŎŏŬŭ", "\u0306"},
    {"k", "AaEeIiUu", "ĄąĘęĮįŲų", "\u0328"},
    {"r", "AaUu", "ÅåŮů", "\u030A"},
    {"d", "AaEeIiOoUuHhSsTt", "ẠạẸẹỊịỌọỤụḤḥṢṣṬṭ", "\u0323"},
    {"b", "", "", "\u0331"},
    {"t", "", "", "\u0361"},
};

struct Symbol {
  std::string_view command, text;
  bool written = false;  ///< the command is how we write that character
};

constexpr Symbol symbols[] = {
    {"o", "ø", true},
    {"O", "Ø", true},
    {"l", "ł", true},
    {"L", "Ł", true},
    {"ss", "ß", true},
    {"ae", "æ", true},
    {"AE", "Æ", true},
    {"oe", "œ", true},
    {"OE", "Œ", true},
    {"aa", "å"},
    {"AA", "Å"},
    {"i", "ı", true},
    {"j", "ȷ"},
    {"dh", "ð"},
    {"DH", "Ð"},
    {"th", "þ"},
    {"TH", "Þ"},
    {"dj", "đ"},
    {"DJ", "Đ"},
    {"ng", "ŋ"},
    {"NG", "Ŋ"},
    {"textendash", "–"},
    {"textemdash", "—"},
    {"textquoteleft", "‘"},
    {"textquoteright", "’"},
    {"lq", "‘"},
    {"rq", "’"},
    {"textquotedblleft", "“"},
    {"textquotedblright", "”"},
    {"textquotesingle", "'"},
    {"textquotedbl", "\""},
    {"quotedblbase", "„"},
    {"quotesinglbase", "‚"},
    {"guillemotleft", "«"},
    {"guillemotright", "»"},
    {"textregistered", "®"},
    {"texttrademark", "™"},
    {"copyright", "©"},
    {"textcopyright", "©"},
    {"textdegree", "°"},
    {"degree", "°"},
    {"textmu", "µ"},
    {"textellipsis", "…"},
    {"ldots", "…"},
    {"dots", "…"},
    {"textbackslash", "\\"},
    {"textasciitilde", "~"},
    {"textasciicircum", "^"},
    {"textasciigrave", "`"},
    {"textunderscore", "_"},
    {"textdollar", "$"},
    {"textbraceleft", "{"},
    {"textbraceright", "}"},
    {"lbrace", "{"},
    {"rbrace", "}"},
    {"textless", "<"},
    {"textgreater", ">"},
    {"textbar", "|"},
    {"textbullet", "•"},
    {"textexclamdown", "¡"},
    {"textquestiondown", "¿"},
    {"textpm", "±"},
    {"pm", "±"},
    {"times", "×"},
    {"texttimes", "×"},
    {"leq", "≤"},
    {"le", "≤"},
    {"geq", "≥"},
    {"ge", "≥"},
    {"approx", "≈"},
    {"neq", "≠"},
    {"sim", "∼"},
    {"infty", "∞"},
    {"cdot", "·"},
    {"S", "§"},
    {"textsection", "§"},
    {"pounds", "£"},
    {"textsterling", "£"},
    {"texteuro", "€"},
    {"euro", "€"},
    {"rightarrow", "→"},
    {"to", "→"},
    {"space", " "},
    {"alpha", "α"},
    {"beta", "β"},
    {"gamma", "γ"},
    {"delta", "δ"},
    {"epsilon", "ε"},
    {"varepsilon", "ε"},
    {"zeta", "ζ"},
    {"eta", "η"},
    {"theta", "θ"},
    {"iota", "ι"},
    {"kappa", "κ"},
    {"lambda", "λ"},
    {"mu", "μ"},
    {"nu", "ν"},
    {"xi", "ξ"},
    {"pi", "π"},
    {"rho", "ρ"},
    {"sigma", "σ"},
    {"tau", "τ"},
    {"upsilon", "υ"},
    {"phi", "φ"},
    {"chi", "χ"},
    {"psi", "ψ"},
    {"omega", "ω"},
    {"Gamma", "Γ"},
    {"Delta", "Δ"},
    {"Theta", "Θ"},
    {"Lambda", "Λ"},
    {"Sigma", "Σ"},
    {"Phi", "Φ"},
    {"Psi", "Ψ"},
    {"Omega", "Ω"},
};

/// Commands that change how text looks, not what it says.
constexpr std::string_view styles[] = {
    "emph",
    "textit",
    "textbf",
    "textrm",
    "textsc",
    "textsf",
    "texttt",
    "textup",
    "mathrm",
    "mathit",
    "mathbf",
    "mathbb",
    "mathcal",
    "ensuremath",
    "text",
    "mbox",
    "hbox",
    "em",
    "it",
    "bf",
    "rm",
    "sc",
    "tt",
    "sf",
    "sl",
    "textsuperscript",
    "textsubscript",
    "url",
    "path",
    "protect",
    "relax",
    "small",
    "uppercase",
    "lowercase",
    "MakeUppercase",
    "textnormal",
    "enquote",
    "mkbibquote",
    "nocase",
    "textsl",
};

const Accent* accent_of(std::string_view command) {
  for (const Accent& accent : accents)
    if (accent.command == command) return &accent;
  return nullptr;
}

/// `base` under an accent: one letter where Unicode has it.
std::string composed(std::string_view base, const Accent& accent) {
  if (base == "ı") base = "i";
  if (base == "ȷ") base = "j";
  if (base.size() == 1) {
    std::string_view letters = accent.composed;
    for (char c : accent.bases) {
      const std::size_t bytes = decode_utf8(letters).bytes;
      if (c == base[0]) return std::string(letters.substr(0, bytes));
      letters.remove_prefix(bytes);
    }
  }
  return std::string(base) + std::string(accent.combining);
}

class Decoder {
 public:
  explicit Decoder(std::string_view latex) : rest_(latex) {}

  std::string run() {
    while (!rest_.empty()) step();
    flush();
    return text::one_line(text_);
  }

 private:
  void step() {
    const char c = rest_.front();
    if (c == '\\') return command();
    if (c == '}') {
      flush();
      rest_.remove_prefix(1);
    } else if (c == '{' || c == '$') {
      rest_.remove_prefix(1);
    } else if (c == '~') {
      emit(" ", 1);
    } else if (rest_.starts_with("---")) {
      emit("—", 3);
    } else if (rest_.starts_with("--")) {
      emit("–", 2);
    } else if (rest_.starts_with("``")) {
      emit("“", 2);
    } else if (rest_.starts_with("''")) {
      emit("”", 2);
    } else if (rest_.starts_with("?`")) {
      emit("¿", 2);
    } else if (rest_.starts_with("!`")) {
      emit("¡", 2);
    } else if (text::is_blank(c) && !pending_.empty()) {
      rest_.remove_prefix(1);  // «\c c»
    } else {
      const std::size_t bytes = decode_utf8(rest_).bytes;
      emit(rest_.substr(0, bytes), bytes);
    }
  }

  void command() {
    rest_.remove_prefix(1);
    if (rest_.empty()) return emit("\\", 0);
    const char c = rest_.front();
    if (!text::is_letter(c)) {
      if (const Accent* accent = accent_of(rest_.substr(0, 1))) {
        rest_.remove_prefix(1);
        return push(accent);
      }
      if (c == ' ' || c == ',' || c == ';' || c == ':' || c == '\\' || text::is_blank(c))
        return emit(" ", 1);
      if (c == '-' || c == '/' || c == '!' || c == '@' || c == '(' || c == ')' || c == '[' ||
          c == ']') {
        rest_.remove_prefix(1);
        return;
      }
      const std::size_t bytes = decode_utf8(rest_).bytes;
      if (std::string_view("&%$#_{}|").find(c) != std::string_view::npos)
        return emit(rest_.substr(0, bytes), bytes);
      return emit("\\", 0);
    }
    std::size_t n = 0;
    while (n < rest_.size() && text::is_letter(rest_[n])) ++n;
    const std::string_view name = rest_.substr(0, n);
    rest_.remove_prefix(n);
    if (const Accent* accent = accent_of(name)) return push(accent);
    for (const Symbol& symbol : symbols) {
      if (symbol.command != name) continue;
      skip_blanks();
      return emit(symbol.text, 0);
    }
    for (std::string_view style : styles)
      if (style == name) return skip_blanks();
    emit("\\", 0);
    text_ += name;
  }

  void skip_blanks() {
    while (!rest_.empty() && text::is_blank(rest_.front())) rest_.remove_prefix(1);
  }

  void push(const Accent* accent) {
    if (pending_.size() == 4) flush();  // no letter has more
    pending_.push_back(accent);
  }

  /// Text that takes `bytes` of the input, under the accents before it.
  void emit(std::string_view text, std::size_t bytes) {
    if (pending_.empty()) {
      text_ += text;
    } else {
      std::string letter(text);
      while (!pending_.empty()) {
        letter = composed(letter, *pending_.back());
        pending_.pop_back();
      }
      text_ += letter;
    }
    rest_.remove_prefix(bytes);
  }

  /// Accents over nothing: `\~{}` is a tilde.
  void flush() {
    for (const Accent* accent : pending_)
      if (!text::is_letter(accent->command[0])) text_ += accent->command;
    pending_.clear();
  }

  std::string_view rest_{};
  std::string text_{};
  std::vector<const Accent*> pending_{};
};

/// How a character beyond ASCII is written, where not as it is.
const std::map<std::string_view, std::string, std::less<>>& written() {
  static const auto table = [] {
    std::map<std::string_view, std::string, std::less<>> all;
    for (const Symbol& symbol : symbols)
      if (symbol.written) all.emplace(symbol.text, "{\\" + std::string(symbol.command) + "}");
    for (const Accent& accent : accents) {
      std::string_view letters = accent.composed;
      for (char base : accent.bases) {
        const std::size_t bytes = decode_utf8(letters).bytes;
        const std::string under = base == 'i' ? "\\i" : base == 'j' ? "\\j" : std::string(1, base);
        const bool named = text::is_letter(accent.command[0]);
        all.emplace(letters.substr(0, bytes),
                    "{\\" + std::string(accent.command) + (named ? " " : "") + under + "}");
        letters.remove_prefix(bytes);
      }
    }
    for (const auto& [character, ligature] :
         {std::pair{"–", "{--}"}, {"—", "{---}"}, {"“", "{``}"}, {"”", "{''}"}})
      all.emplace(character, ligature);
    return all;
  }();
  return table;
}

void append_latex(std::string& latex, std::string_view text) {
  while (!text.empty()) {
    const std::size_t bytes = decode_utf8(text).bytes;
    const std::string_view c = text.substr(0, bytes);
    text.remove_prefix(bytes);
    if (bytes > 1) {
      const auto found = written().find(c);
      latex += found == written().end() ? std::string(c) : found->second;
      continue;
    }
    switch (c[0]) {
      case '&':
      case '%':
      case '$':
      case '#':
      case '_':
        latex += '\\';
        latex += c;
        break;
      case '{':
        latex += "\\textbraceleft{}";
        break;
      case '}':
        latex += "\\textbraceright{}";
        break;
      case '~':
        latex += "\\textasciitilde{}";
        break;
      case '^':
        latex += "\\textasciicircum{}";
        break;
      case '\\':
        latex += "\\textbackslash{}";
        break;
      case '`':
        latex += "{}`{}";
        break;
      case '-':
        latex += text.starts_with('-') ? "-{}" : "-";
        break;
      case '\'':
        latex += text.starts_with('\'') ? "'{}" : "'";
        break;
      default:
        latex += c;
    }
  }
}

/// A capital beyond the first letter, of ASCII or as an accented letter.
bool holds_capital(std::string_view word, bool first_word) {
  bool first = first_word;
  while (!word.empty()) {
    const std::size_t bytes = decode_utf8(word).bytes;
    bool capital = bytes == 1 && text::is_upper(word[0]);
    if (bytes > 1) {
      // «{\'E}»: the letter under the accent stands before the closing brace.
      const auto found = written().find(word.substr(0, bytes));
      capital = found != written().end() && text::is_upper(found->second[found->second.size() - 2]);
    }
    if (capital && !first) return true;
    first = false;
    word.remove_prefix(bytes);
  }
  return false;
}

}  // namespace

std::string latex_to_text(std::string_view latex) { return Decoder(latex).run(); }

std::string text_to_latex(std::string_view text) {
  std::string latex;
  append_latex(latex, text::one_line(text));
  return latex;
}

std::string title_to_latex(std::string_view title) {
  const std::string line = text::one_line(title);
  std::string latex;
  std::size_t begin = 0;
  while (begin < line.size()) {
    const std::size_t end = std::min(line.find(' ', begin), line.size());
    const std::string_view word = std::string_view(line).substr(begin, end - begin);
    const bool protect = holds_capital(word, begin == 0);
    if (begin) latex += ' ';
    if (protect) latex += '{';
    append_latex(latex, word);
    if (protect) latex += '}';
    begin = end + 1;
  }
  return latex;
}

std::string latex_to_verbatim(std::string_view latex) {
  std::string text;
  for (std::size_t i = 0; i < latex.size(); ++i) {
    if (latex[i] == '\\') {
      const std::string_view rest = latex.substr(i + 1);
      bool done = false;
      for (std::string_view tilde : {"textasciitilde{}", "textasciitilde", "~{}", "~"}) {
        if (!rest.starts_with(tilde)) continue;
        text += '~';
        i += tilde.size();
        done = true;
        break;
      }
      if (done) continue;
      if (!rest.empty() && std::string_view("_%&#$^").find(rest[0]) != std::string_view::npos) {
        text += rest[0];
        ++i;
        continue;
      }
    }
    if (latex[i] != '{' && latex[i] != '}') text += latex[i];
  }
  return text::one_line(text);
}

}  // namespace weald
