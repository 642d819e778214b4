-- Addresses of other programs that are told of exports.
CREATE TABLE webhook (
  id           text        PRIMARY KEY,
  organisation text        NOT NULL,
  owner        text        NOT NULL,                 -- who registered it
  name         text        NOT NULL,
  url          text        NOT NULL,
  secret       bytea,                                -- sealed; erased when the webhook is deleted
  created_at   timestamptz NOT NULL,
  deleted_at   timestamptz,
  CHECK ((secret IS NULL) = (deleted_at IS NOT NULL))
);
CREATE INDEX webhook_organisation ON webhook (organisation, created_at) WHERE deleted_at IS NULL;

-- Where the file of an export is brought to, each on its own. How often it was tried is in the table
-- job under the same number.
CREATE TABLE export_delivery (
  id           bigint      PRIMARY KEY REFERENCES job (id) DEFERRABLE INITIALLY DEFERRED,
  export       bigint      NOT NULL REFERENCES export (id),
  target       jsonb       NOT NULL,
  status       text        NOT NULL CHECK (status IN ('WAITING', 'DELIVERED', 'FAILED')),
  reason       text        NOT NULL DEFAULT '',      -- why it failed, or is tried again
  place        text        NOT NULL DEFAULT '',      -- where it lies, once it is delivered
  letter       bigint      REFERENCES letter (id),   -- the mail, if it is one
  delivered_at timestamptz,
  CHECK ((delivered_at IS NOT NULL) = (status = 'DELIVERED'))
);
CREATE INDEX export_delivery_export ON export_delivery (export);
