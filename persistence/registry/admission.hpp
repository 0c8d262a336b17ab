#pragma once

#include "actors/store/registry_messages.hpp"

namespace frontrow {

/// The greatest number of a node: a reservation's id has ten bits for it, and 0 has no cluster.
inline constexpr std::uint32_t node_number_max = 1'023;

/// Whether a newcomer may join these, as node `id`: then with a free number, else why not. What
/// only those are against whose lease has ended may be over soon.
joined admit(const node_facts&, const std::vector<member>& living, const std::vector<node_id>& late,
             node_id id);

} // namespace frontrow
