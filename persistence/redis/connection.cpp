#include "persistence/redis/connection.hpp"

#include <algorithm>

#include <hiredis/hiredis.h>

namespace frontrow::redis {

namespace {

timeval as_timeval(milliseconds span) {
  return {.tv_sec = span.count() / 1'000, .tv_usec = span.count() % 1'000 * 1'000};
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as Redis answers, which is as deep as we asked.
reply convert(const redisReply& from) {
  using kind = reply::kind;
  switch (from.type) {
  case REDIS_REPLY_INTEGER:
    return {.is = kind::integer, .integer = from.integer, .text = {}, .list = {}};
  case REDIS_REPLY_NIL:
    return {};
  case REDIS_REPLY_ARRAY: {
    reply all{.is = kind::list, .integer = 0, .text = {}, .list = {}};
    all.list.reserve(from.elements);
    for (std::size_t i = 0; i < from.elements; ++i)
      all.list.push_back(convert(*from.element[i]));
    return all;
  }
  default:
    return {.is = from.type == REDIS_REPLY_ERROR ? kind::error : kind::text,
            .integer = 0,
            .text = {from.str, from.len},
            .list = {}};
  }
}

struct reply_closer {
  void operator()(redisReply* it) const { freeReplyObject(it); }
};

} // namespace

bool reply::is_error(std::string_view code) const {
  return is == kind::error && text.starts_with(code)
         && (text.size() == code.size() || text[code.size()] == ' ');
}

void back_off::failed(clock::time_point now) {
  constexpr std::chrono::milliseconds first{50};
  constexpr std::chrono::milliseconds longest{5'000};
  pause_ = std::clamp(pause_ * 2, first, longest);
  until_ = now + pause_;
}

void connection::closer::operator()(redisContext* line) const {
  redisFree(line);
}

connection::connection(const redis_settings& how, connection_figures* seen)
    : how_{how}, seen_{seen != nullptr ? seen : &unseen_} {
}

connection::~connection() {
  seen_->is_up = false;
}

void connection::lose(const std::string& why) {
  line_.reset();
  pause_.failed(back_off::clock::now());
  last_trouble_ = "Redis at " + how_.host + ':' + std::to_string(how_.port) + ": " + why;
  seen_->losses.fetch_add(1, std::memory_order_relaxed);
  seen_->is_up = false;
  if (!std::exchange(is_troubled_, true) && seen_->on_trouble)
    seen_->on_trouble(last_trouble_);
  throw lost{last_trouble_};
}

void connection::open() {
  if (line_)
    return;
  if (!pause_.is_over(back_off::clock::now()))
    throw lost{last_trouble_};
  const auto patience = as_timeval(how_.timeout);
  line_.reset(redisConnectWithTimeout(how_.host.c_str(), how_.port, patience));
  if (!line_)
    lose("out of memory");
  if (line_->err != 0)
    lose(line_->errstr);
  redisSetTimeout(line_.get(), patience);
  redisEnableKeepAlive(line_.get());
  greet();
  pause_.succeeded();
  ++era_;
  seen_->connects.fetch_add(1, std::memory_order_relaxed);
  seen_->is_up = true;
  if (std::exchange(is_troubled_, false) && seen_->on_trouble)
    seen_->on_trouble({});
}

/// Says who we are and which database we mean.
void connection::greet() {
  packet words;
  if (!how_.user.empty())
    words.add_command({"AUTH", how_.user, how_.password});
  else if (!how_.password.empty())
    words.add_command({"AUTH", how_.password});
  words.add_command({"SELECT", std::to_string(how_.database)});
  for (const auto& each : exchange(words))
    if (each.is == reply::kind::error)
      lose(each.text);
}

std::vector<reply> connection::exchange(const packet& all) {
  const auto begin = std::chrono::steady_clock::now();
  std::uint64_t errors = 0;
  if (redisAppendFormattedCommand(line_.get(), all.bytes().data(), all.bytes().size()) != REDIS_OK)
    lose(line_->errstr);
  std::vector<reply> answers;
  answers.reserve(all.size());
  while (answers.size() < all.size()) {
    void* raw = nullptr;
    if (redisGetReply(line_.get(), &raw) != REDIS_OK)
      lose(line_->err == REDIS_ERR_IO && errno == EAGAIN ? "no answer in time" : line_->errstr);
    const std::unique_ptr<redisReply, reply_closer> one{static_cast<redisReply*>(raw)};
    answers.push_back(convert(*one));
    errors += answers.back().is == reply::kind::error ? 1 : 0;
  }
  seen_->commands.fetch_add(all.size(), std::memory_order_relaxed);
  seen_->errors.fetch_add(errors, std::memory_order_relaxed);
  seen_->see_round_trip(std::chrono::steady_clock::now() - begin);
  return answers;
}

std::vector<reply> connection::ask(const packet& all) {
  if (all.is_empty())
    return {};
  open();
  return exchange(all);
}

std::vector<reply> connection::ask(std::span<const command> all) {
  packet words;
  for (const auto& each : all)
    words.add_command(each);
  return ask(words);
}

reply connection::ask(const command& one) {
  return std::move(ask(std::span{&one, 1}).front());
}

} // namespace frontrow::redis
