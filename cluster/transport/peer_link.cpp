#include "cluster/transport/peer_link.hpp"

#include "cluster/transport/closing.hpp"
#include "cluster/transport/conversation.hpp"
#include "cluster/wire/wire.hpp"

#include <caf/io/middleman.hpp>
#include <caf/io/typed_broker.hpp>
#include <caf/send.hpp>
#include <caf/stateful_actor.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace frontrow {

namespace {

using steady = std::chrono::steady_clock;

/// A link's own alarm clocks.
struct link_tick {};
struct link_dial {};

} // namespace

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::link_tick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::link_dial)

namespace frontrow {

namespace {

using link_entity = peer_actor::extend<caf::reacts_to<link_tick>, caf::reacts_to<link_dial>,
                                       caf::reacts_to<caf::io::new_data_msg>,
                                       caf::reacts_to<caf::io::connection_closed_msg>>;

struct link_state {
  link_state() = default;

  struct waiting {
    caf::typed_response_promise<reply> asker;
    steady::time_point since;
  };

  static inline const char* name = "link";
  link_plan plan;
  std::unique_ptr<conversation> talk;           // null: not connected
  bool is_welcome = false;                      // and he said so
  bool is_slow = false;                         // he hears, and his front does not answer
  std::map<std::uint64_t, waiting> outstanding; // by number, so the oldest first
  std::uint64_t last_number = 0;
  std::uint64_t canary = 0; // the number of the one that is out; 0: none
  steady::time_point canary_since;
  steady::time_point heard_at;
  milliseconds redial_delay{};
  std::string last_why;

  bool is_up() const { return is_welcome && !is_slow; }
};

using link_self = caf::stateful_actor<link_state, closing<link_entity::broker_base>>*;

/// From nobody: a message that names its sender would keep a broker that ended for ever.
template <class Message>
void later(link_self self, milliseconds pause, Message what) {
  caf::delayed_anon_send(caf::actor_cast<link_entity>(self), pause, what);
}

milliseconds since(steady::time_point then) {
  return std::chrono::duration_cast<milliseconds>(steady::now() - then);
}

void tell(link_self self, bool is_up, std::string why) {
  auto& s = self->state;
  s.plan.figures->is_up = is_up;
  s.last_why = why;
  self->send(s.plan.listener, link_news{s.plan.peer, is_up, std::move(why)});
}

void end(link_self self, std::map<std::uint64_t, link_state::waiting>::iterator call) {
  auto& s = self->state;
  auto asker = std::move(call->second.asker);
  s.outstanding.erase(call);
  s.plan.figures->outstanding = static_cast<std::uint32_t>(s.outstanding.size());
  ++s.plan.figures->lost;
  asker.deliver(caf::error{cluster_failure::peer_lost});
}

void end_all(link_self self) {
  while (!self->state.outstanding.empty())
    end(self, self->state.outstanding.begin());
}

/// The connection is over. Another is tried after a while.
void lose(link_self self, const std::string& why) {
  auto& s = self->state;
  const bool was_up = s.is_up();
  s.talk.reset();
  s.is_welcome = s.is_slow = false;
  s.canary = 0;
  s.plan.figures->canary_age_ms = 0;
  end_all(self);
  if (was_up)
    ++s.plan.figures->downs;
  if (was_up || why != s.last_why)
    tell(self, false, why);
  later(self, s.redial_delay, link_dial{});
  s.redial_delay = std::min(s.redial_delay * 2, s.plan.rules.redial_max);
}

void dial(link_self self) {
  auto& s = self->state;
  ++s.plan.figures->dials;
  const auto socket = dial_peer(s.plan.address);
  if (socket.fd < 0)
    return lose(self, socket.why_not);
  s.heard_at = steady::now();
  s.talk = std::make_unique<conversation>(self, self->add_scribe(socket.fd),
                                          s.plan.tls ? s.plan.tls->dial() : nullptr);
  s.talk->say(peer_hello{wire_version, s.plan.self, s.plan.peer});
}

void send_canary(link_self self) {
  auto& s = self->state;
  s.canary = ++s.last_number;
  s.canary_since = steady::now();
  s.talk->say(numbered_call{s.canary, call{ping_number, 0, {}}});
}

void hear_canary(link_self self) {
  auto& s = self->state;
  s.canary = 0;
  s.plan.figures->canary_age_ms = 0;
  s.plan.figures->rtt_microseconds
      = std::chrono::duration_cast<std::chrono::microseconds>(steady::now() - s.canary_since)
            .count();
  if (std::exchange(s.is_slow, false))
    tell(self, true, {});
}

void hear(link_self self, const peer_welcome& what) {
  auto& s = self->state;
  if (s.is_welcome || what.from != s.plan.peer)
    return lose(self, "another node answers at " + s.plan.address);
  s.is_welcome = true;
  s.redial_delay = s.plan.rules.redial_min;
  s.talk->trust();
  tell(self, true, {});
  send_canary(self);
}

void hear(link_self self, numbered_reply& what) {
  auto& s = self->state;
  if (s.canary != 0 && what.number == s.canary)
    return hear_canary(self);
  const auto found = s.outstanding.find(what.number);
  if (found == s.outstanding.end())
    return; // it had to end before
  auto asker = std::move(found->second.asker);
  s.outstanding.erase(found);
  s.plan.figures->outstanding = static_cast<std::uint32_t>(s.outstanding.size());
  asker.deliver(std::move(what.what));
}

void hear(link_self self, frame& what) {
  const bool is_welcome = self->state.is_welcome;
  if (auto* welcome = std::get_if<peer_welcome>(&what))
    hear(self, *welcome);
  else if (auto* refusal = std::get_if<peer_refusal>(&what))
    lose(self, "turned away: " + refusal->why);
  else if (auto* reply = std::get_if<numbered_reply>(&what); reply != nullptr && is_welcome)
    hear(self, *reply);
  else if (!is_welcome
           || !(std::holds_alternative<peer_beat>(what)
                || std::holds_alternative<std::monostate>(what)))
    lose(self, "what it sends is no answer");
}

void hear(link_self self, const caf::io::new_data_msg& what) {
  auto& s = self->state;
  if (!s.talk || !s.talk->is_on(what.handle))
    return;
  if (s.is_welcome)
    s.heard_at = steady::now();
  try {
    s.talk->hear(what.buf);
    while (s.talk) {
      auto next = s.talk->next();
      if (!next)
        return;
      hear(self, *next);
    }
  } catch (const std::runtime_error& why) {
    lose(self, why.what());
  }
}

void look_after_canary(link_self self) {
  auto& s = self->state;
  if (s.canary == 0)
    return send_canary(self);
  const auto age = since(s.canary_since);
  s.plan.figures->canary_age_ms = age.count();
  if (s.is_slow || age <= s.plan.rules.canary_max)
    return;
  s.is_slow = true;
  ++s.plan.figures->downs;
  tell(self, false, "does not answer, though its connection lives");
  end_all(self);
}

void tick(link_self self) {
  auto& s = self->state;
  const auto& rules = s.plan.rules;
  later(self, rules.heartbeat, link_tick{});
  while (!s.outstanding.empty() && since(s.outstanding.begin()->second.since) > rules.call_max)
    end(self, s.outstanding.begin());
  if (!s.talk)
    return;
  const auto silence = since(s.heard_at);
  if (!s.is_welcome && silence > rules.handshake_max)
    return lose(self, "does not answer");
  if (!s.is_welcome)
    return;
  if (silence > rules.silence_max)
    return lose(self, "fell silent");
  try {
    s.talk->say(peer_beat{});
    look_after_canary(self);
  } catch (const std::runtime_error& why) {
    lose(self, why.what());
  }
}

caf::result<reply> hand_on(link_self self, const call& what) {
  auto& s = self->state;
  auto& figures = *s.plan.figures;
  if (!s.is_up())
    return caf::error{cluster_failure::peer_lost};
  if (s.outstanding.size() >= s.plan.rules.outstanding_max || s.talk->unread() > frame_max) {
    ++figures.overloaded;
    return caf::error{cluster_failure::peer_overloaded};
  }
  const auto number = ++s.last_number;
  auto asker = self->make_response_promise<reply>();
  s.outstanding.emplace(number, link_state::waiting{asker, steady::now()});
  ++figures.calls;
  figures.outstanding = static_cast<std::uint32_t>(s.outstanding.size());
  try {
    s.talk->say(numbered_call{number, what});
  } catch (const std::runtime_error& why) {
    lose(self, why.what());
  }
  return asker;
}

link_entity::behavior_type keep_link(link_self self, link_plan plan) {
  self->state.redial_delay = plan.rules.redial_min;
  self->state.plan = std::move(plan);
  self->set_exit_handler([self](caf::exit_msg& why) {
    self->state.talk.reset();
    self->state.is_welcome = false;
    end_all(self);
    self->quit(std::move(why.reason));
  });
  later(self, milliseconds{0}, link_dial{});
  later(self, self->state.plan.rules.heartbeat, link_tick{});
  return {
      [=](const call& what) { return hand_on(self, what); },
      [=](link_tick) { tick(self); },
      [=](link_dial) {
        if (!self->state.talk)
          dial(self);
      },
      [=](const caf::io::new_data_msg& what) { hear(self, what); },
      [=](const caf::io::connection_closed_msg& what) {
        auto& s = self->state;
        if (s.talk && s.talk->is_on(what.handle))
          lose(self, s.is_welcome ? "its connection broke" : "does not take connections");
      },
  };
}

} // namespace

peer_actor open_link(caf::actor_system& system, link_plan plan) {
  if (!plan.figures)
    plan.figures = std::make_shared<link_figures>();
  return system.middleman().spawn_broker(keep_link, std::move(plan));
}

} // namespace frontrow
