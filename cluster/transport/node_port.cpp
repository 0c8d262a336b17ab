#include "cluster/transport/closing.hpp"
#include "cluster/transport/conversation.hpp"
#include "cluster/transport/peer_link.hpp"
#include "cluster/wire/wire.hpp"

#include <caf/io/broker.hpp>
#include <caf/io/middleman.hpp>
#include <caf/send.hpp>
#include <caf/stateful_actor.hpp>

#include <map>
#include <set>
#include <stdexcept>
#include <utility>

namespace frontrow {

namespace {

using steady = std::chrono::steady_clock;

/// More strangers at once than that, and those who have been silent longest must go.
constexpr std::size_t strangers_max = 64;

/// A session's own alarm clock.
struct session_tick {};

/// What a port and its sessions know together. All of them run on the middleman's thread.
struct reception {
  port_plan plan;
  std::map<std::uint64_t, caf::actor> sessions;
  std::set<std::uint64_t> strangers; // of them, in the order of their coming
  std::uint64_t last_number = 0;

  void count() const {
    plan.figures->strangers = static_cast<std::int64_t>(strangers.size());
    plan.figures->peers = static_cast<std::int64_t>(sessions.size() - strangers.size());
  }
};
using reception_ptr = std::shared_ptr<reception>;

struct session_state {
  session_state() = default;

  static inline const char* name = "session";
  reception_ptr at;
  std::uint64_t number = 0; // there
  std::unique_ptr<conversation> talk;
  bool is_known = false;
  std::uint32_t running = 0; // calls
  steady::time_point heard_at;
};

} // namespace

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::session_tick)

namespace frontrow {

namespace {

using session_self = caf::stateful_actor<session_state, closing<caf::io::broker>>;

void end(session_self* self) {
  auto& s = self->state;
  if (!s.talk)
    return;
  s.talk.reset();
  if (!s.is_known)
    ++s.at->plan.figures->turned_away;
  s.at->strangers.erase(s.number);
  s.at->sessions.erase(s.number);
  s.at->count();
  self->quit();
}

/// Says something if the other still listens. Whoever does not read what he asked for is cut off.
void say(session_self* self, const frame& what) {
  auto& s = self->state;
  if (!s.talk)
    return;
  try {
    s.talk->say(what);
    if (s.talk->unread() > 2 * frame_max)
      end(self);
  } catch (const std::runtime_error&) {
    end(self); // whoever calls finds the connection broken
  }
}

void say_reply(session_self* self, std::uint64_t number, reply what) {
  --self->state.running;
  if (what.what.size() + hello_max > frame_max)
    what = {reply::verdict::failed, what.view,
            to_wire(caf::make_error(caf::sec::runtime_error, "too large to travel"))};
  say(self, numbered_reply{number, std::move(what)});
}

void hear(session_self* self, numbered_call& what) {
  auto& s = self->state;
  ++s.running;
  ++s.at->plan.figures->calls;
  const auto number = what.number;
  const auto fail = [self, number](const caf::error& why) {
    say_reply(self, number, {reply::verdict::failed, 0, to_wire(why)});
  };
  if (s.running > s.at->plan.rules.outstanding_max + 1) // and a canary
    return fail(cluster_failure::peer_overloaded);
  self->request(s.at->plan.front, caf::infinite, std::move(what.what))
      .then([self, number](reply& came) { say_reply(self, number, std::move(came)); }, fail);
}

std::string why_not(const reception& at, const peer_hello& who) {
  const auto self = at.plan.self();
  if (who.version != wire_version)
    return "speaks version " + std::to_string(who.version) + " of the wire, and this node "
           + std::to_string(wire_version);
  if (self == node_id{})
    return "this node is no member yet";
  if (who.to != self)
    return "looks for node " + std::to_string(raw(who.to)) + ", and this is "
           + std::to_string(raw(self));
  return {};
}

void hear(session_self* self, const peer_hello& who) {
  auto& s = self->state;
  if (auto why = why_not(*s.at, who); !why.empty()) {
    s.talk->say_last(peer_refusal{std::move(why)});
    return end(self);
  }
  s.is_known = true;
  s.at->strangers.erase(s.number);
  s.at->count();
  s.talk->trust();
  say(self, peer_welcome{who.to});
}

void hear(session_self* self, frame& what) {
  const bool is_known = self->state.is_known;
  if (auto* hello = std::get_if<peer_hello>(&what); hello != nullptr && !is_known)
    hear(self, *hello);
  else if (auto* call = std::get_if<numbered_call>(&what); call != nullptr && is_known)
    hear(self, *call);
  else if (std::holds_alternative<peer_beat>(what) && is_known)
    say(self, peer_beat{});
  else if (!std::holds_alternative<std::monostate>(what) || !is_known)
    end(self);
}

void hear(session_self* self, const std::vector<char>& bytes) {
  auto& s = self->state;
  if (!s.talk)
    return;
  if (s.is_known)
    s.heard_at = steady::now();
  try {
    s.talk->hear(bytes);
    while (s.talk) {
      auto next = s.talk->next();
      if (!next)
        return;
      hear(self, *next);
    }
  } catch (const std::runtime_error&) {
    end(self); // strangers may send what they like; they are counted
  }
}

/// From nobody: a message that names its sender would keep a broker that ended for ever.
void tick_later(session_self* self, milliseconds pause) {
  caf::delayed_anon_send(caf::actor_cast<caf::actor>(self), pause, session_tick{});
}

caf::behavior hold_session(session_self* self, caf::io::connection_handle line, reception_ptr at,
                           std::uint64_t number) {
  auto& s = self->state;
  const auto rules = at->plan.rules;
  s.number = number;
  s.heard_at = steady::now();
  s.talk
      = std::make_unique<conversation>(self, line, at->plan.tls ? at->plan.tls->answer() : nullptr);
  s.at = std::move(at);
  self->set_exit_handler([self](caf::exit_msg&) { end(self); });
  tick_later(self, rules.heartbeat);
  return {
      [=](const caf::io::new_data_msg& what) { hear(self, what.buf); },
      [=](const caf::io::connection_closed_msg&) { end(self); },
      [=](session_tick) {
        const auto silence = steady::now() - self->state.heard_at;
        if (silence > (self->state.is_known ? rules.silence_max : rules.handshake_max))
          return end(self);
        tick_later(self, rules.heartbeat);
      },
  };
}

struct port_state {
  port_state() = default;

  static inline const char* name = "node_port";
  reception_ptr at;
};
using port_self = caf::stateful_actor<port_state, closing<caf::io::broker>>;

void welcome(port_self* self, caf::io::connection_handle line) {
  auto& at = *self->state.at;
  if (at.strangers.size() >= strangers_max)
    self->send_exit(at.sessions.at(*at.strangers.begin()), caf::exit_reason::user_shutdown);
  const auto number = ++at.last_number;
  const auto session = self->fork(hold_session, line, self->state.at, number);
  at.sessions.emplace(number, session);
  at.strangers.insert(number);
  at.count();
}

caf::behavior keep_port(port_self* self, reception_ptr at, int socket) {
  self->state.at = std::move(at);
  self->add_doorman(socket);
  self->set_exit_handler([self](caf::exit_msg& why) {
    for (const auto& [number, session] : self->state.at->sessions)
      self->send_exit(session, caf::exit_reason::user_shutdown);
    self->quit(std::move(why.reason));
  });
  return {
      [=](const caf::io::new_connection_msg& who) { welcome(self, who.handle); },
      [=](const caf::io::acceptor_closed_msg&) { self->quit(caf::sec::runtime_error); },
  };
}

} // namespace

link_rules rules_of(const cluster_settings& how) {
  link_rules rules;
  rules.heartbeat = how.silence / 5;
  rules.silence_max = rules.canary_max = how.silence;
  rules.outstanding_max = how.calls_max;
  return rules;
}

node_port open_node_port(caf::actor_system& system, port_plan plan) {
  if (const auto why = why_not_in_clear(plan.address); !plan.tls && !why.empty())
    throw std::runtime_error{why};
  const auto socket = listen_for_peers(plan.address);
  if (socket.fd < 0)
    throw std::runtime_error{socket.why_not};
  auto address = address_of(socket);
  if (!plan.figures)
    plan.figures = std::make_shared<port_figures>();
  auto at = std::make_shared<reception>();
  at->plan = std::move(plan);
  return {system.middleman().spawn_broker(keep_port, std::move(at), socket.fd), std::move(address)};
}

} // namespace frontrow
