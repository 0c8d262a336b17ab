#include "persistence/redis/script.hpp"

#include <array>

#include <openssl/evp.h>

namespace frontrow::redis {

namespace {

std::string sha1_of(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1)
    throw std::runtime_error{"SHA-1 is not to be had"};
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex += digits[digest[i] >> 4U];
    hex += digits[digest[i] & 15U];
  }
  return hex;
}

} // namespace

script::script(std::string_view source) : source_{source}, sha_{sha1_of(source)} {
}

void script::begin_call(packet& to, std::size_t keys, std::size_t words) const {
  to.begin(3 + keys + words);
  to.add("EVALSHA");
  to.add(sha_);
  to.add(keys);
}

void script::call(packet& to, std::span<const std::string> keys,
                  std::span<const std::string> words) const {
  begin_call(to, keys.size(), words.size());
  for (const auto& key : keys)
    to.add(key);
  for (const auto& word : words)
    to.add(word);
}

void script::load(connection& on) const {
  if (const auto answer = on.ask(command{"SCRIPT", "LOAD", source_});
      answer.is == reply::kind::error)
    throw std::runtime_error{"Redis refuses a script: " + answer.text};
}

std::vector<reply> ask_with(connection& on, const script& which, const packet& all) {
  auto answers = on.ask(all);
  std::vector<std::size_t> places;
  packet again;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (answers[i].is_error("NOSCRIPT")) {
      places.push_back(i);
      again.copy(all, i);
    }
  }
  if (again.is_empty())
    return answers;
  which.load(on);
  auto second = on.ask(again);
  for (std::size_t i = 0; i < places.size(); ++i)
    answers[places[i]] = std::move(second[i]);
  return answers;
}

} // namespace frontrow::redis
