#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <boost/beast/http/fields.hpp>

#include <string>
#include <vector>

namespace frontrow::http {

/// The proxies whose `X-Forwarded-For` is believed.
class trusted_proxies {
public:
  /// Addresses and CIDR blocks. Throws `std::invalid_argument` that names the bad one.
  explicit trusted_proxies(const std::vector<std::string>& blocks);

  bool is_empty() const noexcept { return blocks_v4_.empty() && blocks_v6_.empty(); }
  bool trusts(const boost::asio::ip::address& address) const;

  /// The client's address as text: the TCP peer, or seen from a trusted peer the first hop from the
  /// right that is not trusted itself. What cannot be read as an address ends the search there.
  std::string client(const boost::asio::ip::address& peer,
                     const boost::beast::http::fields& headers) const;

private:
  std::vector<boost::asio::ip::network_v4> blocks_v4_;
  std::vector<boost::asio::ip::network_v6> blocks_v6_;
};

} // namespace frontrow::http
