#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

/// The words that every room shares.
namespace frontrow {

// Identifiers are enums without enumerators: as cheap as integers, and a seat can never be passed
// where a user is wanted. Zero is nobody and nothing.
enum class concert_id : std::uint64_t {};
enum class schedule_id : std::uint64_t {};
/// Counts 1, 2, 3, … within its schedule, in the order of sections and rows.
enum class seat_id : std::uint32_t {};
enum class user_id : std::uint64_t {};
/// A TSID: 42 bits of milliseconds, 10 of node, 12 of counter. Grows with time.
enum class reservation_id : std::uint64_t {};
/// Where somebody stands in a waiting room: grows by one, never reused.
enum class place_number : std::uint64_t {};

template <class Id>
constexpr auto raw(Id id) {
  return static_cast<std::underlying_type_t<Id>>(id);
}

/// Whole points, the currency of wallets. Negative only while subtracting.
using points = std::int64_t;

/// The most that one charge, use or price may be (the contract's 1,000,000,000).
inline constexpr points amount_max = 1'000'000'000;
/// The most a wallet may hold: every integer below is exact in JSON readers that use doubles.
inline constexpr points balance_max = 9'000'000'000'000'000;

using milliseconds = std::chrono::milliseconds;

/// A moment on the store's clock. Rules receive it; they never ask for it.
using instant = std::chrono::sys_time<milliseconds>;

/// Tells the time, from any thread, and never runs backwards. Injected, so that tests own it.
using wall_clock = std::function<instant()>;

/// 128 random bits that open a waiting room's door. All zero is no token.
struct token_id {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  bool operator==(const token_id&) const = default;
  explicit operator bool() const { return high != 0 || low != 0; }
};

} // namespace frontrow
