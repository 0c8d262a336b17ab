#pragma once

#include "actors/store/store_messages.hpp"

#include <caf/response_promise.hpp>
#include <caf/result.hpp>
#include <caf/sec.hpp>

#include <exception>
#include <memory>

namespace frontrow {

namespace detail {

/// The promise itself, which all copies share.
class debt {
public:
  explicit debt(caf::response_promise to) : to_{std::move(to)} {}
  debt(const debt&) = delete;
  debt& operator=(const debt&) = delete;
  /// Nobody is left who could answer.
  ~debt() {
    if (std::uncaught_exceptions() > 0)
      fail(caf::sec::runtime_error);
    else
      fail(store_failure::unavailable);
  }

  /// At most once: whatever comes later is nobody's news.
  template <class Value>
  void pay(Value&& what) {
    auto to = std::exchange(to_, caf::response_promise{});
    to.deliver(std::forward<Value>(what));
  }
  void fail(caf::error why) {
    if (to_.pending() && !to_.async())
      pay(std::move(why));
  }

private:
  caf::response_promise to_;
};

} // namespace detail

/// An answer that an actor owes to whoever asked. All copies are one: the first `deliver` counts.
/// When the last copy goes without it, because its actor ended, the asker hears at once that it may
/// try again (`store_failure::unavailable`); when an exception swept it away, that there was a bug
/// (`caf::sec::runtime_error`). Made by `counted::owe`.
template <class Answer>
class owed_answer {
public:
  owed_answer() = default;
  explicit owed_answer(std::shared_ptr<detail::debt> made) : debt_{std::move(made)} {}

  void deliver(Answer what) const { debt_->pay(std::move(what)); }
  void deliver(caf::error why) const { debt_->pay(std::move(why)); }

  /// What a handler returns that will answer later.
  operator caf::result<Answer>() const { return caf::delegated<Answer>{}; }

private:
  std::shared_ptr<detail::debt> debt_;
};

} // namespace frontrow
