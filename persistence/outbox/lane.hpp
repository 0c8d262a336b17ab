#pragma once

#include "actors/store/outbox_messages.hpp"
#include "persistence/outbox/broker.hpp"
#include "persistence/outbox/parking.hpp"
#include "persistence/store.hpp"

#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <string_view>

namespace frontrow {

/// What can be seen of a lane from any thread.
struct lane_figures {
  static constexpr std::array<double, 12> second_bounds{2e-4, 5e-4, 1e-3, 2e-3, 3e-3, 5e-3,
                                                        1e-2, 2e-2, 5e-2, 0.1,  1.0,  10.0};

  std::atomic<outbox_lane::state> is{outbox_lane::state::starting};
  std::atomic<std::uint64_t> published{0};
  std::atomic<std::uint64_t> last{0};
  std::atomic<std::int64_t> oldest{0}; // see outbox_lane; milliseconds since 1970
  std::atomic<std::uint64_t> retries{0};
  std::atomic<std::uint64_t> republished{0}; // events that the stream had forgotten
  std::atomic<std::uint64_t> waiting{0};
  std::atomic<std::uint64_t> discarded{0};
  /// From commit to stream, commits by duration.
  std::array<std::atomic<std::uint64_t>, second_bounds.size() + 1> delays{};
  std::atomic<std::uint64_t> delay_nanoseconds{0};
  std::atomic<bool> is_leading{true}; // this node publishes
  std::atomic<bool> is_known{false};  // `published` was compared with the stream
};

struct lane_tools {
  std::uint32_t partition = 0;
  std::shared_ptr<store_reader> reader;
  std::shared_ptr<broker> to;
  wall_clock clock;
  std::size_t batch_max = 512; // events in one round trip
  std::shared_ptr<lane_figures> seen = std::make_shared<lane_figures>();
  /// Told once of every change that an operator should know.
  std::function<void(bool is_bad, const std::string& what, const outbox_lane&)> tell;
  /// Called with `before_publish` and `after_publish`.
  std::function<void(std::string_view point)> fault;
};

/// One partition's way into its stream. How far it has come is what the stream itself says when it
/// is first asked and whenever it may have changed: there is no mark that could disagree with it.
/// An event that the broker refuses is parked, durably, before anything behind it is published,
/// and with it whatever follows of its aggregate.
class lane {
public:
  /// What is to be done now.
  enum class next : std::uint8_t {
    rest,  // until more is committed
    again, // at once
    retry, // in a while
    save,  // make `unsaved()` durable, then call `saved()`: till then nothing moves
  };

  explicit lane(lane_tools);

  /// One bounded step: at most one page, one round trip.
  next step();

  /// Publishes a bounded part of what waits of an aggregate, behind what is published, after a
  /// step. `waiting` is what is still to be done; `why` says what forbids to go on.
  parked_outcome replay(const std::string& subject);
  /// Gives up what waits of an aggregate, or only one of its events.
  parked_outcome discard(const std::string& subject, std::uint64_t position);

  /// Rows to be made durable.
  const std::vector<parked_row>& unsaved() const { return unsaved_; }
  void saved();

  /// It publishes again, after others did: the next step reads anew what is kept, and asks the
  /// stream.
  void begin();
  /// Others publish: of what it knew, nothing is shown any more.
  void rest();

  /// The stream may have changed without our doing: the next step asks it.
  void doubt() { is_known_ = false; }

  /// More was committed, up to this position, at that time.
  void hear(const events_committed&);

  const parking& kept() const { return kept_; }
  outbox_lane view() const;
  /// The position up to which nothing is missing in the stream but what is kept.
  std::uint64_t done() const { return done_; }

private:
  using ending = append_result::ending;

  void load();
  bool meet();
  next publish();
  bool hold_back(const event_page&);
  append_result append(std::span<const entry>);
  void park(const placed_event&, std::string why);
  void be(outbox_lane::state, std::string why = {});
  void count();
  void know(std::uint64_t last);
  void see_delays();
  void see_oldest();
  next give_way(const broker_away&);

  lane_tools tools_;
  parking kept_;
  std::vector<parked_row> unsaved_;
  entry_id top_;                             // of the stream
  std::deque<events_committed> unpublished_; // the eldest of them
  std::uint64_t done_ = 0;                   // the position up to which all is published or kept
  bool is_loaded_ = false;                   // what is kept was read
  bool is_known_ = false;                    // top_ is what the stream said
  bool was_known_ = false;                   // … or said once
  outbox_lane::state is_ = outbox_lane::state::starting;
  bool has_complained_ = false;
  std::string why_;
};

} // namespace frontrow
