-- Finding messages by their words.

-- English words by their stems, whatever the language; nothing is left out for being frequent.
CREATE TEXT SEARCH DICTIONARY chat_stem (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION chat_words (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION chat_words
  ADD MAPPING FOR asciiword, word WITH chat_stem;
ALTER TEXT SEARCH CONFIGURATION chat_words
  ADD MAPPING FOR numword, int, uint, float, sfloat, version, hword, asciihword, numhword,
    hword_part, hword_asciipart, hword_numpart WITH simple;

-- What can be found, beside the messages and filled after them: whoever writes messages does not
-- wait for it. A row counts only as long as its message has not changed since.
CREATE TABLE chat_search (
  message_id text COLLATE "C" PRIMARY KEY REFERENCES chat_message ON DELETE CASCADE,
  room_id    text COLLATE "C" NOT NULL,
  sent_at    timestamptz NOT NULL,
  changed    xid8 NOT NULL, -- that of the message, as it was read
  words      tsvector NOT NULL -- its words, and as words that nobody can write its room and author
);
CREATE INDEX chat_search_words ON chat_search USING gin (words);
-- the newest that have a frequent word are found fastest one after the other
CREATE INDEX chat_search_order ON chat_search (sent_at, message_id);
CREATE INDEX chat_search_room ON chat_search (room_id, sent_at, message_id);

-- Everything that transactions before the horizon wrote has been looked at. Their numbers mean
-- something in one PostgreSQL only.
CREATE TABLE chat_search_state (
  system  text NOT NULL,
  horizon xid8 NOT NULL
);
INSERT INTO chat_search_state SELECT system_identifier::text, '0' FROM pg_control_system();
