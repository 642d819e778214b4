-- What people allow apps to do in their name, and the departments people belong to.

-- Where a person may be sent back to after a log-in; compared letter by letter.
ALTER TABLE app ADD COLUMN redirect_uris text[] NOT NULL DEFAULT '{}';

-- A person's consent. All tokens that come from it are one family: when one of them is used twice,
-- somebody else has it too, and the whole family ends.
CREATE TABLE app_grant (
  id         uuid PRIMARY KEY,
  app_id     text NOT NULL REFERENCES app ON DELETE CASCADE,
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  scopes     text[] NOT NULL,
  granted_at timestamptz NOT NULL,
  ends_at    timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX app_grant_person ON app_grant (app_id, account_id);

-- Codes and refresh tokens, hashed; each may be used once.
CREATE TABLE grant_ticket (
  hash             bytea PRIMARY KEY,
  grant_id         uuid NOT NULL REFERENCES app_grant ON DELETE CASCADE,
  kind             text NOT NULL CHECK (kind IN ('CODE', 'REFRESH')),
  redirect_uri     text,
  challenge        text,
  challenge_method text,
  issued_at        timestamptz NOT NULL,
  expires_at       timestamptz NOT NULL,
  used_at          timestamptz,
  CHECK ((kind = 'CODE') = (redirect_uri IS NOT NULL)),
  CHECK ((challenge IS NULL) = (challenge_method IS NULL))
);
CREATE INDEX grant_ticket_grant ON grant_ticket (grant_id);

ALTER TABLE token ADD COLUMN grant_id uuid REFERENCES app_grant ON DELETE CASCADE;
CREATE INDEX token_grant ON token (grant_id) WHERE grant_id IS NOT NULL;

-- A tree of departments. The name in account.department is that of the first one.
CREATE TABLE department (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organisation text NOT NULL REFERENCES organisation,
  parent       uuid REFERENCES department,
  name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  custom_id    text NOT NULL DEFAULT substr(md5(gen_random_uuid()::text), 1, 16)
               CHECK (custom_id ~ '^[a-zA-Z0-9][a-zA-Z0-9_@.-]{0,63}$'),
  UNIQUE NULLS NOT DISTINCT (organisation, parent, name),
  UNIQUE (organisation, custom_id)
);
CREATE INDEX department_parent ON department (parent);

CREATE TABLE department_member (
  department uuid NOT NULL REFERENCES department ON DELETE CASCADE,
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  PRIMARY KEY (department, account_id)
);
CREATE INDEX department_member_account ON department_member (account_id);

-- Who is given a department by name, as by an import, belongs to it: to the one of that name nearest
-- to the root, which is made if there is none.
CREATE FUNCTION account_joins_department() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  named text := left(NEW.department, 200);
BEGIN
  DELETE FROM department_member m USING department d
  WHERE m.account_id = NEW.id AND d.id = m.department AND TG_OP = 'UPDATE'
    AND d.name = left(OLD.department, 200);
  IF named <> '' THEN
    INSERT INTO department (organisation, name)
    SELECT NEW.organisation, named
    WHERE NOT EXISTS
      (SELECT FROM department d WHERE d.organisation = NEW.organisation AND d.name = named)
    ON CONFLICT DO NOTHING;
    INSERT INTO department_member (department, account_id)
    SELECT d.id, NEW.id FROM department d
    WHERE d.organisation = NEW.organisation AND d.name = named
    ORDER BY d.parent IS NOT NULL, d.id LIMIT 1
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER account_has_department AFTER INSERT ON account
  FOR EACH ROW WHEN (NEW.department <> '') EXECUTE FUNCTION account_joins_department();
CREATE TRIGGER account_changes_department AFTER UPDATE OF department ON account
  FOR EACH ROW WHEN (NEW.department <> OLD.department)
  EXECUTE FUNCTION account_joins_department();

INSERT INTO department (organisation, name)
SELECT DISTINCT organisation, left(department, 200) FROM account WHERE department <> '';

INSERT INTO department_member (department, account_id)
SELECT d.id, a.id FROM account a
JOIN department d ON d.organisation = a.organisation AND d.name = left(a.department, 200);
