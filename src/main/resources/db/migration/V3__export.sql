-- Exports ----------------------------------------------------------------------------------------

-- What was ordered, and what came of it. How far it is, is in the table job under the same number.
CREATE TABLE export (
  id           bigint      PRIMARY KEY REFERENCES job (id) DEFERRABLE INITIALLY DEFERRED,
  recipe       text        NOT NULL,
  period_from  timestamptz NOT NULL,
  period_to    timestamptz NOT NULL,
  selection    jsonb       NOT NULL,                 -- lists of texts by name
  file_name    text        NOT NULL,
  notice       jsonb,                                -- the mail to send when it is done
  owner        text        NOT NULL,                 -- account:<id>, app:<id> or operator
  organisation text        NOT NULL,
  scopes       text        NOT NULL,                 -- of the token it was ordered with, by blanks
  address      text        NOT NULL,                 -- where the order came from
  ordered_at   timestamptz NOT NULL,
  -- the result, written in the transaction that ends the job as done
  object_key   text        UNIQUE,                   -- where the file is in the store
  size         bigint,
  media_type   text,
  sha256       text,                                 -- of the whole file
  row_count    bigint,
  gap_count    bigint,
  done_at      timestamptz,
  CHECK (num_nulls(object_key, size, media_type, sha256, row_count, gap_count, done_at) IN (0, 7))
);
CREATE INDEX export_by_owner ON export (organisation, owner, id DESC);
CREATE INDEX export_by_organisation ON export (organisation, id DESC);
