-- What the last walk along the chain of the audit log found; there is one row.
CREATE TABLE audit_walk (
  one    boolean     PRIMARY KEY CHECK (one),
  at     timestamptz NOT NULL,
  rows   bigint      NOT NULL,               -- how many held; never fewer than once held
  broken bigint,                             -- the first that did not
  why    text        NOT NULL,
  CHECK ((broken IS NULL) = (why = ''))
);
