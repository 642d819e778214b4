-- Jobs that get on --------------------------------------------------------------------------------

-- How much of a job is safe, in a unit of its worker's, and how much was when the last attempt began.
-- An attempt that made more safe than any before it got on, whatever ended it: it is no reason to give
-- up. What is safe only ever grows, so that cannot go on for ever.
ALTER TABLE job
  ADD COLUMN safe        bigint NOT NULL DEFAULT 0 CHECK (safe >= 0),
  ADD COLUMN safe_before bigint NOT NULL DEFAULT 0 CHECK (safe_before <= safe);
