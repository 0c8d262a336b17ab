#include "console/server_call.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <charconv>
#include <stdexcept>

namespace frontrow::console {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto patience = std::chrono::seconds{15};

struct place {
  bool is_secret = false; // over TLS
  std::string host;       // as the Host header says it
  std::string name;
  std::string port;
};

place parse(const std::string& url) {
  place found;
  found.is_secret = url.starts_with("https://");
  if (!found.is_secret && !url.starts_with("http://"))
    throw std::runtime_error{"--url: right would be http://HOST:PORT or https://HOST:PORT"};
  auto& host = found.host = url.substr(url.find("//") + 2);
  host.erase(std::min(host.find('/'), host.size()));
  const auto colon = host.rfind(':');
  const bool has_port = colon != host.npos && host.find(']', colon) == host.npos;
  found.name = host.substr(0, has_port ? colon : host.npos);
  if (found.name.starts_with('['))
    found.name = found.name.substr(1, found.name.size() - 2);
  found.port = has_port ? host.substr(colon + 1) : found.is_secret ? "443" : "80";
  return found;
}

std::string text_of(const server_request& what, const std::string& host) {
  auto text = what.verb + ' ' + what.path + " HTTP/1.1\r\nHost: " + host
              + "\r\nX-Admin-Token: " + what.token + "\r\nConnection: close\r\n";
  if (what.verb == "POST")
    text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(what.body.size())
            + "\r\n";
  return text + "\r\n" + what.body;
}

/// Waits for what `begin` begins with the handler that it is given.
template <class Begin>
error_code in_time(asio::io_context& context, Begin begin) {
  error_code result = asio::error::timed_out;
  begin([&result](error_code came, auto&&...) { result = came; });
  context.restart();
  context.run_for(patience);
  return result;
}

void require(error_code came) {
  if (came)
    throw boost::system::system_error{came};
}

/// Until the server closes the connection, as it was asked to.
template <class Stream>
std::string exchange(asio::io_context& context, Stream& line, const std::string& request) {
  require(
      in_time(context, [&](auto done) { asio::async_write(line, asio::buffer(request), done); }));
  std::string got;
  const auto came = in_time(
      context, [&](auto done) { asio::async_read(line, asio::dynamic_buffer(got), done); });
  if (came != asio::error::eof && came != asio::ssl::error::stream_truncated)
    require(came);
  return got;
}

void connect(asio::io_context& context, tcp::socket& line, const place& to) {
  const auto all = tcp::resolver{context}.resolve(to.name, to.port);
  require(in_time(context, [&](auto done) { asio::async_connect(line, all, done); }));
}

std::string exchange_in_tls(asio::io_context& context, const place& to, const std::string& ca,
                            const std::string& request) {
  asio::ssl::context trust{asio::ssl::context::tls_client};
  trust.set_verify_mode(asio::ssl::verify_peer);
  if (ca.empty())
    trust.set_default_verify_paths();
  else
    trust.load_verify_file(ca);
  asio::ssl::stream<tcp::socket> line{context, trust};
  line.set_verify_callback(asio::ssl::host_name_verification{to.name});
  SSL_set_tlsext_host_name(line.native_handle(), to.name.c_str());
  connect(context, line.next_layer(), to);
  require(in_time(context,
                  [&](auto done) { line.async_handshake(asio::ssl::stream_base::client, done); }));
  return exchange(context, line, request);
}

server_answer parse_answer(const std::string& text) {
  const auto end = text.find("\r\n\r\n");
  const auto space = text.find(' ');
  server_answer got;
  if (end == text.npos || space > end
      || std::from_chars(text.data() + space + 1, text.data() + end, got.status).ec != std::errc{})
    throw std::runtime_error{"what came is no HTTP"};
  got.body = text.substr(end + 4);
  return got;
}

} // namespace

server_answer call(const server_address& where, const server_request& what) {
  const auto to = parse(where.url);
  try {
    asio::io_context context;
    const auto request = text_of(what, to.host);
    if (to.is_secret)
      return parse_answer(exchange_in_tls(context, to, where.ca, request));
    tcp::socket line{context};
    connect(context, line, to);
    return parse_answer(exchange(context, line, request));
  } catch (const std::exception& why) {
    throw std::runtime_error{"no answer from " + where.url + ": " + why.what()};
  }
}

} // namespace frontrow::console
