-- A row a writer: whose turn it is (taking it raises the epoch), and the batches it committed. A
-- writer of a node that has no row was declared dead. Node 0: a server without a cluster.
CREATE TABLE scribe (
  node bigint NOT NULL,
  writer bigint NOT NULL,
  epoch bigint NOT NULL,
  batch bigint NOT NULL,
  PRIMARY KEY (node, writer)
) WITH (fillfactor = 10);

-- The living nodes. Whoever is declared dead or leaves loses his row, and comes back as another.
CREATE TABLE node (
  id bigint PRIMARY KEY,
  name bytea NOT NULL UNIQUE,
  address bytea NOT NULL,
  url bytea NOT NULL,
  version bytea NOT NULL,
  agreed bytea NOT NULL,
  number bigint NOT NULL UNIQUE,
  is_draining boolean NOT NULL,
  joined_at bigint NOT NULL,
  lease_until bigint NOT NULL
) WITH (fillfactor = 10);

-- Who owns what; owner 0: nobody. Wanted: where an operator moved it; 0: nowhere in particular.
CREATE TABLE shard (
  shard bigint PRIMARY KEY,
  owner bigint NOT NULL,
  epoch bigint NOT NULL,
  wanted bigint NOT NULL
) WITH (fillfactor = 50);
INSERT INTO shard SELECT n, 0, 0, 0 FROM generate_series(0, 255) n;

-- One row. Whoever changes anything above but a lease holds its lock and raises the version.
CREATE TABLE cluster (
  version bigint NOT NULL,
  last_node bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO cluster VALUES (0, 0);
