#include "persistence/postgres/tables.hpp"

#include "persistence/codec/blobs.hpp"

#include <array>

namespace frontrow::postgres {

namespace {

constexpr auto number = array::kind::numbers;
constexpr auto blob = array::kind::bytes;

std::vector<column> numbers(std::initializer_list<const char*> names) {
  std::vector<column> all;
  for (const char* name : names)
    all.push_back({name, number});
  return all;
}

const std::array<table_form, table_count>& forms() {
  static const std::array<table_form, table_count> all{{
      {"seat", 2, true,
       numbers({"schedule", "seat", "version", "phase", "user_id", "reservation", "held_until"})},
      {"reservation", 1, true,
       numbers({"id", "version", "user_id", "schedule", "seat", "price", "state", "created_at",
                "held_until", "paid_at"})},
      {"wallet", 1, true, numbers({"user_id", "version", "balance"})},
      {"ledger", 2, false,
       numbers({"user_id", "entry", "kind", "amount", "balance", "reservation", "at"})},
      {"booking",
       2,
       false,
       {{"schedule", number},
        {"seat", number},
        {"sequence", number},
        {"user_name", blob},
        {"address", blob},
        {"name", blob},
        {"phone", blob},
        {"guard_until", number},
        {"at", number}}},
      {"token", 2, true,
       numbers({"schedule", "place", "version", "token_high", "token_low", "user_id", "state",
                "issued_at", "active_at", "claimed"})},
      {"concert",
       1,
       false,
       {{"id", number}, {"title", blob}, {"artist", blob}, {"created_at", number}}},
      {"schedule",
       1,
       true,
       {{"id", number},
        {"version", number},
        {"concert", number},
        {"starts_at", number},
        {"sale_opens_at", number},
        {"sale_closes_at", number},
        {"concurrent_user_max", number},
        {"sections", blob}}},
  }};
  return all;
}

template <class T>
void add(array& to, const T& x) {
  if constexpr (std::is_convertible_v<const T&, std::string_view>)
    to.add(std::string_view{x});
  else
    to.add(whole(x));
}

template <class... Ts>
void fill(std::vector<array>& to, const Ts&... columns) {
  std::size_t n = 0;
  (add(to[n++], columns), ...);
}

struct column_filler {
  std::vector<array>& to;

  void operator()(const seat_row& x) const {
    fill(to, x.schedule, x.seat, x.version, x.is, x.user, x.reservation, x.held_until);
  }
  void operator()(const reservation_row& x) const {
    fill(to, x.id, x.version, x.user, x.schedule, x.seat, x.price, x.is, x.created_at, x.held_until,
         x.paid_at);
  }
  void operator()(const wallet_row& x) const { fill(to, x.user, x.version, x.balance); }
  void operator()(const ledger_row& x) const {
    fill(to, x.user, x.entry, x.is, x.amount, x.balance, x.reservation, x.at);
  }
  void operator()(const booking_row& x) const {
    fill(to, x.schedule, x.seat, x.sequence, x.user, x.address, x.name, x.phone, x.guard_until,
         x.at);
  }
  void operator()(const token_row& x) const {
    fill(to, x.schedule, x.place, x.version, x.token.high, x.token.low, x.user, x.is, x.issued_at,
         x.active_at, x.claimed);
  }
  void operator()(const concert_row& x) const { fill(to, x.id, x.title, x.artist, x.created_at); }
  void operator()(const schedule_row& x) const {
    fill(to, x.id, x.version, x.concert, x.starts_at, x.sale_opens_at, x.sale_closes_at,
         x.concurrent_user_max, sections_blob(x.sections));
  }
  void operator()(const counter_row&) const {}
  void operator()(const parked_row&) const {}
  void operator()(const answer_row&) const {}
};

struct wisher {
  row_wish& wish;

  bool say(table in, std::uint64_t first, std::uint64_t second, std::uint64_t version,
           bool is_end = false) const {
    wish = {{in, first, second}, version, is_end};
    return true;
  }
  bool operator()(const seat_row& x) const {
    return say(table::seat, raw(x.schedule), raw(x.seat), x.version);
  }
  bool operator()(const reservation_row& x) const {
    return say(table::reservation, raw(x.id), 0, x.version);
  }
  bool operator()(const wallet_row& x) const {
    return say(table::wallet, raw(x.user), 0, x.version);
  }
  bool operator()(const ledger_row& x) const { return say(table::ledger, raw(x.user), x.entry, 1); }
  bool operator()(const booking_row& x) const {
    return say(table::booking, raw(x.schedule), raw(x.seat), 1);
  }
  bool operator()(const token_row& x) const {
    return say(table::token, raw(x.schedule), raw(x.place), x.version,
               x.is == token_row::state::gone);
  }
  bool operator()(const concert_row& x) const { return say(table::concert, raw(x.id), 0, 1); }
  bool operator()(const schedule_row& x) const {
    return say(table::schedule, raw(x.id), 0, x.version);
  }
  bool operator()(const counter_row&) const { return false; }
  bool operator()(const parked_row&) const { return false; }
  bool operator()(const answer_row&) const { return false; }
};

} // namespace

const table_form& form_of(table which) {
  return forms()[static_cast<std::size_t>(which)];
}

bool wish_of(const row& any, row_wish& wish) {
  return std::visit(wisher{wish}, any);
}

void add_columns(std::vector<array>& to, const row& any) {
  std::visit(column_filler{to}, any);
}

std::string sections_blob(const std::vector<section_row>& all) {
  byte_writer to;
  to.number(blob_format);
  for (const auto& one : all) {
    to.text(one.name);
    to.number(one.rows);
    to.number(one.seats_per_row);
    to.whole(one.price);
  }
  return to.bytes();
}

std::vector<section_row> sections_in(std::string_view bytes) {
  std::vector<section_row> all;
  for (auto from = open_blob(bytes); !from.is_done();) {
    auto& one = all.emplace_back();
    one.name = from.text();
    one.rows = static_cast<std::uint32_t>(from.number());
    one.seats_per_row = static_cast<std::uint32_t>(from.number());
    one.price = from.whole();
  }
  return all;
}

} // namespace frontrow::postgres
