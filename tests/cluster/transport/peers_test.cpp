#include "cluster/wire/wire.hpp"
#include "tests/cluster/transport/link_bench.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;

using clock_type = std::chrono::steady_clock;

TEST_CASE("a call is answered by the other node's front") {
  other_node other{{}};
  link_bench here;
  const auto link = here.link(other.address());
  REQUIRE(here.news().is_up);
  const auto heard = here.call_and_hear(link, other::echo, "hello");
  REQUIRE(heard);
  CHECK(heard->is == reply::verdict::here);
  CHECK(heard->view == 7);
  CHECK(heard->what == "hello");
}

TEST_CASE("a failure of the other node's front comes back as what it was") {
  other_node other{{}};
  link_bench here;
  const auto link = here.link(other.address());
  REQUIRE(here.news().is_up);
  const auto heard = here.call_and_hear(link, other::refuse);
  REQUIRE(heard);
  REQUIRE(heard->is == reply::verdict::failed);
  CHECK(from_wire<caf::error>(heard->what) == caf::error{store_failure::full});
}

TEST_CASE("many large answers come back whole") {
  other_node other{{}};
  link_bench here;
  const auto link = here.link(other.address());
  REQUIRE(here.news().is_up);
  std::vector<decltype(here.ask(link, other::much))> asked;
  for (int i = 0; i < 20; ++i)
    asked.push_back(here.ask(link, other::much));
  for (auto& each : asked) {
    const auto heard = here.hear(each);
    REQUIRE(heard);
    CHECK(heard->what.size() == 1 << 20);
  }
  CHECK(here.plan.figures->outstanding == 0);
}

TEST_CASE("a killed peer fails what it was asked at once, and its next life is found") {
  auto other = std::make_unique<other_node>(other_node::plan{});
  const auto address = other->address();
  link_bench here;
  const auto link = here.link(address);
  REQUIRE(here.news().is_up);
  auto asked = here.ask(link, other::never);
  REQUIRE(here.call_and_hear(link, other::echo)); // by now the other has both
  const auto begin = clock_type::now();
  other->kill();
  CHECK(here.hear(asked).error() == cluster_failure::peer_lost);
  CHECK(since(begin) < std::chrono::milliseconds{500});
  CHECK_FALSE(here.news().is_up);
  CHECK(here.call_and_hear(link, other::echo).error() == cluster_failure::peer_lost);

  CHECK_FALSE(here.news().is_up); // nobody takes the connection
  other = std::make_unique<other_node>(other_node::plan{.address = address});
  CHECK(here.news().is_up);
  CHECK(here.call_and_hear(link, other::echo));
  CHECK(here.plan.figures->lost == 1);
}

TEST_CASE("a stopped peer is lost, and found when it goes on") {
  other_node other{{}};
  link_bench here;
  const auto link = here.link(other.address());
  REQUIRE(here.news().is_up);
  auto asked = here.ask(link, other::never);
  REQUIRE(here.call_and_hear(link, other::echo));
  const auto begin = clock_type::now();
  other.stop();
  CHECK(here.hear(asked).error() == cluster_failure::peer_lost);
  CHECK(since(begin) < 2 * here.plan.rules.silence_max);
  CHECK(here.news().why == "fell silent");
  other.go_on();
  for (auto next = here.news(); !next.is_up; next = here.news())
    INFO(next.why);
  CHECK(here.call_and_hear(link, other::echo));
}

TEST_CASE("a peer whose front hangs is lost though its connection lives, until it answers") {
  other_node other{{}};
  link_bench here;
  const auto link = here.link(other.address());
  REQUIRE(here.news().is_up);
  auto asked = here.ask(link, other::stall);
  const auto begin = clock_type::now();
  CHECK(here.hear(asked).error() == cluster_failure::peer_lost);
  CHECK(since(begin) < 3 * here.plan.rules.canary_max);
  const auto down = here.news();
  CHECK_FALSE(down.is_up);
  CHECK(down.why == "does not answer, though its connection lives");
  CHECK(here.call_and_hear(link, other::echo).error() == cluster_failure::peer_lost);
  CHECK(here.plan.figures->canary_age_ms > 0);
  other.wake();
  CHECK(here.news().is_up);
  CHECK(here.call_and_hear(link, other::echo));
  CHECK(here.plan.figures->dials == 1);
}

TEST_CASE("a link that is told to end fails what is under way") {
  other_node other{{}};
  link_bench here;
  const auto link = here.link(other.address());
  REQUIRE(here.news().is_up);
  auto asked = here.ask(link, other::never);
  here.end(link);
  CHECK(here.hear(asked).error() == cluster_failure::peer_lost);
  here.await_end(link);
  CHECK(here.call_and_hear(link, other::echo).error() == caf::sec::request_receiver_down);
}

TEST_CASE("a link takes no more calls than its limit") {
  other_node other{{}};
  link_bench here;
  here.plan.rules.outstanding_max = 2;
  const auto link = here.link(other.address());
  REQUIRE(here.news().is_up);
  auto first = here.ask(link, other::never);
  auto second = here.ask(link, other::never);
  CHECK(here.call_and_hear(link, other::echo).error() == cluster_failure::peer_overloaded);
  CHECK(here.plan.figures->overloaded == 1);
  other.kill();
  CHECK(here.hear(first).error() == cluster_failure::peer_lost);
  CHECK(here.hear(second).error() == cluster_failure::peer_lost);
}

TEST_CASE("a call that is never answered ends after its time, and the others go on") {
  other_node other{{}};
  link_bench here;
  here.plan.rules.call_max = milliseconds{300};
  const auto link = here.link(other.address());
  REQUIRE(here.news().is_up);
  CHECK(here.call_and_hear(link, other::never).error() == cluster_failure::peer_lost);
  CHECK(here.call_and_hear(link, other::echo));
  CHECK(here.plan.figures->is_up);
}

TEST_CASE("a node that is another than the one that is meant is not spoken with") {
  other_node other{{.id = 3}};
  link_bench here;
  const auto link = here.link(other.address(), node_id{2});
  const auto heard = here.news();
  CHECK_FALSE(heard.is_up);
  CHECK(heard.why == "turned away: looks for node 2, and this is 3");
  CHECK(here.call_and_hear(link, other::echo).error() == cluster_failure::peer_lost);
}
