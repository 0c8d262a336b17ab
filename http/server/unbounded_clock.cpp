#include "http/server/unbounded_clock.hpp"

#include <caf/abstract_actor.hpp>
#include <caf/actor_control_block.hpp>
#include <caf/group.hpp>
#include <caf/message.hpp>

namespace frontrow::http {

unbounded_clock::~unbounded_clock() = default;

void unbounded_clock::set_ordinary_timeout(time_point due, caf::abstract_actor* self,
                                           caf::atom_value type, std::uint64_t id) {
  push(new ordinary_timeout(due, self->ctrl(), type, id));
}

void unbounded_clock::set_multi_timeout(time_point due, caf::abstract_actor* self,
                                        caf::atom_value type, std::uint64_t id) {
  push(new multi_timeout(due, self->ctrl(), type, id));
}

void unbounded_clock::set_request_timeout(time_point due, caf::abstract_actor* self,
                                          caf::message_id id) {
  push(new request_timeout(due, self->ctrl(), id));
}

void unbounded_clock::cancel_ordinary_timeout(caf::abstract_actor* self, caf::atom_value type) {
  push(new ordinary_timeout_cancellation(self->id(), type));
}

void unbounded_clock::cancel_request_timeout(caf::abstract_actor* self, caf::message_id id) {
  push(new request_timeout_cancellation(self->id(), id));
}

void unbounded_clock::cancel_timeouts(caf::abstract_actor* self) {
  push(new timeouts_cancellation(self->id()));
}

void unbounded_clock::schedule_message(time_point due, caf::strong_actor_ptr receiver,
                                       caf::mailbox_element_ptr content) {
  push(new actor_msg(due, std::move(receiver), std::move(content)));
}

void unbounded_clock::schedule_message(time_point due, caf::group target,
                                       caf::strong_actor_ptr sender, caf::message content) {
  push(new group_msg(due, std::move(target), std::move(sender), std::move(content)));
}

void unbounded_clock::cancel_all() {
  push(new drop_all);
}

void unbounded_clock::push(event* what) {
  unique_event_ptr owned{what};
  std::lock_guard lock{mutex_};
  inbox_.push_back(std::move(owned));
  if (inbox_.size() == 1)
    changed_.notify_one();
}

void unbounded_clock::run() {
  std::vector<unique_event_ptr> taken;
  for (;;) {
    {
      std::unique_lock lock{mutex_};
      const auto has_news = [&] {
        return stopped_ || !inbox_.empty();
      };
      if (schedule_.empty())
        changed_.wait(lock, has_news);
      else
        changed_.wait_until(lock, schedule_.begin()->first, has_news);
      if (stopped_)
        return;
      taken.swap(inbox_);
    }
    for (auto& what : taken)
      take(std::move(what));
    taken.clear();
    trigger_expired_timeouts();
  }
}

void unbounded_clock::stop() {
  std::lock_guard lock{mutex_};
  stopped_ = true;
  changed_.notify_one();
}

void unbounded_clock::clear() {
  for (bool again = true; again;) {
    std::vector<unique_event_ptr> doomed;
    {
      std::lock_guard lock{mutex_};
      doomed.swap(inbox_);
    }
    again = !doomed.empty() || !schedule_.empty();
    actor_lookup_.clear();
    // Dying actors come back with cancellations, which must not find a half-cleared schedule.
    auto schedule = std::move(schedule_);
    schedule_.clear();
  }
}

void unbounded_clock::take(unique_event_ptr what) {
  auto& it = *what;
  switch (it.subtype) {
  case ordinary_timeout_cancellation_type:
    return handle(static_cast<ordinary_timeout_cancellation&>(it));
  case multi_timeout_cancellation_type:
    return handle(static_cast<multi_timeout_cancellation&>(it));
  case request_timeout_cancellation_type:
    return handle(static_cast<request_timeout_cancellation&>(it));
  case timeouts_cancellation_type:
    return handle(static_cast<timeouts_cancellation&>(it));
  case ordinary_timeout_type:
    what.release();
    add_schedule_entry(std::unique_ptr<ordinary_timeout>{static_cast<ordinary_timeout*>(&it)});
    return;
  case multi_timeout_type:
    what.release();
    add_schedule_entry(std::unique_ptr<multi_timeout>{static_cast<multi_timeout*>(&it)});
    return;
  case request_timeout_type:
    what.release();
    add_schedule_entry(std::unique_ptr<request_timeout>{static_cast<request_timeout*>(&it)});
    return;
  case actor_msg_type:
    what.release();
    add_schedule_entry(std::unique_ptr<actor_msg>{static_cast<actor_msg*>(&it)});
    return;
  case group_msg_type:
    what.release();
    add_schedule_entry(std::unique_ptr<group_msg>{static_cast<group_msg*>(&it)});
    return;
  case drop_all_type:
  case shutdown_type:
    actor_lookup_.clear();
    schedule_.clear();
    return;
  }
}

} // namespace frontrow::http
