#pragma once

#include <string>
#include <vector>

namespace frontrow {

/// Makes what nodes need to know each other in this folder: a small authority (`authority.pem`,
/// `authority.key`) unless it is there, and for each name a certificate that it signs (`NAME.pem`,
/// `NAME.key`), for ten years. Keys are for their owner's eyes alone. What is there already is
/// neither read by others nor written over: a name whose files are there is an error. Throws
/// runtime_error with one line for the operator; what was made before stays.
///
/// Whoever has a certificate of this authority is a node. Its key stays where this was called.
void make_peer_papers(const std::string& folder, const std::vector<std::string>& names);

} // namespace frontrow
