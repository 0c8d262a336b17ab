#include "persistence/postgres/postgres_store.hpp"

#include "persistence/postgres/database.hpp"
#include "persistence/postgres/postgres_inspector.hpp"
#include "persistence/postgres/postgres_reader.hpp"
#include "persistence/postgres/postgres_registry.hpp"
#include "persistence/postgres/postgres_writer.hpp"

#include <algorithm>

namespace frontrow::postgres {

namespace {

/// A start that waits for another server's migration waits longer than any statement.
constexpr milliseconds migration_patience = std::chrono::minutes{10};
/// What takes longer than a lease is of no use to a node.
constexpr milliseconds registry_patience{1'000};

link_options links_of(const postgres_options& how, bool is_reader,
                      std::shared_ptr<stall_watch> watch) {
  return {.url = how.url,
          .connect_timeout = how.connect_timeout,
          .statement_timeout = how.statement_timeout,
          .is_reader = is_reader,
          .watch = std::move(watch)};
}

template <class Work>
auto or_refusal(Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const store_error& why) {
    throw store_open_error{"cannot use PostgreSQL: " + std::string{why.what()}};
  }
}

} // namespace

std::pair<std::size_t, std::size_t> migrate_database(const postgres_options& how) {
  const auto watch = std::make_shared<stall_watch>();
  return or_refusal([&] {
    {
      link on{links_of(how, true, watch)};
      check_server(on, how.allow_unsafe);
    }
    auto patient = links_of(how, false, watch);
    patient.statement_timeout = migration_patience;
    link on{patient};
    const auto state = migrate(on);
    return std::pair{state.before, state.now};
  });
}

postgres_store::postgres_store(postgres_options options)
    : options_{std::move(options)}, lock_{std::make_shared<server_lock>(
                                        links_of(options_, true, watch_), options_.is_cluster)} {
  migrate_database(options_);
  or_refusal([&] {
    lock_->take();
    if (options_.is_cluster)
      return;
    link on{links_of(options_, false, watch_)};
    end_cluster(on);
  });
}

std::uint32_t postgres_store::partitions() const {
  return partition_count;
}

std::unique_ptr<store_writer> postgres_store::open_share(writer_name who, std::uint32_t of) {
  writer_options how{.link = links_of(options_, false, watch_),
                     .answer_life = options_.answer_life,
                     .who = who,
                     .partitions = {},
                     .partition_count = partition_count};
  for (auto partition = who.index; partition < partition_count; partition += of)
    how.partitions.push_back(partition);
  return or_refusal([&]() -> std::unique_ptr<store_writer> {
    return std::make_unique<postgres_writer>(std::move(how), lock_);
  });
}

std::unique_ptr<store_writer> postgres_store::open_writer(node_id node) {
  return open_share({.node = node}, 1);
}

std::vector<std::unique_ptr<store_writer>> postgres_store::open_writers(node_id node) {
  std::vector<std::unique_ptr<store_writer>> all;
  for (std::uint32_t n = 0; n < options_.writers; ++n)
    all.push_back(open_share({.node = node, .index = n}, options_.writers));
  return all;
}

std::unique_ptr<store_reader> postgres_store::open_reader() {
  return or_refusal([&]() -> std::unique_ptr<store_reader> {
    return std::make_unique<postgres_reader>(links_of(options_, true, watch_), partition_count);
  });
}

std::unique_ptr<store_inspector> postgres_store::open_inspector() {
  return std::make_unique<postgres_inspector>(links_of(options_, true, watch_));
}

std::unique_ptr<registry> postgres_store::open_registry() {
  auto how = links_of(options_, false, watch_);
  how.statement_timeout = std::min(how.statement_timeout, registry_patience);
  how.line_patience = registry_patience;
  return or_refusal([&]() -> std::unique_ptr<registry> {
    return std::make_unique<postgres_registry>(std::move(how), options_.writers);
  });
}

} // namespace frontrow::postgres
