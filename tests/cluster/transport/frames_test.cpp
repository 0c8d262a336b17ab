#include "cluster/transport/frames.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace frontrow;

namespace {

template <class T>
T round_trip(const T& sent) {
  const auto bytes = print_frame(sent);
  frame_gatherer gathered;
  gathered.allow(frame_max);
  gathered.add(bytes);
  const auto found = gathered.next();
  REQUIRE(found);
  const auto read = parse_frame(*found);
  REQUIRE(read);
  REQUIRE(std::holds_alternative<T>(*read));
  CHECK_FALSE(gathered.next());
  return std::get<T>(*read);
}

std::string length_of(std::uint32_t size) {
  std::string bytes;
  for (int i = 0; i < 4; ++i, size >>= 8)
    bytes += static_cast<char>(size);
  return bytes;
}

} // namespace

TEST_CASE("frames arrive as they left") {
  const auto hello = round_trip(peer_hello{3, node_id{1}, node_id{~std::uint64_t{0}}});
  CHECK(hello.version == 3);
  CHECK(hello.from == node_id{1});
  CHECK(hello.to == node_id{~std::uint64_t{0}});
  CHECK(round_trip(peer_welcome{node_id{9}}).from == node_id{9});
  CHECK(round_trip(peer_refusal{"no"}).why == "no");
  round_trip(peer_beat{});
  const auto asked = round_trip(numbered_call{5, {65'535, 6, std::string(100'000, 'x')}});
  CHECK(asked.number == 5);
  CHECK(asked.what.kind == 65'535);
  CHECK(asked.what.view == 6);
  CHECK(asked.what.what.size() == 100'000);
  const auto answered = round_trip(numbered_reply{7, {reply::verdict::moved, 8, "y"}});
  CHECK(answered.number == 7);
  CHECK(answered.what.is == reply::verdict::moved);
  CHECK(answered.what.view == 8);
  CHECK(answered.what.what == "y");
}

TEST_CASE("frames are found however they are cut") {
  std::string bytes;
  for (std::uint64_t n = 1; n <= 50; ++n)
    bytes += print_frame(numbered_call{n, {1, 2, std::string(n * 37 % 900, 'x')}});
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 chance{seed};
  frame_gatherer gathered;
  gathered.allow(frame_max);
  std::uint64_t last = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto size = std::min<std::size_t>(1 + chance() % 300, bytes.size() - at);
    gathered.add(std::string_view{bytes}.substr(at, size));
    at += size;
    while (const auto found = gathered.next()) {
      const auto read = parse_frame(*found);
      REQUIRE(read);
      REQUIRE(std::get<numbered_call>(*read).number == ++last);
    }
  }
  CHECK(last == 50);
}

TEST_CASE("a frame longer than allowed breaks the line before it is gathered") {
  frame_gatherer gathered;
  gathered.add(length_of(hello_max + 1));
  CHECK_FALSE(gathered.next());
  CHECK(gathered.is_broken());

  frame_gatherer trusting;
  trusting.allow(frame_max);
  trusting.add(length_of(hello_max + 1));
  CHECK_FALSE(trusting.next());
  CHECK_FALSE(trusting.is_broken());
  trusting.add(std::string(hello_max + 1, 'x'));
  CHECK(trusting.next()->size() == hello_max + 1);
  trusting.add(length_of(frame_max + 1));
  CHECK_FALSE(trusting.next());
  CHECK(trusting.is_broken());
}

TEST_CASE("what a newer release says is passed over") {
  CHECK(std::holds_alternative<std::monostate>(*parse_frame("\x7fnews")));
  auto longer = print_frame(peer_welcome{node_id{9}}).substr(4) + "more";
  CHECK(std::get<peer_welcome>(*parse_frame(longer)).from == node_id{9});
}

TEST_CASE("frames that nobody writes are refused") {
  CHECK_FALSE(parse_frame(""));
  CHECK_FALSE(parse_frame("\x01GET / HTTP/1.1"));
  auto reply_of_no_kind = print_frame(numbered_reply{1, {reply::verdict{}, 0, {}}}).substr(4);
  CHECK_FALSE(parse_frame(reply_of_no_kind));
  for (const frame& whole :
       {frame{peer_hello{1, node_id{2}, node_id{3}}}, frame{numbered_call{1, {2, 3, "xyz"}}},
        frame{numbered_reply{1, {reply::verdict::here, 3, "xyz"}}}}) {
    const auto bytes = print_frame(whole).substr(4);
    for (std::size_t n = 0; n < bytes.size(); ++n)
      CHECK_FALSE(parse_frame(std::string_view{bytes}.substr(0, n)));
  }
}
