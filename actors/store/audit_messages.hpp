#pragma once

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>
#include <string>
#include <vector>

/// The audit log: what operators did, one line of JSON each.
namespace frontrow {

/// One JSON object without line feeds. Answered when it is durable.
struct write_audit {
  std::string line;
};

/// The last lines, newest first.
struct read_audit {
  std::uint32_t limit = 0;
};

using audit_actor = caf::typed_actor<caf::replies_to<write_audit>::with<bool>,
                                     caf::replies_to<read_audit>::with<std::vector<std::string>>>;

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::write_audit)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::read_audit)
