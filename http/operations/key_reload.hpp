#pragma once

#include "http/server/tls_keys.hpp"

/// What the log says of the TLS port's certificate and key.
namespace frontrow::http {

/// A warning for each worry.
void tell_worries(const tls_keys&);

/// Reads them again, if there are any, and says how it went. Never throws because of the files.
void reload_keys(tls_keys*);

} // namespace frontrow::http
