#include "cluster/transport/tls_channel.hpp"

#include "cluster/transport/tls_papers.hpp"
#include "tests/cluster/transport/papers_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

#include <sys/stat.h>

using namespace frontrow;
using namespace frontrow::test;

namespace {

std::string read_file(const std::string& path) {
  std::ifstream file{path};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Two ends of a line without sockets.
struct line {
  std::unique_ptr<tls_channel> dialer;
  std::unique_ptr<tls_channel> callee;

  /// What each end read, when neither has more to send.
  std::pair<std::string, std::string> settle() {
    std::pair<std::string, std::string> read;
    for (;;) {
      const auto out = dialer->take_sealed();
      const auto back = callee->take_sealed();
      if (out.empty() && back.empty())
        return read;
      if (!out.empty())
        read.second += callee->open(out);
      if (!back.empty())
        read.first += dialer->open(back);
    }
  }
};

line between(const peer_papers& dialer, const peer_papers& callee) {
  return {peer_tls{dialer}.dial(), peer_tls{callee}.answer()};
}

} // namespace

TEST_CASE("nodes of one authority understand each other, and nobody between") {
  papers_folder folder;
  make_peer_papers(folder.path(), {"a", "b"});
  auto both = between(folder.of("a"), folder.of("b"));
  both.dialer->seal("before hands are shaken");
  auto read = both.settle();
  CHECK(read.second == "before hands are shaken");
  both.callee->seal(std::string(100'000, 'x'));
  const auto sealed = both.callee->take_sealed();
  CHECK(sealed.find("xxxx") == std::string::npos);
  CHECK(both.dialer->open(sealed) == std::string(100'000, 'x'));
}

TEST_CASE("a certificate of another authority is refused by either side") {
  papers_folder ours;
  papers_folder theirs;
  make_peer_papers(ours.path(), {"a"});
  make_peer_papers(theirs.path(), {"a"});
  CHECK_THROWS_WITH(between(theirs.of("a"), ours.of("a")).settle(),
                    Catch::Contains("certificate refused"));
  auto pretending = theirs.of("a");
  pretending.authority = ours.of("a").authority;
  CHECK_THROWS_WITH(between(pretending, ours.of("a")).settle(),
                    Catch::Contains("certificate refused"));
  CHECK_THROWS_WITH(between(ours.of("a"), pretending).settle(),
                    Catch::Contains("certificate refused"));
}

TEST_CASE("bytes that are no TLS are refused") {
  papers_folder folder;
  make_peer_papers(folder.path(), {"a"});
  const auto callee = peer_tls{folder.of("a")}.answer();
  CHECK_THROWS_AS(callee->open("GET / HTTP/1.1\r\n\r\n"), std::runtime_error);
}

TEST_CASE("papers that cannot be used are named") {
  papers_folder folder;
  make_peer_papers(folder.path(), {"a", "b"});
  auto missing = folder.of("c");
  CHECK_THROWS_WITH(peer_tls{missing}, "cannot use the certificate " + missing.certificate
                                           + ": No such file or directory");
  auto mixed = folder.of("a");
  mixed.key = folder.of("b").key;
  CHECK_THROWS_WITH(peer_tls{mixed}, Catch::Contains("cannot use the key " + mixed.key));
  auto unknown = folder.of("a");
  unknown.authority = folder.path() + "/nobody.pem";
  CHECK_THROWS_WITH(peer_tls{unknown}, Catch::Contains("cannot use the authority"));
}

TEST_CASE("what is made is for its owner's eyes, and never written over") {
  papers_folder folder;
  make_peer_papers(folder.path() + "/deeper", {"a"});
  const auto key = folder.path() + "/deeper/a.key";
  for (const auto* name : {"/deeper/a.key", "/deeper/a.pem", "/deeper/authority.key"}) {
    struct ::stat found {};
    REQUIRE(::stat((folder.path() + name).c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0600);
  }
  const auto before = read_file(key);
  CHECK_THROWS_WITH(make_peer_papers(folder.path() + "/deeper", {"a"}),
                    "cannot write " + key + ": File exists");
  CHECK(read_file(key) == before);
}

TEST_CASE("an authority goes on signing for nodes that come later") {
  papers_folder folder;
  make_peer_papers(folder.path(), {"a"});
  make_peer_papers(folder.path(), {"b"});
  auto both = between(folder.of("a"), folder.of("b"));
  both.dialer->seal("x");
  CHECK(both.settle().second == "x");
}

TEST_CASE("names that are no names for files are refused before anything is made") {
  papers_folder folder;
  for (const auto* name : {"", "../a", "a/b", "authority", ".a", "-a"})
    CHECK_THROWS_AS(make_peer_papers(folder.path(), {"good", name}), std::runtime_error);
  CHECK(std::filesystem::is_empty(folder.path()));
}
