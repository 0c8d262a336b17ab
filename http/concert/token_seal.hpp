#pragma once

#include "actors/queue/signed_place.hpp"

#include <memory>
#include <string>
#include <string_view>

struct evp_mac_ctx_st;

namespace frontrow::http::concert {

/// A token as its holder shows it.
struct shown_token {
  token_id id;
  signed_place place; // nothing, when the token says none
};

/// Writes into tokens which place they stand for, and reads what it has written itself. A token is
///
///     <id: 32 hex digits>.<schedule>.<user>.<place>.<issued at, ms since 1970>.<64 hex digits>
///
/// at most 165 characters, numbers in hex; the last part is HMAC-SHA-256 over all before it. May
/// be used from any thread.
class token_seal {
public:
  static constexpr std::size_t length_max = 165;

  /// Whoever knows the secret can make places.
  explicit token_seal(std::string_view secret = {});

  std::string print(schedule_id, token_id, const signed_place&) const;

  /// What this seal has printed for this schedule; an id alone says nothing of a place. No id:
  /// anything else.
  shown_token read(std::string_view, schedule_id) const;

private:
  std::string sign(std::string_view text) const;

  std::shared_ptr<evp_mac_ctx_st> keyed_; // only ever copied from
};

} // namespace frontrow::http::concert
