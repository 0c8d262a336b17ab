#pragma once

#include "persistence/archive/archive_actor.hpp"
#include "persistence/memory/faulty_store.hpp"
#include "persistence/outbox/drain_actor.hpp"
#include "persistence/writer/writer_actor.hpp"
#include "tests/persistence/kept_store.hpp"
#include "tests/persistence/one_thread.hpp"
#include "tests/persistence/outbox/fake_broker.hpp"

namespace frontrow::test {

/// A drain's lives over one store and one broker.
struct drain_bench : one_thread {
  explicit drain_bench(std::size_t batch_max = 4) : batch_max_{batch_max} { begin(); }

  /// A new process over what is durable.
  void begin() {
    if (drain) {
      caf::anon_send_exit(drain, caf::exit_reason::kill);
      caf::anon_send_exit(writer, caf::exit_reason::kill);
      settle();
    }
    seen = std::make_shared<lane_figures>();
    drain = spawn(keep_drain, std::vector{tools()}, drain_limits{});
    writer = spawn(keep_writer, writer_tools{.store = faulty->open_writer(),
                                             .clock = [] { return noon; },
                                             .drain = drain,
                                             .fault = {}});
    anon_send(drain, save_with{writer});
    settle();
  }

  lane_tools tools() {
    return {.partition = 0,
            .reader = kept->open_reader(),
            .to = to,
            .clock = [] { return noon; },
            .batch_max = batch_max_,
            .seen = seen,
            .tell
            = [this](bool, const std::string& what, const outbox_lane&) { told.push_back(what); },
            .fault = {}};
  }

  /// Another node's over the same, with nothing to do yet.
  drain_shell add_drain(std::shared_ptr<lane_figures> figures) {
    auto how = tools();
    how.seen = std::move(figures);
    auto other = spawn(keep_drain, std::vector{how}, drain_limits{.is_leading = false});
    anon_send(other, save_with{writer});
    settle();
    return other;
  }
  void lead(const drain_shell& who, bool is_leading) {
    anon_send(who, lead_drain{is_leading});
    settle();
  }

  /// An event of a user's wallet, whose n-th it is.
  void happen(std::uint64_t user, std::uint64_t sequence) {
    event what;
    what.is = event::kind::point_charged;
    what.sequence = sequence;
    what.at = noon + std::chrono::seconds{sequence};
    what.user = user_id{user};
    what.amount = 5;
    write_set set;
    set.events = {what};
    CHECK(answer<commit_result>(writer, set) == commit_result::committed);
  }

  parked_outcome replay(std::string subject) {
    return *answer<parked_outcome>(drain, replay_parked{.subject = std::move(subject)});
  }
  parked_outcome discard(std::string subject, std::uint64_t position = 0) {
    return *answer<parked_outcome>(
        drain, discard_parked{.subject = std::move(subject), .partition = 0, .position = position});
  }
  outbox_view view() { return *answer<outbox_view>(drain, describe_outbox{.limit = 100}); }

  std::shared_ptr<memory_store> kept = std::make_shared<memory_store>();
  commit_fault fault = commit_fault::none;
  std::shared_ptr<faulty_store> faulty
      = std::make_shared<faulty_store>(kept, [this] { return fault; });
  std::shared_ptr<fake_broker> to = std::make_shared<fake_broker>();
  std::shared_ptr<lane_figures> seen;
  std::vector<std::string> told;
  drain_shell drain;
  writer_actor writer;

private:
  std::size_t batch_max_;
};

/// Three wallets' events: 1 2 3 1 2 3 …
inline void happen_in_turn(drain_bench& at, std::uint64_t from, std::uint64_t to) {
  for (auto n = from; n <= to; ++n)
    at.happen((n - 1) % 3 + 1, (n - 1) / 3 + 1);
}

} // namespace frontrow::test
