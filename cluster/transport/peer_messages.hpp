#pragma once

#include "actors/placement/shard.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/error.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>
#include <string>

/// What nodes say to each other. A node's *front* is what others reach; a *link* is an actor that
/// stands for one other node's front. What is inside is in the bytes of `cluster/wire`.
namespace frontrow {

struct call {
  std::uint16_t kind = 0; // `wire_number` of the message's type; 0: a canary, answered with nothing
  std::uint64_t view = 0; // the asker's
  std::string what;       // the message
};

struct reply {
  enum class verdict : std::uint8_t {
    here = 1, // `what` is the answer
    moved,    // nothing was done: the callee does not own it, by view `view`
    failed,   // `what` is a caf::error
  };
  verdict is{};
  std::uint64_t view = 0; // the callee's
  std::string what;
};

using peer_actor = caf::typed_actor<caf::replies_to<call>::with<reply>>;

/// Why nobody knows whether a call was done, or why it was not.
enum class cluster_failure : std::uint8_t {
  peer_lost = 1,   // whether it was done is not known, unless the link was down already
  peer_overloaded, // not done: too much is under way to that node
  moving,          // not done: nobody owned it for too long
  no_lease,        // not done: this node may not speak for what it owned
};

} // namespace frontrow

CAF_ERROR_CODE_ENUM(frontrow::cluster_failure, "cluster")
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::call)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::reply)
