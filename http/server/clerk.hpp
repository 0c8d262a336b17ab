#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <caf/actor_control_block.hpp>
#include <caf/error.hpp>
#include <caf/mailbox_element.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace frontrow::http {

namespace net = boost::asio;

class io_thread;

/// Keeps one io thread's open questions to actors, and brings each answer to the coroutine that
/// asked. Used on its own thread only. A slot's number carries a generation: an answer that comes
/// after its asker gave up finds another generation and is dropped.
class clerk {
public:
  using clock = std::chrono::steady_clock;

  clerk(io_thread& home, caf::actor_system& system, std::chrono::milliseconds patience);
  clerk(const clerk&) = delete;
  clerk& operator=(const clerk&) = delete;
  ~clerk();

  /// An open question. Closes itself; whatever comes afterwards is dropped.
  class question {
  public:
    question(clerk& desk, std::chrono::milliseconds patience);
    question(const question&) = delete;
    question& operator=(const question&) = delete;
    ~question();

    caf::message_id id() const noexcept;
    bool is_answered() const noexcept;
    /// Returns once there is an answer, `sec::request_timeout` after the patience, or
    /// `exit_reason::user_shutdown` when the asking coroutine is cancelled.
    net::awaitable<void> wait();
    caf::mailbox_element_ptr take() noexcept;

  private:
    clerk& desk_;
    std::uint32_t index_;
  };

  /// As whom the questions are asked.
  const caf::strong_actor_ptr& self() const noexcept { return self_; }

  std::size_t open() const noexcept { return slots_.size() - free_.size(); }

  /// Files an answer. Whoever waits for it is resumed by the next `resume_ready`.
  void answer(caf::mailbox_element_ptr what);

  /// Resumes whoever has been answered.
  void resume_ready();

  /// Ends the questions whose patience is over.
  void sweep(clock::time_point now);

  /// No question is answered any more; their coroutines are destroyed.
  void close();

private:
  using asker = net::async_result<net::use_awaitable_t<>, void()>::handler_type;

  struct slot {
    std::uint32_t generation = 1;
    bool is_open = false;
    clock::time_point due;
    caf::mailbox_element_ptr answer;
    std::optional<asker> waiting;
  };

  void fail(std::uint32_t index, caf::error why);

  io_thread& home_;
  std::chrono::milliseconds patience_;
  clock::time_point now_; // as of the last sweep: near enough for a patience of seconds
  caf::strong_actor_ptr self_;
  std::vector<slot> slots_;
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> answered_; // slots whose coroutines wait to be resumed
};

} // namespace frontrow::http
