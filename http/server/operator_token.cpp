#include "http/server/operator_token.hpp"

#include <openssl/crypto.h>

namespace frontrow::http {

edge_error check_operator(std::string_view wanted, std::string_view given) {
  if (given.empty())
    return edge_error::operator_token_missing;
  const bool is_right = !wanted.empty() && wanted.size() == given.size()
                        && CRYPTO_memcmp(wanted.data(), given.data(), wanted.size()) == 0;
  return is_right ? edge_error::none : edge_error::operator_token_wrong;
}

} // namespace frontrow::http
