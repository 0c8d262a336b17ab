#include "http/concert/point_endpoints.hpp"

#include "http/concert/commands.hpp"
#include "http/concert/pages.hpp"
#include "http/json/print.hpp"
#include "http/json/reader.hpp"
#include "http/text/headers.hpp"
#include "http/text/ids.hpp"

namespace frontrow::http::concert {
namespace {

std::string_view name_of(ledger_row::kind is) {
  switch (is) {
  case ledger_row::kind::charge:
    return "CHARGE";
  case ledger_row::kind::use:
    return "USE";
  case ledger_row::kind::payment:
    return "PAYMENT";
  case ledger_row::kind::refund:
    return "REFUND";
  }
  return "UNKNOWN";
}

/// Whose points the path means, if the caller may.
verdict<user_id, complaint> read_user(const context& with, const request& from) {
  const auto id = path_id(from);
  if (!id)
    return bad_path_id("userId");
  if (const auto no = check_identity(with, from, user_id{*id}))
    return *no;
  return user_id{*id};
}

response print_wallet(user_id user, points balance, std::uint64_t version) {
  response out;
  out.headers = "ETag: " + print_etag(version) + "\r\n";
  json::object body{out.body};
  body.number("userId", raw(user)).number("balance", balance).number("version", version).end();
  return out;
}

net::awaitable<response> move(context& with, const request& from, operation what) {
  const auto wish = parse_points(with, from, what);
  if (!wish)
    co_return print_complaint(from, wish.error());
  const auto done = co_await ask<outcome>(with, with.doors.desk, *wish);
  if (!done)
    co_return print_fault(with, from, done.error());
  if (done->no != refusal::none)
    co_return print_refusal(from, *done);
  auto out = print_wallet(wish->user, done->balance, done->wallet_version);
  mark_replay(out, *done);
  co_return out;
}

response print_history(const context& with, const std::vector<ledger_row>& rows,
                       std::uint32_t limit) {
  response out;
  json::object page{out.body};
  auto& list = page.open("entries") += '[';
  const auto count = std::min<std::size_t>(rows.size(), limit);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& row = rows[i];
    if (i != 0)
      list += ',';
    json::object entry{list};
    entry.number("entryId", row.entry)
        .text("type", name_of(row.is))
        .number("amount", row.amount)
        .number("balance", row.balance);
    if (raw(row.reservation) != 0)
      entry.text("reservationId", print_id(row.reservation));
    entry.text("at", print_local(row.at, with.zone)).end();
  }
  list += ']';
  if (rows.size() > count)
    page.text("next", std::to_string(rows[count - 1].entry));
  else
    page.null("next");
  page.end();
  return out;
}

verdict<list_ledger, complaint> parse_history(const context& with, const request& from) {
  const auto user = read_user(with, from);
  if (!user)
    return user.error();
  const auto page = read_page(from);
  if (!page)
    return page.error();
  // One more than asked for tells whether there is a next page.
  list_ledger wish{*user, 0, page->limit + 1};
  if (page->cursor.empty())
    return wish;
  const auto before = parse_decimal(page->cursor, id_max);
  if (!before || *before == 0)
    return bad_cursor();
  wish.before = *before;
  return wish;
}

} // namespace

verdict<command, complaint> parse_points(const context& with, const request& from, operation what) {
  const auto user = read_user(with, from);
  if (!user)
    return user.error();
  if (const auto no = check_json(from))
    return *no;
  const auto body = json::parse_body(from.body);
  if (!body)
    return body.error();
  json::reader in{*body};
  const auto amount = in.whole("amount", 1, amount_max);
  if (!in.is_good())
    return in.error();
  const auto begun = begin_command(with, from, what, *user, 0, *body);
  if (!begun)
    return begun.error();
  auto wish = *begun;
  wish.amount = amount;
  if (from.headers->find("If-Match") == from.headers->end())
    return wish;
  const auto wanted = parse_versions(from.header("If-Match"), false);
  if (!wanted || wanted->versions.size() > 1)
    return complaint{trouble::if_match_malformed};
  wish.has_match = !wanted->any;
  // A tag that is not ours is no version a wallet will ever have.
  wish.if_version = wanted->versions.empty() ? std::numeric_limits<std::uint64_t>::max()
                                             : wanted->versions.front();
  return wish;
}

net::awaitable<response> read_points(context& with, const request& from) {
  const auto user = read_user(with, from);
  if (!user)
    co_return print_complaint(from, user.error());
  const auto row = co_await ask<wallet_row>(with, with.doors.wallets, read_wallet{*user});
  co_return row ? print_wallet(*user, row->balance, row->version)
                : print_fault(with, from, row.error());
}

net::awaitable<response> charge_points(context& with, const request& from) {
  return move(with, from, operation::charge);
}

net::awaitable<response> use_points(context& with, const request& from) {
  return move(with, from, operation::use);
}

net::awaitable<response> read_history(context& with, const request& from) {
  const auto wish = parse_history(with, from);
  if (!wish)
    co_return print_complaint(from, wish.error());
  const auto rows = co_await ask<std::vector<ledger_row>>(with, with.doors.archive, *wish);
  co_return rows ? print_history(with, *rows, wish->limit - 1)
                 : print_fault(with, from, rows.error());
}

} // namespace frontrow::http::concert
