#include "persistence/registry/registry_actor.hpp"

#include "persistence/failure.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

using shell = registry_actor::stateful_pointer<registry_state>;

template <class Wish>
auto answer(shell self) {
  using answer_type = decltype(std::declval<registry&>().answer(std::declval<Wish>()));
  return [self](const Wish& wish) -> caf::result<answer_type> {
    return or_failure([&] { return self->state.behind->answer(wish); });
  };
}

} // namespace

registry_actor::behavior_type keep_registry(shell self, std::shared_ptr<registry> behind) {
  self->state.behind = std::move(behind);
  return {
      answer<join_cluster>(self),   answer<renew_lease>(self), answer<claim_shards>(self),
      answer<release_shards>(self), answer<drain_node>(self),  answer<move_shard>(self),
      answer<leave_cluster>(self),  answer<read_view>(self),
  };
}

} // namespace frontrow
