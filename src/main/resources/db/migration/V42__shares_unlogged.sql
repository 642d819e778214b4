-- Shares are of no use once the database has crashed, as the snapshot that they are of is gone. Nobody waits for the disk
-- for their sake.
ALTER TABLE export_share SET UNLOGGED;
ALTER TABLE export_split SET UNLOGGED;

INSERT INTO compatible_step VALUES ('42');
