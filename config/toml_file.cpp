#include "config/toml_file.hpp"

#include "config/value_text.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace frontrow::config {

namespace {

/// What is wrong with a line, thrown no further than `reader::read`.
struct wrong_line {
  std::string what;
};

bool is_bare(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}

class reader {
public:
  reader(std::string_view text, const std::string& where) : rest_{text}, where_{where} {}

  toml_file read() && {
    while (!rest_.empty()) {
      const auto line = line_;
      try {
        read_line();
      } catch (const wrong_line& wrong) {
        found_.mistakes.push_back({where_ + ":" + std::to_string(line), wrong.what});
        skip_line();
      }
    }
    return std::move(found_);
  }

private:
  char peek() const { return rest_.empty() ? '\n' : rest_.front(); }

  char take() {
    const char c = peek();
    if (!rest_.empty())
      rest_.remove_prefix(1);
    if (c == '\n')
      ++line_;
    return c;
  }

  void skip_blanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\r')
      take();
  }

  void skip_line() {
    while (!rest_.empty() && peek() != '\n')
      take();
    take();
  }

  void skip_blanks_and_comment() {
    skip_blanks();
    if (peek() == '#')
      while (peek() != '\n')
        take();
  }

  void end_line() {
    skip_blanks_and_comment();
    if (peek() != '\n')
      throw wrong_line{"there is more on this line than one value"};
    take();
  }

  void read_line() {
    skip_blanks_and_comment();
    if (peek() == '\n') {
      take();
      return;
    }
    if (peek() == '[') {
      take();
      if (peek() == '[')
        throw wrong_line{"no setting is an array of tables; right would be [section]"};
      const auto section = read_key();
      if (peek() != ']')
        throw wrong_line{"a section is written as [section]"};
      take();
      end_line();
      section_ = section + ".";
      return;
    }
    read_pair();
  }

  void read_pair() {
    const auto line = line_;
    auto name = section_ + read_key();
    if (peek() != '=')
      throw wrong_line{"this is neither [section] nor key = value"};
    take();
    skip_blanks();
    auto value = peek() == '[' ? read_array() : read_scalar();
    end_line();
    const auto same = [&](const toml_item& item) {
      return item.name == name;
    };
    const auto first = std::find_if(found_.items.begin(), found_.items.end(), same);
    if (first != found_.items.end())
      found_.mistakes.push_back({where_ + ":" + std::to_string(line),
                                 name + " was set on line " + std::to_string(first->line)
                                     + " already; right would be one of the two"});
    else
      found_.items.push_back({std::move(name), std::move(value), line});
  }

  std::string read_key() {
    std::string key;
    for (;;) {
      skip_blanks();
      if (peek() == '"' || peek() == '\'')
        key += read_string();
      else if (!is_bare(peek()))
        throw wrong_line{"a key is missing here; right would be key = value"};
      while (is_bare(peek()))
        key += take();
      skip_blanks();
      if (peek() != '.')
        return key;
      key += take();
    }
  }

  std::string read_string() {
    const char quote = take();
    std::string text;
    while (peek() != quote) {
      if (peek() == '\n')
        throw wrong_line{"a string is not closed on its line"};
      const char c = take();
      text += c == '\\' && quote == '"' ? read_escape() : c;
    }
    take();
    return text;
  }

  char read_escape() {
    switch (const char c = take()) {
    case '"':
    case '\\':
      return c;
    case 't':
      return '\t';
    case 'n':
      return '\n';
    default:
      throw wrong_line{"a string knows the escapes \\\" \\\\ \\t \\n only"};
    }
  }

  std::string read_scalar() {
    if (peek() == '"' || peek() == '\'')
      return read_string();
    std::string text;
    while (is_bare(peek()) || peek() == '+' || peek() == '.')
      text += take();
    if (text == "true" || text == "false")
      return text;
    // Digits may be grouped: 20_000.
    std::erase(text, '_');
    if (!text.empty() && parse_count(text))
      return text;
    throw wrong_line{"a value that is no number and not true or false stands in quotes: \"1s\""};
  }

  void skip_in_array() {
    skip_blanks_and_comment();
    while (peek() == '\n' && !rest_.empty()) {
      take();
      skip_blanks_and_comment();
    }
    if (rest_.empty())
      throw wrong_line{"an array is not closed by ]"};
  }

  std::string read_array() {
    std::string entries;
    take();
    for (skip_in_array(); peek() != ']'; skip_in_array()) {
      entries += (entries.empty() ? "" : ",") + read_scalar();
      skip_in_array();
      if (peek() == ',')
        take();
      else if (peek() != ']')
        throw wrong_line{"entries of an array are separated by commas"};
    }
    take();
    return entries;
  }

  std::string_view rest_;
  const std::string& where_;
  std::size_t line_ = 1;
  std::string section_;
  toml_file found_;
};

} // namespace

toml_file read_toml(std::string_view text, const std::string& where) {
  return reader{text, where}.read();
}

} // namespace frontrow::config
