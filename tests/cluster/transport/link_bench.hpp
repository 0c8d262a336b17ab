#pragma once

#include "cluster/transport/peer_link.hpp"
#include "tests/cluster/transport/other_node.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/io/middleman.hpp>
#include <caf/response_handle.hpp>
#include <caf/scoped_actor.hpp>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>

namespace frontrow::test {

/// This process as a node: links to others, and what they say.
class link_bench {
public:
  link_bench() { plan.self = node_id{1}; }
  ~link_bench() {
    for (const auto& link : links_)
      self_->send_exit(link, caf::exit_reason::user_shutdown);
  }

  peer_actor link(const std::string& address, node_id peer = node_id{2}) {
    plan.address = address;
    plan.peer = peer;
    plan.listener = caf::actor_cast<link_listener>(self_.ptr());
    plan.figures = std::make_shared<link_figures>();
    return links_.emplace_back(open_link(system_, plan));
  }

  /// The next news; throws when none comes.
  link_news news() {
    std::optional<link_news> heard;
    self_->receive([&](const link_news& what) { heard = what; },
                   caf::after(std::chrono::seconds{20}) >> [] {});
    if (!heard)
      throw std::runtime_error{"waited for news of a link"};
    return *heard;
  }

  auto ask(const peer_actor& link, std::uint16_t kind, std::string what = {}) {
    return self_->request(link, caf::infinite, call{kind, 7, std::move(what)});
  }

  template <class Asked>
  caf::expected<reply> hear(Asked&& asked) {
    caf::expected<reply> heard{caf::sec::none};
    asked.receive([&](reply& x) { heard = std::move(x); },
                  [&](caf::error& why) { heard = std::move(why); });
    return heard;
  }

  caf::expected<reply> call_and_hear(const peer_actor& link, std::uint16_t kind,
                                     std::string what = {}) {
    return hear(ask(link, kind, std::move(what)));
  }

  caf::actor_system& system() { return system_; }
  void end(const peer_actor& link) { self_->send_exit(link, caf::exit_reason::user_shutdown); }
  template <class Handle>
  void await_end(const Handle& whom) {
    self_->wait_for(whom);
  }

  link_plan plan;

private:
  struct config : caf::actor_system_config {
    config() { load<caf::io::middleman>(); }
  };

  config config_;
  caf::actor_system system_{config_};
  caf::scoped_actor self_{system_};
  std::vector<peer_actor> links_;
};

inline std::chrono::milliseconds since(std::chrono::steady_clock::time_point then) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now()
                                                               - then);
}

} // namespace frontrow::test
