-- Who calls and what they may: organisations, accounts, roles, apps, tokens, keys.

CREATE TABLE organisation (
  id text PRIMARY KEY CHECK (id <> ''),
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO organisation (id, name) VALUES ('main', 'Main');

-- An account without a password hash cannot log in; importers bring many of those.
CREATE TABLE account (
  id text PRIMARY KEY CHECK (char_length(id) BETWEEN 1 AND 64),
  organisation text NOT NULL REFERENCES organisation,
  username text NOT NULL CHECK (username <> ''),
  name text NOT NULL,
  email text,
  department text NOT NULL DEFAULT '',
  active boolean NOT NULL DEFAULT true,
  password_hash text,
  created_at timestamptz NOT NULL
);

CREATE UNIQUE INDEX account_username ON account (organisation, lower(username));
CREATE INDEX account_email ON account (organisation, lower(email)) WHERE email IS NOT NULL;

CREATE TABLE external_id (
  kind text NOT NULL,
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  external_id text NOT NULL CHECK (external_id <> ''),
  PRIMARY KEY (kind, account_id),
  UNIQUE (kind, external_id)
);

-- A role that is in_room is had in one room only; which rooms is not known here.
CREATE TABLE role (
  name text PRIMARY KEY,
  in_room boolean NOT NULL
);

INSERT INTO role (name, in_room) VALUES
  ('admin', false),
  ('user', false),
  ('bot', false),
  ('app', false),
  ('anonymous', false),
  ('guest', false),
  ('owner', true),
  ('moderator', true),
  ('leader', true);

-- Every permission whose defaults have been given out once, so that taking one away lasts.
CREATE TABLE permission (
  name text PRIMARY KEY
);

CREATE TABLE role_permission (
  role text NOT NULL REFERENCES role,
  permission text NOT NULL,
  PRIMARY KEY (role, permission)
);

CREATE TABLE account_role (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  role text NOT NULL REFERENCES role,
  PRIMARY KEY (account_id, role)
);

-- The secret is random, so a plain SHA-256 of it is enough.
CREATE TABLE app (
  id text PRIMARY KEY CHECK (id <> ''),
  organisation text NOT NULL REFERENCES organisation,
  name text NOT NULL,
  scopes text[] NOT NULL,
  secret_hash bytea NOT NULL,
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL
);

-- Of an account, of an app, or of both: then it was given to the app in the account's name.
CREATE TABLE token (
  hash bytea PRIMARY KEY,
  account_id text REFERENCES account ON DELETE CASCADE,
  app_id text REFERENCES app ON DELETE CASCADE,
  prefix text NOT NULL,
  nonce bytea,
  scopes text[] NOT NULL,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  CHECK (num_nonnulls(account_id, app_id) > 0)
);

CREATE INDEX token_app ON token (app_id, prefix, issued_at DESC) WHERE account_id IS NULL;
CREATE INDEX token_account ON token (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX token_expires ON token (expires_at);

-- What this server signs and derives with; made when it is first needed.
CREATE TABLE server_key (
  purpose text PRIMARY KEY,
  secret bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
