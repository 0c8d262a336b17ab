#include "http/server/peers.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace frontrow::http {

namespace ip = boost::asio::ip;

namespace {

// An IPv4 client of a dual-stack listener is written as ::ffff:a.b.c.d; it is the same client.
ip::address plain(const ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  return address;
}

bool lies_in(const ip::address_v4& address, const ip::network_v4& block) {
  return (address.to_uint() & block.netmask().to_uint()) == block.network().to_uint();
}

bool lies_in(const ip::address_v6& address, const ip::network_v6& block) {
  return ip::network_v6{address, block.prefix_length()}.network() == block.network();
}

std::string_view trim(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == text.npos)
    return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// "203.0.113.7", "203.0.113.7:1234", "[2001:db8::1]:1234".
ip::address read_hop(std::string_view hop, boost::system::error_code& fault) {
  if (hop.starts_with('['))
    hop = hop.substr(1, hop.find(']') - 1);
  else if (std::count(hop.begin(), hop.end(), ':') == 1)
    hop = hop.substr(0, hop.find(':'));
  return ip::make_address(std::string{hop}, fault);
}

} // namespace

trusted_proxies::trusted_proxies(const std::vector<std::string>& blocks) {
  for (const auto& block : blocks) {
    boost::system::error_code fault;
    const bool has_length = block.find('/') != block.npos;
    if (block.find(':') != block.npos) {
      const auto text = has_length ? block : block + "/128";
      blocks_v6_.push_back(ip::make_network_v6(text, fault).canonical());
    } else {
      const auto text = has_length ? block : block + "/32";
      blocks_v4_.push_back(ip::make_network_v4(text, fault).canonical());
    }
    if (fault)
      throw std::invalid_argument{"trusted_proxies: '" + block
                                  + "' is neither an address nor a CIDR block"};
  }
}

bool trusted_proxies::trusts(const ip::address& address) const {
  const auto is = plain(address);
  if (is.is_v4())
    return std::any_of(blocks_v4_.begin(), blocks_v4_.end(),
                       [&](const auto& block) { return lies_in(is.to_v4(), block); });
  return std::any_of(blocks_v6_.begin(), blocks_v6_.end(),
                     [&](const auto& block) { return lies_in(is.to_v6(), block); });
}

std::string trusted_proxies::client(const ip::address& peer,
                                    const boost::beast::http::fields& headers) const {
  auto client = plain(peer);
  if (!trusts(client))
    return client.to_string();
  // Several lines are one list.
  std::string hops;
  const auto [begin, end] = headers.equal_range("X-Forwarded-For");
  for (auto line = begin; line != end; ++line)
    (hops += ',') += line->value();
  std::string_view left = hops;
  while (!left.empty() && trusts(client)) {
    const auto comma = left.rfind(',');
    const auto hop = trim(left.substr(comma + 1));
    left = left.substr(0, comma);
    boost::system::error_code fault;
    const auto address = read_hop(hop, fault);
    if (fault)
      break;
    client = plain(address);
  }
  return client.to_string();
}

} // namespace frontrow::http
