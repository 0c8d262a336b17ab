#pragma once

#include "actors/store/registry_messages.hpp"
#include "persistence/postgres/link.hpp"

/// How a cluster's view is read.
namespace frontrow::postgres {

/// One statement, which sees one moment: a row a member, or one without a member.
const char* view_query();
cluster_view view_in(const pqxx::result&);

} // namespace frontrow::postgres
