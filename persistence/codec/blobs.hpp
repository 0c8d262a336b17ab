#pragma once

#include "actors/store/rows.hpp"
#include "persistence/codec/bytes.hpp"

/// The events and the kept answers of one batch, as bytes. The first byte of a blob names its
/// format, so that a later version of this program can tell what it reads.
namespace frontrow {

inline constexpr std::uint64_t blob_format = 1;

void write_event(byte_writer&, const event&);
event read_event(byte_reader&);

/// What a key's answer is kept under.
struct answer_key {
  user_id user{};
  operation what{};
  std::string_view key;

  bool operator==(const answer_key&) const = default;
};

answer_key key_of(const answer_row&);

void write_answer(byte_writer&, const answer_row&);
/// `replayed` is not stored.
answer_row read_answer(byte_reader&);

/// Opens a blob of this format, or throws bad_bytes.
byte_reader open_blob(std::string_view);

} // namespace frontrow
