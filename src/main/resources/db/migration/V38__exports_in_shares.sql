-- Attempts at large exports that several servers work on. They are there as long as the attempt is.
CREATE TABLE export_split (
  export     bigint      NOT NULL REFERENCES export (id),
  attempt    integer     NOT NULL CHECK (attempt > 0),
  server     text        NOT NULL,                   -- who joins the shares, and helps itself to some
  likeness   text        NOT NULL,                   -- whoever has another would write other files
  snapshot   text        NOT NULL,                   -- the moment that all of them read
  replicated boolean     NOT NULL,                   -- whether that is a moment of the replica
  stamp      timestamptz NOT NULL,                   -- the time that the entries of the zip carry
  main       text        NOT NULL,                   -- the path of its main file
  PRIMARY KEY (export, attempt)
);

CREATE TABLE export_share (
  export  bigint  NOT NULL,
  attempt integer NOT NULL,
  number  integer NOT NULL CHECK (number >= 0),      -- in the order in which they are joined
  parts   jsonb   NOT NULL,
  rows    bigint  NOT NULL,                          -- about how many
  server  text    NOT NULL DEFAULT '',               -- who makes it, if anybody does
  key     text,                                      -- where that one puts it; each taking has its own
  leased  timestamptz,                               -- until when it is theirs; then anybody's
  done    bigint  NOT NULL DEFAULT 0,                -- how many rows are made
  made    jsonb,                                     -- what it turned out to be, once it is there
  PRIMARY KEY (export, attempt, number),
  FOREIGN KEY (export, attempt) REFERENCES export_split ON DELETE CASCADE
);
CREATE INDEX export_share_open ON export_share (export, number) WHERE made IS NULL;

-- An older program makes its exports by itself, and takes no shares.
INSERT INTO compatible_step VALUES ('38');
