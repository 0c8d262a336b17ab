#include "persistence/sqlite/sqlite_store.hpp"

#include "persistence/sqlite/clean_mark.hpp"
#include "persistence/sqlite/database.hpp"
#include "persistence/sqlite/sqlite_inspector.hpp"
#include "persistence/sqlite/sqlite_reader.hpp"
#include "persistence/sqlite/sqlite_writer.hpp"

namespace frontrow::sqlite {

namespace {

template <class Side, class... Ts>
std::unique_ptr<Side> open(const std::filesystem::path& database, Ts&&... how) {
  try {
    return std::make_unique<Side>(database, std::forward<Ts>(how)...);
  } catch (const store_error& why) {
    throw store_open_error{"cannot open the database " + database.string() + ": " + why.what()};
  }
}

} // namespace

sqlite_store::sqlite_store(sqlite_options options)
    : options_{std::move(options)}, folder_{options_.folder} {
  prepare_database(folder_.database());
}

sqlite_store::~sqlite_store() {
  leave_clean_mark(folder_.database());
}

std::uint32_t sqlite_store::partitions() const {
  return 1;
}

std::unique_ptr<store_writer> sqlite_store::open_writer(node_id node) {
  if (node != node_id{})
    throw store_open_error{"this store has no cluster"};
  return open<sqlite_writer>(folder_.database(), options_.answer_life, options_.log);
}

std::unique_ptr<store_reader> sqlite_store::open_reader() {
  return open<sqlite_reader>(folder_.database());
}

std::unique_ptr<store_inspector> sqlite_store::open_inspector() {
  return open<sqlite_inspector>(folder_.database());
}

} // namespace frontrow::sqlite
