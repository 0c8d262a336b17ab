#pragma once

#include "http/entrance/verification_key.hpp"

#include <vector>

namespace frontrow::http::entrance {

/// The keys in a file's text: public keys in PEM, or a JSON Web Key Set (RFC 7517). Never empty; in
/// words what is wrong otherwise.
///
/// Of a set, keys for other purposes or algorithms are passed over, as the RFC wants it; a key of
/// ours that is broken or weak spoils the file, so that nobody wonders which keys count. So does
/// whatever is secret and need not be here.
verdict<std::vector<verification_key>, std::string> read_keys(std::string_view text);

} // namespace frontrow::http::entrance
