#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <caf/all.hpp>

#include <memory>

namespace frontrow::http {

namespace net = boost::asio;

/// The only bridge from coroutines to actors: puts a question to an actor and resumes the asking
/// coroutine, on its own executor, with the answer or with the error. Always answers in time.
template <class Answer, class Actor, class Question>
net::awaitable<caf::expected<Answer>> ask(caf::actor_system& system, const Actor& whom,
                                          Question what, std::chrono::milliseconds deadline) {
  auto start = [&](auto handler) {
    auto executor = net::get_associated_executor(handler);
    // Shared, because CAF copies its handlers. The guard keeps the io_context running meanwhile.
    auto asker = std::make_shared<decltype(handler)>(std::move(handler));
    auto resume = [asker, work = net::make_work_guard(executor)](caf::expected<Answer> answer) {
      net::post(work.get_executor(),
                [asker, answer = std::move(answer)]() mutable { (*asker)(std::move(answer)); });
    };
    system.spawn([=](caf::event_based_actor* clerk) {
      clerk->request(whom, deadline, what)
          .then([=](Answer& answer) { resume(std::move(answer)); },
                [=](caf::error& why) { resume(std::move(why)); });
    });
  };
  co_return co_await net::async_initiate<const net::use_awaitable_t<>, void(caf::expected<Answer>)>(
      start, net::use_awaitable);
}

} // namespace frontrow::http
