#include "persistence/open.hpp"

#include "persistence/archive/archive_actor.hpp"
#include "persistence/inspection/inspector_actor.hpp"
#include "persistence/memory/memory_store.hpp"
#include "persistence/postgres/postgres_store.hpp"
#include "persistence/registry/registry_actor.hpp"
#include "persistence/sqlite/sqlite_store.hpp"
#include "persistence/writer/writer_router.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

/// How often a node's feed looks for what others committed, when nobody told it.
constexpr milliseconds cluster_look{1'000};

template <class... Ts>
auto spawn(caf::actor_system& system, bool is_detached, Ts&&... what) {
  return is_detached ? system.spawn<caf::detached>(std::forward<Ts>(what)...)
                     : system.spawn(std::forward<Ts>(what)...);
}

/// When the newest event happened: until the first commit nobody else tells.
void note_last_event(store_reader& from, writer_observer& seen) {
  instant newest{};
  const auto last = from.read(load_positions{});
  for (std::uint32_t partition = 0; partition < last.size(); ++partition)
    if (last[partition] > 0)
      for (const auto& e : from.read(read_events{partition, last[partition] - 1, 1}).events)
        newest = std::max(newest, e.what.at);
  seen.last_event_at = newest;
}

/// A lane for each partition, none without a broker.
std::vector<lane_tools> make_lanes(store& on, const store_options& options,
                                   const wall_clock& clock) {
  std::vector<lane_tools> lanes;
  if (!options.outbox.to)
    return lanes;
  const std::shared_ptr<store_reader> reader = on.open_reader();
  for (std::uint32_t partition = 0; partition < on.partitions(); ++partition)
    lanes.push_back({.partition = partition,
                     .reader = reader,
                     .to = options.outbox.to,
                     .clock = clock,
                     .tell = options.outbox.tell,
                     .fault = options.fault});
  return lanes;
}

/// In a cluster others write as well, and one of all publishes, when it is told to.
feed_limits feed_limits_of(const store_options& options) {
  auto limits = options.feed;
  if (options.node != node_id{} && limits.look == milliseconds{0})
    limits.look = cluster_look;
  return limits;
}
drain_limits drain_limits_of(const store_options& options) {
  auto limits = options.outbox.limits;
  limits.is_leading = options.node == node_id{};
  return limits;
}

postgres::postgres_options postgres_options_of(const settings& wanted, bool is_cluster) {
  return {.url = wanted.postgres_url,
          .writers = wanted.postgres.writers,
          .answer_life = wanted.answer_life,
          .connect_timeout = wanted.postgres.connect_timeout,
          .statement_timeout = wanted.postgres.statement_timeout,
          .allow_unsafe = wanted.postgres.allow_unsafe,
          .is_cluster = is_cluster};
}

} // namespace

std::string migrate_store(const settings& wanted) {
  if (wanted.store != "postgres") {
    open_store(wanted);
    return "the store is up to date (" + wanted.store + ")";
  }
  const auto [before, now] = postgres::migrate_database(postgres_options_of(wanted, false));
  return before == now ? "the schema is up to date (version " + std::to_string(now) + ")"
                       : "the schema went from version " + std::to_string(before) + " to "
                             + std::to_string(now);
}

std::shared_ptr<store> open_store(const settings& wanted, bool is_cluster) {
  if (wanted.store == "memory")
    return std::make_shared<memory_store>(wanted.answer_life);
  if (wanted.store == "sqlite")
    return std::make_shared<sqlite::sqlite_store>(
        sqlite::sqlite_options{.folder = wanted.data, .answer_life = wanted.answer_life});
  if (wanted.store == "postgres")
    return std::make_shared<postgres::postgres_store>(postgres_options_of(wanted, is_cluster));
  throw store_open_error{"there is no store called " + wanted.store};
}

registry_actor start_registry(caf::actor_system& system, store& on, bool has_thread) {
  std::shared_ptr<registry> behind = on.open_registry();
  return spawn(system, has_thread, keep_registry, std::move(behind));
}

store_actors start_store(caf::actor_system& system, store& on, wall_clock clock,
                         store_options options, std::shared_ptr<writer_observer> observer) {
  // All sides first: what cannot be opened shall not leave half of the actors behind.
  std::vector<std::shared_ptr<store_writer>> writings;
  for (auto& one : on.open_writers(options.node))
    writings.push_back(std::move(one));
  std::vector<std::shared_ptr<store_reader>> readings;
  for (std::size_t n = 0; n < std::max<std::size_t>(options.archivists, 1); ++n)
    readings.push_back(on.open_reader());

  note_last_event(*readings.front(), *observer);
  std::shared_ptr<store_inspector> inspection = on.open_inspector();
  auto lanes = make_lanes(on, options, clock);

  store_actors all;
  all.observer = std::move(observer);
  for (auto& one : readings)
    all.archivists.push_back(spawn(system, options.has_threads, keep_archive, std::move(one)));
  all.archive = system.spawn(keep_archive_desk, all.archivists);
  all.inspector = spawn(system, options.has_threads, keep_inspector, std::move(inspection));
  all.feed_seen = std::make_shared<feed_observer>();
  all.feed = system.spawn(keep_feed, all.archive, feed_limits_of(options), all.feed_seen);
  for (const auto& lane : lanes)
    all.lanes.push_back(lane.seen);
  if (!lanes.empty())
    all.drain = spawn(system, options.has_threads, keep_drain, std::move(lanes),
                      drain_limits_of(options));
  for (auto& one : writings)
    all.writers.push_back(spawn(system, options.has_threads, keep_writer,
                                writer_tools{.store = std::move(one),
                                             .clock = clock,
                                             .feed = all.feed,
                                             .drain = all.drain,
                                             .observer = all.observer,
                                             .limits = options.writer,
                                             .is_alone = options.node == node_id{},
                                             .fault = options.fault}));
  all.writer = all.writers.size() == 1
                   ? all.writers.front()
                   : system.spawn(keep_writer_router, all.writers, on.partitions());
  if (all.drain)
    anon_send(all.drain, save_with{all.writer});
  return all;
}

void stop_store(caf::actor_system& system, store_actors all) {
  caf::scoped_actor self{system};
  // An empty write set is answered when all before it are.
  self->request(all.writer, caf::infinite, write_set{})
      .receive([](commit_result) {}, [](const caf::error&) {});
  const auto end = [&](const auto& who) {
    self->send_exit(who, caf::exit_reason::user_shutdown);
    self->wait_for(who);
  };
  if (all.drain)
    end(all.drain);
  end(all.feed);
  end(all.archive);
  end(all.inspector);
  // Readers first: the writer empties the log, and that takes nobody reading from it.
  for (const auto& one : all.archivists)
    end(one);
  if (all.writers.size() > 1)
    end(all.writer);
  for (const auto& one : all.writers)
    end(one);
}

} // namespace frontrow
