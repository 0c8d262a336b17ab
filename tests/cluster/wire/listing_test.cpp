#include "tests/cluster/wire/dealt.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <map>

using namespace frontrow;
using namespace frontrow::test;

namespace {

/// Writes down what travels: of each struct its members and their types in order, of each enum its
/// values.
class listing : public wire::way {
public:
  static constexpr bool changes = true;

  void flag(bool&) { says("bool"); }
  void number(std::uint64_t&, std::uint64_t most) {
    says(most > UINT32_MAX ? "u64" : most > UINT16_MAX ? "u32" : most > UINT8_MAX ? "u16" : "u8");
  }
  void choice(std::uint64_t&, const char* name, std::uint64_t last) {
    auto& line = lines[std::string{"enum "} + name];
    line.clear();
    for (std::uint64_t value = 0; value <= last; ++value)
      line += ' ' + std::to_string(value);
    says(name);
  }
  void whole(std::int64_t&) { says("i64"); }
  void text(std::string&) { says("text"); }
  void pieces(printed_seats&) { says("pieces"); }

  template <class T>
  void list(std::vector<T>&) {
    T one{};
    pass(*this, one);
    says("list of " + said_);
  }

  void any(row&) {
    std::string line;
    [&]<std::size_t... Is>(std::index_sequence<Is...>) {
      ((line += ' ' + name_of<std::variant_alternative_t<Is, row>>()), ...);
    }
    (std::make_index_sequence<std::variant_size_v<row>>{});
    lines["one of row"] = line;
    says("row");
  }

  template <class... Ts>
  void body(const char* name, wire::field<Ts>... all) {
    std::string line;
    ((pass(*this, all.is), line += std::string{" "} + all.name + ':' + said_), ...);
    lines[std::string{"struct "} + name] = line;
    says(name);
  }

  template <class T>
  std::string name_of() {
    T one{};
    pass(*this, one);
    return said_;
  }

  std::map<std::string, std::string> lines;

private:
  void says(std::string what) { said_ = std::move(what); }

  std::string said_;
};

template <class... Calls>
std::map<std::string, std::string> list(wire::list_of<Calls...>) {
  listing all;
  const auto add = [&]<class Call>() {
    char key[16];
    std::snprintf(key, sizeof key, "call %03u", static_cast<unsigned>(Call::number));
    const auto line = ' ' + all.name_of<typename Call::message>() + " -> "
                      + all.name_of<typename Call::answer>();
    INFO(key << line);
    REQUIRE(all.lines.emplace(key, line).second);
    REQUIRE(Call::number != ping_number);
  };
  (add.template operator()<Calls>(), ...);
  return all.lines;
}

std::map<std::string, std::string> kept_listing() {
  std::ifstream file{FRONTROW_WIRE_LISTING};
  std::map<std::string, std::string> lines;
  for (std::string line; std::getline(file, line);)
    if (const auto end = line.find(" ="); !line.starts_with('#') && end != std::string::npos)
      lines[line.substr(0, end)] = line.substr(end + 2);
  return lines;
}

/// For whoever has looked at what changed, and means it.
void keep(const std::map<std::string, std::string>& lines) {
  std::ofstream out{FRONTROW_WIRE_LISTING_NOW};
  out << "# What travels between nodes. Lines may be added, and a line may grow at its end: "
         "nothing "
         "else.\n";
  for (const auto& [name, is] : lines)
    out << name << " =" << is << '\n';
}

} // namespace

TEST_CASE("what travels differs from the listing by nothing but what is appended") {
  const auto now = list(wire::all_calls{});
  const auto kept = kept_listing();
  keep(now);
  REQUIRE_FALSE(kept.empty());
  for (const auto& [name, was] : kept) {
    INFO("nodes of the last release could not read this: " << name << ", which was" << was);
    REQUIRE(now.contains(name));
    const auto& is = now.at(name);
    INFO("and is" << is);
    REQUIRE(is.starts_with(was));
    REQUIRE((is.size() == was.size() || is[was.size()] == ' '));
  }
  INFO("if that is meant: cp " << FRONTROW_WIRE_LISTING_NOW << ' ' << FRONTROW_WIRE_LISTING);
  REQUIRE(now == kept);
}
