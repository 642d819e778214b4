-- What could not be taken in, and why: the sentence and what stands in it, so that it can be said in the reader's language.
-- The text beside it is English; it is all that there is of older ones, and of what a server of the release before writes.
ALTER TABLE import_refusal ADD COLUMN said json;
ALTER TABLE import_file ADD COLUMN said json;
INSERT INTO compatible_step VALUES ('39');
