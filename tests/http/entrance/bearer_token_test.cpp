#include "http/entrance/bearer_token.hpp"

#include "http/entrance/base64url.hpp"
#include "http/entrance/key_file.hpp"
#include "tests/http/support/token_mint.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::http::entrance;
using namespace frontrow::test;

namespace {

const std::string secret_bytes = "a secret of thirty-two bytes, ok";
constexpr instant now{std::chrono::seconds{1'700'000'000}};
const std::string hs256 = R"({"alg":"HS256","typ":"JWT"})";
const std::string good = R"({"sub":"101","exp":1700000100})";
const token_rules plain{{}, {}, std::chrono::seconds{30}};

key_ring ring_of(const std::string& text) {
  const auto keys = read_keys(text);
  INFO((keys ? std::string{} : keys.error()));
  REQUIRE(keys);
  auto ring = key_ring::of(*keys);
  REQUIRE(ring);
  return *std::move(ring);
}

/// Why it does not count; empty when it does.
std::string_view fault_of(const std::string& token, const key_ring& keys,
                          const token_rules& rules = plain) {
  const auto who = verify(token, keys, rules, now);
  return who ? std::string_view{} : who.error().why;
}

const signer& secret() {
  static const auto made = signer::secret(secret_bytes);
  return made;
}

const key_ring& secret_ring() {
  static const auto ring = ring_of(key_set({secret().jwk("")}));
  return ring;
}

std::string_view fault_of_header(const std::string& header) {
  return fault_of(token(secret(), header, good), secret_ring());
}

std::string_view fault_of_claims(const std::string& claims, const token_rules& rules = plain) {
  return fault_of(token(secret(), hs256, claims), secret_ring(), rules);
}

} // namespace

TEST_CASE("tokens of all three algorithms are verified, and give their subject") {
  const auto ed = signer::ed25519();
  const auto& rsa = signer::rsa();
  const auto ring = ring_of(key_set({secret().jwk("s"), ed.jwk("e"), rsa.jwk("r")}));
  for (const auto& each : {token(secret(), R"({"alg":"HS256","kid":"s"})", good),
                           token(ed, R"({"alg":"EdDSA","kid":"e"})", good),
                           token(rsa, R"({"alg":"RS256","kid":"r"})", good)}) {
    const auto who = verify(each, ring, plain, now);
    REQUIRE(who);
    CHECK(who->subject == "101");
    CHECK(who->user == user_id{101});
    CHECK(who->until == now + std::chrono::seconds{130});
  }
}

TEST_CASE("keys in PEM verify tokens of any kid") {
  const auto ed = signer::ed25519();
  const auto ring = ring_of(signer::rsa().pem() + ed.pem());
  CHECK(fault_of(token(signer::rsa(), R"({"alg":"RS256","kid":"of the issuer"})", good), ring)
        == "");
  CHECK(fault_of(token(ed, R"({"alg":"EdDSA"})", good), ring) == "");
}

TEST_CASE("the algorithm follows from the key, not from the token") {
  const auto& rsa = signer::rsa();
  const auto ring = ring_of(rsa.pem());
  // The classic: the public key's text taken for a secret.
  const auto confused = signer::secret(rsa.pem());
  CHECK(fault_of(token(confused, hs256, good), ring) == "no key is known for the token");
  const auto both = ring_of(key_set({rsa.jwk("k"), secret().jwk("s")}));
  CHECK(fault_of(token(confused, R"({"alg":"HS256","kid":"k"})", good), both)
        == "no key is known for the token");
  CHECK(fault_of(token(secret(), R"({"alg":"RS256","kid":"s"})", good), both)
        == "no key is known for the token");
  CHECK(fault_of(token(rsa, R"({"alg":"EdDSA"})", good), ring) == "no key is known for the token");
}

TEST_CASE("unsigned tokens and other algorithms are refused") {
  for (const auto* alg : {R"("none")", R"("None")", R"("")", R"("HS384")", R"("hs256")",
                          R"("PS256")", R"("ES256")", "null", "1", R"(["HS256"])"}) {
    INFO(alg);
    const auto header = std::string{R"({"alg":)"} + alg + "}";
    CHECK(fault_of_header(header) != "");
    CHECK(fault_of(base64url(header) + '.' + base64url(good) + '.', secret_ring()) != "");
  }
  CHECK(fault_of_header("{}") == "the token's algorithm is not accepted");
}

TEST_CASE("kid chooses the key") {
  const auto other = signer::secret("another secret of thirty-two b..");
  const auto ring = ring_of(key_set({secret().jwk("old"), other.jwk("new")}));
  const auto fault = [&](const signer& by, const char* header) {
    return fault_of(token(by, header, good), ring);
  };
  CHECK(fault(secret(), R"({"alg":"HS256","kid":"old"})") == "");
  CHECK(fault(other, R"({"alg":"HS256","kid":"new"})") == "");
  CHECK(fault(secret(), R"({"alg":"HS256","kid":"new"})") == "the token's signature is wrong");
  CHECK(fault(secret(), R"({"alg":"HS256","kid":"else"})") == "no key is known for the token");
  CHECK(fault(secret(), R"({"alg":"HS256"})") == "no key is known for the token");
  CHECK(fault(secret(), R"({"alg":"HS256","kid":7})") == "the token's header is malformed");
  const auto only = ring_of(key_set({secret().jwk("old")}));
  CHECK(fault_of(token(secret(), hs256, good), only) == "");
}

TEST_CASE("headers that must be understood or bring a key are refused") {
  CHECK(fault_of_header(R"({"alg":"HS256","crit":["exp"],"exp":1})")
        == "the token has critical extensions");
  CHECK(fault_of_header(R"({"alg":"HS256","crit":[]})") == "the token has critical extensions");
  const auto own = signer::ed25519();
  CHECK(fault_of(token(own, R"({"alg":"EdDSA","jwk":)" + own.jwk("") + "}", good), secret_ring())
        == "the token's header is not flat");
  CHECK(fault_of_header(R"({"alg":"HS256","x5c":["MII"]})") == "the token's header is not flat");
  // Where a key might be fetched is nothing to us.
  CHECK(fault_of_header(R"({"alg":"HS256","jku":"https://evil.example","x5u":"x"})") == "");
  CHECK(fault_of_header(R"({"alg":"HS256","cty":"JWT"})") == "the token is nested");
  CHECK(fault_of_header(R"({"alg":"HS256","typ":"at+jwt"})") == "");
  CHECK(fault_of_header(R"({"alg":"HS256","typ":"application/AT+JWT"})") == "");
  for (const auto* type : {R"("logout+jwt")", R"("dpop+jwt")", "1", "null"})
    CHECK(fault_of_header(std::string{R"({"alg":"HS256","typ":)"} + type + "}")
          == "the token is of another type");
}

TEST_CASE("JSON that two readers could read differently is refused") {
  for (const auto* header :
       {R"({"alg":"none","alg":"HS256"})", R"({"alg":"HS256"} {})", "[]", "\"HS256\"", "",
        R"({"alg":"HS256",})", "{'alg':'HS256'}", R"({"alg":"HS256","\u0061lg":"none"})"}) {
    INFO(header);
    CHECK(fault_of_header(header) == "the token's header is malformed");
  }
  for (const auto* claims : {R"({"sub":"101","exp":1700000100,"sub":"102"})", R"([{"sub":"101"}])",
                             "101", "", R"({"sub":"101","exp":1700000100,"a":{"b":1,"b":2}})"}) {
    INFO(claims);
    CHECK(fault_of_claims(claims) == "the token's payload is malformed");
  }
  CHECK(fault_of_claims(R"({"sub":"101","exp":1700000100,"a":)" + std::string(40, '[')
                        + std::string(40, ']') + "}")
        == "the token's payload is malformed");
  CHECK(fault_of_claims(R"({"sub":"101","exp":1700000100,"realm":{"roles":["buyer"]}})") == "");
}

TEST_CASE("the compact form is strict") {
  const auto whole = token(secret(), hs256, good);
  const auto first = whole.find('.');
  const auto last = whole.rfind('.');
  CHECK(fault_of(whole, secret_ring()) == "");
  for (const auto& bad :
       {whole + "=", whole + ".", whole + "A", '.' + whole, whole.substr(0, last),
        whole.substr(0, last) + "..", whole.substr(0, first), std::string{}, std::string{".."},
        " " + whole, whole + " ", whole.substr(0, last) + "\n" + whole.substr(last),
        whole.substr(0, whole.size() - 1), whole.substr(0, last + 1), whole + whole.substr(last)}) {
    INFO(bad);
    CHECK(fault_of(bad, secret_ring()) != "");
  }
  auto tampered = whole;
  tampered[first + 5] = tampered[first + 5] == 'A' ? 'B' : 'A';
  CHECK(fault_of(tampered, secret_ring()) == "the token's signature is wrong");
  const auto forged = whole.substr(0, first + 1) + base64url(R"({"sub":"1","exp":1700000100})")
                      + whole.substr(last);
  CHECK(fault_of(forged, secret_ring()) == "the token's signature is wrong");
}

TEST_CASE("no signature is right that is cut, stretched or empty, of any algorithm") {
  const auto ed = signer::ed25519();
  const auto ring = ring_of(key_set({secret().jwk("s"), ed.jwk("e"), signer::rsa().jwk("r")}));
  for (const auto& whole : {token(secret(), R"({"alg":"HS256","kid":"s"})", good),
                            token(ed, R"({"alg":"EdDSA","kid":"e"})", good),
                            token(signer::rsa(), R"({"alg":"RS256","kid":"r"})", good)}) {
    const auto text = whole.substr(0, whole.rfind('.') + 1);
    const auto signature = *decode_base64url(whole.substr(text.size()));
    for (const auto& bad :
         {std::string{}, signature.substr(0, signature.size() - 1), signature.substr(1),
          signature + '\0', signature + signature, std::string(signature.size(), '\0')})
      CHECK(fault_of(text + base64url(bad), ring) == "the token's signature is wrong");
  }
}

TEST_CASE("a huge token is not looked at") {
  const auto huge = token(
      secret(), hs256, R"({"sub":"101","exp":1700000100,"x":")" + std::string(8'192, 'x') + "\"}");
  CHECK(fault_of(huge, secret_ring()) == "the token is too long");
}

TEST_CASE("a token's times are kept, give or take the leeway") {
  const auto fault = [](const std::string& times) {
    return fault_of_claims(R"({"sub":"101",)" + times + "}");
  };
  CHECK(fault(R"("exp":1699999971)") == "");
  CHECK(fault(R"("exp":1699999970)") == "the token has expired");
  CHECK(fault(R"("exp":1700000100.5)") == "");
  CHECK(fault(R"("iat":1)") == "the token has no valid exp");
  for (const auto* bad : {R"("1700000100")", "null", "true", "-1", "1e12", "1.7E+12",
                          "99999999999999999999", "[1700000100]", "1000000000001"}) {
    INFO(bad);
    CHECK(fault(std::string{"\"exp\":"} + bad) == "the token has no valid exp");
  }
  const std::string end = R"("exp":1700000100,)";
  CHECK(fault(end + R"("nbf":1700000030)") == "");
  CHECK(fault(end + R"("nbf":1700000031)") == "the token is not valid yet");
  CHECK(fault(end + R"("iat":1700000031)") == "the token is not valid yet");
  CHECK(fault(end + R"("nbf":"1")") == "a time of the token is malformed");
  CHECK(fault(end + R"("iat":null)") == "a time of the token is malformed");
}

TEST_CASE("issuer and audience are kept") {
  const token_rules rules{"https://id.example", "tickets", {}};
  const auto fault = [&](const std::string& parties, const token_rules& of) {
    return fault_of_claims(R"({"sub":"101","exp":1700000100)" + parties + "}", of);
  };
  const std::string iss = R"(,"iss":"https://id.example")";
  CHECK(fault(iss + R"(,"aud":"tickets")", rules) == "");
  CHECK(fault(iss + R"(,"aud":["food","tickets"])", rules) == "");
  CHECK(fault(R"(,"aud":"tickets")", rules) == "the token is from another issuer");
  CHECK(fault(R"(,"iss":["https://id.example"],"aud":"tickets")", rules)
        == "the token is from another issuer");
  CHECK(fault(R"(,"iss":"https://id.example/","aud":"tickets")", rules)
        == "the token is from another issuer");
  for (const auto* aud : {"", R"(,"aud":"food")", R"(,"aud":[])", R"(,"aud":["food"])",
                          R"(,"aud":{"a":"tickets"})", R"(,"aud":[["tickets"]])"})
    CHECK(fault(iss + aud, rules) == "the token is for another audience");
  CHECK(fault(R"(,"iss":"anybody")", plain) == "");
  CHECK(fault(R"(,"aud":"tickets")", plain) == "the token is for another audience");
}

TEST_CASE("a subject is a text or a whole number") {
  const auto who = [](const std::string& subject) {
    return verify(token(secret(), hs256, R"({"exp":1700000100,"sub":)" + subject + "}"),
                  secret_ring(), plain, now);
  };
  CHECK(who("101")->subject == "101");
  CHECK(who("101")->user == user_id{101});
  CHECK(who("101")->mark == who("\"101\"")->mark);
  CHECK(who("101")->mark != who("\"102\"")->mark);
  CHECK(who("\"alice\"")->subject == "alice");
  CHECK(who("9223372036854775807")->user == user_id{0x7fff'ffff'ffff'ffff});
  // Users of the FCFS face, and nobody of the concert face, which knows one text an id.
  for (const auto* text : {"\"alice\"", "\"0101\"", "\"0\"", "0", "\"+101\"", "\" 101\"",
                           "\"101.0\"", "\"9223372036854775808\"", "18446744073709551615"})
    CHECK(who(text)->user == no_user);
  for (const auto& bad :
       {std::string{"\"\""}, std::string{"null"}, std::string{"true"}, std::string{"-1"},
        std::string{"1.0"}, std::string{"1e2"}, std::string{"[101]"}, std::string{"{}"},
        std::string{"99999999999999999999"}, std::string{R"("a\u0000b")"}, std::string{R"("a\nb")"},
        '"' + std::string(256, 'x') + '"'}) {
    INFO(bad);
    CHECK_FALSE(who(bad));
  }
  CHECK(fault_of_claims(R"({"exp":1700000100})") == "the token has no valid sub");
}

TEST_CASE("base64url has one text for one value") {
  CHECK(decode_base64url("") == "");
  CHECK(decode_base64url("AA") == std::string(1, '\0'));
  CHECK(decode_base64url("-_-_") == "\xfb\xff\xbf");
  for (const auto* bad : {"A", "AB", "AAA=", "AA==", "A A", "AA\n", "++//", "AAB", "AAAAA", "\xc3"})
    CHECK_FALSE(decode_base64url(bad));
}
