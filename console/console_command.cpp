#include "console/console_command.hpp"

#include "console/console_options.hpp"
#include "console/console_pages.hpp"
#include "console/operator_access.hpp"
#include "console/operator_wish.hpp"
#include "console/server_call.hpp"
#include "console/terminal.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <iostream>
#include <optional>
#include <stdexcept>

namespace frontrow::console {

namespace {

using nlohmann::json;
using clock = std::chrono::steady_clock;

constexpr auto period = std::chrono::seconds{1};
constexpr std::array views{"cluster", "actors", "sale", "invariants", "audit"};
constexpr char escape = 27;

/// Which server, and what opens it.
struct admin_line {
  server_address server;
  std::string token; // the operator's, or the reader's
};

json parse(const std::string& body) {
  auto said = json::parse(body, nullptr, false);
  if (!said.is_object())
    throw std::runtime_error{"not an answer of this program: " + plain(body.substr(0, 80))};
  return said;
}

/// The answer's JSON; throws what the server said instead.
json ask(const admin_line& line, std::string_view verb, const std::string& path,
         const std::string& body = {}) {
  const server_request wish{std::string{verb}, path, line.token, body};
  const auto got = call(line.server, wish);
  auto said = parse(got.body);
  if (got.status != 200)
    throw std::runtime_error{plain(said.value("detail", std::to_string(got.status)))};
  return said;
}

int print_once(const admin_line& line, const console_options& how) {
  const auto said = ask(line, "GET", path_of(how.view, how.what));
  if (how.wants_json) {
    std::cout << said.dump() << '\n';
    return 0;
  }
  for (const auto& each : print_page(how.view, said))
    std::cout << each << '\n';
  return 0;
}

/// One who looks: what is shown, and how it changes with keys.
class window {
public:
  window(admin_line line, const console_options& how)
      : line_{std::move(line)}, view_{how.view}, what_{how.what} {}

  int run() {
    for (;;) {
      look();
      draw({});
      const auto next = clock::now() + period;
      while (clock::now() < next) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - clock::now());
        const char typed = screen_.key(std::max(left, std::chrono::milliseconds{0}));
        if (typed == 'q' || typed == 3 || typed == 4)
          return 0;
        if (typed != 0 && press(typed))
          break;
        draw({});
      }
    }
  }

private:
  /// Asks for what is shown. What was seen last stays, and is said to be old.
  void look() {
    auto path = path_of(view_, what_);
    if (is_tapped_ && view_ == "actor")
      path += "&tap=1";
    try {
      said_ = ask(line_, "GET", path);
      came_ = clock::now();
      trouble_.clear();
    } catch (const std::exception& why) {
      trouble_ = why.what();
    }
  }

  void draw(const std::string& prompt) {
    std::vector<std::string> shown;
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(clock::now() - came_);
    shown.push_back("frontrow  " + view_ + (what_.empty() ? "" : " " + plain(what_)) + "   "
                    + plain(line_.server.url)
                    + (said_.is_null() ? "   no figures"
                                       : "   node " + said_["node"].dump() + ", "
                                             + std::to_string(age.count()) + " s old"));
    if (!trouble_.empty())
      shown.push_back("! " + trouble_);
    if (!said_.is_null()) {
      const auto page = print_page(view_, said_);
      from_ = std::min(from_, page.empty() ? 0 : page.size() - 1);
      shown.insert(shown.end(), page.begin() + static_cast<std::ptrdiff_t>(from_), page.end());
    }
    const auto room = screen_.rows() - 1;
    shown.resize(room);
    shown.push_back(prompt.empty() ? "1 cluster 2 actors 3 sale 4 invariants 5 audit  j k scroll"
                                     "  t tap  / search  : act  q quit"
                                   : prompt);
    screen_.show(shown);
  }

  void go(std::string view, std::string what) {
    view_ = std::move(view);
    what_ = std::move(what);
    said_ = nullptr;
    from_ = 0;
    is_tapped_ = false;
  }

  /// Whether there is something else to be asked for.
  bool press(char typed) {
    if (typed >= '1' && typed < '1' + static_cast<char>(views.size())) {
      go(views.at(static_cast<std::size_t>(typed - '1')), {});
      return true;
    }
    switch (typed) {
    case 'j':
      ++from_;
      return false;
    case 'k':
      from_ -= from_ > 0 ? 1 : 0;
      return false;
    case 't':
      is_tapped_ = !is_tapped_;
      return true;
    case '/':
      search(read_line("/"));
      return true;
    case ':':
      act(read_line(":"));
      return true;
    default:
      return false;
    }
  }

  /// What is typed up to Enter; empty when it was given up.
  std::string read_line(const std::string& begin) {
    std::string typed;
    for (;;) {
      draw(begin + typed);
      const char next = screen_.key(std::chrono::minutes{1});
      if (next == '\r' || next == '\n')
        return typed;
      if (next == escape || next == 3 || next == 4)
        return {};
      if ((next == 127 || next == 8) && !typed.empty())
        typed.pop_back();
      else if (next >= ' ' && next < 127 && typed.size() < 255)
        typed += next;
    }
  }

  /// A name leads to its actor, a reservation to its money, anything else to what is found.
  void search(const std::string& text) {
    if (text.empty())
      return;
    try {
      const auto found = ask(line_, "GET", path_of("search", text));
      const auto& hits = found["hits"];
      if (hits.empty())
        return go("search", text);
      const auto id = hits[0]["id"].get<std::string>();
      go(hits[0]["kind"] == "reservation" ? "money" : "actor", id);
    } catch (const std::exception& why) {
      trouble_ = why.what();
    }
  }

  /// Previews what is wished, and does it when the answer is y.
  void act(const std::string& text) {
    if (text.empty())
      return;
    try {
      auto wish = parse_wish(text);
      if (!wish)
        throw std::runtime_error{wish_help};
      const auto path = "/admin/actions/" + wish->action;
      const auto preview = ask(line_, "POST", path, wish->body.dump());
      std::string effect = plain(preview["confirm"].get<std::string>());
      for (const auto& each : preview["effect"])
        effect += " | " + plain(each.get<std::string>());
      draw("do it? y  " + effect);
      while (true) {
        const char answer = screen_.key(std::chrono::minutes{1});
        if (answer == 0)
          continue;
        if (answer != 'y')
          return;
        break;
      }
      wish->body["confirm"] = preview["confirm"];
      const auto done = ask(line_, "POST", path, wish->body.dump());
      trouble_ = "done: " + plain(done.value("came", ""));
      draw({});
      screen_.key(std::chrono::seconds{5});
    } catch (const std::exception& why) {
      trouble_ = why.what();
      draw({});
      screen_.key(std::chrono::seconds{5});
    }
  }

  terminal screen_;
  admin_line line_;
  std::string view_;
  std::string what_;
  json said_;
  clock::time_point came_{};
  std::string trouble_;
  std::size_t from_ = 0;
  bool is_tapped_ = false;
};

} // namespace

int run_console(const std::vector<std::string>& arguments) {
  const auto parsed = parse_console_options(arguments);
  if (!parsed.help.empty()) {
    std::cout << parsed.help;
    return 0;
  }
  try {
    if (!parsed.wrong.empty())
      throw std::runtime_error{parsed.wrong};
    const auto& how = parsed.options;
    const admin_line line{{how.url, how.ca}, operator_token_of(how.operator_token, how.data)};
    return how.is_once ? print_once(line, how) : window{line, how}.run();
  } catch (const std::exception& why) {
    std::cerr << "frontrow: console: " << why.what() << '\n';
    return 2;
  }
}

} // namespace frontrow::console
