-- Several servers on one database: what one of them changes, the others hear at once.

-- Who may what, and who is who. Triggers, so that no program that writes here can forget to tell.
CREATE FUNCTION tell_rights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('roomledger', 'rights');
  RETURN NULL;
END
$$;
CREATE TRIGGER tell_rights AFTER DELETE OR UPDATE OF
    organisation, username, name, email, department, active, deleted_at ON account
  FOR EACH STATEMENT EXECUTE FUNCTION tell_rights();
CREATE TRIGGER tell_rights AFTER INSERT OR UPDATE OR DELETE ON account_role
  FOR EACH STATEMENT EXECUTE FUNCTION tell_rights();
CREATE TRIGGER tell_rights AFTER INSERT OR UPDATE OR DELETE ON role_permission
  FOR EACH STATEMENT EXECUTE FUNCTION tell_rights();
CREATE TRIGGER tell_rights AFTER DELETE OR UPDATE OF
    organisation, name, scopes, active, redirect_uris ON app
  FOR EACH STATEMENT EXECUTE FUNCTION tell_rights();
CREATE TRIGGER tell_rights AFTER UPDATE OR DELETE ON external_id
  FOR EACH STATEMENT EXECUTE FUNCTION tell_rights();
CREATE TRIGGER tell_rights AFTER UPDATE OF account_id, app_id, scopes, expires_at ON token
  FOR EACH STATEMENT EXECUTE FUNCTION tell_rights();

-- Of tokens that end a few are named, by their hashes, so that the others stay remembered.
CREATE FUNCTION tell_tokens() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM (SELECT FROM ended LIMIT 9) few) > 8 THEN
    PERFORM pg_notify('roomledger', 'token');
  ELSE
    PERFORM pg_notify('roomledger', 'token ' || encode(hash, 'hex')) FROM ended;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER tell_tokens AFTER DELETE ON token
  REFERENCING OLD TABLE AS ended FOR EACH STATEMENT EXECUTE FUNCTION tell_tokens();

CREATE FUNCTION tell_preferences() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('roomledger', 'preferences');
  RETURN NULL;
END
$$;
CREATE TRIGGER tell_preferences AFTER INSERT OR UPDATE OR DELETE ON preference
  FOR EACH STATEMENT EXECUTE FUNCTION tell_preferences();

-- How many calls of whom were taken from which window. Forgotten when PostgreSQL crashes, and written
-- without a log: a window is a minute or so.
-- name: SHA-256 of who, what, limit and length.
-- given: how many the last server that asked got at once.
CREATE UNLOGGED TABLE call_window (
  name  bytea       PRIMARY KEY,
  ends  timestamptz NOT NULL,
  taken bigint      NOT NULL,
  given bigint      NOT NULL
) WITH (fillfactor = 50);

-- Each process that makes ids has a number of its own in them.
CREATE SEQUENCE process_number CYCLE MINVALUE 0 MAXVALUE 1023;
