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

command script::call(std::span<const std::string> keys, std::span<const std::string> words) const {
  command all{"EVALSHA", sha_, std::to_string(keys.size())};
  all.insert(all.end(), keys.begin(), keys.end());
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

void script::load(connection& on) const {
  if (const auto answer = on.ask({"SCRIPT", "LOAD", source_}); answer.is == reply::kind::error)
    throw std::runtime_error{"Redis refuses a script: " + answer.text};
}

std::vector<reply> ask_with(connection& on, const script& which, std::span<const command> all) {
  auto answers = on.ask(all);
  std::vector<std::size_t> places;
  std::vector<command> again;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (answers[i].is_error("NOSCRIPT")) {
      places.push_back(i);
      again.push_back(all[i]);
    }
  }
  if (again.empty())
    return answers;
  which.load(on);
  auto second = on.ask(again);
  for (std::size_t i = 0; i < places.size(); ++i)
    answers[places[i]] = std::move(second[i]);
  return answers;
}

} // namespace frontrow::redis
