#pragma once

#include "actors/queue/queue_actor.hpp"

/// How a waiting room has its changes saved: by the writer with all the rest, or, where there is a
/// keeper of lines, by that (see queue_mirror_actor.hpp).
namespace frontrow {

using ticket_promise = owed_answer<queue_ticket>;

/// Answers those watchers for whom something has changed, or who have waited long enough.
void answer_watchers(queue_self*);

/// A promise that is kept even when this actor stops: `answer_owed` by this number.
std::uint64_t owe(queue_self*, const ticket_promise&);
void answer_owed(queue_self*, std::uint64_t number, caf::expected<queue_ticket> what);

/// Answers with how the token stands, now that the store has it.
void answer_entered(queue_self*, std::uint64_t number, token_id);

/// Saves what has gathered and lets in whoever may come in, unless a round is under way.
void save_round(queue_self*);

/// Has rows saved that later decisions build on, and lets in whoever may come in then.
void change(queue_self*, std::vector<row>, std::function<void()> then = {});

/// Has the writer save a token that nothing but its own answer builds on: thousands share a commit.
void save_entry(queue_self*, std::vector<row>, token_id, std::uint64_t number);

} // namespace frontrow
