-- Events that are kept from being published: they wait for the operator (state 1), or were given
-- up (2). One that was published after all (3) is nobody's any more.
CREATE TABLE parked (
  partition bigint NOT NULL,
  position bigint NOT NULL,
  state bigint NOT NULL,
  kind bigint NOT NULL,
  subject bytea NOT NULL,
  sequence bigint NOT NULL,
  why bytea NOT NULL,
  since bigint NOT NULL,
  PRIMARY KEY (partition, position)
);
