-- How the file of an export is handed out: encrypted or not, delivered where to, kept how long.
ALTER TABLE export
  ADD COLUMN handling     jsonb NOT NULL DEFAULT '{}', -- as ordered; never a passphrase
  ADD COLUMN passphrase   bytea,                       -- sealed; only until the job has ended
  ADD COLUMN keep_seconds bigint CHECK (keep_seconds > 0), -- null: as long as the setting says
  ADD CHECK (passphrase IS NULL OR done_at IS NULL);
