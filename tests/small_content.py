"""A content file small enough to read, with one of everything: made by hand from the schema, with invented places."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from fieldref.content.schema import APPLICATION_ID, SCHEMA_VERSION, schema_sql

META = {
    "id": "test-reference",
    "title": json.dumps({"es": "Referencia de prueba", "en": "Test reference"}),
    "version": "2026.11",
    "serial": "3",
    "built_on": "2026-11-23",
    "licence": "CC BY 4.0",
    "languages": '["es", "en"]',
    "default_language": "es",
    "country_id": "country/ZZ",
}

# id, kind, position, title es, title en (None: missing; same: proper name), further texts
RECORDS: list[tuple[str, str, int, str | None, str | None, dict[str, tuple[str | None, str | None]]]] = [
    ("country/ZZ", "country", 1, "Zetalandia", "Zedland", {"summary": ("Un país de prueba.", "A test country.")}),
    ("region/ZZ-ANC", "region", 2, "Áncora", "Áncora", {}),
    ("region/ZZ-AMA", "region", 1, "Amable", "Amable", {"summary": ("Región con río.", None)}),
    ("region/ZZ-ZOR", "region", 3, "Zorro", "Zorro", {}),
    ("province/0101", "province", 1, "Ñandú", "Ñandú", {}),
    ("province/0102", "province", 2, "Nube", "Nube", {}),
    ("district/010101", "district", 1, "Laguna Alta", "Laguna Alta", {}),
    (
        "programme/agua",
        "programme",
        1,
        "Programa de agua <segura> & limpia",
        "Programme for <safe> & clean water",
        {"summary": ("Agua para la salud con el SIS. El SIS paga.", "Water for health with SIS. SIS pays.")},
    ),
    ("programme/monte", "programme", 2, "Programa del monte", None, {}),
    (
        "topic/seguro",
        "topic",
        1,
        "Seguro de salud",
        "Health insurance",
        {"summary": ("Qué es el SIS.", "What SIS is.")},
    ),
    (
        "term/sis",
        "term",
        1,
        "Seguro Integral (SIS)",
        "Integral Insurance (SIS)",
        {"summary": ("Seguro público de prueba.", "Public test insurance.")},
    ),
    ("story/alpaca", "story", 1, "La alpaca", "The alpaca", {"summary": ("Una historia.", "A story.")}),
    (
        "indicator/insured_any_pct",
        "indicator",
        1,
        "Con seguro de salud (encuesta)",
        "With health insurance (survey)",
        {
            "definition": ("Población con algún seguro.", "People with any insurance."),
            "how_to_read": ("De cada 100 personas.", "Out of every 100 people."),
        },
    ),
    (
        "indicator/insured_census_pct",
        "indicator",
        2,
        "Con seguro de salud (censo)",
        "With health insurance (census)",
        {"definition": ("Según el censo.", "By the census.")},
    ),
    ("source/uno", "source", 1, "Informe uno", None, {"rights": ("Sin permiso de copia.", "No copying.")}),
    ("source/dos", "source", 2, "Report two", "Report two", {}),
]

SQL = """
INSERT INTO sector VALUES ('health', 1), ('environment', 2);
INSERT INTO theme VALUES ('insurance', 1, 'indicator'), ('health', 1, 'topic');
INSERT INTO label VALUES
  ('sector','health','es','Salud',NULL), ('sector','health','en','Health',NULL),
  ('sector','environment','es','Ambiente',NULL), ('sector','environment','en','Environment',NULL),
  ('theme','insurance','es','Seguro de salud',NULL), ('theme','insurance','en','Health insurance',NULL),
  ('theme','health','es','Salud',NULL), ('theme','health','en','Health',NULL),
  ('unit','percent','es','%','porcentaje'), ('unit','percent','en','%','per cent'),
  ('unit','persons','es','personas',NULL), ('unit','persons','en','people',NULL),
  ('qualifier','more_than','es','más de',NULL), ('qualifier','more_than','en','more than',NULL),
  ('qualifier','preliminary','es','preliminar',NULL), ('qualifier','preliminary','en','preliminary',NULL),
  ('reliability','A','es','Oficial',NULL), ('reliability','A','en','Official',NULL),
  ('natural_region','sierra','es','Sierra',NULL), ('natural_region','sierra','en','Highlands',NULL);
INSERT INTO source VALUES
  ('source/uno','Instituto Uno','2020',NULL,'https://example.org/uno?a=1&b=2','A','CC BY 4.0','es'),
  ('source/dos','Office Two',NULL,'n.d.',NULL,'B',NULL,'en');
INSERT INTO place VALUES
  ('country/ZZ','country','00',NULL,'Capital',150,-12,-77,-10,-75,1285216,NULL),
  ('region/ZZ-AMA','region','01','country/ZZ','Puerto',120,-6,-77,-6,-77,39249.13,'Gobierno de Amable'),
  ('region/ZZ-ANC','region','02','country/ZZ',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL),
  ('region/ZZ-ZOR','region','03','country/ZZ',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL),
  ('province/0101','province','0101','region/ZZ-AMA','Ñandú',NULL,NULL,NULL,NULL,NULL,NULL,NULL),
  ('province/0102','province','0102','region/ZZ-AMA',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL),
  ('district/010101','district','010101','province/0101',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO place_trait VALUES ('region/ZZ-AMA','natural_region',1,'sierra',0);
INSERT INTO programme VALUES
  ('programme/agua','AGUA','health','2012-04','2015',1,0,NULL,'closed',6500000,'EUR',1,1,'Agencia','A',0),
  ('programme/monte',NULL,'environment',NULL,NULL,0,0,NULL,'unknown',NULL,NULL,NULL,0,NULL,'D',0);
INSERT INTO programme_budget_source VALUES ('programme/agua','source/dos',1);
INSERT INTO programme_region VALUES
  ('programme/agua','region/ZZ-ZOR',1), ('programme/agua','region/ZZ-AMA',2), ('programme/monte','region/ZZ-AMA',1);
INSERT INTO programme_partner VALUES ('programme/agua',1,'SIS','term/sis'), ('programme/agua',2,'Vecinos',NULL);
INSERT INTO alias VALUES
  ('programme/agua','und','AGUA-1','acronym'), ('region/ZZ-AMA','qu','Sumaq','ISO 3166-2'),
  ('region/ZZ-AMA','en','Lovely','old spelling');
INSERT INTO code VALUES
  ('programme/agua','dac','12110','suggested',NULL), ('programme/agua','navision','PER 01','verified','source/uno'),
  ('region/ZZ-AMA','inei','01','verified','source/dos'), ('region/ZZ-AMA','reniec','04','verified',NULL);
INSERT INTO code_text VALUES
  ('programme/agua','dac','12110','name','es','Política de salud'),
  ('programme/agua','dac','12110','name','en','Health policy'),
  ('programme/agua','dac','12110','reason','es','Es lo más parecido.'),
  ('programme/agua','dac','12110','reason','en','It is the best fit.');
INSERT INTO statement VALUES
  (1,'programme/agua','objective',1,1,'A'), (2,'programme/agua','fact',1,1,'A'), (3,'programme/agua','fact',2,0,'D'),
  (4,'programme/agua','contradiction',1,1,NULL), (5,'programme/agua','gap',1,1,NULL),
  (6,'programme/agua','result',1,1,'A'), (7,'topic/seguro','fact',1,1,'A'), (8,'country/ZZ','fact',1,1,'A'),
  (9,'story/alpaca','fact',1,1,'A'), (10,'programme/monte','fact',1,1,'B');
INSERT INTO statement_text VALUES
  (1,'text','es','Que haya agua.','original'), (1,'text','en','That there be water.','reviewed'),
  (2,'text','es','El SIS usó 3 pozos.','original'), (2,'text','en','SIS used 3 wells.','reviewed'),
  (2,'note','es','Se contaron dos veces.','original'), (2,'note','en','Counted twice.','reviewed'),
  (3,'text','es','Quizá hubo más.','original'), (3,'text','en','There may have been more.','reviewed'),
  (4,'text','es','Una fuente dice 2014.','original'), (4,'text','en','One source says 2014.','reviewed'),
  (5,'text','es','Aporte local','original'), (5,'text','en','Local contribution','reviewed'),
  (6,'text','es','Hay agua.','original'), (6,'text','en','There is water.','reviewed'),
  (7,'text','es','Es público.','original'), (7,'text','en','It is public.','reviewed'),
  (8,'text','es','Empezó en 1965.','original'), (8,'text','en','It began in 1965.','reviewed'),
  (9,'text','es','La alpaca pasta.','original'), (9,'text','en','The alpaca grazes.','reviewed'),
  (10,'text','es','Solo en español.','original');
INSERT INTO statement_source VALUES
  (1,'source/uno',1,'p. 4'), (2,'source/dos',1,NULL), (2,'source/uno',2,NULL), (3,'source/uno',1,NULL),
  (4,'source/dos',1,NULL), (6,'source/uno',1,NULL), (7,'source/uno',1,NULL), (8,'source/uno',1,NULL),
  (9,'source/dos',1,NULL), (10,'source/uno',1,NULL);
INSERT INTO record_source VALUES ('programme/agua','source/uno',1), ('programme/agua','source/dos',2);
INSERT INTO link VALUES
  ('topic/seguro','programme/agua','explains',1), ('topic/seguro','indicator/insured_any_pct','explains',2),
  ('programme/agua','programme/monte','related',1), ('story/alpaca','programme/agua','about',1),
  ('indicator/insured_any_pct','indicator/insured_census_pct','not_comparable',1);
INSERT INTO topic VALUES ('topic/seguro','health');
INSERT INTO norm VALUES
  (1,'topic/seguro',1,'Ley 1','2009-04-09',NULL,1), (2,'topic/seguro',2,'DS 2',NULL,NULL,0);
INSERT INTO norm_text VALUES (1,'role','es','La crea.'), (1,'role','en','Creates it.');
INSERT INTO norm_source VALUES (1,'source/uno'), (2,'source/dos');
INSERT INTO term VALUES ('term/sis','SIS');
INSERT INTO story VALUES
  ('story/alpaca','programme/agua','region/ZZ-AMA','Alta',-13.3,-74.8,4500,'https://example.org/alpaca');
INSERT INTO indicator VALUES
  ('indicator/insured_any_pct','insurance','survey','Instituto','percent','higher_better',1,0,100),
  ('indicator/insured_census_pct','insurance','census','Instituto','percent','higher_better',1,0,100);
INSERT INTO observation_note VALUES (1,'n1');
INSERT INTO observation_note_text VALUES (1,'es','Cambió la pregunta.'), (1,'en','The question changed.');
INSERT INTO observation
  (id, indicator_id, place_id, year, period, area, population_group, value, qualifier, sample_size, confidence,
   source_id, locator, note_id) VALUES
  (1,'indicator/insured_any_pct','country/ZZ',2019,'2019','total','',75.25,NULL,NULL,'A','source/uno','t. 1',NULL),
  (2,'indicator/insured_any_pct','country/ZZ',2021,'2021-Q4','total','',80.1,'preliminary',900,'A','source/uno',NULL,1),
  (3,'indicator/insured_any_pct','region/ZZ-AMA',2019,'2019','total','',60.5,NULL,NULL,'A','source/uno',NULL,NULL),
  (4,'indicator/insured_any_pct','region/ZZ-AMA',2019,'2019','rural','',66.0,NULL,NULL,'A','source/uno',NULL,NULL),
  (5,'indicator/insured_any_pct','region/ZZ-AMA',2004,'2004','total','',40.0,NULL,NULL,'B','source/dos',NULL,NULL),
  (6,'indicator/insured_census_pct','region/ZZ-AMA',2025,'2025','total','',70.0,'more_than',NULL,'A','source/uno',NULL,
   NULL),
  (7,'indicator/insured_census_pct','region/ZZ-AMA',2025,'2025','total','quechua',50.0,NULL,NULL,'A','source/uno',NULL,
   NULL),
  (8,'indicator/insured_any_pct','region/ZZ-ANC',2019,'2019','total','',61.0,NULL,NULL,'A','source/uno',NULL,NULL);
INSERT INTO event VALUES (1,'country/ZZ','2019-06',NULL,1), (2,'country/ZZ','1965',NULL,1);
INSERT INTO event_text VALUES (1,'es','Fin.'), (1,'en','End.'), (2,'es','Convenio.'), (2,'en','Agreement.');
INSERT INTO event_source VALUES (1,'source/uno'), (2,'source/dos');
INSERT INTO boundary VALUES
  (1,'region','region/ZZ-AMA','Amable',-77,-6,'{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}'),
  (2,'lake',NULL,'Lago',NULL,NULL,'{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}');
"""

_ALPHABET = {"á": "a", "ñ": "n~", "é": "e"}


def make_content(path: Path) -> Path:
    """Writes the small content file at `path` and returns it."""
    connection = sqlite3.connect(path)
    try:
        connection.executescript(schema_sql())
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.executemany("INSERT INTO meta VALUES (?, ?)", META.items())
        for record in RECORDS:
            _write_record(connection, *record)
        connection.executescript(SQL)
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        assert not broken, broken
        connection.commit()
    finally:
        connection.close()
    return path


def _write_record(
    connection: sqlite3.Connection,
    record_id: str,
    kind: str,
    position: int,
    es: str | None,
    en: str | None,
    texts: dict[str, tuple[str | None, str | None]],
) -> None:
    connection.execute("INSERT INTO record (id, kind, position) VALUES (?, ?, ?)", (record_id, kind, position))
    same = es == en
    for field, (spanish, english) in {"title": (es, None if same else en), **texts}.items():
        for language, text in (("und" if same and field == "title" else "es", spanish), ("en", english)):
            if text is not None:
                status = "reviewed" if language == "en" else "original"
                connection.execute(
                    "INSERT INTO record_text VALUES (?, ?, ?, ?, ?)", (record_id, field, language, text, status)
                )
    for language, title in (("es", es or en), ("en", en or es)):
        key = "".join(_ALPHABET.get(letter, letter) for letter in (title or "").lower())
        connection.execute("INSERT INTO record_sort VALUES (?, ?, ?)", (record_id, language, key.encode()))
