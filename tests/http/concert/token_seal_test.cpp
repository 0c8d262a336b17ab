#include "http/concert/token_seal.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace http::concert;

namespace {

constexpr schedule_id show{500};
constexpr token_id id{0x0123456789abcdef, 0xfedcba9876543210};
const signed_place at{user_id{101}, place_number{42}, instant{milliseconds{1'700'000'000'000}}};

} // namespace

TEST_CASE("a token is read by the seal that made it, whole") {
  const token_seal seal{"a secret of ours"};
  const auto text = seal.print(show, id, at);
  CHECK(text.starts_with("0123456789abcdeffedcba9876543210.1f4.65.2a.18bcfe56800."));
  CHECK(seal.read(text, show).id == id);
  CHECK(seal.read(text, show).place == at);
  CHECK(token_seal{"a secret of ours"}.read(text, show).place == at);
  CHECK_FALSE(token_seal{"another secret"}.read(text, show).id);
  CHECK_FALSE(seal.read(text, schedule_id{501}).id);
}

TEST_CASE("HMAC-SHA-256 is what it is elsewhere") {
  // printf … | openssl dgst -sha256 -hmac 'frontrow waiting room a secret of ours'
  CHECK(token_seal{"a secret of ours"}.print(show, id, at)
        == "0123456789abcdeffedcba9876543210.1f4.65.2a.18bcfe56800."
           "3a9af84945d678cefcbdf078c299c5fa727ae8b9dccad3fcb989cfdfd8e32c2a");
}

TEST_CASE("a token that was changed anywhere is none of ours") {
  const token_seal seal{"a secret of ours"};
  const auto text = seal.print(show, id, at);
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const char c : {'0', '1', '.', 'F', '-'}) {
      auto changed = text;
      changed[i] = c;
      if (changed != text)
        CHECK_FALSE(seal.read(changed, show).id);
    }
    if (i != 32)
      CHECK_FALSE(seal.read(text.substr(0, i), show).id);
  }
  CHECK_FALSE(seal.read(text + "0", show).id);
  CHECK_FALSE(seal.read({}, show).id);
}

TEST_CASE("an id alone is a token that says nothing of a place") {
  const auto seen = token_seal{}.read("0123456789abcdeffedcba9876543210", show);
  CHECK(seen.id == id);
  CHECK_FALSE(seen.place);
}

TEST_CASE("no token is longer than it may be") {
  const token_seal seal;
  const signed_place far{user_id{~0ull}, place_number{~0ull}, instant{milliseconds{-1}}};
  const auto text = seal.print(schedule_id{~0ull}, id, far);
  CHECK(text.size() == token_seal::length_max);
  CHECK(seal.read(text, schedule_id{~0ull}).place == far);
}
