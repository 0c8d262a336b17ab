#pragma once

#include "actors/store/event_cursor.hpp"
#include "actors/store/rows.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/error.hpp>
#include <caf/typed_actor.hpp>

#include <memory>
#include <optional>

/// The port between actors and whatever remembers: two actors, both with threads of their own.
/// Nothing here travels between nodes: a store is always asked on its own node.
namespace frontrow {

/// How a write set ended. Anything but `committed` left nothing behind.
enum class commit_result : std::uint8_t {
  committed = 1,
  conflict,  // a row was not at the version the write set was decided on: re-read and decide again
  key_known, // its idempotency key has an answer already: fetch and repeat that one
  too_late,  // its deadline had passed when the commit began
};

/// Why a store cannot say yes or no. The caller may try again with the same key.
enum class store_failure : std::uint8_t {
  unavailable = 1, // out of reach, or broken
  full,            // no room, or read-only
  overloaded,      // more write sets are waiting than the writer takes
};

/// The writer. Answers a write set once its fate is durable, those of one partition in the order of
/// arrival within one sender; gathers what arrives while a commit runs, and commits it together. An
/// empty write set is answered when all before it are, whatever their partition.
struct find_answer {
  user_id user{};
  operation what{};
  std::string key;
};
using writer_actor
    = caf::typed_actor<caf::replies_to<write_set>::with<commit_result>,
                       caf::replies_to<find_answer>::with<std::optional<answer_row>>>;

// The archive answers reads from what is committed, beside the writer.

struct load_schedule {
  schedule_id id{};
};
struct saved_schedule {
  schedule_row facts;
  std::vector<seat_row> seats; // the touched ones, by seat
};

/// One seat's row; a fresh one at version 0 when it was never touched.
struct load_seat {
  schedule_id schedule{};
  seat_id seat{};
};

struct load_wallet {
  user_id user{};
};

struct load_reservation {
  reservation_id id{};
};

/// A page, newest first: entries below `before` (0: from the newest).
struct list_reservations {
  user_id user{};
  reservation_id before{};
  std::uint32_t limit = 0;
};
struct list_ledger {
  user_id user{};
  std::uint64_t before = 0;
  std::uint32_t limit = 0;
};

struct load_queue {
  schedule_id id{};
};

/// The bookings of one schedule, to rebuild guards and success records.
struct load_bookings {
  schedule_id id{};
};

struct load_counter {
  std::string name;
};

/// All concerts and their schedules' facts.
struct load_programme {};
struct programme {
  std::vector<concert_row> concerts;
  std::vector<schedule_row> schedules;
};

/// The schedules in which seats are held, by id.
struct load_held_schedules {};

/// The events of one partition that are kept from being published, by position.
struct load_parked {
  std::uint32_t partition = 0;
};

/// Events of one partition with positions in (after, after + limit], in order, no gaps. Of a
/// partition that the store does not have, there are none.
struct read_events {
  std::uint32_t partition = 0;
  std::uint64_t after = 0;
  std::uint32_t limit = 0;
};
struct placed_event {
  std::uint32_t partition = 0;
  std::uint64_t position = 0; // counts 1, 2, 3, … within the partition, in commit order
  event what;
};
struct event_page {
  std::vector<placed_event> events;
  std::uint64_t last = 0; // the highest position committed in this partition
};

/// The highest position committed in each partition, one for each that the store has.
struct load_positions {};

using archive_actor
    = caf::typed_actor<caf::replies_to<load_schedule>::with<std::optional<saved_schedule>>,
                       caf::replies_to<load_seat>::with<seat_row>,
                       caf::replies_to<load_wallet>::with<wallet_row>,
                       caf::replies_to<load_reservation>::with<std::optional<reservation_row>>,
                       caf::replies_to<list_reservations>::with<std::vector<reservation_row>>,
                       caf::replies_to<list_ledger>::with<std::vector<ledger_row>>,
                       caf::replies_to<load_queue>::with<std::vector<token_row>>,
                       caf::replies_to<load_bookings>::with<std::vector<booking_row>>,
                       caf::replies_to<load_counter>::with<std::uint64_t>,
                       caf::replies_to<load_programme>::with<programme>,
                       caf::replies_to<load_held_schedules>::with<std::vector<schedule_id>>,
                       caf::replies_to<load_parked>::with<std::vector<parked_row>>,
                       caf::replies_to<load_positions>::with<std::vector<std::uint64_t>>,
                       caf::replies_to<read_events>::with<event_page>>;

/// The outbox's feed: events of all partitions after a cursor, as soon as there are any; at the
/// latest after `wait` with none (0: at once). Those of one partition are in order and without
/// gaps; partitions that are far behind get the larger share of a page.
struct follow_events {
  event_cursor after;
  std::uint32_t limit = 0;
  milliseconds wait{0};
};
/// To go on, move the cursor past every event, in any order.
struct feed_page {
  std::vector<placed_event> events;
};
/// A writer says how far it has committed.
struct events_committed {
  std::uint32_t partition = 0;
  std::uint64_t last = 0;
  std::chrono::steady_clock::time_point at{}; // when it was committed; none: another node did it
};
/// Whoever wants to know how far writers have committed.
using commit_listener = caf::typed_actor<caf::reacts_to<events_committed>>;
using feed_actor = caf::typed_actor<caf::replies_to<follow_events>::with<feed_page>,
                                    caf::reacts_to<events_committed>>;

} // namespace frontrow

CAF_ERROR_CODE_ENUM(frontrow::store_failure, "store")
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::write_set)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::outcome)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::commit_result)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::find_answer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::optional<frontrow::answer_row>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::load_schedule)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::optional<frontrow::saved_schedule>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::load_seat)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::seat_row)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::load_wallet)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::wallet_row)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::load_reservation)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::optional<frontrow::reservation_row>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::list_reservations)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<frontrow::reservation_row>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::list_ledger)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<frontrow::ledger_row>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::load_queue)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<frontrow::token_row>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::load_bookings)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<frontrow::booking_row>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::load_counter)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::load_programme)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::programme)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::load_held_schedules)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<frontrow::schedule_id>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::load_parked)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<frontrow::parked_row>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::read_events)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::load_positions)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<std::uint64_t>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::event_page)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::feed_page)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::follow_events)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::events_committed)
