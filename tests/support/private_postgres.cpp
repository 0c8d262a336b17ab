#include "tests/support/private_postgres.hpp"

#include "tests/support/free_port.hpp"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <grp.h>
#include <pqxx/pqxx>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace frontrow::test {

namespace {

constexpr int start_looks = 6'000;

/// Debian keeps a version's programs in a folder of its own.
std::string program(const std::string& name) {
  std::filesystem::path newest;
  const std::filesystem::path all{"/usr/lib/postgresql"};
  if (std::filesystem::exists(all))
    for (const auto& version : std::filesystem::directory_iterator{all})
      if (std::filesystem::exists(version.path() / "bin" / name))
        newest = std::max(newest, version.path() / "bin" / name);
  return newest.empty() ? name : newest.string();
}

const passwd* other_user() {
  return geteuid() == 0 ? getpwnam("postgres") : nullptr;
}

pid_t run_program(std::vector<std::string> words, const std::filesystem::path& log) {
  const auto* user = other_user();
  const auto child = fork();
  if (child != 0)
    return child;
  if (user != nullptr
      && (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0))
    _exit(126);
  // After the change of user, which would undo it.
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  if (std::freopen(log.c_str(), "a", stderr) == nullptr || chdir("/") != 0)
    _exit(125);
  dup2(STDERR_FILENO, STDOUT_FILENO);
  std::vector<char*> arguments;
  for (auto& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execvp(arguments.front(), arguments.data());
  _exit(127);
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream from{file};
  return {std::istreambuf_iterator<char>{from}, {}};
}

/// How long a look at what cannot be waited on lasts.
void pause() {
  timeval length{0, 10'000};
  select(0, nullptr, nullptr, nullptr, &length);
}

std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> found;
  for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
    const auto name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos)
      continue;
    // pid (name) state parent …
    const auto stat = text_of(entry.path() / "stat");
    const auto behind = stat.rfind(')');
    if (behind != std::string::npos && std::atoi(stat.c_str() + behind + 4) == parent)
      found.push_back(std::atoi(name.c_str()));
  }
  return found;
}

} // namespace

private_postgres::private_postgres(std::vector<std::string> flags)
    : flags_{std::move(flags)}, port_{free_port()} {
  make_cluster();
  start();
}

private_postgres::~private_postgres() {
  kill();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void private_postgres::make_cluster() {
  auto pattern = (std::filesystem::temp_directory_path() / "frontrow-pg-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error{"cannot make " + pattern};
  folder_ = pattern;
  if (const auto* user = other_user(); user != nullptr)
    if (chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0)
      throw std::runtime_error{"cannot give " + pattern + " to postgres"};
  const auto log = folder_ / "log";
  const auto child = run_program({program("initdb"), "-D", folder_ / "data", "-U", "frontrow", "-A",
                                  "trust", "-E", "UTF8", "--locale=C", "--no-sync"},
                                 log);
  int status = 0;
  if (waitpid(child, &status, 0) != child || status != 0)
    throw std::runtime_error{"initdb failed: " + text_of(log)};
}

void private_postgres::start(std::vector<std::string> more) {
  std::vector<std::string> words{
      program("postgres"), "-D", folder_ / "data", "-p", std::to_string(port_), "-k", folder_, "-h",
      "127.0.0.1"};
  std::vector<std::string> settings{"fsync=off", "shared_buffers=32MB", "max_connections=50"};
  settings.insert(settings.end(), flags_.begin(), flags_.end());
  settings.insert(settings.end(), more.begin(), more.end());
  for (const auto& one : settings) {
    words.emplace_back("-c");
    words.push_back(one);
  }
  process_ = run_program(words, folder_ / "log");
  // There is nothing to wait on but the server itself: it says in its folder when it is ready.
  for (int look = 0; look < start_looks && !is_up(); ++look) {
    pause();
    // It ends when processes of a killed one are not quite gone.
    if (waitpid(process_, nullptr, WNOHANG) == process_)
      process_ = run_program(words, folder_ / "log");
  }
  if (!is_up())
    throw std::runtime_error{"not within 60 s: PostgreSQL; " + text_of(folder_ / "log")};
}

bool private_postgres::is_up() const {
  // The last line of the file that says who runs here.
  const auto said = text_of(folder_ / "data" / "postmaster.pid");
  return said.starts_with(std::to_string(process_) + "\n")
         && said.find("ready") != std::string::npos;
}

std::string private_postgres::url(const std::string& database) const {
  return "postgresql://frontrow@127.0.0.1:" + std::to_string(port_) + "/" + database;
}

std::string private_postgres::fresh_database(const std::string& how) {
  const auto name = "db" + std::to_string(++databases_);
  run("CREATE DATABASE " + name + " " + how);
  return url(name);
}

std::string private_postgres::run(const std::string& sql, const std::string& database) const {
  pqxx::connection line{url(database)};
  pqxx::nontransaction session{line};
  const auto found = session.exec(sql);
  return found.empty() || found[0][0].is_null() ? "" : found[0][0].c_str();
}

void private_postgres::signal_all(int what) {
  // Nobody is born any more while the living are counted.
  ::kill(process_, SIGSTOP);
  for (const auto one : children_of(process_))
    ::kill(one, what);
  ::kill(process_, what);
}

void private_postgres::stall() {
  signal_all(SIGSTOP);
}

void private_postgres::resume() {
  signal_all(SIGCONT);
}

void private_postgres::kill() {
  if (process_ <= 0)
    return;
  signal_all(SIGKILL);
  waitpid(process_, nullptr, 0);
  process_ = -1;
}

void private_postgres::make_standby() {
  std::ofstream{folder_ / "data" / "standby.signal"};
}

void private_postgres::stop() {
  if (process_ <= 0)
    return;
  ::kill(process_, SIGINT);
  waitpid(process_, nullptr, 0);
  process_ = -1;
}

private_postgres& shared_postgres() {
  static private_postgres one;
  return one;
}

} // namespace frontrow::test
