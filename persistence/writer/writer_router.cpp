#include "persistence/writer/writer_router.hpp"

#include "actors/store/partition.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

using router = writer_actor::stateful_pointer<writer_router_state>;

const writer_actor& writer_of(router self, std::uint32_t partition) {
  const auto& all = self->state.writers;
  return all[partition % all.size()];
}

/// An empty write set to everybody; answers when the last of them has.
caf::result<commit_result> pass_to_all(router self) {
  auto answer = self->make_response_promise<commit_result>();
  auto missing = std::make_shared<std::size_t>(self->state.writers.size());
  auto trouble = std::make_shared<caf::error>();
  auto count_down = [=]() mutable {
    if (--*missing > 0)
      return;
    if (*trouble)
      answer.deliver(*trouble);
    else
      answer.deliver(commit_result::committed);
  };
  for (const auto& one : self->state.writers)
    self->request(one, caf::infinite, write_set{})
        .then([=](commit_result) mutable { count_down(); },
              [=](caf::error& why) mutable {
                *trouble = std::move(why);
                count_down();
              });
  return answer;
}

} // namespace

writer_actor::behavior_type keep_writer_router(router self, std::vector<writer_actor> writers,
                                               std::uint32_t partitions) {
  self->state.writers = std::move(writers);
  self->state.partitions = partitions;
  return {
      [=](write_set& wanted) -> caf::result<commit_result> {
        if (wanted.rows.empty() && wanted.events.empty())
          return pass_to_all(self);
        const auto partition = partition_of(wanted, self->state.partitions);
        return self->delegate(writer_of(self, partition), std::move(wanted));
      },
      [=](const find_answer& what) -> caf::result<std::optional<answer_row>> {
        return self->delegate(writer_of(self, partition_of(what.user, self->state.partitions)),
                              what);
      },
  };
}

} // namespace frontrow
