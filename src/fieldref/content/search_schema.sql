-- The index of the content file: what makes search instant. Made with the rest of the file by `make content`.
-- Numbers of records follow their static importance: the first rows found are the best ones, so a search may stop early.

CREATE TABLE search_record (
  id INTEGER PRIMARY KEY,        -- place in the order of importance × 16 + number of the kind
  record_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  importance REAL NOT NULL       -- 0 to 1
);

CREATE TABLE search_text (       -- a record in one language as the list shows it, and its names as they are compared
  id INTEGER PRIMARY KEY,
  search_id INTEGER NOT NULL REFERENCES search_record(id),
  language TEXT NOT NULL,
  title TEXT NOT NULL,
  context TEXT NOT NULL,         -- place or sector, shown beside the title
  names TEXT NOT NULL,           -- folded, one per line: the title, then the other names and the codes
  stems TEXT NOT NULL,           -- of the title, with a space at either end
  UNIQUE (search_id, language)
);

CREATE TABLE search_passage (    -- the text as written, where the matched passage is taken from
  id INTEGER PRIMARY KEY REFERENCES search_text(id),
  body TEXT NOT NULL
);

CREATE TABLE search_key (        -- whole names and codes without spaces: peaya, madrededios, ley29344
  key TEXT NOT NULL,
  search_id INTEGER NOT NULL REFERENCES search_record(id),
  rank INTEGER NOT NULL,         -- 0 code, 1 title, 2 other name
  PRIMARY KEY (key, search_id)
) WITHOUT ROWID;

-- Folded words of titles, other names and codes; stems marked with a dot. One row per record, all languages together.
CREATE VIRTUAL TABLE search_name USING fts5(words, content='', tokenize='ascii', prefix='1 2 3 4');
-- The same, and the words of the text.
CREATE VIRTUAL TABLE search_body USING fts5(names, body, content='', tokenize='ascii', prefix='1 2 3 4');

CREATE TABLE search_word (       -- every word, the most telling first
  id INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE,
  sound TEXT NOT NULL,           -- how it sounds to a Spanish ear
  stems TEXT NOT NULL,           -- in each language
  records INTEGER NOT NULL,      -- how many records have it
  names INTEGER NOT NULL         -- how many have it in a name
);
CREATE INDEX search_word_by_sound ON search_word(sound);

CREATE TABLE search_slip (       -- the sound of a word with one letter left out: finds what was mistyped
  key INTEGER NOT NULL,
  word_id INTEGER NOT NULL REFERENCES search_word(id),
  PRIMARY KEY (key, word_id)
) WITHOUT ROWID;

-- Fragments inside words.
CREATE VIRTUAL TABLE search_fragment USING fts5(word, content='', tokenize='trigram');
