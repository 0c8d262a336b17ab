#include "persistence/postgres/link.hpp"

#include <algorithm>

namespace frontrow::postgres {

namespace {

std::string one_line(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
    text.pop_back();
  std::ranges::replace(text, '\n', ' ');
  return text;
}

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

/// As they stand in the address: behind the user's name, or behind `password=`.
std::vector<std::string> passwords_in(const std::string& url) {
  std::vector<std::string> found;
  if (const auto begin = url.find("://"); begin != std::string::npos) {
    const auto authority = url.substr(begin + 3, url.find_first_of("/?", begin + 3) - begin - 3);
    const auto at = authority.rfind('@');
    const auto colon = authority.find(':');
    if (at != std::string::npos && colon < at)
      found.push_back(authority.substr(colon + 1, at - colon - 1));
  }
  const std::string word = "password";
  for (auto at = url.find(word); at != std::string::npos; at = url.find(word, at + 1)) {
    auto begin = url.find_first_not_of(' ', at + word.size());
    if (begin == std::string::npos || url[begin] != '=')
      continue;
    begin = url.find_first_not_of(' ', begin + 1);
    if (begin == std::string::npos)
      continue;
    const bool is_quoted = url[begin] == '\'';
    begin += is_quoted;
    const auto end = url.find_first_of(is_quoted ? "'" : " &", begin);
    found.push_back(url.substr(begin, end == std::string::npos ? end : end - begin));
  }
  std::erase(found, "");
  return found;
}

std::string seconds(milliseconds length) {
  return std::to_string(std::max<std::int64_t>(2, (length.count() + 999) / 1'000));
}

/// Given to libpq beside the address, where the address does not say it itself.
void say_unless_said(std::string& text, const std::string& url, const std::string& name,
                     const std::string& value) {
  if (url.find(name) == std::string::npos)
    text += (text.empty() ? "" : "&") + name + '=' + value;
}

/// The address with our limits. Keepalives find a peer that went without a word, on either side.
std::string complete(const link_options& how) {
  const bool is_url = how.url.find("://") != std::string::npos;
  std::string more;
  say_unless_said(more, how.url, "connect_timeout", seconds(how.connect_timeout));
  say_unless_said(more, how.url, "application_name", "frontrow");
  say_unless_said(more, how.url, "keepalives_idle", "5");
  say_unless_said(more, how.url, "keepalives_interval", "2");
  say_unless_said(more, how.url, "keepalives_count", "3");
  say_unless_said(more, how.url, "tcp_user_timeout",
                  std::to_string((how.statement_timeout + how.line_patience).count()));
  if (!how.is_reader)
    say_unless_said(more, how.url, "target_session_attrs", "read-write");
  if (more.empty())
    return how.url;
  if (is_url)
    return how.url + (how.url.find('?') == std::string::npos ? '?' : '&') + more;
  std::ranges::replace(more, '&', ' ');
  return how.url + ' ' + more;
}

store_failure kind_of(const std::string& state) {
  // A full disk, and a server that only reads.
  return state == "53100" || state == "25006" ? store_failure::full : store_failure::unavailable;
}

/// For as long as it is there, the server owes an answer.
class waiting {
public:
  waiting(stall_watch::line& on, milliseconds patience) : on_{on} { on_.begin(patience); }
  waiting(const waiting&) = delete;
  waiting& operator=(const waiting&) = delete;
  ~waiting() { on_.end(); }

private:
  stall_watch::line& on_;
};

} // namespace

std::string masked(const std::string& text, const std::string& url) {
  auto said = text;
  for (const auto& password : passwords_in(url))
    replace_all(said, password, "***");
  return said;
}

template <class Work>
auto link::guarded(Work work) -> decltype(work()) {
  const auto said = [&](const std::exception& why) {
    return masked(one_line(why.what()), url_);
  };
  try {
    if (!is_open())
      throw link_lost{"the connection to PostgreSQL is closed"};
    const waiting until_answered{*watched_, patience_};
    return work();
  } catch (const store_error&) {
    throw;
  } catch (const pqxx::broken_connection& why) {
    lose(said(why));
  } catch (const pqxx::statement_completion_unknown& why) {
    lose(said(why));
  } catch (const pqxx::transaction_rollback& why) {
    throw undone{said(why)};
  } catch (const pqxx::sql_error& why) {
    const auto& state = why.sqlstate();
    // An end by the administrator is said before the connection closes.
    if (!is_open() || state.starts_with("57P")) {
      lose(said(why));
    }
    // A division by zero is how a statement says no, and a key that is taken says it by itself.
    if (state == "22012" || state == "23505")
      throw check_failed{};
    if (state == "40001" || state == "40P01")
      throw undone{said(why)};
    throw store_error{kind_of(state), said(why) + " (SQLSTATE " + state + ')'};
  } catch (const std::exception& why) {
    // Not what the server said, so nobody knows what it did.
    lose(said(why));
  }
}

void link::lose(const std::string& said) {
  const bool is_stalled = watched_ && watched_->is_cut();
  session_.reset();
  line_.reset();
  watched_.reset();
  if (is_stalled)
    throw link_stalled{"PostgreSQL stands still: no answer within " + seconds(patience_) + " s"};
  throw link_lost{said};
}

link::link(const link_options& how) : url_{how.url}, patience_{how.statement_timeout} {
  try {
    line_ = std::make_unique<pqxx::connection>(complete(how));
    session_ = std::make_unique<pqxx::nontransaction>(*line_);
    watched_ = how.watch->watch(line_->sock());
  } catch (const std::exception& why) {
    throw store_error{store_failure::unavailable,
                      "PostgreSQL cannot be reached: " + masked(one_line(why.what()), url_)};
  }
  const auto limit = std::to_string(how.statement_timeout.count());
  // Arrays tell the planner nothing of the tables behind them: each row is found by its key. The
  // server finds a client that has gone, so that nothing of it is left holding locks.
  run("SET statement_timeout = " + limit + "; SET lock_timeout = " + limit
      + "; SET idle_in_transaction_session_timeout = " + limit
      + "; SET jit = off; SET client_encoding = 'UTF8'; SET plan_cache_mode = force_generic_plan"
        "; SET default_transaction_isolation = 'read committed'; SET tcp_keepalives_idle = 10"
        "; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; SET tcp_user_timeout = "
      + std::to_string((how.statement_timeout + how.line_patience).count())
      + (how.is_reader ? "; SET default_transaction_read_only = on"
                       : "; SET enable_seqscan = off; SET enable_hashjoin = off"
                         "; SET enable_mergejoin = off"));
}

pqxx::result link::run(const std::string& sql) {
  return guarded([&] { return session_->exec(sql); });
}

pqxx::result link::run(const std::string& name, const std::string& sql,
                       const std::vector<bytes>& parameters) {
  return guarded([&] {
    if (std::ranges::find(prepared_, name) == prepared_.end()) {
      line_->prepare(name, sql);
      prepared_.push_back(name);
    }
    return session_->exec_prepared(
        name, pqxx::prepare::make_dynamic_params(parameters.begin(), parameters.end()));
  });
}

} // namespace frontrow::postgres
