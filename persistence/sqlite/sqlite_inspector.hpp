#pragma once

#include "persistence/inspection/store_inspector.hpp"
#include "persistence/sqlite/connection.hpp"

namespace frontrow::sqlite {

/// A connection of its own; every answer shows one state of the store.
class sqlite_inspector final : public store_inspector {
public:
  explicit sqlite_inspector(const std::filesystem::path& database);

  store_check check(const check_store&) override;
  found_answers find(const find_answers&) override;

private:
  connection db_;
  statement seats_;
  statement reservations_;
  statement wallets_;
  statement answers_;
};

} // namespace frontrow::sqlite
