-- Tables that grow are kept in partitions: see docs/adr/0025.

-- The partitions of a table, in their order. The first begins with everything, the last ends with
-- everything, and none is missing between them: whatever comes finds a place, and PostgreSQL reads
-- one after the other in the order of the key, which it would not do beside a default partition.
-- lower, upper: as texts; null for everything.
CREATE FUNCTION partitions_of(parent text)
RETURNS TABLE (name text, lower_bound text, upper_bound text) LANGUAGE sql STABLE AS $$
  SELECT c.relname::text,
         substring(pg_get_expr(c.relpartbound, c.oid) FROM 'FROM \(''([^'']*)''\)'),
         substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([^'']*)''\)')
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
   WHERE i.inhparent = parent::regclass
   -- names of years and numbers sort as they are; earlier and later stand where they belong
   ORDER BY c.relname = parent || '_later', c.relname <> parent || '_earlier',
            length(c.relname), c.relname
$$;

-- What was written must not be changed, whichever name it is reached by.
CREATE FUNCTION partition_guard(parent text, name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF parent = 'audit' THEN
    EXECUTE format('CREATE TRIGGER audit_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON %I'
                   ' FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()', name);
  END IF;
END
$$;

-- The last partition ends at till from now on and is called name; behind it there is a new last one.
-- What lies beyond till already goes there.
CREATE FUNCTION partition_ahead(parent text, key text, name text, till text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  last  text := parent || '_later';
  starts text;
BEGIN
  EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', parent);
  SELECT lower_bound INTO STRICT starts FROM partitions_of(parent) p WHERE p.name = last;
  EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', parent, last);
  EXECUTE format('ALTER TABLE %I RENAME TO %I', last, name);
  EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (MAXVALUE)',
                 last, parent, till);
  PERFORM partition_guard(parent, last);
  IF parent <> 'audit' THEN
    EXECUTE format('WITH beyond AS (DELETE FROM %I WHERE %I >= %L RETURNING *)'
                   ' INSERT INTO %I SELECT * FROM beyond', name, key, till, last);
  END IF;
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                 parent, name, starts, till);
END
$$;

-- The audit log, a million rows each.
ALTER TABLE audit RENAME TO audit_whole;
CREATE TABLE audit (LIKE audit_whole INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)
  PARTITION BY RANGE (id);

-- The rows that there are stay where they are, and are the first partition with those that come
-- until their number is full.
DROP TRIGGER audit_only_added ON audit_whole;
ALTER TABLE audit_whole DROP CONSTRAINT audit_hash_key;
ALTER TABLE audit_whole RENAME TO audit_earlier;
DO $$
DECLARE
  till bigint := ((SELECT coalesce(max(id), 0) FROM audit_earlier) / 1000000 + 1) * 1000000 + 1;
BEGIN
  EXECUTE format('CREATE TABLE audit_later PARTITION OF audit FOR VALUES FROM (%s) TO (MAXVALUE)',
                 till);
  EXECUTE format('ALTER TABLE audit_earlier ADD CONSTRAINT until_here CHECK (id < %s)', till);
  EXECUTE format('ALTER TABLE audit ATTACH PARTITION audit_earlier'
                 ' FOR VALUES FROM (MINVALUE) TO (%s)', till);
  ALTER TABLE audit_earlier DROP CONSTRAINT until_here;
END
$$;

-- Those of the first partition are taken into these. That no hash is there twice follows from the
-- chain.
ALTER INDEX audit_pkey RENAME TO audit_earlier_pkey;
ALTER INDEX audit_organisation RENAME TO audit_earlier_organisation;
ALTER INDEX audit_actor RENAME TO audit_earlier_actor;
ALTER INDEX audit_subject RENAME TO audit_earlier_subject;
ALTER INDEX audit_action RENAME TO audit_earlier_action;
ALTER TABLE audit ADD PRIMARY KEY (id);
CREATE INDEX audit_organisation ON audit (organisation, id);
CREATE INDEX audit_actor ON audit (organisation, actor, id);
CREATE INDEX audit_subject ON audit (organisation, subject, id);
CREATE INDEX audit_action ON audit (organisation, action, id);

CREATE TRIGGER audit_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
SELECT partition_guard('audit', 'audit_earlier'), partition_guard('audit', 'audit_later');
