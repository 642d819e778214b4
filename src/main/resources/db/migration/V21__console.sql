-- The console: who is logged in by which browser, what people chose about how it looks to them, and
-- whether the first start is still to be finished.

-- The token in the cookie is random, so a plain SHA-256 of it is enough.
CREATE TABLE browser_session (
  hash bytea PRIMARY KEY,
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  address text NOT NULL,
  opened_at timestamptz NOT NULL,
  used_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE INDEX browser_session_account ON browser_session (account_id);
CREATE INDEX browser_session_expires ON browser_session (expires_at);

CREATE TABLE account_choice (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  name text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (account_id, name)
);

-- At most one row: the account with the one-time password, until the first person has taken it.
CREATE TABLE first_start (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE
);
