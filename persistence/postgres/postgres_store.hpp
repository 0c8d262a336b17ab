#pragma once

#include "persistence/postgres/link.hpp"
#include "persistence/postgres/scribe.hpp"
#include "persistence/postgres/server_lock.hpp"

namespace frontrow::postgres {

struct postgres_options {
  std::string url;
  std::uint32_t writers = 2;
  milliseconds answer_life = std::chrono::hours{24};
  milliseconds connect_timeout = std::chrono::seconds{3};
  milliseconds statement_timeout = std::chrono::seconds{5};
  std::vector<std::string> allow_unsafe{};
  bool is_cluster = false;
};

/// A database that is this server's alone while it lives, or a cluster's. A constructor that throws
/// store_open_error has changed nothing but an older schema.
class postgres_store final : public store {
public:
  explicit postgres_store(postgres_options);

  std::uint32_t partitions() const override;
  std::unique_ptr<store_writer> open_writer(node_id = {}) override;
  std::vector<std::unique_ptr<store_writer>> open_writers(node_id = {}) override;
  std::unique_ptr<store_reader> open_reader() override;
  std::unique_ptr<store_inspector> open_inspector() override;
  std::unique_ptr<registry> open_registry() override;

private:
  std::unique_ptr<store_writer> open_share(writer_name, std::uint32_t of);

  postgres_options options_;
  std::shared_ptr<stall_watch> watch_ = std::make_shared<stall_watch>();
  std::shared_ptr<server_lock> lock_;
};

/// Checks the server and brings its schema up to date: from which version, and to which. Throws
/// store_open_error.
std::pair<std::size_t, std::size_t> migrate_database(const postgres_options&);

} // namespace frontrow::postgres
