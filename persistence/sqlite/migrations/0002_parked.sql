-- Events that are kept from being published: they wait for the operator, or were given up.
CREATE TABLE parked (
  partition INTEGER NOT NULL,
  position INTEGER NOT NULL,
  state INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  subject TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  why TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (partition, position)
) WITHOUT ROWID;
