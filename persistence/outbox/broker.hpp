#pragma once

#include "actors/store/store_messages.hpp"

#include <compare>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>

/// Where events are published: a stream a partition, which only grows.
namespace frontrow {

/// Cannot be reached, or takes nothing now: full, read-only, loading, not permitted. What was sent
/// may have been done or not; trying again later makes sense.
struct broker_away : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// An entry's place in its stream. An event's is (position, 0); one that was parked and published
/// later comes behind whatever was the last: (that one's position, 1, 2, …).
struct entry_id {
  std::uint64_t position = 0;
  std::uint64_t turn = 0;

  auto operator<=>(const entry_id&) const = default;
};

struct entry {
  entry_id id;
  placed_event what;
};

/// The newest entry, as far as it says which event it is.
struct newest_entry {
  std::uint64_t position = 0;
  std::string type;
  std::string subject;
  std::uint64_t sequence = 0;
};

struct stream_end {
  entry_id last;                      // the greatest id that was ever in it; (0, 0): none
  std::optional<newest_entry> newest; // empty as well when it was deleted
};

struct append_result {
  enum class ending : std::uint8_t {
    done,    // all are there
    moved,   // the stream did not end where it was expected to; nothing was appended
    refused, // the first `appended` are there; the next one, for itself, is not acceptable
  };

  ending how = ending::done;
  std::size_t appended = 0;
  std::string why; // refused
};

class broker {
public:
  virtual ~broker() = default;

  /// The stream's name, for people.
  virtual std::string name(std::uint32_t partition) const = 0;

  /// Throws broker_away.
  virtual stream_end look(std::uint32_t partition) = 0;

  /// Appends in order, provided that the stream ends with `after`, and stops at the first that is
  /// refused; nobody else's entry comes between. Throws broker_away.
  virtual append_result append(std::uint32_t partition, entry_id after, std::span<const entry>) = 0;

  /// Whether asking would fail at once, because it failed a moment ago.
  virtual bool is_resting() const = 0;
};

} // namespace frontrow
