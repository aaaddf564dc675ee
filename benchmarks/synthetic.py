"""A content file of any size, made up: for measuring, never for reading. The same scale always gives the same file.

    python -m benchmarks.synthetic FILE [--scale 1|10|100]

Names are built from syllables, texts from a small bilingual word list with a long tail of made-up words, so the words
are spread as in real text: a few everywhere, most of them rare. No person, place or programme in it is real.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
from collections.abc import Iterator
from importlib import resources
from itertools import accumulate
from pathlib import Path

from fieldref.authoring.search_index import SearchDocument, write_index
from fieldref.content.folding import fold
from fieldref.content.model import Kind
from fieldref.content.schema import APPLICATION_ID, SCHEMA_VERSION

_PAIRS = """salud health|seguro insurance|región region|programa programme|agua water|bosque forest|pobreza poverty
anemia anaemia|niñez childhood|mujeres women|hospital hospital|médico doctor|vacuna vaccine|escuela school|ley law
presupuesto budget|cooperación cooperation|desarrollo development|recursos resources|naturales natural|servicio service
atención care|afiliación enrolment|cobertura coverage|población population|comunidad community|gobierno government
gestión management|plan plan|sistema system|calidad quality|acceso access|derechos rights|violencia violence
familia family|agricultura agriculture|ganadería livestock|alpaca alpaca|café coffee|cacao cocoa|papa potato
quinua quinoa|río river|montaña mountain|valle valley|costa coast|selva rainforest|clima climate|suelo soil
energía energy|camino road|puente bridge|mercado market|empleo employment|ingreso income|hogar household
vivienda housing|saneamiento sanitation|nutrición nutrition|lactancia breastfeeding|parto birth|mortalidad mortality
enfermedad disease|tuberculosis tuberculosis|malaria malaria|dengue dengue|medicamento medicine|farmacia pharmacy
enfermería nursing|capacitación training|equipo equipment|obra works|evaluación evaluation|resultado result
objetivo objective|meta target|indicador indicator|encuesta survey|censo census|registro register|fuente source
informe report|convenio agreement|fondo fund|donación grant|apoyo support|técnico technical|rural rural|urbano urban
indígena indigenous|quechua quechua|aimara aymara|lengua language|cultura culture|historia history|proyecto project
fase phase|inicio start|cierre closing|sector sector|ambiente environment|biodiversidad biodiversity|área area
protegida protected|conservación conservation|reforestación reforestation|glaciar glacier|laguna lagoon|pasto pasture
productor producer|asociación association|mujer woman|joven youth|adulto adult|mayor older|menor younger|año year
distrito district|provincia province|capital capital|altura altitude|superficie surface|habitante inhabitant"""
_GLUE = (("de", "of"), ("la", "the"), ("en", "in"), ("y", "and"), ("para", "for"), ("con", "with"), ("por", "by"))
_SYLLABLES = """ca cha chi chu co cu hua huan hui la lla lli lo ma man mi mo na ña ni no pa pam pi pu qui qui ra ri ro
sa si so ta tam te ti to ya yan yo yu sur tor cas vel bel gua mar san ter ven cor lin dor rem bur"""
_ENDINGS = (("ción", "tion"), ("dad", "ty"), ("mente", "ly"), ("ismo", "ism"), ("", ""), ("", ""), ("ero", "er"))

SHARES = {
    Kind.PROGRAMME: 60, Kind.REGION: 25, Kind.INDICATOR: 60, Kind.TOPIC: 260, Kind.TERM: 220, Kind.STORY: 240,
    Kind.PROVINCE: 195, Kind.SOURCE: 240, Kind.DISTRICT: 1000,
}  # fmt: skip
"""Records of each kind at scale 1; with the country 2,301."""
_LARGEST = {1: 1.0, 10: 10.0, 100: 108.7}


class Words:
    """Bilingual words drawn as in real text: the n-th commonest about n times rarer than the first."""

    def __init__(self, chance: random.Random, tail: int) -> None:
        self._chance = chance
        known = [tuple(pair.split()) for line in _PAIRS.splitlines() for pair in line.split("|")]
        self.pairs: list[tuple[str, str]] = [(es, en) for es, en in known]
        self._syllables = _SYLLABLES.split()
        seen = {es for es, _ in self.pairs}
        while len(self.pairs) < tail:
            root = "".join(chance.choices(self._syllables, k=chance.choice((2, 3, 3, 4))))
            es, en = chance.choice(_ENDINGS)
            if root + es not in seen:
                seen.add(root + es)
                self.pairs.append((root + es, root + en))
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.pairs))))

    def draw(self, count: int) -> list[tuple[str, str]]:
        """`count` words with the small words between them."""
        drawn = self._chance.choices(self.pairs, cum_weights=self._weights, k=count)
        text: list[tuple[str, str]] = []
        for pair in drawn:
            if self._chance.random() < 0.4:
                text.append(self._chance.choice(_GLUE))
            text.append(pair)
        return text

    def name(self) -> str:
        """A made-up proper name."""
        name = "".join(self._chance.choices(self._syllables, k=self._chance.choice((2, 3, 3, 4)))).capitalize()
        if self._chance.random() < 0.12:
            name = self._chance.choice(("San ", "Santa ", "Nueva ", "Alto ", "Villa ")) + name
        return name


def documents(scale: int) -> Iterator[SearchDocument]:
    """The documents of a made-up file at `scale` (1, 10 or 100), in both languages."""
    chance = random.Random(20_261_100 + scale)
    words = Words(chance, tail=int(6_000 * scale**0.6))
    regions = [words.name() for _ in range(SHARES[Kind.REGION])]
    country = words.name()
    yield SearchDocument("country/ZZ", Kind.COUNTRY, "es", country, (), ("ZZ",), "País inventado.", 1.0)
    yield SearchDocument("country/ZZ", Kind.COUNTRY, "en", country, (), ("ZZ",), "A made-up country.", 1.0)
    for kind, share in SHARES.items():
        count = share if kind is Kind.REGION else round(share * _LARGEST[scale])
        for number in range(count):
            yield from _record(chance, words, kind, number, regions)


def _record(
    chance: random.Random, words: Words, kind: Kind, number: int, regions: list[str]
) -> Iterator[SearchDocument]:
    region = regions[number % len(regions)]
    name = region if kind is Kind.REGION else words.name()
    record_id = f"{kind}/s{number:06d}"
    importance = round(chance.random(), 3)
    if kind is Kind.DISTRICT:
        yield SearchDocument(record_id, kind, "und", name, (), (f"{number:06d}",), "", importance, number, region)
        return
    if kind is Kind.PROVINCE:
        yield SearchDocument(record_id, kind, "und", name, (), (f"{number:04d}",), "", importance, number, region)
        return
    acronym = "".join(chance.choices("ABCDEFGILMNOPRSTU", k=chance.choice((4, 5, 6))))
    title = words.draw(chance.choice((3, 4, 5)))
    body = words.draw(chance.randrange(40, 110))
    code = f"ZZ {number:05d} {kind[:2].upper()}"
    only_spanish = chance.random() < 0.03
    for at, language in enumerate(("es", "en")):
        if only_spanish and language == "en":
            continue
        texts = [pair[at] for pair in body]
        lines = [" ".join(texts[i : i + 14]).capitalize() + "." for i in range(0, len(texts), 14)]
        heading = name if kind is Kind.REGION else f"{' '.join(pair[at] for pair in title).capitalize()} {name}"
        yield SearchDocument(
            record_id, kind, language, heading, (acronym,), (code,), "\n".join([*lines, region]), importance, number,
            region,
        )  # fmt: skip


def write(path: Path, scale: int) -> int:
    """Write a whole made-up content file, index included; returns how many records it has. Half a file is never left
    under its name."""
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)
    count = _write(draft, scale)
    draft.replace(path)
    return count


def _write(path: Path, scale: int) -> int:
    connection = sqlite3.connect(path)
    try:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096;")
        connection.executescript(resources.files("fieldref.content").joinpath("schema.sql").read_text("utf-8"))
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        connection.execute("BEGIN")
        meta = {
            "id": "synthetic", "title": '{"es": "Contenido inventado", "en": "Made-up content"}', "version": "2026.01",
            "serial": "1", "built_on": "2026-01-01", "licence": "CC0-1.0", "languages": '["es", "en"]',
            "default_language": "es", "country_id": "country/ZZ",
        }  # fmt: skip
        connection.executemany("INSERT INTO meta VALUES (?,?)", meta.items())
        _vocabularies(connection)
        count = write_index(connection, _stored(connection, documents(scale)))
        connection.commit()
        connection.execute("VACUUM")
        connection.execute("ANALYZE")
    finally:
        connection.close()
    return count


def _vocabularies(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO sector VALUES ('health', 1)")
    connection.execute("INSERT INTO theme VALUES ('health', 1, 'topic')")
    connection.execute("INSERT INTO theme VALUES ('insurance', 2, 'indicator')")
    for vocabulary, key, es, en in (
        ("sector", "health", "Salud", "Health"),
        ("theme", "health", "Salud", "Health"),
        ("theme", "insurance", "Aseguramiento", "Insurance"),
        ("unit", "percent", "%", "%"),
        ("producer", "nobody", "Nadie", "Nobody"),
    ):
        for language, name in (("es", es), ("en", en)):
            connection.execute("INSERT INTO label VALUES (?,?,?,?,NULL)", (vocabulary, key, language, name))


def _stored(connection: sqlite3.Connection, found: Iterator[SearchDocument]) -> Iterator[SearchDocument]:
    """Passes the documents on, and stores each record's rows on the way."""
    seen: set[str] = set()
    for document in found:
        if document.record_id not in seen:
            seen.add(document.record_id)
            row = (document.record_id, str(document.kind), document.position, document.importance)
            connection.execute("INSERT INTO record VALUES (?,?,?,?,1)", row)
            _store_kind(connection, document)
        for language in ("es", "en") if document.language == "und" else (document.language,):
            key = (document.record_id, language, fold(document.title).encode())
            connection.execute("INSERT INTO record_sort VALUES (?,?,?)", key)
        texts = {"title": document.title, "summary": document.body}
        for name, text in texts.items():
            if text:
                row_text = (document.record_id, name, document.language, text, "original")
                connection.execute("INSERT INTO record_text VALUES (?,?,?,?,?)", row_text)
        yield document


def _store_kind(connection: sqlite3.Connection, document: SearchDocument) -> None:
    own = document.record_id
    match document.kind:
        case Kind.PROGRAMME:
            connection.execute(
                "INSERT INTO programme (id, acronym, sector_id, dates_verified, dates_planned, status,"
                " regions_verified, confidence, national) VALUES (?,?,'health',0,0,'unknown',0,'D',0)",
                (own, document.aliases[0]),
            )
        case Kind.INDICATOR:
            connection.execute(
                "INSERT INTO indicator VALUES (?,'insurance','survey','nobody','percent','neutral',1,0,100)", (own,)
            )
        case Kind.TOPIC:
            connection.execute("INSERT INTO topic VALUES (?,'health')", (own,))
        case Kind.TERM:
            connection.execute("INSERT INTO term VALUES (?,?)", (own, document.aliases[0]))
        case Kind.STORY:
            connection.execute("INSERT INTO story VALUES (?,NULL,NULL,NULL,NULL,NULL,NULL,NULL)", (own,))
        case Kind.SOURCE:
            connection.execute("INSERT INTO source VALUES (?,NULL,NULL,NULL,NULL,'D',NULL,NULL)", (own,))
        case Kind.COUNTRY | Kind.REGION | Kind.PROVINCE | Kind.DISTRICT:
            connection.execute(
                "INSERT INTO place VALUES (?,?,?,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL)",
                (own, str(document.kind), f"{document.kind[0]}{document.position}"),
            )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument("--scale", type=int, default=1, choices=sorted(_LARGEST))
    arguments = parser.parse_args()
    print(write(arguments.file, arguments.scale), "records")


if __name__ == "__main__":
    main()
