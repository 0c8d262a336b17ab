#pragma once

#include "persistence/postgres/postgres_store.hpp"
#include "tests/persistence/kept_store.hpp"
#include "tests/support/private_postgres.hpp"

namespace frontrow::test {

/// A database of its own in the server that the whole program shares.
struct in_postgres {
  std::shared_ptr<store> open() const {
    return std::make_shared<postgres::postgres_store>(options_for(url));
  }

  /// Nothing of the shared server survives the machine, and nothing has to.
  static postgres::postgres_options options_for(const std::string& url) {
    return {.url = url, .allow_unsafe = {"fsync"}};
  }

  std::string url = shared_postgres().fresh_database();
};

} // namespace frontrow::test
