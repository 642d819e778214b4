-- Two versions of the program side by side, while servers are brought up to date one after the other.

-- The steps that a program which does not know them can live with: they only add what nobody needs
-- to fill. Such a step ends with INSERT INTO compatible_step VALUES ('its version'). A program that
-- finds a step that it does not know and that is not here refuses to start, and is not ready if it
-- runs already. See docs/adr/0021.
CREATE TABLE compatible_step (
  version text PRIMARY KEY
);
