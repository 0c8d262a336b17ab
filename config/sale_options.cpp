#include "config/option_rows.hpp"

namespace frontrow::config {

std::vector<option> life_options() {
  return {
      row("demo", at<&settings::demo>,
          "Whether an empty store starts with the demonstration concert."),
      row("answer_life", at<&settings::answer_life>,
          "How long the answer to an idempotency key is kept.",
          {.least = minute, .most = 720 * hour}),
      row("shutdown.grace", at<&settings::shutdown_grace>,
          "How long running requests may finish after SIGTERM.", {.most = 10 * minute}),
  };
}

std::vector<option> queue_options() {
  return {
      row("queue.tick", at<&settings::queue, &queue_settings::tick>,
          "How often the waiting room admits people.", {.least = 10, .most = minute}),
      row("queue.batch", at<&settings::queue, &queue_settings::batch>,
          "How many it admits in one tick at the most.", {.least = 1, .most = 1'000'000}),
      row("queue.token_life", at<&settings::queue, &queue_settings::token_life>,
          "Life of a waiting room token.", {.least = second, .most = 168 * hour}),
      row("queue.session_life", at<&settings::queue, &queue_settings::session_life>,
          "How long an admitted user may shop.", {.least = second, .most = 24 * hour}),
      row("queue.claim", at<&settings::queue, &queue_settings::claim>,
          "Time an admitted user has to show up before the next one moves.",
          {.least = second, .most = hour}),
      row("queue.return_time", at<&settings::queue, &queue_settings::return_time>,
          "After Redis and the server have both lost a line: how long people come back to their "
          "places before anybody is let in.",
          {.most = hour}),
      row("queue.secret", at<&settings::queue, &queue_settings::secret>,
          "Signs the places in tokens, the same on every node; empty: made at the first start, "
          "kept in the data folder.",
          {.shape = token_shape, .is_secret = true}),
  };
}

std::vector<option> seat_options() {
  return {
      row("reservation.hold", at<&settings::reservation, &reservation_settings::hold>,
          "How long a seat is held before it is paid.", {.least = second, .most = 24 * hour}),
      row("fcfs.schedule", at<&settings::fcfs, &fcfs_settings::schedule>,
          "Schedule whose seats the FCFS face sells.", {.least = 1}),
      row("fcfs.seats", at<&settings::fcfs, &fcfs_settings::seats>,
          "Seats of that schedule in an empty store.", {.least = 1, .most = 1'000'000}),
      row("fcfs.guard_by_ip", at<&settings::fcfs, &fcfs_settings::guard_by_ip>,
          "Whether a second user from the same address is a duplicate.",
          {.borrowed = {{"FCFS_GUARD_BY_IP"}}}),
      row("fcfs.user_ttl", at<&settings::fcfs, &fcfs_settings::user_ttl>,
          "Life of the guard against a second try; 0: for ever.",
          {.most = 8760 * hour, .borrowed = {{"FCFS_USER_TTL", writing::plain_seconds}}}),
      row("fcfs.user_header", at<&settings::fcfs, &fcfs_settings::user_header>,
          "Header that names the user.",
          {.shape = header_shape, .borrowed = {{"FCFS_USER_HEADER"}}}),
  };
}

std::vector<option> idle_options() {
  return {
      row("idle.seat", at<&settings::idle, &idle_settings::seat>,
          "A seat nobody speaks to is put away after this.", {.least = 10, .most = 24 * hour}),
      row("idle.wallet", at<&settings::idle, &idle_settings::wallet>, "The same for a wallet.",
          {.least = 10, .most = 24 * hour}),
      row("idle.schedule", at<&settings::idle, &idle_settings::schedule>,
          "The same for a schedule.", {.least = 10, .most = 24 * hour}),
  };
}

} // namespace frontrow::config
