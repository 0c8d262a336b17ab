#pragma once

#include <caf/scheduled_actor.hpp>

#include <utility>

namespace frontrow {

/// A broker that answers for itself when it has ended: CAF leaves a broker's mailbox open, where
/// requests would wait for ever. So they fail at once, as with any other actor
/// (`caf::sec::request_receiver_down`).
template <class Broker>
class closing : public Broker {
public:
  using Broker::Broker;

  bool cleanup(caf::error&& why, caf::execution_unit* where) override {
    this->close_all();
    return caf::scheduled_actor::cleanup(std::move(why), where);
  }
};

} // namespace frontrow
