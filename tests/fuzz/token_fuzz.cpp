// Feeds bytes to all that reads bearer tokens and key files. The input is a token, the parts of one
// that get a right signature, or a file of keys. Whatever they are, reading ends; what is verified
// has a subject and an end; and nothing is verified that was not signed.

#include "http/entrance/base64url.hpp"
#include "http/entrance/bearer_token.hpp"
#include "http/entrance/key_file.hpp"
#include "tests/http/support/token_mint.hpp"

#include "actors/base/ensure.hpp"

using namespace frontrow;
using namespace frontrow::http::entrance;

namespace {

constexpr instant now{std::chrono::seconds{1'700'000'000}};

const test::signer& issuer() {
  static const auto one = test::signer::secret("a secret of thirty-two bytes, ok");
  return one;
}

const key_ring& ring() {
  static const auto one = *key_ring::of(*read_keys(test::key_set({issuer().jwk("k")})));
  return one;
}

void check(const verdict<identity, token_fault>& who) {
  if (!who) {
    ensure(!who.error().why.empty() && who.error().why.find('"') == std::string_view::npos);
    return;
  }
  ensure(!who->subject.empty() && who->subject.size() <= subject_size_max);
  ensure(who->until > now);
  ensure(who->user == no_user || std::to_string(raw(who->user)) == who->subject);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(bytes), size};

  // No secret is known to whoever wrote this, so it cannot be signed.
  ensure(!verify(text, ring(), {}, now));

  // The issuer signs anything: a header and claims with a line feed between them.
  const auto middle = std::min(text.find('\n'), text.size());
  const auto claims = text.substr(std::min(middle + 1, text.size()));
  check(verify(test::token(issuer(), text.substr(0, middle), claims), ring(), {}, now));
  check(verify(test::token(issuer(), R"({"alg":"HS256"})", text), ring(), {"i", "a", {}}, now));

  if (const auto decoded = decode_base64url(text))
    ensure(test::base64url(*decoded) == text);

  if (const auto keys = read_keys(text))
    ensure(!keys->empty());
  else
    ensure(!keys.error().empty());
  return 0;
}
