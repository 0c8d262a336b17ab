#pragma once

#include <caf/detail/simple_actor_clock.hpp>

#include <condition_variable>
#include <mutex>
#include <vector>

namespace frontrow::http {

/// CAF's clock of delayed messages and time-outs, for any thread. CAF's own hands them over through
/// a ring of 64 places, and stands still for ever when its thread itself finds that ring full: an
/// actor that dies with its last delayed message cancels its time-outs from there. Here there is
/// always room.
class unbounded_clock final : public caf::detail::simple_actor_clock {
public:
  ~unbounded_clock() override;

  void set_ordinary_timeout(time_point due, caf::abstract_actor* self, caf::atom_value type,
                            std::uint64_t id) override;
  void set_multi_timeout(time_point due, caf::abstract_actor* self, caf::atom_value type,
                         std::uint64_t id) override;
  void set_request_timeout(time_point due, caf::abstract_actor* self, caf::message_id id) override;
  void cancel_ordinary_timeout(caf::abstract_actor* self, caf::atom_value type) override;
  void cancel_request_timeout(caf::abstract_actor* self, caf::message_id id) override;
  void cancel_timeouts(caf::abstract_actor* self) override;
  void schedule_message(time_point due, caf::strong_actor_ptr receiver,
                        caf::mailbox_element_ptr content) override;
  void schedule_message(time_point due, caf::group target, caf::strong_actor_ptr sender,
                        caf::message content) override;
  void cancel_all() override;

  /// Ships what is due, until `stop`.
  void run();
  void stop();
  /// After `run` has returned: drops everything that waits, until nothing new comes of it.
  void clear();

private:
  void push(event* what);
  void take(unique_event_ptr what);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<unique_event_ptr> inbox_;
  bool stopped_ = false;
};

} // namespace frontrow::http
