#include "http/entrance/bearer_token.hpp"

#include "http/entrance/base64url.hpp"
#include "http/json/parse.hpp"
#include "http/json/utf8.hpp"
#include "http/text/headers.hpp"
#include "http/text/ids.hpp"

#include <algorithm>
#include <cstring>

#include <openssl/sha.h>

namespace frontrow::http::entrance {

namespace {

using kind = json::value::kind;
using maybe_fault = std::optional<token_fault>;

constexpr std::uint64_t seconds_max = 1'000'000'000'000; // some thirty thousand years

struct parts {
  std::string_view header, payload, signature;
  std::string_view signed_text; // header and payload with the dot between them
};

std::optional<parts> split(std::string_view token) {
  const auto first = token.find('.');
  const auto second = token.find('.', first + 1);
  if (first == token.npos || second == token.npos || token.find('.', second + 1) != token.npos)
    return {};
  return parts{token.substr(0, first), token.substr(first + 1, second - first - 1),
               token.substr(second + 1), token.substr(0, second)};
}

/// The object that a part of the token stands for; nothing when it is none.
std::optional<json::value> read_object(std::string_view part) {
  const auto text = decode_base64url(part);
  if (!text)
    return {};
  auto value = json::parse(*text);
  if (!value || value->is != kind::object)
    return {};
  return *std::move(value);
}

/// Types of tokens that are meant to be shown to a resource: RFC 7519 and RFC 9068.
bool is_access_type(std::string_view type) {
  constexpr std::string_view prefix = "application/";
  if (equals_ignoring_case(type.substr(0, prefix.size()), prefix))
    type.remove_prefix(prefix.size());
  return equals_ignoring_case(type, "JWT") || equals_ignoring_case(type, "at+jwt");
}

maybe_fault check_header(const json::value& header) {
  // Whatever else it says, such as where to fetch a key, is nothing to us; what must be understood
  // is refused, and so is a key that the token brings along.
  for (const auto& member : header.members) {
    if (member.name == "crit")
      return token_fault{"the token has critical extensions"};
    if (member.held.is == kind::object || member.held.is == kind::list)
      return token_fault{"the token's header is not flat"};
  }
  const auto* type = json::find(header, "typ");
  if (type != nullptr && (type->is != kind::text || !is_access_type(type->text)))
    return token_fault{"the token is of another type"};
  if (json::find(header, "cty") != nullptr)
    return token_fault{"the token is nested"};
  return {};
}

std::optional<algorithm> algorithm_of(const json::value& header) {
  const auto* name = json::find(header, "alg");
  if (name != nullptr && name->is == kind::text)
    for (const auto each : {algorithm::hs256, algorithm::rs256, algorithm::eddsa})
      if (name->text == name_of(each))
        return each;
  return {};
}

maybe_fault check_signature(const parts& of, const key_ring& keys) {
  const auto header = read_object(of.header);
  if (!header)
    return token_fault{"the token's header is malformed"};
  if (const auto fault = check_header(*header))
    return fault;
  const auto is = algorithm_of(*header);
  if (!is)
    return token_fault{"the token's algorithm is not accepted"};
  const auto* id = json::find(*header, "kid");
  if (id != nullptr && id->is != kind::text)
    return token_fault{"the token's header is malformed"};
  const auto signature = decode_base64url(of.signature);
  if (!signature)
    return token_fault{"the token is malformed"};
  const auto named = id == nullptr ? std::nullopt : std::optional<std::string_view>{id->text};
  switch (keys.check(*is, named, of.signed_text, *signature)) {
  case key_ring::outcome::right:
    return {};
  case key_ring::outcome::no_key:
    return token_fault{"no key is known for the token"};
  case key_ring::outcome::wrong:
    break;
  }
  return token_fault{"the token's signature is wrong"};
}

/// A NumericDate: seconds since 1970, parts of a second dropped. Nothing for anything else.
std::optional<instant> read_date(const json::value& from) {
  if (from.is != kind::number)
    return {};
  const std::string_view text = from.text;
  const auto point = std::min(text.find('.'), text.size());
  const auto is_digit = [](char c) {
    return c >= '0' && c <= '9';
  };
  const auto seconds = parse_decimal(text.substr(0, point), seconds_max);
  if (!seconds || !std::ranges::all_of(text.substr(std::min(point + 1, text.size())), is_digit))
    return {};
  return instant{std::chrono::seconds{*seconds}};
}

/// Checks exp, nbf and iat; gives the end of the token's life.
verdict<instant, token_fault> check_times(const json::value& claims, milliseconds leeway,
                                          instant now) {
  const auto* end = json::find(claims, "exp");
  const auto until = end == nullptr ? std::nullopt : read_date(*end);
  if (!until)
    return token_fault{"the token has no valid exp"};
  if (now >= *until + leeway)
    return token_fault{"the token has expired"};
  for (const auto* name : {"nbf", "iat"}) {
    const auto* begin = json::find(claims, name);
    if (begin == nullptr)
      continue;
    const auto from = read_date(*begin);
    if (!from)
      return token_fault{"a time of the token is malformed"};
    if (now + leeway < *from)
      return token_fault{"the token is not valid yet"};
  }
  return *until + leeway;
}

/// Whether a claim that is one string or a list of them has this one.
bool names(const json::value& claim, std::string_view wanted) {
  const auto is_wanted = [wanted](const json::value& each) {
    return each.is == kind::text && each.text == wanted;
  };
  return claim.is == kind::list ? std::ranges::any_of(claim.items, is_wanted) : is_wanted(claim);
}

maybe_fault check_parties(const json::value& claims, const token_rules& rules) {
  const auto* issuer = json::find(claims, "iss");
  if (!rules.issuer.empty()
      && (issuer == nullptr || issuer->is != kind::text || issuer->text != rules.issuer))
    return token_fault{"the token is from another issuer"};
  // RFC 7519 4.1.3: a token for an audience is refused by whoever does not belong to it.
  const auto* audience = json::find(claims, "aud");
  const bool is_for_us = rules.audience.empty()
                             ? audience == nullptr
                             : audience != nullptr && names(*audience, rules.audience);
  if (!is_for_us)
    return token_fault{"the token is for another audience"};
  return {};
}

/// What the subject is: a string, or a whole number, which is the same as its digits.
std::optional<std::string> read_subject(const json::value& claims) {
  const auto* subject = json::find(claims, "sub");
  if (subject == nullptr || subject->text.empty() || subject->text.size() > subject_size_max)
    return {};
  if (subject->is == kind::number)
    return parse_decimal(subject->text) ? std::optional{subject->text} : std::nullopt;
  const auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  };
  if (subject->is != kind::text || std::ranges::any_of(subject->text, is_control)
      || !json::count_characters(subject->text))
    return {};
  return subject->text;
}

identity make_identity(std::string subject, instant until) {
  identity who;
  // One text an id: "0101" is somebody else than "101", whoever that may be.
  const auto id = subject.front() == '0' ? std::nullopt : parse_decimal(subject, id_max);
  who.user = id ? user_id{*id} : no_user;
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(subject.data()), subject.size(), digest);
  std::memcpy(&who.mark, digest, sizeof who.mark);
  who.subject = std::move(subject);
  who.until = until;
  return who;
}

} // namespace

verdict<identity, token_fault> verify(std::string_view token, const key_ring& keys,
                                      const token_rules& rules, instant now) {
  if (token.size() > token_size_max)
    return token_fault{"the token is too long"};
  const auto of = split(token);
  if (!of)
    return token_fault{"the token is malformed"};
  if (const auto fault = check_signature(*of, keys))
    return *fault;
  const auto claims = read_object(of->payload);
  if (!claims)
    return token_fault{"the token's payload is malformed"};
  const auto until = check_times(*claims, rules.leeway, now);
  if (!until)
    return until.error();
  if (const auto fault = check_parties(*claims, rules))
    return *fault;
  auto subject = read_subject(*claims);
  if (!subject)
    return token_fault{"the token has no valid sub"};
  return make_identity(std::move(*subject), *until);
}

} // namespace frontrow::http::entrance
