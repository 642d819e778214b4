-- A step waits no longer for a table, as all who want to read it wait behind it: see docs/adr/0021.
SET lock_timeout = '3s';
