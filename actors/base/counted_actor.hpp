#pragma once

#include "actors/base/house_watch.hpp"
#include "actors/base/inside_messages.hpp"
#include "actors/base/owed_answer.hpp"
#include "actors/base/roll_of_actors.hpp"
#include "actors/base/tap_board.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/invoke_message_result.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <chrono>
#include <cstdint>
#include <exception>

namespace frontrow {

/// What one kind of actor did since the start. Any thread may read it at any time.
struct kind_figures {
  std::atomic<std::uint64_t> received{0};
  std::atomic<std::uint64_t> handled{0};
  std::atomic<std::uint64_t> busy_nanoseconds{0};
  std::atomic<std::int64_t> alive{0};
  std::atomic<std::uint64_t> activations{0};
  /// Actors that ended by a bug: an exception that nobody expected.
  std::atomic<std::uint64_t> faults{0};
  /// Messages that died with their actor: `received - handled - lost` are waiting now.
  std::atomic<std::uint64_t> lost{0};
  /// Messages by how long they took, four buckets an octave of nanoseconds; counted only while
  /// somebody looks.
  std::array<std::atomic<std::uint64_t>, 160> handling{};
};

/// Which bucket of `handling` so many nanoseconds fall into.
constexpr std::size_t handling_bucket(std::uint64_t ns) {
  const auto octave = static_cast<std::size_t>(std::bit_width(ns));
  const auto quarter = octave < 3 ? 0 : static_cast<std::size_t>(ns >> (octave - 3) & 3);
  return std::min<std::size_t>(octave * 4 + quarter, 159);
}
/// The least that does not fall into it any more.
constexpr std::uint64_t handling_bound(std::size_t bucket) {
  const auto octave = bucket / 4;
  return octave < 3 ? std::uint64_t{1} << octave : (std::uint64_t{5} + bucket % 4) << (octave - 3);
}

inline std::array<kind_figures, actor_kind_count> actor_figures;

inline kind_figures& figures_of(actor_kind kind) {
  return actor_figures[static_cast<std::size_t>(kind)];
}

/// Hears of every actor that ends by a bug. Set once, before the first actor is alive.
inline void (*on_actor_fault)(const char* kind, const char* what) = nullptr;

/// Counts a bug, and says it aloud.
inline void note_bug(actor_kind kind, const std::exception_ptr& bug) {
  figures_of(kind).faults.fetch_add(1, std::memory_order_relaxed);
  if (on_actor_fault == nullptr)
    return;
  const auto* name = actor_kind_names[static_cast<std::size_t>(kind)];
  try {
    std::rethrow_exception(bug);
  } catch (const std::exception& known) {
    on_actor_fault(name, known.what());
  } catch (...) {
    on_actor_fault(name, "an exception of no known kind");
  }
}

/// Counts what passes through an actor, and ends it at a bug: alone, counted and loud. Whoever
/// asked what the bug was met in hears of it (`caf::sec::runtime_error`), all others that they may
/// try again (`store_failure::unavailable`). `Base` is an event-based actor class.
template <class Base, actor_kind Kind>
class counted : public Base, public on_roll {
public:
  /// Tells what the actor knows of itself. Called on the actor's own thread.
  using describer = void (*)(caf::local_actor*, actor_facts&);
  /// Lets the actor, or one of its children, end. Whether it goes. Called like that, too.
  using dismisser = bool (*)(caf::local_actor*, actor_label whom);

  template <class... Ts>
  explicit counted(caf::actor_config& cfg, Ts&&... xs)
      : Base(cfg, std::forward<Ts>(xs)...), on_roll(Kind, this) {
    auto& figures = figures_of(Kind);
    figures.alive.fetch_add(1, std::memory_order_relaxed);
    figures.activations.fetch_add(1, std::memory_order_relaxed);
    this->set_exception_handler([](caf::scheduled_actor*, std::exception_ptr& bug) {
      note_bug(Kind, bug);
      return caf::error{store_failure::unavailable}; // what the mailbox hears
    });
  }

  ~counted() override {
    auto& figures = figures_of(Kind);
    figures.alive.fetch_sub(1, std::memory_order_relaxed);
    const std::uint32_t waiting = received() - handled();
    figures.lost.fetch_add(waiting, std::memory_order_relaxed);
  }

  using Base::consume;
  using Base::enqueue;

  void enqueue(caf::mailbox_element_ptr what, caf::execution_unit* where) override {
    count_received();
    figures_of(Kind).received.fetch_add(1, std::memory_order_relaxed);
    Base::enqueue(std::move(what), where);
  }

  caf::invoke_message_result consume(caf::mailbox_element& what) override {
    const auto begin = std::chrono::steady_clock::now();
    if (the_watch.is_on()) [[unlikely]]
      return consume_watched(what, begin);
    return consume_counted(what, begin);
  }

  /// Who it is, and what an operator may ask of it.
  template <describer How, dismisser MayGo = nullptr>
  void introduce(actor_label as) {
    set_label(as);
    // All that are made alike say the same, and only the first is heard.
    if (describe_.load(std::memory_order_relaxed) != How) {
      dismiss_.store(MayGo, std::memory_order_relaxed);
      describe_.store(How, std::memory_order_relaxed);
    }
  }

  /// Takes over the answer to the present message.
  template <class Answer>
  owed_answer<Answer> owe() {
    auto made = std::make_shared<detail::debt>(
        this->template make_response_promise<caf::response_promise>());
    in_hand_ = made;
    return owed_answer<Answer>{std::move(made)};
  }

protected:
  void count_handled(std::chrono::steady_clock::time_point begin) {
    count_one_handled();
    auto& figures = figures_of(Kind);
    figures.handled.fetch_add(1, std::memory_order_relaxed);
    const auto took
        = static_cast<std::uint64_t>((std::chrono::steady_clock::now() - begin).count());
    figures.busy_nanoseconds.fetch_add(took, std::memory_order_relaxed);
    if (the_watch.is_on()) [[unlikely]] {
      count_busy(took);
      figures.handling[handling_bucket(took)].fetch_add(1, std::memory_order_relaxed);
    }
  }

private:
  caf::invoke_message_result consume_counted(caf::mailbox_element& what,
                                             std::chrono::steady_clock::time_point begin) {
    auto result = caf::invoke_message_result::consumed;
    try {
      result = Base::consume(what);
    } catch (...) {
      blame(what);
      in_hand_.reset();
      count_handled(begin);
      throw;
    }
    in_hand_.reset();
    if (result != caf::invoke_message_result::skipped)
      count_handled(begin);
    return result;
  }

  /// The same while somebody looks: operators are answered, and taps told.
  caf::invoke_message_result consume_watched(caf::mailbox_element& what,
                                             std::chrono::steady_clock::time_point begin) {
    the_watch.see(begin);
    if (what.mid.is_request() && answer_operator(what)) {
      count_handled(begin);
      return caf::invoke_message_result::consumed;
    }
    if (!the_taps.is_any() || !the_taps.may_be_open(Kind, label()))
      return consume_counted(what, begin);
    const auto* type = what.content().empty() ? nullptr : what.content().type(0).second;
    tapped_message seen;
    seen.at = std::chrono::system_clock::now();
    seen.is_answer = what.mid.is_response();
    const auto result = consume_counted(what, begin);
    seen.was_put_off = result == caf::invoke_message_result::skipped;
    seen.took = std::chrono::steady_clock::now() - begin;
    the_taps.note(Kind, label(), type, std::move(seen));
    return result;
  }

  /// Whether it was an operator who asked.
  bool answer_operator(caf::mailbox_element& what) {
    const auto& content = what.content();
    const auto answer = [&](auto value) {
      this->current_mailbox_element(&what);
      this->template make_response_promise<caf::response_promise>().deliver(std::move(value));
    };
    if (content.template match_elements<look_inside>()) {
      answer(inside());
      return true;
    }
    if (content.template match_elements<send_away>()) {
      const auto& whom = content.template get_as<send_away>(0).whom;
      const auto dismiss = dismiss_.load(std::memory_order_relaxed);
      answer(dismiss != nullptr && dismiss(this, whom));
      return true;
    }
    return false;
  }

  actor_inside inside() {
    actor_inside seen;
    seen.kind = Kind;
    seen.label = label();
    seen.handled = handled();
    seen.waiting = received() - handled() - 1; // this question is no work
    seen.questions = this->awaited_responses_.empty() ? 0 : 1;
    seen.is_parked = seen.questions > 0;
    seen.questions += this->multiplexed_responses_.size();
    seen.can_go = dismiss_.load(std::memory_order_relaxed) != nullptr;
    if (const auto describe = describe_.load(std::memory_order_relaxed); describe != nullptr)
      describe(this, seen.facts);
    return seen;
  }

  /// Tells the asker of the present message, whether or not its answer was taken over already.
  void blame(caf::mailbox_element& what) {
    if (!what.mid.is_request())
      return;
    if (const auto mine = in_hand_.lock())
      mine->fail(caf::sec::runtime_error);
    this->template make_response_promise<caf::response_promise>().deliver(
        caf::error{caf::sec::runtime_error});
  }

  /// The last answer that was taken over in the present message; none between messages, for it
  /// keeps memory, and a million of these may be alive.
  std::weak_ptr<detail::debt> in_hand_;
  // The same for all that are made alike.
  inline static std::atomic<describer> describe_{nullptr};
  inline static std::atomic<dismisser> dismiss_{nullptr};
};

} // namespace frontrow
