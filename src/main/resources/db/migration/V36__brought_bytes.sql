-- How many bytes somebody has brought on a day (UTC), for uploads.daily; old days are forgotten.
CREATE TABLE brought_bytes (
  organisation text   NOT NULL,
  owner        text   NOT NULL,                      -- account:<id>, app:<id> or operator
  day          date   NOT NULL,
  bytes        bigint NOT NULL CHECK (bytes >= 0),
  PRIMARY KEY (organisation, owner, day)
);

-- An older program counts nothing here.
INSERT INTO compatible_step VALUES ('36');
