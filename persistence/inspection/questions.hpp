#pragma once

/// What both databases are asked about promises; the user's column differs in its name, and so do
/// placeholders.
#define FRONTROW_CHECK_SEATS(ID)                                                                   \
  "SELECT count(CASE WHEN s.phase = 1 THEN 1 END), count(CASE WHEN s.phase = 2 THEN 1 END),"       \
  " coalesce(min(s.seat), 0), coalesce(max(s.seat), 0),"                                           \
  " count(CASE WHEN s.phase <> 0 AND s.reservation = 0 AND b.seat IS NULL THEN 1 END),"            \
  " count(CASE WHEN s.phase = 0 AND s.reservation <> 0 THEN 1 END)"                                \
  " FROM seat s LEFT JOIN booking b ON b.schedule = s.schedule AND b.seat = s.seat"                \
  " WHERE s.schedule = " ID

#define FRONTROW_CHECK_RESERVATIONS(USER, AFTER, LIMIT)                                            \
  "SELECT r.id, r." USER ", r.schedule, r.seat, r.state, coalesce(s.phase, 0),"                    \
  " coalesce(s." USER ", 0), coalesce(s.reservation, 0)"                                           \
  " FROM reservation r LEFT JOIN seat s ON s.schedule = r.schedule AND s.seat = r.seat"            \
  " WHERE r.id > " AFTER " ORDER BY r.id LIMIT " LIMIT

#define FRONTROW_CHECK_WALLETS(USER, SUM, AFTER, LIMIT)                                            \
  "SELECT w." USER ", w.version, w.balance,"                                                       \
  " (SELECT " SUM " FROM ledger l WHERE l." USER " = w." USER "),"                                 \
  " (SELECT count(*) FROM ledger l WHERE l." USER " = w." USER "),"                                \
  " (SELECT coalesce(max(entry), 0) FROM ledger l WHERE l." USER " = w." USER ")"                  \
  " FROM wallet w WHERE w." USER " > " AFTER " ORDER BY w." USER " LIMIT " LIMIT

#define FRONTROW_LEDGER_SUM                                                                        \
  "coalesce(sum(CASE WHEN kind IN (1, 4) THEN amount ELSE -amount END), 0)"
