-- What people bring in with a browser: files in parts, told apart by what is in them, and taken in
-- by a job; what is stored, counted now and then; and recordings that are kept longer than others.

CREATE TABLE import_order (
  id           bigint      PRIMARY KEY,             -- grows with time
  organisation text        NOT NULL REFERENCES organisation,
  account      text        NOT NULL REFERENCES account,
  -- the zone of times that name none
  zone         text        NOT NULL,
  -- not files, but the sample workspace
  sample       boolean     NOT NULL DEFAULT false,
  begun_at     timestamptz NOT NULL,
  -- when somebody last brought something of it
  touched_at   timestamptz NOT NULL,
  -- its job, once it is to be taken in; another one after another try
  job          bigint      UNIQUE REFERENCES job,
  -- its files are not in the store any more
  cleared      boolean     NOT NULL DEFAULT false
);
CREATE INDEX import_order_newest ON import_order (organisation, id DESC);
CREATE INDEX import_order_kept ON import_order (touched_at) WHERE NOT cleared;
-- What a person has brought so far and not begun to take in.
CREATE UNIQUE INDEX import_order_open ON import_order (account) WHERE job IS NULL AND NOT sample;

CREATE TABLE import_file (
  import      bigint      NOT NULL REFERENCES import_order ON DELETE CASCADE,
  number      int         NOT NULL,
  -- as it came; never used as a path
  name        text        NOT NULL,
  size        bigint      NOT NULL CHECK (size >= 0),
  modified_at timestamptz,
  received    bigint      NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND size),
  -- what it is by its content; null until it is whole and was looked at
  kind        text,
  -- what is inside, as far as it can be told: {"messages": 3, ...}
  inside      json,
  -- what came of it: {"messages": 3, ...}; null until it was taken in
  outcome     json,
  -- why it is of no use
  problem     text,
  PRIMARY KEY (import, number)
);

CREATE TABLE import_part (
  import bigint NOT NULL,
  file   int    NOT NULL,
  begins bigint NOT NULL,
  size   bigint NOT NULL CHECK (size > 0),
  key    text   NOT NULL UNIQUE,
  PRIMARY KEY (import, file, begins),
  FOREIGN KEY (import, file) REFERENCES import_file ON DELETE CASCADE
);

-- What could not be taken in, by file and line. All are counted; the first are kept.
CREATE TABLE import_refusal (
  import  bigint NOT NULL,
  file    int    NOT NULL,
  number  int    NOT NULL,
  place   text   NOT NULL,
  line    bigint NOT NULL,
  problem text   NOT NULL,
  PRIMARY KEY (import, file, number),
  FOREIGN KEY (import, file) REFERENCES import_file ON DELETE CASCADE
);

-- How much is stored, a row a day: the last count of that day.
CREATE TABLE stored_count (
  organisation text        NOT NULL REFERENCES organisation,
  day          date        NOT NULL,
  what         text        NOT NULL,
  things       bigint      NOT NULL,
  bytes        bigint      NOT NULL,
  counted_at   timestamptz NOT NULL,
  PRIMARY KEY (organisation, day, what)
);

-- Until when a recording is kept at least, whatever the retention says.
CREATE TABLE recording_keep (
  recording uuid        PRIMARY KEY REFERENCES recording (id) ON DELETE CASCADE,
  until     timestamptz NOT NULL,
  kept_by   text        NOT NULL,
  kept_at   timestamptz NOT NULL
);
