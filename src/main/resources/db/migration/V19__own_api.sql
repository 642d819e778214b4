-- What the server's own API keeps: links to exports, tokens with scopes, answers that are given again.

-- A link that opens the file of an export without a token. Its text is not kept, only its hash.
CREATE TABLE export_link (
  id         bigint      PRIMARY KEY,
  export     bigint      NOT NULL REFERENCES export ON DELETE CASCADE,
  hash       bytea       NOT NULL UNIQUE,
  made_by    text        NOT NULL,
  made_at    timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at   timestamptz,
  uses       bigint      NOT NULL DEFAULT 0,
  CHECK (expires_at > made_at)
);

CREATE INDEX export_link_export ON export_link (export, id);

-- A token that a person made for a program of theirs, limited to scopes and in time.
ALTER TABLE token
  ADD COLUMN number bigint UNIQUE,
  ADD COLUMN last_used_at timestamptz;

-- What was answered to a request that may come again under the same key. The key is kept hashed,
-- and the answer sealed with it, as it may hold a token.
CREATE TABLE idempotency (
  hash        bytea       PRIMARY KEY,          -- of the caller and the key
  fingerprint bytea       NOT NULL,             -- of the request
  answer      bytea,                         -- once it was answered
  made_at     timestamptz NOT NULL
);

CREATE INDEX idempotency_made ON idempotency (made_at);
