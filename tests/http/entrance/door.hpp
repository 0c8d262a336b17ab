#pragma once

#include "http/entrance/doorkeeper.hpp"
#include "tests/http/support/caller.hpp"
#include "tests/http/support/token_mint.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace frontrow::test {

using namespace http::entrance;
using namespace std::chrono_literals;

/// A file of keys that goes away with the test.
class key_file {
public:
  explicit key_file(const std::string& text) {
    auto name = (std::filesystem::temp_directory_path() / "frontrow-keys-XXXXXX").string();
    const int file = ::mkstemp(name.data());
    REQUIRE(file >= 0);
    ::close(file);
    path_ = name;
    write(text);
  }
  ~key_file() { std::filesystem::remove(path_); }
  key_file(const key_file&) = delete;
  key_file& operator=(const key_file&) = delete;

  void write(const std::string& text) const { std::ofstream{path_, std::ios::trunc} << text; }
  void remove() const { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

private:
  std::string path_;
};

inline const signer first = signer::secret("the first secret of thirty-two b");
inline const signer second = signer::secret("the second secret of thirty-two ");
inline const std::string header = R"({"alg":"HS256"})";

/// Of a user, for a minute from noon on.
inline std::string token_of(const signer& by, const std::string& user = "101") {
  const auto noon_seconds
      = std::chrono::duration_cast<std::chrono::seconds>(noon().time_since_epoch());
  return token(by, header,
               R"({"sub":")" + user + R"(","exp":)" + std::to_string(noon_seconds.count() + 60)
                   + "}");
}

inline settings jwt_settings(const std::string& file) {
  settings how;
  how.auth = "jwt";
  how.auth_jwt_keys = {file};
  return how;
}

/// A doorkeeper over keys of `first`, and a clock that the test moves.
struct door {
  explicit door(const std::function<void(settings&)>& change = [](settings&) {}) {
    change(how);
    keeper.emplace(
        how, [this] { return now; }, 0x5eed,
        [this](const key_news& each) { news.push_back(each); });
  }

  std::optional<http::response> ask(made_request& from, http::caller who = http::caller::users,
                                    http::urgency urgency = http::urgency::normal) {
    http::route row;
    row.who = who;
    row.how = urgency;
    auto& asked = from.get();
    asked.limits.clear();
    asked.limit_policies.clear();
    return keeper->screen(asked, row, steady);
  }

  /// The status that a bearer of this is answered, 200 for being let in.
  unsigned status(const std::string& bearer, http::caller who = http::caller::users) {
    auto from = get("/api/users/101/point");
    from.with("Authorization", "Bearer " + bearer);
    const auto no = ask(from, who);
    return no ? no->status : 200;
  }

  key_file file{key_set({first.jwk("")})};
  settings how = jwt_settings(file.path());
  instant now = noon();
  rate_limiter::time steady{1'000h};
  std::vector<key_news> news;
  std::optional<doorkeeper> keeper;
};

/// The code of a problem.
inline std::string code_of(const http::response& from) {
  const auto body = body_of(from);
  const auto at = body.find("\"code\":\"") + 8;
  return body.substr(at, body.find('"', at) - at);
}

} // namespace frontrow::test
