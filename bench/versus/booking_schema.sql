-- The rows of one booking, as an ordinary back end would lay them out.
CREATE TABLE seat (
  schedule bigint, seat bigint, version int, phase smallint, reservation bigint,
  held_until timestamptz, PRIMARY KEY (schedule, seat));
CREATE TABLE booking (
  schedule bigint, seat bigint, sequence bigint, member text, address text, name text, phone text,
  at timestamptz, PRIMARY KEY (schedule, seat), UNIQUE (schedule, member));
CREATE TABLE reservation (
  id bigint PRIMARY KEY, member bigint, schedule bigint, seat bigint, price bigint,
  status smallint, created_at timestamptz, held_until timestamptz, version int);
CREATE INDEX ON reservation (member, id);
CREATE TABLE idempotency (
  member bigint, operation smallint, key text, body_hash bytea, status int, body text,
  at timestamptz, PRIMARY KEY (member, operation, key));
CREATE TABLE outbox (
  position bigserial PRIMARY KEY, type text, subject text, sequence bigint, payload jsonb,
  at timestamptz);
CREATE SEQUENCE next_seat;
-- Far above the seats that are booked one by one.
CREATE SEQUENCE next_batch START 1000;
INSERT INTO seat SELECT 1, n, 0, 0, NULL, NULL FROM generate_series(1, 3000000) n;
VACUUM ANALYZE seat;
