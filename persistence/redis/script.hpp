#pragma once

#include "persistence/redis/connection.hpp"

#include <string_view>

namespace frontrow::redis {

/// A Lua script that Redis keeps: called by its SHA-1, sent again when Redis has forgotten it.
class script {
public:
  explicit script(std::string_view source);

  /// Its SHA-1 in hex, as EVALSHA wants it.
  const std::string& sha() const { return sha_; }

  /// Begins a call of it among other commands; its keys and then its words are to be added.
  void begin_call(packet&, std::size_t keys, std::size_t words) const;
  /// The same with keys and words.
  void call(packet&, std::span<const std::string> keys, std::span<const std::string> words) const;

  /// Teaches Redis the script. Throws lost; std::runtime_error when Redis refuses it.
  void load(connection&) const;

private:
  std::string source_;
  std::string sha_;
};

/// Asks all commands in one round trip, some of which call the script. Those that Redis answered
/// with NOSCRIPT, and only those, are asked once more after loading it: they had done nothing.
/// Throws lost.
std::vector<reply> ask_with(connection&, const script&, const packet&);

} // namespace frontrow::redis
