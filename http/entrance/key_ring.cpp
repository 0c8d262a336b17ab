#include "http/entrance/key_ring.hpp"

#include <algorithm>

namespace frontrow::http::entrance {

verdict<key_ring, std::string> key_ring::of(std::vector<verification_key> keys) {
  std::size_t nameless = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto& id = keys[i].id();
    if (id.empty() && ++nameless > nameless_max)
      return "more than " + std::to_string(nameless_max) + " keys without a kid";
    for (std::size_t j = 0; j < i && !id.empty(); ++j)
      if (keys[j].id() == id && keys[j].is() == keys[i].is())
        return "two " + std::string{name_of(keys[i].is())} + " keys with the kid " + id;
  }
  return key_ring{std::move(keys)};
}

key_ring::outcome key_ring::check(algorithm is, std::optional<std::string_view> id,
                                  std::string_view text, std::string_view signature) const {
  const bool is_only
      = std::ranges::count_if(keys_, [is](const auto& key) { return key.is() == is; }) == 1;
  auto out = outcome::no_key;
  for (const auto& key : keys_) {
    const bool is_meant = key.id().empty() || (id ? key.id() == *id : is_only);
    if (key.is() != is || !is_meant)
      continue;
    if (key.verifies(text, signature))
      return outcome::right;
    out = outcome::wrong;
  }
  return out;
}

} // namespace frontrow::http::entrance
