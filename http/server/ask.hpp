#pragma once

#include "http/server/io_thread.hpp"

#include <boost/asio/awaitable.hpp>
#include <caf/expected.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/response_type.hpp>
#include <caf/sec.hpp>
#include <caf/typed_actor.hpp>

#include <chrono>
#include <type_traits>
#include <utility>

/// The only bridge from coroutines to actors.
namespace frontrow::http {

namespace detail {

template <class Answer>
caf::expected<Answer> unpack(caf::mailbox_element& from) {
  auto& content = from.content();
  if constexpr (std::is_same_v<Answer, caf::unit_t>) {
    if (content.empty())
      return caf::unit;
  }
  if (content.template match_elements<Answer>())
    return content.template move_if_unshared<Answer>(0);
  if (content.template match_elements<caf::error>())
    return content.template move_if_unshared<caf::error>(0);
  return caf::make_error(caf::sec::unexpected_response);
}

template <class Answer>
net::awaitable<caf::expected<Answer>> asked(io_thread& home, caf::strong_actor_ptr whom,
                                            caf::mailbox_element_ptr what,
                                            std::chrono::milliseconds patience) {
  if (!whom)
    co_return caf::make_error(caf::sec::invalid_argument);
  clerk::question question{home.clerk(), patience};
  what->mid = question.id();
  home.send(*whom->get(), std::move(what));
  // An actor that needed nobody else has answered already.
  if (!question.is_answered())
    co_await question.wait();
  auto answer = question.take();
  co_return unpack<Answer>(*answer);
}

} // namespace detail

/// Puts a question to an actor; the answer, or why there is none, comes back on the same io thread.
/// Waits for `patience` (0: the setting `http.deadline`), then it is `caf::sec::request_timeout`
/// and a late answer is dropped. An asker who is cancelled, because its client is gone, hears
/// `caf::exit_reason::user_shutdown`. Only from a coroutine that runs on `home`.
template <class Answer, class Handle, class Message>
net::awaitable<caf::expected<Answer>> ask(io_thread& home, const Handle& whom, Message&& what,
                                          std::chrono::milliseconds patience = {}) {
  using question = std::decay_t<Message>;
  if constexpr (!std::is_same_v<Handle, caf::actor>)
    static_assert(caf::response_type_unbox<caf::signatures_of_t<Handle>,
                                           caf::detail::type_list<question>>::valid,
                  "this actor does not take this question");
  auto to = caf::actor_cast<caf::strong_actor_ptr>(whom);
  return detail::asked<Answer>(home, std::move(to),
                               caf::make_mailbox_element(home.clerk().self(), caf::message_id{}, {},
                                                         std::forward<Message>(what)),
                               patience);
}

/// The same, on the io thread that this code runs on.
template <class Answer, class Handle, class Message>
net::awaitable<caf::expected<Answer>> ask(const Handle& whom, Message&& what,
                                          std::chrono::milliseconds patience = {}) {
  return ask<Answer>(io_thread::here(), whom, std::forward<Message>(what), patience);
}

} // namespace frontrow::http
