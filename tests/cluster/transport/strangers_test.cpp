#include "cluster/transport/tls_papers.hpp"
#include "cluster/wire/wire.hpp"
#include "tests/cluster/transport/link_bench.hpp"
#include "tests/cluster/transport/papers_folder.hpp"
#include "tests/cluster/transport/stranger.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;

namespace {

/// A fraction of what strangers asked for, and more than a sanitizer keeps of what was freed.
constexpr std::size_t much = std::size_t{64} << 20;

std::size_t memory_of(pid_t process) {
  std::ifstream file{"/proc/" + std::to_string(process) + "/statm"};
  std::size_t all = 0;
  std::size_t resident = 0;
  file >> all >> resident;
  return resident * 4096;
}

std::size_t sockets_of(pid_t process) {
  std::size_t count = 0;
  for (const auto& each :
       std::filesystem::directory_iterator{"/proc/" + std::to_string(process) + "/fd"}) {
    std::error_code gone;
    count += std::filesystem::read_symlink(each, gone).string().starts_with("socket:");
  }
  return count;
}

/// Whether a node that is spoken with goes on as before.
void check_alive(link_bench& here, const peer_actor& link) {
  const auto heard = here.call_and_hear(link, other::echo, "still there");
  REQUIRE(heard);
  CHECK(heard->what == "still there");
}

} // namespace

TEST_CASE("garbage on the node port is cut off, and the node goes on") {
  other_node other{{}};
  link_bench here;
  const auto link = here.link(other.address());
  REQUIRE(here.news().is_up);
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 chance{seed};
  const auto before = memory_of(other.process());
  for (int i = 0; i < 300; ++i) {
    stranger who{other.address()};
    std::string garbage(1 + chance() % 5'000, '\0');
    for (char& byte : garbage)
      byte = static_cast<char>(chance());
    garbage[3] = static_cast<char>(garbage[3] | 1); // a length far beyond a hello's
    who.say(garbage);
    CHECK(who.is_cut_off());
  }
  check_alive(here, link);
  CHECK(memory_of(other.process()) < before + much);
}

TEST_CASE("a huge length makes nothing huge, before a hello and after") {
  other_node other{{}};
  link_bench here;
  const auto link = here.link(other.address());
  REQUIRE(here.news().is_up);
  const auto before = memory_of(other.process());
  stranger first{other.address()};
  first.say(std::string{"\xff\xff\xff\x35", 4}); // 900 MB
  CHECK(first.is_cut_off());
  stranger known{other.address()};
  known.say(print_frame(peer_hello{wire_version, node_id{7}, node_id{2}}));
  CHECK_FALSE(known.hear().empty());                                       // welcome
  known.say(std::string{"\x00\x00\x00\x10", 4} + std::string(1'000, 'x')); // 256 MB to come
  check_alive(here, link);
  CHECK(memory_of(other.process()) < before + much);
  known.say(std::string{"x"});
  CHECK(known.is_cut_off()); // which says nothing more for longer than a peer may
}

TEST_CASE("those who say nothing are sent away, and leave no socket behind") {
  other_node other{{}};
  link_bench here;
  const auto link = here.link(other.address());
  REQUIRE(here.news().is_up);
  const auto before = sockets_of(other.process());
  std::vector<std::unique_ptr<stranger>> silent;
  for (int i = 0; i < 300; ++i)
    silent.push_back(std::make_unique<stranger>(other.address()));
  check_alive(here, link);
  CHECK(sockets_of(other.process()) < before + 80);
  for (auto& each : silent)
    REQUIRE(each->is_cut_off());
  check_alive(here, link);
  CHECK(sockets_of(other.process()) <= before + 1);
}

TEST_CASE("who drips a hello byte by byte has no longer than others") {
  other_node other{{}};
  stranger slow{other.address()};
  const auto hello = print_frame(peer_hello{wire_version, node_id{7}, node_id{2}});
  slow.say(hello.substr(0, hello.size() - 1));
  CHECK(slow.is_cut_off());
}

TEST_CASE("another version of the wire is turned away with a word") {
  other_node other{{}};
  stranger newer{other.address()};
  newer.say(print_frame(peer_hello{wire_version + 1, node_id{7}, node_id{2}}));
  const auto heard = newer.hear();
  CHECK(heard.find("speaks version 2 of the wire, and this node 1") != std::string::npos);
  CHECK(newer.is_cut_off());
}

TEST_CASE("calls without a hello, and calls that cannot be read, end the connection") {
  other_node other{{}};
  stranger bold{other.address()};
  bold.say(print_frame(numbered_call{1, {other::echo, 0, "x"}}));
  CHECK(bold.is_cut_off());
  stranger known{other.address()};
  known.say(print_frame(peer_hello{wire_version, node_id{7}, node_id{2}}));
  CHECK_FALSE(known.hear().empty());
  known.say(std::string{"\x02\x00\x00\x00\x05\xff", 6});
  CHECK(known.is_cut_off());
}

TEST_CASE("with certificates, nodes of one authority call each other, and others do not") {
  papers_folder ours;
  papers_folder theirs;
  make_peer_papers(ours.path(), {"a", "b"});
  make_peer_papers(theirs.path(), {"a"});
  other_node other{{.papers = ours.of("b")}};
  {
    link_bench here;
    here.plan.tls = std::make_shared<peer_tls>(ours.of("a"));
    const auto link = here.link(other.address());
    REQUIRE(here.news().is_up);
    const auto heard = here.call_and_hear(link, other::much);
    REQUIRE(heard);
    CHECK(heard->what == std::string(1 << 20, 'x'));
  }
  {
    link_bench here;
    here.plan.tls = std::make_shared<peer_tls>(theirs.of("a"));
    here.link(other.address());
    CHECK_THAT(here.news().why, Catch::StartsWith("certificate refused"));
  }
  {
    link_bench here;
    here.link(other.address()); // in clear
    CHECK_FALSE(here.news().is_up);
  }
  stranger garbage{other.address()};
  garbage.say("GET / HTTP/1.1\r\n\r\n");
  CHECK(garbage.is_cut_off());
  link_bench here;
  here.plan.tls = std::make_shared<peer_tls>(ours.of("a"));
  const auto link = here.link(other.address());
  REQUIRE(here.news().is_up);
  check_alive(here, link);
}

TEST_CASE("a node without certificates does not listen to the world") {
  for (const auto* address : {"0.0.0.0:0", "[::]:0", "8.8.8.8:0", "[2001:db8::1]:0", "localhost:0"})
    CHECK_THROWS_AS(other_node{{.address = address}}, std::runtime_error);
  CHECK(why_not_in_clear("10.1.2.3:80").empty());
  CHECK(why_not_in_clear("172.31.0.1:80").empty());
  CHECK(why_not_in_clear("192.168.0.1:80").empty());
  CHECK(why_not_in_clear("[::1]:80").empty());
  CHECK(why_not_in_clear("[fd00::1]:80").empty());
  CHECK_FALSE(why_not_in_clear("172.32.0.1:80").empty());
  CHECK_FALSE(why_not_in_clear("10.1.2.3").empty());
  CHECK_FALSE(why_not_in_clear("10.1.2.3:x").empty());
  CHECK_FALSE(why_not_in_clear("10.1.2.3:99999").empty());
}
