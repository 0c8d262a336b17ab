#include "tests/support/private_redis.hpp"

#include "tests/support/free_port.hpp"

#include <array>
#include <csignal>
#include <stdexcept>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace frontrow::test {

namespace {

[[noreturn]] void become_redis(std::vector<std::string> words, int output) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(output, STDOUT_FILENO);
  std::vector<char*> arguments;
  for (auto& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execvp(arguments.front(), arguments.data());
  _exit(127);
}

/// Reads what Redis says until it takes connections.
void await_ready(int output) {
  std::string said;
  std::array<char, 4096> piece{};
  while (said.find("Ready to accept connections") == std::string::npos) {
    const auto got = read(output, piece.data(), piece.size());
    if (got <= 0)
      throw std::runtime_error{"redis-server does not start: " + said};
    said.append(piece.data(), static_cast<std::size_t>(got));
  }
}

} // namespace

private_redis::private_redis(std::vector<std::string> flags)
    : flags_{std::move(flags)}, port_{free_port()} {
  start();
}

private_redis::~private_redis() {
  kill();
}

redis_settings private_redis::settings() const {
  redis_settings how;
  how.host = "127.0.0.1";
  how.port = port_;
  return how;
}

void private_redis::start() {
  std::vector<std::string> words{
      "redis-server", "--port", std::to_string(port_), "--bind", "127.0.0.1", "--save", "",
      "--dir",        "/tmp"};
  words.insert(words.end(), flags_.begin(), flags_.end());
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0)
    throw std::runtime_error{"no pipe for redis-server"};
  process_ = fork();
  if (process_ == 0)
    become_redis(std::move(words), ends[1]);
  close(ends[1]);
  await_ready(ends[0]);
  // What it says later nobody reads; a closed pipe is an error of its log and nothing else.
  close(ends[0]);
}

void private_redis::kill() {
  if (process_ <= 0)
    return;
  ::kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
  process_ = -1;
}

void private_redis::stall() {
  ::kill(process_, SIGSTOP);
}

void private_redis::resume() {
  ::kill(process_, SIGCONT);
}

} // namespace frontrow::test
