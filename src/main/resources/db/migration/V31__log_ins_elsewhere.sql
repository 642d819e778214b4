-- Log-ins that another server vouches for, by OpenID Connect.

-- Of one issuer's people only one is somebody here.
DROP INDEX open_id_account;
CREATE UNIQUE INDEX open_id_account ON open_id (account_id, issuer);

-- Browsers that were sent to the issuer and have not come back. Each row counts once.
-- state, browser: SHA-256 of what the browser brings back, and of what it is known by.
CREATE TABLE open_id_trip (
  state      bytea PRIMARY KEY,
  browser    bytea NOT NULL,
  nonce      text NOT NULL,
  verifier   text NOT NULL,
  leads_to   text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX open_id_trip_expires ON open_id_trip (expires_at);

-- Whether the issuer asked for a second factor, so that it is not asked for here.
ALTER TABLE browser_session ADD COLUMN factor_elsewhere boolean NOT NULL DEFAULT false;
