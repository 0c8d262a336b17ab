#pragma once

#include "http/server/connection.hpp"
#include "http/server/edge_thread.hpp"
#include "http/server/request_reader.hpp"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/intrusive/list_hook.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace frontrow::http {

/// One connection from its first byte to its last: reads requests, has them answered in order, and
/// writes the answers.
class session : public std::enable_shared_from_this<session>,
                public boost::intrusive::list_base_hook<> {
public:
  session(std::shared_ptr<edge_thread> home, connection line, door at);
  session(const session&) = delete;
  session& operator=(const session&) = delete;
  ~session();

  /// Runs until the connection ends; keeps itself alive meanwhile.
  void start();

  /// Acts on a client that is too slow. Called now and then.
  void check(edge_thread::clock::time_point now);
  void drain();
  void cut();

private:
  enum class phase : std::uint8_t { idle, head, body, working, writing, streaming, lingering };

  net::awaitable<void> run();
  net::awaitable<bool> shake_hands();
  net::awaitable<bool> serve_one();
  net::awaitable<bool> read_head();
  net::awaitable<bool> read_body(std::uint32_t body_max);
  net::awaitable<bool> work(const route& row);
  net::awaitable<bool> finish(response& answer);
  net::awaitable<void> refuse(edge_error why);
  net::awaitable<bool> send_rest();
  net::awaitable<bool> stream(response& answer);
  net::awaitable<std::optional<std::string>> next_piece(const event_source& events);
  net::awaitable<bool> send_piece(std::string_view piece);
  net::awaitable<void> linger();

  void watch();
  void watch_for_the_end();
  void set_phase(phase next, std::chrono::milliseconds limit);
  void begin_request();
  void describe_request();
  response refusal_of(edge_error why);
  response options_answer();
  void print_head(const response& answer, std::size_t size);
  void gather(const response& answer);
  void account(unsigned status, std::size_t size);
  const settings& wanted() const { return home_->house().wanted; }

  std::shared_ptr<edge_thread> home_;
  connection line_;
  request_reader reader_;
  door door_;
  net::ip::address peer_;
  std::string peer_text_;
  net::cancellation_signal cancel_;

  phase phase_ = phase::idle;
  edge_thread::clock::time_point due_;
  bool expired_ = false;    // the present phase took too long
  bool is_gone_ = false;    // the client left a stream, or a question that takes long
  bool is_watched_ = false; // while it works
  bool lingers_ = false;    // close slowly: the client may still be sending
  bool keep_alive_ = false;

  std::vector<char> sink_; // for what a client sends into a stream
  std::size_t sunk_ = 0;

  request request_;
  route_match match_;
  std::string_view trace_;
  edge_thread::clock::time_point begun_;
  std::array<char, id_maker::size> made_id_{};
  std::string head_; // of the answer
};

} // namespace frontrow::http
