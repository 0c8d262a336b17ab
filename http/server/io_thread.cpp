#include "http/server/io_thread.hpp"

#include "actors/base/ensure.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <caf/abstract_actor.hpp>
#include <caf/detail/set_thread_name.hpp>
#include <caf/scheduler/abstract_coordinator.hpp>

namespace frontrow::http {

namespace {

thread_local io_thread* this_thread = nullptr;

} // namespace

io_thread::io_thread(caf::actor_system& system, std::size_t throughput,
                     std::chrono::milliseconds patience)
    : caf::execution_unit(&system), throughput_(throughput) {
  // Sockets stay on their thread, so the reactor needs no lock for them; posts need theirs.
  context_.emplace(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO);
  clerk_ = std::make_unique<http::clerk>(*this, system, patience);
  timer_.emplace(*context_);
}

io_thread::~io_thread() = default;

io_thread* io_thread::current() noexcept {
  return this_thread;
}

io_thread& io_thread::here() {
  ensure(this_thread != nullptr);
  return *this_thread;
}

void io_thread::exec_later(caf::resumable* job) {
  ready_.push_back(job);
  run_soon();
}

template <class Put>
bool io_thread::put(Put what) {
  {
    std::lock_guard lock{inbox_mutex_};
    what();
    if (woken_ || stopped_)
      return false;
    woken_ = true;
  }
  net::post(*context_, [this] { drain(); });
  return true;
}

void io_thread::enqueue(caf::resumable* job) {
  if (this_thread == this)
    exec_later(job);
  else
    put([&] { inbox_jobs_.push_back(job); });
}

void io_thread::enqueue(caf::mailbox_element_ptr answer) {
  put([&] { inbox_answers_.push_back(std::move(answer)); });
}

void io_thread::send(caf::abstract_actor& whom, caf::mailbox_element_ptr what) {
  if (draining_) {
    whom.enqueue(std::move(what), this);
    return;
  }
  draining_ = true;
  whom.enqueue(std::move(what), this);
  draining_ = false;
  if (!ready_.empty())
    drain();
}

void io_thread::run_soon() {
  if (draining_ || drain_posted_)
    return;
  drain_posted_ = true;
  net::post(*context_, [this] {
    drain_posted_ = false;
    drain();
  });
}

void io_thread::take_inbox() {
  {
    std::lock_guard lock{inbox_mutex_};
    if (!woken_)
      return;
    woken_ = false;
    jobs_.swap(inbox_jobs_);
    answers_.swap(inbox_answers_);
  }
  ready_.insert(ready_.end(), jobs_.begin(), jobs_.end());
  jobs_.clear();
  for (auto& answer : answers_)
    clerk_->answer(std::move(answer));
  answers_.clear();
}

void io_thread::run_one() {
  auto* job = ready_.front();
  ready_.pop_front();
  if (job->resume(this, throughput_) == caf::resumable::resume_later)
    ready_.push_back(job);
  else
    caf::intrusive_ptr_release(job);
}

void io_thread::drain() {
  if (draining_)
    return;
  draining_ = true;
  take_inbox();
  clerk_->resume_ready();
  for (std::size_t turn = 0; turn < actors_per_turn && !ready_.empty(); ++turn) {
    run_one();
    clerk_->resume_ready();
  }
  draining_ = false;
  if (!ready_.empty())
    run_soon();
}

void io_thread::tick_every(std::chrono::milliseconds period) {
  net::post(*context_, [this, period] {
    period_ = std::min(period_, period);
    timer_->cancel(); // the next begins with the new period
  });
}

void io_thread::tick() {
  clerk_->sweep(clerk::clock::now());
  drain();
  timer_->expires_after(period_);
  timer_->async_wait([this](const boost::system::error_code&) { tick(); });
}

void io_thread::run() {
  this_thread = this;
  caf::detail::set_thread_name("frontrow.io");
  system_->thread_started();
  tick();
  const auto work = net::make_work_guard(*context_);
  context_->run();
  system_->thread_terminates();
  this_thread = nullptr;
}

void io_thread::start() {
  thread_ = std::thread{[this] {
    run();
  }};
}

void io_thread::stop() {
  net::post(*context_, [this] {
    do
      drain();
    while (!ready_.empty());
    context_->stop();
  });
  thread_.join();
  std::lock_guard lock{inbox_mutex_};
  stopped_ = true;
}

void io_thread::sweep_out() {
  clerk_->close();
  timer_.reset();
  drain_posted_ = true; // nobody drains any more
  context_.reset();
  for (bool again = true; again;) {
    {
      std::lock_guard lock{inbox_mutex_};
      ready_.insert(ready_.end(), inbox_jobs_.begin(), inbox_jobs_.end());
      inbox_jobs_.clear();
      answers_.swap(inbox_answers_);
    }
    again = !ready_.empty() || !answers_.empty();
    answers_.clear();
    auto doomed = std::move(ready_);
    ready_.clear();
    for (auto* job : doomed)
      caf::scheduler::abstract_coordinator::cleanup_and_release(job);
  }
}

} // namespace frontrow::http
