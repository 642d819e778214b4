-- Log-ins that are safe: passwords for one time, second factors, log-ins at another server, roles
-- that people make themselves.

-- A password that somebody else chose: it opens nothing but the page where another is set.
ALTER TABLE account ADD COLUMN password_once boolean NOT NULL DEFAULT false;
UPDATE account SET password_once = true WHERE id IN (SELECT account_id FROM first_start);

-- What the browser called itself, so that people know their own sessions.
ALTER TABLE browser_session ADD COLUMN agent text NOT NULL DEFAULT '';

-- made_here: made by somebody, and not by this program; only such a role can be deleted.
ALTER TABLE role
  ADD COLUMN described text NOT NULL DEFAULT '',
  ADD COLUMN made_here boolean NOT NULL DEFAULT false,
  ADD COLUMN second_factor boolean NOT NULL DEFAULT false;

-- The secret that an authenticator shares with this server, sealed. Not confirmed, it counts for
-- nothing. A code counts once: last_step is the time step of the last one that was taken.
CREATE TABLE second_factor (
  account_id   text PRIMARY KEY REFERENCES account ON DELETE CASCADE,
  secret       bytea NOT NULL,
  begun_at     timestamptz NOT NULL,
  confirmed_at timestamptz,
  last_step    bigint NOT NULL DEFAULT 0
);

-- Codes on paper, each for one time. They are random, so a plain SHA-256 is enough.
CREATE TABLE recovery_code (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  hash       bytea NOT NULL,
  PRIMARY KEY (account_id, hash)
);

-- Who of another server's people is whom here.
CREATE TABLE open_id (
  issuer     text NOT NULL,
  subject    text NOT NULL,
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  linked_at  timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX open_id_account ON open_id (account_id);

-- Everybody's tokens, the newest first.
CREATE INDEX token_issued ON token (issued_at DESC, hash);
