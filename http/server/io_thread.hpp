#pragma once

#include "http/server/clerk.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <caf/execution_unit.hpp>
#include <caf/resumable.hpp>

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace frontrow::http {

namespace net = boost::asio;

/// One thread that runs sockets and actors in turns: an io_context that is also a CAF execution
/// unit. Actors run between socket events, a bounded number at a time, so that neither starves the
/// other. Nothing on it may block.
class io_thread final : public caf::execution_unit {
public:
  /// Actors resumed between two looks at the sockets.
  static constexpr std::size_t actors_per_turn = 64;

  /// `throughput`: messages that one actor may handle before the next has its turn. `patience`: how
  /// long a question waits when the asker does not say.
  io_thread(caf::actor_system& system, std::size_t throughput, std::chrono::milliseconds patience);
  io_thread(const io_thread&) = delete;
  io_thread& operator=(const io_thread&) = delete;
  ~io_thread() override;

  /// The one that this code runs on; null elsewhere.
  static io_thread* current() noexcept;

  /// The same, where there must be one.
  static io_thread& here();

  net::io_context& context() noexcept { return *context_; }
  class clerk& clerk() noexcept {
    return *clerk_;
  }

  /// From this thread only.
  void exec_later(caf::resumable* job) override;

  /// From any thread; wakes this one at most once until it looks.
  void enqueue(caf::resumable* job);

  /// From any thread: an answer to a question of this thread's clerk.
  void enqueue(caf::mailbox_element_ptr answer);

  /// From this thread only: hands over a message and runs whoever is ready, so that an actor that
  /// needs nobody else has answered when this returns.
  void send(caf::abstract_actor& whom, caf::mailbox_element_ptr what);

  /// From this thread only: lets whoever is ready run after the present event.
  void run_soon();

  /// Looks for overdue questions at least this often.
  void tick_every(std::chrono::milliseconds period);

  void start();
  /// Runs what is ready, then ends the thread. Questions still open are never answered.
  void stop();
  /// After `stop`: drops everything that waits, until nothing new comes of it.
  void sweep_out();

private:
  void run();
  void drain();
  void run_one();
  void take_inbox();
  void tick();
  template <class Put>
  bool put(Put what);

  std::size_t throughput_;
  std::optional<net::io_context> context_;
  std::unique_ptr<class clerk> clerk_;
  std::optional<net::steady_timer> timer_;
  std::chrono::milliseconds period_{100};
  std::deque<caf::resumable*> ready_;
  bool draining_ = false;
  bool drain_posted_ = false;
  std::thread thread_;

  std::mutex inbox_mutex_;
  std::vector<caf::resumable*> inbox_jobs_;
  std::vector<caf::mailbox_element_ptr> inbox_answers_;
  bool woken_ = false;
  bool stopped_ = false;
  // Kept between turns for their memory.
  std::vector<caf::resumable*> jobs_;
  std::vector<caf::mailbox_element_ptr> answers_;
};

} // namespace frontrow::http
