#include "http/server/operator_token.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <optional>

namespace frontrow::http {

namespace {

using digest = std::array<unsigned char, 32>;

std::optional<digest> digest_of(std::string_view text) {
  digest made{};
  if (EVP_Digest(text.data(), text.size(), made.data(), nullptr, EVP_sha256(), nullptr) != 1)
    return {};
  return made;
}

} // namespace

bool is_same_secret(std::string_view wanted, std::string_view given) {
  const auto right = digest_of(wanted);
  const auto said = digest_of(given);
  return right && said && CRYPTO_memcmp(right->data(), said->data(), right->size()) == 0;
}

edge_error check_operator(std::string_view wanted, std::string_view given) {
  if (given.empty())
    return edge_error::operator_token_missing;
  const bool is_right = !wanted.empty() && is_same_secret(wanted, given);
  return is_right ? edge_error::none : edge_error::operator_token_wrong;
}

edge_error check_role(std::string_view wanted, std::string_view reader, std::string_view given,
                      bool acts) {
  const auto ruling = check_operator(wanted, given);
  if (ruling != edge_error::operator_token_wrong)
    return ruling;
  const bool is_reader = !reader.empty() && is_same_secret(reader, given);
  if (!is_reader)
    return ruling;
  return acts ? edge_error::read_only : edge_error::none;
}

} // namespace frontrow::http
