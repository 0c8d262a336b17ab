#pragma once

#include "bench/load/engine.hpp"
#include "bench/load/issuer.hpp"
#include "bench/load/load_options.hpp"

#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace frontrow::load {

/// Why a run cannot begin; the text is for the person who started it.
struct cannot_begin : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What the end of a run has to say about the server's promises.
struct findings {
  std::vector<std::string> broken; // promises not kept; empty: the check holds
  std::vector<std::string> notes;  // what was checked, and what could not be
};

/// What people do. All run on the engine's thread.
class scenario {
public:
  virtual ~scenario() = default;

  /// Makes what the run needs; throws `cannot_begin`.
  virtual void prepare() = 0;
  /// The user of this number comes, meant to begin at `due`.
  virtual void arrive(std::uint64_t number, steady::time_point due) = 0;
  /// Nobody is busy any more.
  virtual bool is_settled() const = 0;
  /// Asks the server what it remembers and compares.
  virtual findings check() = 0;
};

/// What a scenario is given to work with; outlives it.
struct stage {
  const load_options& options;
  engine& requests;
  std::uint64_t first_user;
  std::mt19937_64 chance;
  std::optional<issuer> tokens{}; // nothing: people bring none
  steady::time_point give_up{};   // unanswered calls are not sent again after this
};

/// The header line by which this user proves who it is; empty when nobody has to.
std::string proof_of(const stage&, const std::string& user);

std::vector<std::string> operations_of(const std::string& scenario);
std::unique_ptr<scenario> make_scenario(stage&);

std::unique_ptr<scenario> make_fcfs(stage&);
std::unique_ptr<scenario> make_onsale(stage&);
std::unique_ptr<scenario> make_reads(stage&);

/// Sends the call, and sends the same bytes again after a little while for as long as nothing comes
/// back and the run lasts: for calls that the server promises to do once. `done` is told the first
/// answer, or that there was none to the end.
void send_until_answered(stage&, call);

/// The same for one call alone: turns the engine until its answer is there.
reply ask_until_answered(stage&, std::size_t operation, const std::string& bytes);

/// Whether it comes true, with this probability.
bool happens(stage&, double probability);

/// A little while, different each time.
milliseconds little_while(stage&);

} // namespace frontrow::load
