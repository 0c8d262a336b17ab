#pragma once

#include "actors/store/store_messages.hpp"

#include <string>
#include <string_view>

/// Events as the world reads them: CloudEvents 1.0 in JSON.
namespace frontrow {

/// `reservation.preempted` and so on.
std::string_view type_of(event::kind);

/// The aggregate that an event belongs to: `reservation/<id>`, `wallet/<user>` or
/// `seat/<schedule>/<seat>`.
std::string subject_of(const event&);

/// One object. Ids and amounts only.
std::string print_cloud_event(const placed_event&);

} // namespace frontrow
