#pragma once

#include "actors/base/owed_answer.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/invoke_message_result.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>

namespace frontrow {

/// The kinds of actors that are counted.
enum class actor_kind : std::uint8_t {
  seat,
  schedule,
  wallet,
  queue,
  gate,
  checkout,
  keeper,
  directory,
  programme,
  last = programme,
};

inline constexpr std::array actor_kind_names{
    "seat", "schedule", "wallet", "queue", "gate", "checkout", "keeper", "directory", "programme"};

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
};

inline std::array<kind_figures, std::size_t(actor_kind::last) + 1> actor_figures;

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
class counted : public Base {
public:
  template <class... Ts>
  explicit counted(caf::actor_config& cfg, Ts&&... xs) : Base(cfg, std::forward<Ts>(xs)...) {
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
    const std::uint32_t waiting = received_.load(std::memory_order_relaxed) - handled_;
    figures.lost.fetch_add(waiting, std::memory_order_relaxed);
  }

  using Base::consume;
  using Base::enqueue;

  void enqueue(caf::mailbox_element_ptr what, caf::execution_unit* where) override {
    received_.fetch_add(1, std::memory_order_relaxed);
    figures_of(Kind).received.fetch_add(1, std::memory_order_relaxed);
    Base::enqueue(std::move(what), where);
  }

  caf::invoke_message_result consume(caf::mailbox_element& what) override {
    const auto begin = std::chrono::steady_clock::now();
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
    ++handled_;
    auto& figures = figures_of(Kind);
    figures.handled.fetch_add(1, std::memory_order_relaxed);
    const auto took = std::chrono::steady_clock::now() - begin;
    figures.busy_nanoseconds.fetch_add(static_cast<std::uint64_t>(took.count()),
                                       std::memory_order_relaxed);
  }

private:
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
  // Only their difference counts, so they may turn over.
  std::atomic<std::uint32_t> received_{0};
  std::uint32_t handled_ = 0;
};

} // namespace frontrow
