#include "http/server/clerk.hpp"

#include "actors/base/ensure.hpp"
#include "http/server/io_thread.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <caf/actor_companion.hpp>
#include <caf/actor_system.hpp>
#include <caf/exit_reason.hpp>
#include <caf/make_message.hpp>
#include <caf/sec.hpp>

namespace frontrow::http {

namespace {

constexpr unsigned index_bits = 24;
constexpr std::uint64_t index_mask = (std::uint64_t{1} << index_bits) - 1;

// What actors see as the asker: every answer to it goes to the clerk of its io thread.
class front : public caf::actor_companion {
public:
  front(caf::actor_config& config, io_thread& home) : actor_companion(config), home_(home) {}

  void enqueue(caf::mailbox_element_ptr what, caf::execution_unit*) override {
    if (!what->mid.is_response())
      return;
    if (io_thread::current() == &home_)
      home_.clerk().answer(std::move(what));
    else
      home_.enqueue(std::move(what));
  }

  void enqueue(caf::strong_actor_ptr from, caf::message_id id, caf::message what,
               caf::execution_unit* unit) override {
    enqueue(caf::make_mailbox_element(std::move(from), id, {}, std::move(what)), unit);
  }

private:
  io_thread& home_;
};

} // namespace

clerk::clerk(io_thread& home, caf::actor_system& system, std::chrono::milliseconds patience)
    : home_(home), patience_(patience), now_(clock::now()) {
  self_ = caf::actor_cast<caf::strong_actor_ptr>(system.spawn<front, caf::hidden>(home));
}

clerk::~clerk() = default;

clerk::question::question(clerk& desk, std::chrono::milliseconds patience) : desk_(desk) {
  if (desk.free_.empty()) {
    ensure(desk.slots_.size() < index_mask);
    desk.free_.push_back(static_cast<std::uint32_t>(desk.slots_.size()));
    desk.slots_.emplace_back();
  }
  index_ = desk.free_.back();
  desk.free_.pop_back();
  auto& mine = desk.slots_[index_];
  mine.is_open = true;
  mine.due = desk.now_ + (patience.count() > 0 ? patience : desk.patience_);
}

clerk::question::~question() {
  if (index_ >= desk_.slots_.size())
    return; // the clerk closed first
  auto& mine = desk_.slots_[index_];
  if (++mine.generation == 0)
    mine.generation = 1;
  mine.is_open = false;
  mine.answer.reset();
  mine.waiting.reset();
  desk_.free_.push_back(index_);
}

caf::message_id clerk::question::id() const noexcept {
  const std::uint64_t generation = desk_.slots_[index_].generation;
  // Without the normal-priority bit, CAF would take it for urgent. Generations begin at 1, so that
  // the number is never 0, which would mean: not a request.
  return caf::message_id{caf::message_id::default_async_value | (generation << index_bits)
                         | index_};
}

bool clerk::question::is_answered() const noexcept {
  return desk_.slots_[index_].answer != nullptr;
}

caf::mailbox_element_ptr clerk::question::take() noexcept {
  return std::move(desk_.slots_[index_].answer);
}

net::awaitable<void> clerk::question::wait() {
  return net::async_initiate<const net::use_awaitable_t<>&, void()>(
      [this](asker handler) {
        auto& mine = desk_.slots_[index_];
        auto cancel = net::get_associated_cancellation_slot(handler);
        if (cancel.is_connected())
          cancel.assign([this](net::cancellation_type) {
            desk_.fail(index_, caf::exit_reason::user_shutdown);
            desk_.home_.run_soon();
          });
        mine.waiting.emplace(std::move(handler));
      },
      net::use_awaitable);
}

void clerk::answer(caf::mailbox_element_ptr what) {
  const auto number = what->mid.integer_value() & caf::message_id::request_id_mask;
  const auto index = static_cast<std::uint32_t>(number & index_mask);
  if (index >= slots_.size())
    return;
  auto& mine = slots_[index];
  if (!mine.is_open || mine.generation != number >> index_bits || mine.answer)
    return;
  mine.answer = std::move(what);
  if (mine.waiting)
    answered_.push_back(index);
}

void clerk::fail(std::uint32_t index, caf::error why) {
  auto& mine = slots_[index];
  if (mine.answer)
    return;
  mine.answer = caf::make_mailbox_element(nullptr, caf::message_id{}, {}, std::move(why));
  if (mine.waiting)
    answered_.push_back(index);
}

void clerk::resume_ready() {
  // By position: a resumed coroutine may ask again and be answered.
  for (std::size_t i = 0; i < answered_.size(); ++i) {
    auto& mine = slots_[answered_[i]];
    if (!mine.waiting || !mine.answer)
      continue; // its coroutine ended meanwhile
    asker handler = std::move(*mine.waiting);
    mine.waiting.reset();
    handler();
  }
  answered_.clear();
}

void clerk::sweep(clock::time_point now) {
  now_ = now;
  for (std::uint32_t index = 0; index < slots_.size(); ++index)
    if (slots_[index].is_open && slots_[index].waiting && slots_[index].due <= now)
      fail(index, caf::sec::request_timeout);
}

void clerk::close() {
  // Destroying a coroutine closes its questions, so take all of them out first.
  std::vector<slot> doomed = std::move(slots_);
  slots_.clear();
  free_.clear();
  answered_.clear();
  doomed.clear();
  self_ = nullptr;
}

} // namespace frontrow::http
