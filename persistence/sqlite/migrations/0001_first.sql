-- Numbers are 64 bits; ids above 2^63 read back as they were. Moments are milliseconds since 1970.

-- One row: the batches committed, and the positions handed out in them.
CREATE TABLE mark (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  batch INTEGER NOT NULL,
  events INTEGER NOT NULL,
  answers INTEGER NOT NULL,
  hash_seed INTEGER NOT NULL
);
INSERT INTO mark VALUES (1, 0, 0, 0, random());

CREATE TABLE concert (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  artist TEXT NOT NULL,
  created_at INTEGER NOT NULL
);

CREATE TABLE schedule (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  concert INTEGER NOT NULL,
  starts_at INTEGER NOT NULL,
  sale_opens_at INTEGER NOT NULL,
  sale_closes_at INTEGER NOT NULL,
  concurrent_user_max INTEGER NOT NULL
);

CREATE TABLE section (
  schedule INTEGER NOT NULL,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  rows INTEGER NOT NULL,
  seats_per_row INTEGER NOT NULL,
  price INTEGER NOT NULL,
  PRIMARY KEY (schedule, number)
) WITHOUT ROWID;

CREATE TABLE seat (
  schedule INTEGER NOT NULL,
  seat INTEGER NOT NULL,
  version INTEGER NOT NULL,
  phase INTEGER NOT NULL,
  user INTEGER NOT NULL,
  reservation INTEGER NOT NULL,
  held_until INTEGER NOT NULL,
  PRIMARY KEY (schedule, seat)
) WITHOUT ROWID;

CREATE TABLE reservation (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  user INTEGER NOT NULL,
  schedule INTEGER NOT NULL,
  seat INTEGER NOT NULL,
  price INTEGER NOT NULL,
  state INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  held_until INTEGER NOT NULL,
  paid_at INTEGER NOT NULL
);
CREATE INDEX reservation_of_user ON reservation (user, id);

CREATE TABLE wallet (
  user INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  balance INTEGER NOT NULL
);

CREATE TABLE ledger (
  user INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  balance INTEGER NOT NULL,
  reservation INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (user, entry)
) WITHOUT ROWID;

-- The only place that knows names, addresses and phone numbers.
CREATE TABLE booking (
  schedule INTEGER NOT NULL,
  seat INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  user TEXT NOT NULL,
  address TEXT NOT NULL,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  guard_until INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (schedule, seat)
) WITHOUT ROWID;

CREATE TABLE token (
  schedule INTEGER NOT NULL,
  place INTEGER NOT NULL,
  version INTEGER NOT NULL,
  token_high INTEGER NOT NULL,
  token_low INTEGER NOT NULL,
  user INTEGER NOT NULL,
  state INTEGER NOT NULL,
  issued_at INTEGER NOT NULL,
  active_at INTEGER NOT NULL,
  claimed INTEGER NOT NULL,
  PRIMARY KEY (schedule, place)
) WITHOUT ROWID;

CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;

-- The events of one batch in one row, at positions first, first + 1, …
CREATE TABLE outbox (
  first INTEGER PRIMARY KEY,
  count INTEGER NOT NULL,
  events BLOB NOT NULL
);

-- The kept answers of one batch in one row; their keys' hashes stand before them, so that a start
-- reads those alone.
CREATE TABLE answer (
  first INTEGER PRIMARY KEY,
  count INTEGER NOT NULL,
  at INTEGER NOT NULL,
  hashes BLOB NOT NULL,
  answers BLOB NOT NULL
);
