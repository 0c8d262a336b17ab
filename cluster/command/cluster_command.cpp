#include "cluster/command/cluster_command.hpp"

#include "cluster/transport/tls_papers.hpp"

#include <algorithm>
#include <iostream>
#include <stdexcept>

namespace frontrow::cluster {

namespace {

constexpr auto usage = R"(Usage: frontrow cluster cert DIR NAME...

cert   Makes what nodes need for TLS between them in the folder DIR: a small authority, unless
       there is one, and a certificate and key for each NAME. A node gets three files:
         --cluster.authority DIR/authority.pem
         --cluster.certificate DIR/NAME.pem  --cluster.key DIR/NAME.key
       Whoever has a certificate of this authority is a node: authority.key stays at home.
)";

int complain(const std::string& what) {
  std::cerr << "frontrow: cluster: " << what << '\n';
  return 2;
}

int make_certificates(const std::vector<std::string>& words) {
  if (words.size() < 2)
    return complain("cert: right would be cert DIR NAME...");
  const auto& folder = words.front();
  const std::vector<std::string> names(words.begin() + 1, words.end());
  try {
    make_peer_papers(folder, names);
  } catch (const std::runtime_error& why) {
    return complain(why.what());
  }
  for (const auto& name : names)
    std::cout << folder << '/' << name << ".pem " << folder << '/' << name << ".key\n";
  return 0;
}

} // namespace

int run_cluster(const std::vector<std::string>& words) {
  const bool wants_help = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word == "--help" || word == "-h";
  });
  if (wants_help) {
    std::cout << usage;
    return 0;
  }
  if (words.empty() || words.front() != "cert")
    return complain(words.empty() ? "right would be cluster cert DIR NAME..."
                                  : "there is no command " + words.front() + ", but cert");
  return make_certificates({words.begin() + 1, words.end()});
}

} // namespace frontrow::cluster
