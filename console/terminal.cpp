#include "console/terminal.hpp"

#include "console/console_pages.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <stdexcept>

#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace frontrow::console {

namespace {

constexpr char end_of_input = 4;

void put(std::string_view text) {
  while (!text.empty()) {
    const auto sent = write(STDOUT_FILENO, text.data(), text.size());
    if (sent < 0 && errno == EINTR)
      continue;
    if (sent <= 0)
      return;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
}

winsize size() {
  winsize found{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &found) != 0 || found.ws_col == 0 || found.ws_row == 0)
    found = {24, 80, 0, 0};
  return found;
}

/// A change of the terminal's size only has to end the wait for a key.
void wake(int) {
}

} // namespace

struct terminal::mode {
  termios is{};
};

terminal::terminal() : before_{nullptr} {
  mode found;
  if (isatty(STDOUT_FILENO) == 0 || tcgetattr(STDIN_FILENO, &found.is) != 0)
    throw std::runtime_error{"this is no terminal: give --once"};
  before_ = new mode{found};
  auto raw = found.is;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG);
  raw.c_iflag &= ~static_cast<tcflag_t>(IXON | ICRNL);
  raw.c_cc[VMIN] = 0;
  raw.c_cc[VTIME] = 0;
  tcsetattr(STDIN_FILENO, TCSANOW, &raw);
  struct sigaction act {};
  act.sa_handler = wake;
  sigaction(SIGWINCH, &act, nullptr);
  put("\x1b[?1049h\x1b[?25l");
}

terminal::~terminal() {
  put("\x1b[?25h\x1b[?1049l");
  tcsetattr(STDIN_FILENO, TCSANOW, &before_->is);
  delete before_;
}

std::size_t terminal::rows() const {
  return size().ws_row;
}

std::size_t terminal::columns() const {
  return size().ws_col;
}

void terminal::show(const std::vector<std::string>& lines) {
  const auto width = columns();
  const auto height = rows();
  std::string out = "\x1b[H";
  for (std::size_t i = 0; i < height; ++i) {
    const auto line = i < lines.size() ? cut(lines[i], width) : std::string{};
    out += i == 0 ? "\x1b[7m" + line + "\x1b[K\x1b[0m" : line + "\x1b[K";
    if (i + 1 < height)
      out += "\r\n";
  }
  put(out);
}

char terminal::key(std::chrono::milliseconds patience) {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  if (poll(&input, 1, static_cast<int>(patience.count())) <= 0)
    return 0;
  char typed = 0;
  return read(STDIN_FILENO, &typed, 1) == 1 ? typed : end_of_input;
}

} // namespace frontrow::console
