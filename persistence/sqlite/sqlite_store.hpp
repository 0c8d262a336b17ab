#pragma once

#include "persistence/sqlite/checkpointer.hpp"
#include "persistence/sqlite/data_folder.hpp"
#include "persistence/store.hpp"

namespace frontrow::sqlite {

struct sqlite_options {
  std::filesystem::path folder;
  milliseconds answer_life = std::chrono::hours{24};
  log_limits log{};
};

/// One database file in a folder that is this store's alone while it lives. A constructor that
/// throws store_open_error has changed nothing but an older schema. All of the database is read for
/// damage, unless it is as the destructor of the store before left it (clean_mark.hpp).
class sqlite_store final : public store {
public:
  explicit sqlite_store(sqlite_options);
  /// To be called when its writer and readers are gone.
  ~sqlite_store() override;

  std::uint32_t partitions() const override;
  std::unique_ptr<store_writer> open_writer(node_id = {}) override;
  std::unique_ptr<store_reader> open_reader() override;
  std::unique_ptr<store_inspector> open_inspector() override;

private:
  sqlite_options options_;
  data_folder folder_;
};

} // namespace frontrow::sqlite
