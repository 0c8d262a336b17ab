#include "cluster/wire/wire.hpp"
#include "tests/cluster/transport/other_node.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/io/middleman.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <csignal>
#include <cstdio>
#include <exception>

#include <unistd.h>

using namespace frontrow;

namespace {

/// @param awaited What ends a stall is read from there.
peer_actor::behavior_type keep_front(peer_actor::pointer self, int awaited) {
  return {[=](const call& what) -> caf::result<reply> {
    using namespace test::other;
    switch (what.kind) {
    case echo:
      return reply{reply::verdict::here, what.view, what.what};
    case never:
      return self->make_response_promise<reply>();
    case stall: {
      char byte = 0;
      return reply{reply::verdict::here, std::uint64_t(read(awaited, &byte, 1)), {}};
    }
    case refuse:
      return caf::make_error(store_failure::full);
    case much:
      return reply{reply::verdict::here, 0, std::string(1 << 20, 'x')};
    default:
      return reply{reply::verdict::here, 0, {}};
    }
  }};
}

} // namespace

/// A node that is nothing but its port: ID ADDRESS SILENCE [AUTHORITY CERTIFICATE KEY]. It ends by
/// a signal.
int main(int, char** words) {
  try {
    caf::actor_system_config config;
    config.load<caf::io::middleman>();
    caf::actor_system system{config};
    port_plan plan;
    plan.address = words[2];
    plan.self = [id = node_id{std::stoull(words[1])}] {
      return id;
    };
    plan.front = system.spawn<caf::detached>(keep_front, STDIN_FILENO);
    plan.rules.silence_max = milliseconds{std::stoul(words[3])};
    if (*words[4] != '\0')
      plan.tls = std::make_shared<peer_tls>(peer_papers{words[4], words[5], words[6]});
    const auto port = open_node_port(system, std::move(plan));
    std::printf("%s\n", port.address.c_str());
    std::fflush(stdout);
    for (;;)
      pause();
  } catch (const std::exception& why) {
    std::fprintf(stderr, "%s\n", why.what());
    return 2;
  }
}
