#include "persistence/registry/admission.hpp"
#include "tests/persistence/registry/registry_bench.hpp"

using namespace frontrow;
using namespace frontrow::test;
using Catch::Matchers::Contains;

#define FRONTROW_REGISTRIES in_shared_memory, in_shared_postgres

namespace {

using nodes = std::vector<node_id>;

} // namespace

TEMPLATE_TEST_CASE("who joins is a member, as it said of itself", "", FRONTROW_REGISTRIES) {
  registry_bench<TestType> at;
  const auto before = at.view();
  CHECK(before.members.empty());
  REQUIRE(before.shards.size() == shard_count);
  const auto made = at.try_join("a");
  CHECK(made.why_not.empty());
  CHECK(made.id != node_id{});
  CHECK((made.number >= 1 && made.number <= 1'023));
  const auto view = at.view();
  CHECK(view.version > before.version);
  REQUIRE(view.members.size() == 1);
  const auto& one = view.members.front();
  CHECK((one.id == made.id && one.number == made.number && !one.is_draining));
  CHECK((one.is.name == "a" && one.is.address == "10.0.0.7:8091" && one.is.url == "http://a"));
  CHECK((one.is.version == "1.2" && one.is.agreed == node_called("a").agreed));
  CHECK(one.joined_at <= at.renew(made.id).now);
  CHECK(at.renew(made.id).now - one.joined_at < std::chrono::minutes{1});
  for (const auto& shard : view.shards)
    CHECK((shard.owner == node_id{} && shard.epoch == 0 && shard.wanted == node_id{}));
}

TEMPLATE_TEST_CASE("an id is never used again, and a number by one at a time", "",
                   FRONTROW_REGISTRIES) {
  registry_bench<TestType> at;
  const auto first = at.try_join("a");
  const auto second = at.try_join("b");
  CHECK(second.id > first.id);
  CHECK(second.number != first.number);
  at.registrar->answer(leave_cluster{second.id});
  const auto third = at.try_join("b");
  CHECK(third.why_not.empty());
  CHECK(third.id > second.id);
  CHECK(third.number != first.number);
}

TEMPLATE_TEST_CASE("who differs where nodes must not is told in what", "", FRONTROW_REGISTRIES) {
  registry_bench<TestType> at;
  at.join("a");
  auto other = node_called("b");
  other.agreed = "hold 6m\nzone UTC\n";
  const auto made = at.registrar->answer(join_cluster{.who = other, .lease = long_lease});
  CHECK_THAT(made.why_not, Contains("node a") && Contains("hold 6m") && Contains("hold 5m"));
  CHECK_THAT(made.why_not, !Contains("zone"));
  CHECK_FALSE(made.may_retry);
  CHECK(made.id == node_id{});
  CHECK(at.view().members.size() == 1);
  // Whoever is late may be dead: then that is over soon.
  at.kind.end_leases();
  const auto again = at.registrar->answer(join_cluster{.who = other, .lease = 2 * long_lease});
  CHECK((!again.why_not.empty() && again.may_retry));
}

TEMPLATE_TEST_CASE("a name is waited for until its last life is over", "", FRONTROW_REGISTRIES) {
  registry_bench<TestType> at;
  const auto first = at.join("a");
  auto made = at.try_join("a");
  CHECK_THAT(made.why_not, Contains("called a already"));
  CHECK(made.may_retry);
  // A newcomer leaves those who are late a second lease.
  at.end_lease(first);
  CHECK(at.try_join("a").may_retry);
  made = at.registrar->answer(join_cluster{.who = node_called("a"), .lease = milliseconds{0}});
  CHECK(made.why_not.empty());
  CHECK(made.id > first);
  CHECK(at.members_of(at.view()) == nodes{made.id});
}

TEMPLATE_TEST_CASE("a renewal tells what is not known yet, and nothing else", "",
                   FRONTROW_REGISTRIES) {
  registry_bench<TestType> at;
  const auto a = at.join("a");
  const auto b = at.join("b");
  const auto told = at.renew(a);
  CHECK(told.is_member);
  CHECK(at.members_of(told.view) == nodes{a, b});
  CHECK(told.view.shards.size() == shard_count);
  const auto quiet = at.renew(a, told.view.version);
  CHECK(quiet.is_member);
  CHECK(quiet.view.version == told.view.version);
  CHECK((quiet.view.members.empty() && quiet.view.shards.empty()));
  CHECK(quiet.now >= told.now);
  at.claim(b, {7});
  CHECK(at.renew(a, told.view.version).view.shards[7].owner == b);
  CHECK_FALSE(at.renew(node_id{999}).is_member);
}

TEMPLATE_TEST_CASE("whose lease has ended is declared dead by the next renewal", "",
                   FRONTROW_REGISTRIES) {
  registry_bench<TestType> at;
  const auto a = at.join("a");
  const auto b = at.join("b");
  auto writer = at.kept->open_writer(b);
  const auto set = set_of(wallet_at(1));
  CHECK(writer->commit(std::span{&set, 1}, noon).front() == commit_result::committed);
  at.claim(b, {1, 2, 3});
  at.claim(a, {4});
  at.registrar->answer(move_shard{.which = shard_id{4}, .to = b});
  const auto before = at.view().version;
  at.end_lease(b);
  const auto told = at.renew(a, before);
  CHECK(told.view.version > before);
  CHECK(at.members_of(told.view) == nodes{a});
  for (const auto shard : {1, 2, 3})
    CHECK((told.view.shards[shard].owner == node_id{} && told.view.shards[shard].epoch == 1));
  CHECK((told.view.shards[4].owner == a && told.view.shards[4].wanted == node_id{}));
  CHECK_FALSE(at.renew(b).is_member);
  const auto late = set_of(wallet_at(2));
  CHECK_THROWS_WITH(writer->commit(std::span{&late, 1}, noon), Contains("declared dead"));
  CHECK_THROWS_WITH(at.kept->open_writer(b), Contains("declared dead"));
  CHECK(at.claim(b, {1}).shards[1].owner == node_id{});
}

TEMPLATE_TEST_CASE("who is late himself buries nobody, until he was in time", "",
                   FRONTROW_REGISTRIES) {
  registry_bench<TestType> at;
  const auto a = at.join("a");
  const auto b = at.join("b");
  const auto c = at.join("c");
  at.kind.end_leases();
  CHECK(at.members_of(at.renew(a).view) == nodes{a, b, c});
  CHECK(at.renew(b).is_member);
  CHECK(at.members_of(at.renew(a).view) == nodes{a, b});
}

TEMPLATE_TEST_CASE("what is somebody's cannot be claimed, and only he gives it up", "",
                   FRONTROW_REGISTRIES) {
  registry_bench<TestType> at;
  const auto a = at.join("a");
  const auto b = at.join("b");
  auto view = at.claim(a, {0, 5, 255});
  const auto version = view.version;
  CHECK((view.shards[0].owner == a && view.shards[255].owner == a && view.shards[5].epoch == 1));
  view = at.claim(b, {5, 6});
  CHECK((view.shards[5].owner == a && view.shards[6].owner == b));
  CHECK(view.version == version + 1);
  CHECK(at.claim(b, {5}).version == version + 1);
  CHECK(at.release(b, {5}).shards[5].owner == a);
  view = at.release(a, {5, 6});
  CHECK((view.shards[5].owner == node_id{} && view.shards[6].owner == b));
  CHECK((view.shards[5].epoch == 1 && view.version == version + 2));
  CHECK(at.claim(b, {5}).shards[5].epoch == 2);
}

TEMPLATE_TEST_CASE("an operator's wishes are in the view, if they can be", "",
                   FRONTROW_REGISTRIES) {
  registry_bench<TestType> at;
  const auto a = at.join("a");
  const auto b = at.join("b");
  auto view = at.registrar->answer(drain_node{a});
  CHECK((view.members[0].is_draining && !view.members[1].is_draining));
  CHECK(at.registrar->answer(drain_node{a}).version == view.version);
  CHECK_FALSE(
      at.registrar->answer(drain_node{.id = a, .is_draining = false}).members[0].is_draining);
  const auto move = [&](node_id to) {
    view = at.registrar->answer(move_shard{.which = shard_id{9}, .to = to});
    return view.shards[9].wanted;
  };
  CHECK(move(b) == b);
  const auto version = view.version;
  CHECK(move(b) == b);
  CHECK(move(node_id{999}) == b);
  CHECK(view.version == version);
  CHECK(move({}) == node_id{});
  CHECK(view.version == version + 1);
}

TEMPLATE_TEST_CASE("who leaves owns nothing and writes nothing any more", "", FRONTROW_REGISTRIES) {
  registry_bench<TestType> at;
  const auto a = at.join("a");
  const auto b = at.join("b");
  auto writers = at.kept->open_writers(a);
  at.claim(a, {1});
  const auto view = at.registrar->answer(leave_cluster{a});
  CHECK(at.members_of(view) == nodes{b});
  CHECK(view.shards[1].owner == node_id{});
  for (auto& one : writers) {
    const auto set = set_of(wallet_at(1));
    CHECK_THROWS_AS(one->commit(std::span{&set, 1}, noon), store_error);
  }
  CHECK(at.registrar->answer(leave_cluster{a}).version == view.version);
  CHECK(at.try_join("a").why_not.empty());
}

TEST_CASE("there are as many nodes as a reservation's id can tell apart") {
  std::vector<member> living(node_number_max);
  for (std::uint32_t n = 0; n < node_number_max; ++n) {
    living[n].number = n + 1;
    living[n].is.agreed = node_called("a").agreed;
  }
  const auto full = admit(node_called("a"), living, {}, node_id{5'000});
  CHECK_FALSE(full.why_not.empty());
  CHECK(full.id == node_id{});
  living.erase(living.begin() + 7);
  const auto made = admit(node_called("a"), living, {}, node_id{5'000});
  CHECK((made.why_not.empty() && made.number == 8 && made.id == node_id{5'000}));
}
