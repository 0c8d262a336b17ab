-- Numbers are 64 bits; ids above 2^63 read back as they were. Moments are milliseconds since 1970.
-- What clients wrote is bytea: text refuses some bytes, and one such name would fail a whole batch.
-- No sequence, no foreign key, no trigger: every key begins with what its table could be sharded by.

-- One row a partition: whose turn it is to write (a writer that comes raises the epoch, and whoever
-- has an older one is refused), the batches committed, and the last position handed out.
CREATE TABLE mark (
  partition bigint PRIMARY KEY,
  epoch bigint NOT NULL,
  batch bigint NOT NULL,
  position bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO mark SELECT n, 0, 0, 0 FROM generate_series(0, 15) n;

CREATE TABLE concert (
  id bigint PRIMARY KEY,
  title bytea NOT NULL,
  artist bytea NOT NULL,
  created_at bigint NOT NULL
);

-- The sections are one blob: they are only ever read and written together.
CREATE TABLE schedule (
  id bigint PRIMARY KEY,
  version bigint NOT NULL,
  concert bigint NOT NULL,
  starts_at bigint NOT NULL,
  sale_opens_at bigint NOT NULL,
  sale_closes_at bigint NOT NULL,
  concurrent_user_max bigint NOT NULL,
  sections bytea NOT NULL
);

CREATE TABLE seat (
  schedule bigint NOT NULL,
  seat bigint NOT NULL,
  version bigint NOT NULL,
  phase bigint NOT NULL,
  user_id bigint NOT NULL,
  reservation bigint NOT NULL,
  held_until bigint NOT NULL,
  PRIMARY KEY (schedule, seat)
);

CREATE TABLE reservation (
  id bigint PRIMARY KEY,
  version bigint NOT NULL,
  user_id bigint NOT NULL,
  schedule bigint NOT NULL,
  seat bigint NOT NULL,
  price bigint NOT NULL,
  state bigint NOT NULL,
  created_at bigint NOT NULL,
  held_until bigint NOT NULL,
  paid_at bigint NOT NULL
);
CREATE INDEX reservation_of_user ON reservation (user_id, id);

CREATE TABLE wallet (
  user_id bigint PRIMARY KEY,
  version bigint NOT NULL,
  balance bigint NOT NULL
);

CREATE TABLE ledger (
  user_id bigint NOT NULL,
  entry bigint NOT NULL,
  kind bigint NOT NULL,
  amount bigint NOT NULL,
  balance bigint NOT NULL,
  reservation bigint NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (user_id, entry)
);

-- The only place that knows names, addresses and phone numbers.
CREATE TABLE booking (
  schedule bigint NOT NULL,
  seat bigint NOT NULL,
  sequence bigint NOT NULL,
  user_name bytea NOT NULL,
  address bytea NOT NULL,
  name bytea NOT NULL,
  phone bytea NOT NULL,
  guard_until bigint NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (schedule, seat)
);

CREATE TABLE token (
  schedule bigint NOT NULL,
  place bigint NOT NULL,
  version bigint NOT NULL,
  token_high bigint NOT NULL,
  token_low bigint NOT NULL,
  user_id bigint NOT NULL,
  state bigint NOT NULL,
  issued_at bigint NOT NULL,
  active_at bigint NOT NULL,
  claimed bigint NOT NULL,
  PRIMARY KEY (schedule, place)
);

CREATE TABLE counter (
  name bytea PRIMARY KEY,
  value bigint NOT NULL
);

-- A kept answer. That its key is taken is found out by this primary key alone.
CREATE TABLE answer (
  user_id bigint NOT NULL,
  operation bigint NOT NULL,
  key bytea NOT NULL,
  answer bytea NOT NULL,
  PRIMARY KEY (user_id, operation, key)
);

-- The keys of the answers of one batch as one blob, so that the eldest are found without an index
-- over all.
CREATE TABLE answer_age (
  partition bigint NOT NULL,
  batch bigint NOT NULL,
  at bigint NOT NULL,
  keys bytea NOT NULL,
  PRIMARY KEY (partition, batch)
);

-- The events of one batch in one partition, at positions first, first + 1, …
CREATE TABLE outbox (
  partition bigint NOT NULL,
  first bigint NOT NULL,
  events bytea NOT NULL,
  PRIMARY KEY (partition, first)
);
