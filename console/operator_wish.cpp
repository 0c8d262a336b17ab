#include "console/operator_wish.hpp"

#include <charconv>
#include <cstdint>
#include <sstream>
#include <vector>

namespace frontrow::console {

namespace {

std::optional<std::uint64_t> whole(const std::string& text) {
  std::uint64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  return error == std::errc{} && at == end ? std::optional{value} : std::nullopt;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream from{text};
  for (std::string word; from >> word;)
    words.push_back(std::move(word));
  return words;
}

} // namespace

std::optional<operator_wish> parse_wish(const std::string& text) {
  const auto words = words_of(text);
  if (words.size() < 2)
    return {};
  const auto& verb = words[0];
  const auto schedule = whole(words[1]);
  if ((verb == "pause" || verb == "resume") && words.size() == 2 && schedule)
    return operator_wish{"queue", {{"schedule", *schedule}, {"doors", verb}}};
  if ((verb == "capacity" || verb == "rate") && words.size() == 3 && schedule) {
    const auto count = whole(words[2]);
    if (!count)
      return {};
    const auto* name = verb == "rate" ? "perSecond" : "capacity";
    return operator_wish{"queue", {{"schedule", *schedule}, {name, *count}}};
  }
  if (verb == "passivate" && words.size() == 3)
    return operator_wish{"passivate", {{"actor", words[1] + ' ' + words[2]}}};
  if (verb == "replay" && words.size() == 2)
    return operator_wish{"replay", {{"subject", words[1]}}};
  return {};
}

} // namespace frontrow::console
