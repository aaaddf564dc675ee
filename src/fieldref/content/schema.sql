-- The content file. Readable names, real foreign keys; opens well in Datasette.
-- Written by `make content` from data/source, never by hand. Schema version: PRAGMA user_version.

CREATE TABLE meta (              -- what this file is: id, title, version, serial, built_on, licence, languages, locales, map_sources, news, counts
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL            -- plain text, or JSON where the value is a list or map
) WITHOUT ROWID;

CREATE TABLE record (            -- everything that has a page of its own
  id TEXT PRIMARY KEY,           -- stable for ever: programme/sisfin, region/PE-AYA, province/0501, topic/sis
  kind TEXT NOT NULL CHECK (kind IN ('country','programme','region','province','district','indicator','topic','term','story','source')),
  position INTEGER NOT NULL,     -- the order an editor gave it inside its kind
  importance REAL NOT NULL DEFAULT 0.5,  -- static weight in search, 0 to 1
  reviewed INTEGER NOT NULL DEFAULT 1 CHECK (reviewed IN (0,1))  -- 0: imported by machine, nobody has read it yet
) WITHOUT ROWID;
CREATE INDEX record_by_kind ON record(kind, position);

CREATE TABLE record_text (       -- one text of a record in one language
  record_id TEXT NOT NULL REFERENCES record(id),
  field TEXT NOT NULL,           -- title, short_title, summary, definition, how_to_read, name_note, capital_note, rights, ...
  language TEXT NOT NULL,        -- es, en, ...; 'und' for a proper name that is the same in every language
  text TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('original','reviewed','machine')),
  PRIMARY KEY (record_id, field, language)
) WITHOUT ROWID;

CREATE TABLE record_sort (       -- collation key of the title, for ORDER BY (Unicode collation, Áncash next to Amazonas, Ñ after N)
  record_id TEXT NOT NULL REFERENCES record(id),
  language TEXT NOT NULL,
  sort_key BLOB NOT NULL,
  PRIMARY KEY (record_id, language)
) WITHOUT ROWID;

CREATE TABLE alias (             -- other names a person may type
  record_id TEXT NOT NULL REFERENCES record(id),
  language TEXT NOT NULL,        -- es, en, qu, ay, ... or 'und'
  name TEXT NOT NULL,
  note TEXT,                     -- 'old spelling', 'ISO 3166-2', 'acronym', ...
  PRIMARY KEY (record_id, language, name)
) WITHOUT ROWID;

CREATE TABLE code (              -- a code of a record in a named scheme
  record_id TEXT NOT NULL REFERENCES record(id),
  scheme TEXT NOT NULL,          -- inei, reniec, iso_3166_2, dac, navision, dgd, iati
  code TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('verified','suggested')),  -- suggested: ours, not found in a source
  source_id TEXT REFERENCES source(id),
  PRIMARY KEY (record_id, scheme, code)
) WITHOUT ROWID;
CREATE TABLE code_text (         -- the code's own name, or why we suggest it
  record_id TEXT NOT NULL, scheme TEXT NOT NULL, code TEXT NOT NULL,
  field TEXT NOT NULL CHECK (field IN ('name','reason')),
  language TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (record_id, scheme, code, field, language),
  FOREIGN KEY (record_id, scheme, code) REFERENCES code(record_id, scheme, code)
) WITHOUT ROWID;

CREATE TABLE statement (         -- one sentence about a record that a source stands behind (or that is marked not verified)
  id INTEGER PRIMARY KEY,
  record_id TEXT NOT NULL REFERENCES record(id),
  role TEXT NOT NULL CHECK (role IN ('objective','fact','result','contradiction','gap','note')),  -- gap: not found in the sources
  position INTEGER NOT NULL,
  verified INTEGER NOT NULL CHECK (verified IN (0,1)),
  confidence TEXT CHECK (confidence IN ('A','B','C','D'))
);
CREATE INDEX statement_by_record ON statement(record_id, role, position);
CREATE TABLE statement_text (
  statement_id INTEGER NOT NULL REFERENCES statement(id),
  field TEXT NOT NULL CHECK (field IN ('text','note')),
  language TEXT NOT NULL, text TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('original','reviewed','machine')),
  PRIMARY KEY (statement_id, field, language)
) WITHOUT ROWID;
CREATE TABLE statement_source (
  statement_id INTEGER NOT NULL REFERENCES statement(id),
  source_id TEXT NOT NULL REFERENCES source(id),
  position INTEGER NOT NULL,
  locator TEXT,                  -- page, table or section, where known
  PRIMARY KEY (statement_id, source_id)
) WITHOUT ROWID;
CREATE INDEX statement_by_source ON statement_source(source_id);

CREATE TABLE statement_place (   -- a place that the sentence is about; it is told on the sheet of the place too
  place_id TEXT NOT NULL REFERENCES place(id), statement_id INTEGER NOT NULL REFERENCES statement(id),
  PRIMARY KEY (place_id, statement_id)
) WITHOUT ROWID;

CREATE TABLE link (              -- record to record; read in both directions
  from_id TEXT NOT NULL REFERENCES record(id),
  to_id TEXT NOT NULL REFERENCES record(id),
  role TEXT NOT NULL,            -- about, related, explains, works_in, located_in, see, not_comparable
  position INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (from_id, to_id, role)
) WITHOUT ROWID;
CREATE INDEX link_back ON link(to_id, role);

CREATE TABLE record_source (     -- every source a record rests on, for the list at the foot of its sheet
  record_id TEXT NOT NULL REFERENCES record(id),
  source_id TEXT NOT NULL REFERENCES source(id),
  position INTEGER NOT NULL,
  PRIMARY KEY (record_id, source_id)
) WITHOUT ROWID;
CREATE INDEX record_by_source ON record_source(source_id);

CREATE TABLE sector (            -- our grouping of programmes; each has a colour, an icon and a word
  id TEXT PRIMARY KEY, position INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE theme (             -- grouping of indicators and topics
  id TEXT PRIMARY KEY, position INTEGER NOT NULL, used_by TEXT NOT NULL CHECK (used_by IN ('indicator','topic'))
) WITHOUT ROWID;
CREATE TABLE label (             -- names of small vocabularies: sector, theme, unit, qualifier, producer, confidence, norm_role ...
  vocabulary TEXT NOT NULL, key TEXT NOT NULL, language TEXT NOT NULL,
  name TEXT NOT NULL, description TEXT,
  PRIMARY KEY (vocabulary, key, language)
) WITHOUT ROWID;

CREATE TABLE source (
  id TEXT PRIMARY KEY REFERENCES record(id),   -- source/sisfin-tn
  publisher TEXT, year TEXT, year_note TEXT, url TEXT,
  reliability TEXT NOT NULL CHECK (reliability IN ('A','B','C','D')),
  licence TEXT, title_language TEXT
) WITHOUT ROWID;

CREATE TABLE programme (
  id TEXT PRIMARY KEY REFERENCES record(id),
  acronym TEXT,                  -- as printed, NULL where it has none
  sector_id TEXT NOT NULL REFERENCES sector(id),
  start_date TEXT, end_date TEXT,              -- 2012, 2012-04 or 2012-04-30; NULL: not found in the sources
  dates_verified INTEGER NOT NULL CHECK (dates_verified IN (0,1)),
  dates_planned INTEGER NOT NULL CHECK (dates_planned IN (0,1)),  -- 1: the dates of the plan; what came of it is not known
  active_in TEXT,                -- the latest date at which a source found it still active; NULL: no such source
  status TEXT NOT NULL CHECK (status IN ('closed','active','unknown')),
  budget_amount REAL, budget_currency TEXT,
  budget_verified INTEGER, regions_verified INTEGER NOT NULL CHECK (regions_verified IN (0,1)),
  implementer TEXT, confidence TEXT NOT NULL CHECK (confidence IN ('A','B','C','D')),
  national INTEGER NOT NULL CHECK (national IN (0,1))  -- 1: it reached the whole country, whatever regions it names
) WITHOUT ROWID;
CREATE TABLE programme_part_source (     -- who gives the dates and the list of regions, where that is told
  programme_id TEXT NOT NULL REFERENCES programme(id), part TEXT NOT NULL CHECK (part IN ('dates','regions')),
  source_id TEXT NOT NULL REFERENCES source(id), position INTEGER NOT NULL, locator TEXT,
  PRIMARY KEY (programme_id, part, source_id)
) WITHOUT ROWID;
CREATE TABLE programme_budget_source (
  programme_id TEXT NOT NULL REFERENCES programme(id), source_id TEXT NOT NULL REFERENCES source(id), position INTEGER NOT NULL,
  PRIMARY KEY (programme_id, source_id)
) WITHOUT ROWID;
CREATE TABLE programme_region (
  programme_id TEXT NOT NULL REFERENCES programme(id), place_id TEXT NOT NULL REFERENCES place(id), position INTEGER NOT NULL,
  PRIMARY KEY (programme_id, place_id)
) WITHOUT ROWID;
CREATE INDEX programme_by_region ON programme_region(place_id);
CREATE TABLE programme_partner (
  programme_id TEXT NOT NULL REFERENCES programme(id), position INTEGER NOT NULL,
  name TEXT NOT NULL,            -- as printed
  record_id TEXT REFERENCES record(id),        -- the topic or term that explains it, where there is one
  PRIMARY KEY (programme_id, position)
) WITHOUT ROWID;
CREATE TABLE programme_partner_text (   -- the partner's name per language, where it is a description and not a proper name
  programme_id TEXT NOT NULL, position INTEGER NOT NULL, language TEXT NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (programme_id, position, language),
  FOREIGN KEY (programme_id, position) REFERENCES programme_partner(programme_id, position)
) WITHOUT ROWID;

CREATE TABLE place (             -- country, regions, parts of a region, statistical units, provinces, districts
  id TEXT PRIMARY KEY REFERENCES record(id),
  level TEXT NOT NULL CHECK (level IN ('country','region','region_part','statistical_unit','province','district')),
  place_code TEXT NOT NULL UNIQUE,             -- 00, 05, 0501, 050101, and 1501p / 15R / 15L for parts and units
  parent_id TEXT REFERENCES place(id),
  capital TEXT, capital_altitude_m REAL, capital_latitude REAL, capital_longitude REAL,
  latitude REAL, longitude REAL, area_km2 REAL,
  authority TEXT
) WITHOUT ROWID;
CREATE INDEX place_by_parent ON place(parent_id);
CREATE TABLE place_trait (       -- natural region, main language, macro-region: lists with a mark whether verified
  place_id TEXT NOT NULL REFERENCES place(id), trait TEXT NOT NULL, position INTEGER NOT NULL,
  value TEXT NOT NULL,           -- key in label(vocabulary = trait)
  verified INTEGER NOT NULL CHECK (verified IN (0,1)),
  PRIMARY KEY (place_id, trait, position)
) WITHOUT ROWID;
CREATE TABLE boundary (          -- what the map draws; referential, not official cartography
  id INTEGER PRIMARY KEY,
  layer TEXT NOT NULL CHECK (layer IN ('region','neighbour','lake','capital')),
  place_id TEXT REFERENCES place(id), name TEXT NOT NULL,
  label_longitude REAL, label_latitude REAL,
  geometry TEXT NOT NULL         -- GeoJSON geometry, longitude before latitude, WGS 84
);

CREATE TABLE indicator (         -- one concept AND one method: what may be drawn as one line
  id TEXT PRIMARY KEY REFERENCES record(id),
  theme_id TEXT NOT NULL REFERENCES theme(id),
  method TEXT NOT NULL CHECK (method IN ('survey','census','register','other')),
  producer TEXT NOT NULL,
  unit TEXT NOT NULL,            -- key in label(vocabulary='unit'): percent, persons, deaths, ha, per_100000_live_births ...
  direction TEXT NOT NULL CHECK (direction IN ('higher_better','lower_better','neutral')),
  decimals INTEGER NOT NULL,
  minimum REAL, maximum REAL     -- the range a value may have; outside it the build fails
) WITHOUT ROWID;
CREATE TABLE observation_note (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE
);
CREATE TABLE observation_note_text (
  note_id INTEGER NOT NULL REFERENCES observation_note(id), language TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (note_id, language)
) WITHOUT ROWID;
CREATE TABLE observation (
  id INTEGER PRIMARY KEY,
  indicator_id TEXT NOT NULL REFERENCES indicator(id),
  place_id TEXT NOT NULL REFERENCES place(id),
  year INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2100),
  period TEXT NOT NULL,          -- 2021, 2021-Q4, 2019-12, 2023-07-31, 2001/2023: what the figure covers or is as of
  area TEXT NOT NULL CHECK (area IN ('total','urban','rural')),
  population_group TEXT NOT NULL DEFAULT '',   -- '' for everybody, else key in label(vocabulary='population_group')
  value REAL NOT NULL,
  qualifier TEXT,                -- key in label(vocabulary='qualifier'): more_than, about, almost, preliminary, derived ...
  sample_size INTEGER,           -- unweighted n of a survey estimate
  confidence TEXT NOT NULL CHECK (confidence IN ('A','B','C')),
  source_id TEXT NOT NULL REFERENCES source(id),
  locator TEXT,                  -- table or page
  note_id INTEGER REFERENCES observation_note(id),
  UNIQUE (indicator_id, place_id, year, period, area, population_group, source_id)
);
CREATE INDEX observation_by_place ON observation(place_id, indicator_id, year);
CREATE INDEX observation_by_source ON observation(source_id);

CREATE TABLE topic (
  id TEXT PRIMARY KEY REFERENCES record(id), theme_id TEXT NOT NULL REFERENCES theme(id)
) WITHOUT ROWID;
CREATE TABLE norm (              -- laws, decrees, resolutions
  id INTEGER PRIMARY KEY, topic_id TEXT NOT NULL REFERENCES topic(id), position INTEGER NOT NULL,
  reference TEXT NOT NULL,       -- Ley 29344, DS 008-2010-SA
  date_issued TEXT, date_published TEXT, verified INTEGER NOT NULL CHECK (verified IN (0,1))
);
CREATE TABLE norm_text (
  norm_id INTEGER NOT NULL REFERENCES norm(id), field TEXT NOT NULL CHECK (field IN ('role','note')), language TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (norm_id, field, language)
) WITHOUT ROWID;
CREATE TABLE norm_source (
  norm_id INTEGER NOT NULL REFERENCES norm(id), source_id TEXT NOT NULL REFERENCES source(id), PRIMARY KEY (norm_id, source_id)
) WITHOUT ROWID;

CREATE TABLE term (              -- glossary: acronyms and words
  id TEXT PRIMARY KEY REFERENCES record(id),
  acronym TEXT                   -- as it appears in text, for hover definitions; NULL for a plain word
) WITHOUT ROWID;

CREATE TABLE story (
  id TEXT PRIMARY KEY REFERENCES record(id),
  programme_id TEXT REFERENCES programme(id), place_id TEXT REFERENCES place(id),
  locality TEXT, latitude REAL, longitude REAL, altitude_m REAL, url TEXT
) WITHOUT ROWID;

CREATE TABLE event (             -- dated timeline of the cooperation, on the country sheet and the home page
  id INTEGER PRIMARY KEY, record_id TEXT NOT NULL REFERENCES record(id),
  event_date TEXT NOT NULL, end_date TEXT, verified INTEGER NOT NULL CHECK (verified IN (0,1))
);
CREATE TABLE event_text (
  event_id INTEGER NOT NULL REFERENCES event(id), language TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (event_id, language)
) WITHOUT ROWID;
CREATE TABLE event_source (
  event_id INTEGER NOT NULL REFERENCES event(id), source_id TEXT NOT NULL REFERENCES source(id), PRIMARY KEY (event_id, source_id)
) WITHOUT ROWID;
