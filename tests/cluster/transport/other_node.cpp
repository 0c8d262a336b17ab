#include "tests/cluster/transport/other_node.hpp"

#include <array>
#include <csignal>
#include <stdexcept>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace frontrow::test {

namespace {

[[noreturn]] void become_node(std::vector<std::string> words, int input, int output) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(input, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  std::vector<char*> arguments;
  for (auto& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execv(arguments.front(), arguments.data());
  _exit(127);
}

std::string read_line(int from) {
  std::string line;
  for (char byte = 0; byte != '\n'; line += byte)
    if (read(from, &byte, 1) != 1)
      throw std::runtime_error{"the other node does not start: " + line};
  line.pop_back();
  return line;
}

} // namespace

other_node::other_node(plan how) {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0)
    throw std::runtime_error{"no pipe for the other node"};
  const std::vector<std::string> words{
      FRONTROW_OTHER_NODE,  std::to_string(how.id), how.address,   how.silence_ms,
      how.papers.authority, how.papers.certificate, how.papers.key};
  process_ = fork();
  if (process_ == 0)
    become_node(words, in[0], out[1]);
  close(in[0]);
  close(out[1]);
  input_ = in[1];
  output_ = out[0];
  address_ = read_line(output_);
}

other_node::~other_node() {
  kill();
  close(input_);
  close(output_);
}

void other_node::stop() {
  ::kill(process_, SIGSTOP);
}

void other_node::go_on() {
  ::kill(process_, SIGCONT);
}

void other_node::kill() {
  if (process_ <= 0)
    return;
  ::kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
  process_ = -1;
}

void other_node::wake() {
  if (write(input_, "\n", 1) != 1)
    throw std::runtime_error{"the other node hears nothing"};
}

} // namespace frontrow::test
