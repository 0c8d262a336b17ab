#include "http/entrance/key_file.hpp"

#include "http/entrance/key_ring.hpp"
#include "tests/http/support/token_mint.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::http::entrance;
using namespace frontrow::test;

namespace {

std::string wrong_with(const std::string& text) {
  const auto keys = read_keys(text);
  return keys ? std::string{} : keys.error();
}

const std::string thirty_two = "a secret of thirty-two bytes, ok";

// A P-256 public key: sound, and for an algorithm that is none of ours.
const std::string elliptic = R"({"kty":"EC","crv":"P-256","kid":"p",)"
                             R"("x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
                             R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";

} // namespace

TEST_CASE("public keys are read from PEM, however many there are") {
  const auto ed = signer::ed25519();
  const auto keys = read_keys("a note\n" + signer::rsa().pem() + "\n" + ed.pem());
  REQUIRE(keys);
  REQUIRE(keys->size() == 2);
  CHECK((*keys)[0].is() == algorithm::rs256);
  CHECK((*keys)[1].is() == algorithm::eddsa);
  CHECK((*keys)[1].verifies("text", ed.sign("text")));
  CHECK_FALSE((*keys)[1].verifies("texT", ed.sign("text")));
}

TEST_CASE("PEM that holds no public key says what it holds") {
  const auto& rsa = signer::rsa();
  CHECK(wrong_with(rsa.private_pem()) == "a private key; only its public half belongs here");
  CHECK(wrong_with(signer::weak_rsa().pem())
        == "an RSA key of 1024 bits; right would be 2048 to 8192");
  const auto whole = rsa.pem();
  CHECK(wrong_with(whole.substr(0, whole.size() / 2)) == "PEM that is broken or cut off");
  CHECK(wrong_with(whole + whole.substr(0, whole.size() - 10)) == "PEM that is broken or cut off");
  CHECK(wrong_with("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        == "a CERTIFICATE; right would be a PUBLIC KEY");
  CHECK(wrong_with("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")
        == "a public key that cannot be read");
  CHECK(wrong_with("") == "neither PEM nor a JSON Web Key Set");
  CHECK(wrong_with(thirty_two) == "neither PEM nor a JSON Web Key Set");
}

TEST_CASE("a key set gives the keys that are for us, and passes over the others") {
  const auto ed = signer::ed25519();
  const auto& rsa = signer::rsa();
  const auto keys = read_keys(key_set(
      {elliptic, rsa.jwk("encrypts", R"("use":"enc")"), rsa.jwk("other", R"("alg":"PS256")"),
       rsa.jwk("signs", R"("key_ops":["sign"])"), R"({"kty":"OKP","crv":"X25519","x":"AA"})",
       rsa.jwk("r", R"("use":"sig","alg":"RS256","key_ops":["verify"])"),
       ed.jwk("e", R"("alg":"EdDSA")"), signer::secret(thirty_two).jwk("s")}));
  REQUIRE(keys);
  REQUIRE(keys->size() == 3);
  CHECK((*keys)[0].id() == "r");
  CHECK((*keys)[0].verifies("text", rsa.sign("text")));
  CHECK((*keys)[1].verifies("text", ed.sign("text")));
  CHECK((*keys)[2].verifies("text", signer::secret(thirty_two).sign("text")));
}

TEST_CASE("a key set with a broken or weak key of ours is none") {
  const auto short_secret = signer::secret(thirty_two.substr(1));
  CHECK(wrong_with(key_set({short_secret.jwk("s")}))
        == "keys[0] is a secret of 31 bytes; HS256 needs 32");
  CHECK(wrong_with(key_set({signer::ed25519().jwk("e"), signer::weak_rsa().jwk("r")}))
        == "keys[1] is an RSA key of 1024 bits; right would be 2048 to 8192");
  CHECK(wrong_with(key_set({signer::rsa().jwk("r", R"("d":"AA")")}))
        == "keys[0] is a private key (d); only its public half belongs here");
  CHECK(wrong_with(key_set({R"({"kty":"oct","k":"not base64"})"}))
        == "keys[0] is a secret (k) that is not base64url");
  CHECK(wrong_with(key_set({R"({"kty":"oct"})"}))
        == "keys[0] is a secret of 0 bytes; HS256 needs 32");
  CHECK(wrong_with(key_set({R"({"kty":"OKP","crv":"Ed25519","x":"AAAA"})"}))
        == "keys[0] is an Ed25519 key that is not of 32 bytes");
  CHECK(wrong_with(key_set({R"({"kty":"RSA","n":"AA=","e":"AQAB"})"}))
        == "keys[0] is an RSA key whose n or e is not base64url");
  // Whoever takes an exponent of 1 takes any signature.
  auto idle = signer::rsa().jwk("r");
  idle.replace(idle.rfind("AQAB"), 4, "AQ");
  CHECK(wrong_with(key_set({idle})) == "keys[0] is a public key that is not sound");
  CHECK(wrong_with(key_set({elliptic})) == "no key for HS256, RS256 or EdDSA in it");
  CHECK(wrong_with("{}") == "no JSON Web Key Set: it has no list \"keys\"");
  CHECK(wrong_with(R"({"keys":[],"keys":[]})").starts_with("no JSON Web Key Set: "));
}

TEST_CASE("keys that cannot be told apart are refused") {
  const auto ed = signer::ed25519();
  const auto ring = [](const std::string& text) {
    const auto made = key_ring::of(*read_keys(text));
    return made ? std::string{} : made.error();
  };
  CHECK(ring(key_set({ed.jwk("k"), signer::ed25519().jwk("k")}))
        == "two EdDSA keys with the kid k");
  CHECK(ring(key_set({ed.jwk("k"), signer::rsa().jwk("k")})) == "");
  const auto pem = ed.pem();
  CHECK(ring(pem + pem + pem + pem) == "");
  CHECK(ring(pem + pem + pem + pem + pem) == "more than 4 keys without a kid");
}
