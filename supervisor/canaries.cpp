#include "supervisor/canaries.hpp"

#include <boost/asio/post.hpp>
#include <caf/all.hpp>

namespace frontrow {

namespace {

void ask(caf::event_based_actor* self, const writer_actor& writer,
         const std::function<void()>& come_back) {
  // That the store is away is an answer: another start would not bring it back.
  self->request(writer, caf::infinite, find_answer{})
      .then([=](const std::optional<answer_row>&) { come_back(); },
            [=](const caf::error&) { come_back(); });
}

} // namespace

std::vector<canary> canaries(caf::actor_system& system,
                             const std::vector<boost::asio::io_context*>& contexts,
                             const std::vector<writer_actor>& writers) {
  std::vector<canary> all;
  for (auto* context : contexts)
    all.emplace_back([context](std::function<void()> come_back) {
      boost::asio::post(*context, std::move(come_back));
    });
  for (const auto& writer : writers)
    all.emplace_back([&system, writer](const std::function<void()>& come_back) {
      system.spawn([=](caf::event_based_actor* self) { ask(self, writer, come_back); });
    });
  return all;
}

} // namespace frontrow
