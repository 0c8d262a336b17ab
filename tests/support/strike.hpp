#pragma once

#include <caf/all.hpp>

#include <stdexcept>
#include <string>

namespace frontrow::test {

/// Sends this actor something over which it throws. Only where all actors run on this thread.
template <class Handle>
void strike(const Handle& whom) {
  auto* actor = dynamic_cast<caf::scheduled_actor*>(caf::actor_cast<caf::abstract_actor*>(whom));
  actor->set_default_handler(
      [](caf::scheduled_actor*, caf::message_view&) -> caf::result<caf::message> {
        throw std::logic_error{"a bug"};
      });
  caf::anon_send(caf::actor_cast<caf::actor>(whom), std::string{"what nobody understands"});
}

} // namespace frontrow::test
