#pragma once

#include "actors/base/counted_actor.hpp"
#include "actors/base/words.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/stateful_actor.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>

namespace frontrow {

/// Whoever meets a bug begins anew at once; when the one before was less than `rebirth_calm` ago,
/// after a while, which doubles from bug to bug.
inline constexpr milliseconds rebirth_calm{60'000};
inline constexpr milliseconds rebirth_delay_min{100};
inline constexpr milliseconds rebirth_delay_max{30'000};

/// To itself: the while is over.
struct begin_anew {};

/// A counted actor that outlives its bugs under the same address: it forgets everything, and begins
/// again as it did at first, from the store. Who waited for it, and who comes while it rests, is
/// told to try again (`store_failure::unavailable`).
template <class Base, actor_kind Kind>
class lasting : public counted<Base, Kind> {
  using parent = counted<Base, Kind>;

public:
  using parent::consume;
  using parent::parent;

  /// What makes it forget, and begin. With `hears_answers` the answers to what it asked before the
  /// bug still reach their handlers, in what it is then.
  void last(std::function<void()> forget, std::function<void()> begin, bool hears_answers) {
    forget_ = std::move(forget);
    begin_ = std::move(begin);
    hears_answers_ = hears_answers;
  }

  caf::invoke_message_result consume(caf::mailbox_element& what) override {
    if (is_resting_)
      return turn_away(what);
    try {
      return parent::consume(what);
    } catch (...) {
      meet_bug(std::current_exception());
    }
    return caf::invoke_message_result::consumed;
  }

  bool cleanup(caf::error&& why, caf::execution_unit* where) override {
    forget_ = begin_ = nullptr;
    return parent::cleanup(std::move(why), where);
  }

private:
  void meet_bug(const std::exception_ptr& bug) {
    note_bug(Kind, bug);
    this->awaited_responses_.clear();
    if (!hears_answers_)
      this->multiplexed_responses_.clear();
    forget_();
    const auto now = this->clock().now();
    const bool is_calm = !met_bug_at_ || now - *met_bug_at_ >= rebirth_calm;
    met_bug_at_ = now;
    delay_
        = is_calm ? milliseconds{0} : std::clamp(delay_ * 2, rebirth_delay_min, rebirth_delay_max);
    is_resting_ = true;
    if (is_calm)
      return begin();
    this->clock().schedule_message(
        now + delay_, caf::strong_actor_ptr{this->ctrl()},
        caf::make_mailbox_element(nullptr, caf::make_message_id(), {}, begin_anew{}));
  }

  void begin() {
    is_resting_ = false;
    try {
      begin_();
      figures_of(Kind).activations.fetch_add(1, std::memory_order_relaxed);
    } catch (...) {
      meet_bug(std::current_exception());
    }
  }

  caf::invoke_message_result turn_away(caf::mailbox_element& what) {
    auto& content = what.content();
    if (content.template match_elements<caf::exit_msg>())
      return parent::consume(what);
    if (what.mid.is_response() && hears_answers_)
      return caf::invoke_message_result::skipped;
    this->count_handled(std::chrono::steady_clock::now());
    if (content.template match_elements<begin_anew>()) {
      begin();
    } else if (what.mid.is_request()) {
      this->current_mailbox_element(&what);
      this->template make_response_promise<caf::response_promise>().deliver(
          caf::error{store_failure::unavailable});
    }
    return caf::invoke_message_result::consumed;
  }

  std::function<void()> forget_;
  std::function<void()> begin_;
  bool hears_answers_ = false;
  bool is_resting_ = false;
  std::optional<caf::actor_clock::time_point> met_bug_at_;
  milliseconds delay_{0};
};

/// Begins a lasting stateful actor: `begin` makes its behavior, now and after every bug, each time
/// over a fresh state.
template <class Self, class Begin>
auto begin_to_last(Self* self, Begin begin, bool hears_answers = false) {
  self->last(
      [=] {
        std::destroy_at(&self->state);
        std::construct_at(&self->state);
      },
      [=]() mutable { self->become(begin()); }, hears_answers);
  return begin();
}

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::begin_anew)
