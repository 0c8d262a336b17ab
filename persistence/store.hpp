#pragma once

#include "actors/placement/shard.hpp"
#include "actors/store/store_messages.hpp"
#include "persistence/inspection/store_inspector.hpp"
#include "persistence/registry/registry.hpp"

#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

/// What a store is to this room's actors: one writing side and any number of reading sides. Each
/// side belongs to one thread; the sides of one store may run beside each other.
namespace frontrow {

/// A store that could not say yes or no. After a commit threw it, the batch is there as a whole or
/// not at all; the store itself finds out which before it commits another.
struct store_error : std::runtime_error {
  store_error(store_failure kind, const std::string& what) : std::runtime_error{what}, why{kind} {}

  store_failure why;
};

/// A store that could not be opened. The text is one clear line for the operator.
struct store_open_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class store_writer {
public:
  virtual ~store_writer() = default;

  /// Makes the write sets durable in one transaction, in their order, and says of each how it
  /// ended. Events get the next positions of their write set's partition (`partition_of`), gapless.
  /// A refused one leaves nothing behind and takes only those along that build on it. What speaks
  /// against a write set is looked for in this order: its key is known, it is too late, one of its
  /// rows is not at its version. Throws store_error.
  [[nodiscard]] virtual std::vector<commit_result> commit(std::span<const write_set> batch,
                                                          instant now)
      = 0;

  /// The kept answer of a key. Commits purge answers past their life, a few at a time.
  /// Throws store_error.
  [[nodiscard]] virtual std::optional<answer_row> read(const find_answer&) = 0;

  /// Does the housekeeping that nobody waits for; to be called when a batch has been answered.
  /// Short and, when there is nothing to do, nearly free. Throws store_error.
  virtual void tidy() = 0;

  /// The highest event position that this writer knows to be committed, by partition.
  [[nodiscard]] virtual std::vector<std::uint64_t> last_positions() const = 0;
};

/// Answers the archive's questions from what is committed. Throws store_error.
class store_reader {
public:
  virtual ~store_reader() = default;

  virtual std::optional<saved_schedule> read(const load_schedule&) = 0;
  virtual seat_row read(const load_seat&) = 0;
  virtual wallet_row read(const load_wallet&) = 0;
  virtual std::optional<reservation_row> read(const load_reservation&) = 0;
  virtual std::vector<reservation_row> read(const list_reservations&) = 0;
  virtual std::vector<ledger_row> read(const list_ledger&) = 0;
  virtual std::vector<token_row> read(const load_queue&) = 0;
  virtual std::vector<booking_row> read(const load_bookings&) = 0;
  virtual std::uint64_t read(const load_counter&) = 0;
  virtual programme read(const load_programme&) = 0;
  virtual std::vector<schedule_id> read(const load_held_schedules&) = 0;
  virtual std::vector<parked_row> read(const load_parked&) = 0;
  virtual std::vector<std::uint64_t> read(const load_positions&) = 0;
  virtual event_page read(const read_events&) = 0;
};

/// Outlives its sides.
class store {
public:
  virtual ~store() = default;

  /// How many partitions its events are numbered in; the same as long as what it keeps.
  [[nodiscard]] virtual std::uint32_t partitions() const = 0;
  /// One for all partitions, of a node that is a member of the cluster, or of a server without one:
  /// of that, there is one at a time. From the moment that a node is declared dead, nothing of its
  /// writers is committed any more, and none can be opened. Throws store_open_error.
  [[nodiscard]] virtual std::unique_ptr<store_writer> open_writer(node_id = {}) = 0;
  /// As many as it can use beside each other: of n, writer i is best given what belongs to the
  /// partitions whose number leaves i.
  [[nodiscard]] virtual std::vector<std::unique_ptr<store_writer>> open_writers(node_id = {});
  [[nodiscard]] virtual std::unique_ptr<store_reader> open_reader() = 0;
  /// For operators' questions.
  [[nodiscard]] virtual std::unique_ptr<store_inspector> open_inspector() = 0;
  /// Of the cluster that lives on it. Throws store_open_error, also when it can have none.
  [[nodiscard]] virtual std::unique_ptr<registry> open_registry();
};

inline std::unique_ptr<registry> store::open_registry() {
  throw store_open_error{"this store has no cluster"};
}

inline std::vector<std::unique_ptr<store_writer>> store::open_writers(node_id node) {
  std::vector<std::unique_ptr<store_writer>> one;
  one.push_back(open_writer(node));
  return one;
}

} // namespace frontrow
