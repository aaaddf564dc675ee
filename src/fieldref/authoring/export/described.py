"""The tables of the content as others get them: which columns, what each holds, where it comes from."""

from __future__ import annotations

from fieldref.authoring.export.columns import (
    REVIEWED,
    SOURCES,
    Column,
    Described,
    gathered,
    record_id,
    said,
    text,
    yes,
)


def described(languages: tuple[str, ...]) -> tuple[Described, ...]:
    """Every table, in the order of a data package: what is pointed at comes first."""
    return (
        *_words(languages),
        _sources(languages),
        _places(languages),
        _programmes(languages),
        *_explained(languages),
        *_sentences(languages),
        _indicators(languages),
        _observations(languages),
    )


def _words(languages: tuple[str, ...]) -> tuple[Described, ...]:
    labels = Described(
        "labels", "Words of the small vocabularies", "FROM label ORDER BY vocabulary, key, language",
        (
            Column("vocabulary", "vocabulary", "vocabulary", required=True),
            Column("key", "key", "what the other tables write", required=True),
            Column("language", "language", "language of the word", required=True),
            Column("name", "name", "the word", required=True),
            Column("description", "description", "what it means"),
        ),
        ("vocabulary", "key", "language"),
    )  # fmt: skip
    notes = Described(
        "observation_notes", "Remarks that figures share", "FROM observation_note AS n ORDER BY n.key",
        (
            Column("key", "n.key", "what observations write in `note`", required=True),
            *said("observation_note_text", "note_id = n.id", "text", "the remark", languages),
        ),
        ("key",),
    )  # fmt: skip
    return labels, notes


def _sources(languages: tuple[str, ...]) -> Described:
    return Described(
        "sources", "Where statements and figures come from",
        "FROM source AS s JOIN record AS r ON r.id = s.id ORDER BY r.position",
        (
            record_id("source"),
            *text("title", "r.id", "title, as printed", languages, "#meta+source+name"),
            *text("described", "r.id", "what it is, where it has no title", languages),
            Column("publisher", "s.publisher", "publisher", hxl="#meta+publisher"),
            Column("year", "s.year", "year of publication", hxl="#date+year"),
            Column("url", "s.url", "address", hxl="#meta+url"),
            Column("reliability", "s.reliability", "A official, B quoting it, C weak, D none", required=True),
            Column("licence", "s.licence", "its licence, where it names one", hxl="#meta+license"),
            *text("rights", "r.id", "what may be done with it", languages),
        ),
        ("id",),
    )  # fmt: skip


def _places(languages: tuple[str, ...]) -> Described:
    return Described(
        "places", "Country, regions, parts of regions, provinces and districts",
        "FROM place AS p JOIN record AS r ON r.id = p.id ORDER BY p.level, p.place_code",
        (
            record_id("place"),
            Column("level", "p.level", "administrative level", required=True, hxl="#meta+level"),
            Column("place_code", "p.place_code", "code of the national statistics office; text, with leading zeros",
                   required=True, hxl="#adm+code"),
            Column("parent", "p.parent_id", "place it lies in", points_at=("", "id"), hxl="#adm+parent"),
            Column("iso_3166_2", "(SELECT code FROM code WHERE record_id = r.id AND scheme = 'iso_3166_2')",
                   "code of ISO 3166-2", hxl="#adm+code+iso"),
            *text("title", "r.id", "name", languages, "#adm+name"),
            Column("capital", "p.capital", "capital"),
            Column("latitude", "coalesce(p.latitude, p.capital_latitude)", "degrees north, of its capital", "number",
                   hxl="#geo+lat"),
            Column("longitude", "coalesce(p.longitude, p.capital_longitude)", "degrees east, of its capital", "number",
                   hxl="#geo+lon"),
            Column("area_km2", "p.area_km2", "area in square kilometres", "number"),
            SOURCES,
        ),
        ("id",),
    )  # fmt: skip


def _programmes(languages: tuple[str, ...]) -> Described:
    return Described(
        "programmes", "Cooperation programmes",
        "FROM programme AS p JOIN record AS r ON r.id = p.id ORDER BY r.position",
        (
            record_id("programme"),
            Column("acronym", "p.acronym", "acronym, as printed", hxl="#activity+acronym"),
            *text("title", "r.id", "title", languages, "#activity+name"),
            *text("summary", "r.id", "summary", languages, "#description"),
            Column("sector", "p.sector_id", "key in labels, vocabulary sector", required=True, hxl="#sector"),
            Column("start", "p.start_date", "2012, 2012-04 or 2012-04-30; empty: not found", hxl="#date+start"),
            Column("end", "p.end_date", "as start", hxl="#date+end"),
            yes("dates_verified", "p.dates_verified", "whether a reliable source gives the dates"),
            Column("dates_sources", _part("dates"), "who gives the dates, where that is told; else `sources`"),
            yes("dates_planned", "p.dates_planned", "whether the dates are those of the plan, not what came of it"),
            Column("active_in", "p.active_in", "latest date at which a source found it active", hxl="#date+active"),
            Column("status", "p.status", "closed, active or unknown", required=True, hxl="#status"),
            Column("budget_amount", "p.budget_amount", "amount in its currency; empty: not found", "number",
                   hxl="#value+budget"),
            Column("budget_currency", "p.budget_currency", "currency, ISO 4217", hxl="#currency"),
            yes("budget_verified", "p.budget_verified", "whether a reliable source gives the amount"),
            Column("regions", gathered("programme_region", "place_id", "programme_id = p.id", "position"),
                   "ids of places, separated by semicolons", hxl="#adm+list"),
            yes("regions_verified", "p.regions_verified", "whether a reliable source lists the regions"),
            Column("regions_sources", _part("regions"), "who gives the list of regions, where that is told"),
            yes("national", "p.national", "whether it reached the whole country, whatever regions it names"),
            Column("partners", gathered("programme_partner", "name", "programme_id = p.id", "position"),
                   "organisations as printed, separated by semicolons", hxl="#org+list"),
            Column("implementer", "p.implementer", "who carried it out", hxl="#org+impl"),
            Column("confidence", "p.confidence", "key in labels, vocabulary confidence", required=True),
            REVIEWED,
            SOURCES,
        ),
        ("id",),
    )  # fmt: skip


def _part(part: str) -> str:
    """The sources of a part of a programme."""
    where = f"programme_id = p.id AND part = '{part}'"
    return gathered("programme_part_source", "source_id || coalesce(' ' || locator, '')", where, "position")


def _explained(languages: tuple[str, ...]) -> tuple[Described, ...]:
    def table(name: str, kind: str, title: str, more: tuple[Column, ...], join: str) -> Described:
        return Described(
            name, title, f"FROM {kind} AS x JOIN record AS r ON r.id = x.id {join} ORDER BY r.position, r.id",
            (record_id(kind), *text("title", "r.id", "title", languages), *text("summary", "r.id", "text", languages),
             *more, REVIEWED, SOURCES), ("id",))  # fmt: skip

    norms = Described(
        "norms", "Laws, decrees and resolutions", "FROM norm AS n ORDER BY n.id",
        (
            Column("topic", "n.topic_id", "topic it belongs to", required=True, points_at=("topics", "id")),
            Column("reference", "n.reference", "as it is cited", required=True),
            Column("issued", "n.date_issued", "date"), Column("published", "n.date_published", "date"),
            yes("verified", "n.verified", "whether a source was checked"),
            Column("sources", gathered("norm_source", "source_id", "norm_id = n.id", "source_id"), "ids of sources"),
        ),
        ("topic", "reference"),
    )  # fmt: skip
    theme = (Column("theme", "x.theme_id", "key in labels, vocabulary theme", required=True),)
    acronym = (Column("acronym", "x.acronym", "as it stands in running text"),)
    story = (
        Column("programme", "x.programme_id", "programme it is about", points_at=("programmes", "id")),
        Column("place", "x.place_id", "place", points_at=("places", "id")),
        Column("locality", "x.locality", "locality"),
        Column("latitude", "x.latitude", "degrees north", "number"),
        Column("longitude", "x.longitude", "degrees east", "number"),
        Column("url", "x.url", "address of the original text"),
    )
    return (
        table("topics", "topic", "Subjects explained", theme, ""),
        table("terms", "term", "Glossary", acronym, ""),
        table("stories", "story", "Field stories", story, ""),
        norms,
    )


def _sentences(languages: tuple[str, ...]) -> tuple[Described, ...]:
    statements = Described(
        "statements", "Sentences with their sources", "FROM statement AS s ORDER BY s.id",
        (
            Column("record", "s.record_id", "record it belongs to", required=True),
            Column("role", "s.role", "objective, fact, result, contradiction, gap (not found) or note", required=True),
            Column("position", "s.position", "order in its record", "integer", required=True),
            yes("verified", "s.verified", "whether a reliable source stands behind it"),
            *said("statement_text", "statement_id = s.id AND field = 'text'", "text", "the sentence", languages),
            *said("statement_text", "statement_id = s.id AND field = 'note'", "note", "a note on it", languages),
            Column("sources", gathered("statement_source", "source_id || coalesce(' ' || locator, '')",
                   "statement_id = s.id", "position"), "ids of sources, with page or table"),
            Column("places", gathered("statement_place", "place_id", "statement_id = s.id", "place_id"),
                   "places that the sentence is about, whose sheets tell it too"),
        ),
        ("record", "role", "position"),
    )  # fmt: skip
    events = Described(
        "events", "Timeline", "FROM event AS e ORDER BY e.event_date, e.id",
        (
            Column("date", "e.event_date", "2012, 2012-04 or 2012-04-30", required=True),
            Column("end", "e.end_date", "where it lasted"),
            yes("verified", "e.verified", "whether a reliable source stands behind it"),
            *said("event_text", "event_id = e.id", "text", "what happened", languages),
            Column("sources", gathered("event_source", "source_id", "event_id = e.id", "source_id"), "ids of sources"),
        ),
        (),
    )  # fmt: skip
    codes = Described(
        "codes", "Codes of records in named schemes", "FROM code ORDER BY record_id, scheme, code",
        (
            Column("record", "record_id", "record", required=True), Column("scheme", "scheme", "scheme", required=True),
            Column("code", "code", "the code, as text", required=True),
            Column("status", "status", "verified, or suggested: ours, found in no source", required=True),
        ),
        ("record", "scheme", "code"),
    )  # fmt: skip
    aliases = Described(
        "aliases", "Other names of records", "FROM alias ORDER BY record_id, language, name",
        (
            Column("record", "record_id", "record", required=True),
            Column("language", "language", "language, und where it has none", required=True),
            Column("name", "name", "the name", required=True), Column("note", "note", "what name it is"),
        ),
        ("record", "language", "name"),
    )  # fmt: skip
    return statements, events, codes, aliases


def _indicators(languages: tuple[str, ...]) -> Described:
    return Described(
        "indicators", "One concept and one method each: what may be drawn as one line",
        "FROM indicator AS i JOIN record AS r ON r.id = i.id ORDER BY r.position",
        (
            Column("id", "substr(i.id, 11)", "stable id, as observations write it", required=True, hxl="#indicator+id"),
            Column("theme", "i.theme_id", "key in labels, vocabulary theme", required=True),
            Column("method", "i.method", "survey, census, register or other: never mixed", required=True),
            Column("producer", "i.producer", "who produces it", required=True, hxl="#meta+producer"),
            Column("unit", "i.unit", "key in labels, vocabulary unit", required=True, hxl="#indicator+unit"),
            Column("direction", "i.direction", "which way is better", required=True),
            Column("decimals", "i.decimals", "decimals to show", "integer", required=True),
            *text("title", "r.id", "name", languages, "#indicator+name"),
            *text("definition", "r.id", "definition", languages, "#description"),
            *text("how_to_read", "r.id", "how to read it", languages),
            *text("caveat", "r.id", "what must stand beside each figure, in a few words", languages),
            SOURCES,
        ),
        ("id",),
    )  # fmt: skip


def _observations(languages: tuple[str, ...]) -> Described:
    return Described(
        "observations", "Figures, one a row; `import-table` takes this table back",
        """FROM observation AS o JOIN place AS p ON p.id = o.place_id JOIN indicator AS i ON i.id = o.indicator_id
        ORDER BY o.id""",
        (
            Column("indicator", "substr(o.indicator_id, 11)", "indicator", required=True, hxl="#indicator+id",
                   points_at=("indicators", "id")),
            Column("place", f"CASE WHEN {SHARED_CODE} THEN o.place_id ELSE p.place_code END",
                   "place code as text, with leading zeros; an id where another place has the same code", required=True,
                   hxl="#adm+code"),
            Column("year", "o.year", "year it is placed at", "year", required=True, hxl="#date+year"),
            Column("period", "o.period", "what it covers or is as of: 2021, 2021-Q4, 2019-12, 2001/2023", required=True,
                   hxl="#date+period"),
            Column("area", "o.area", "total, urban or rural", required=True, hxl="#meta+area"),
            Column("group", "o.population_group", "key in labels, vocabulary population_group; empty: everybody",
                   hxl="#population+group"),
            Column("value", "o.value", "the figure, in the unit of its indicator", "number", required=True,
                   hxl="#indicator+value+num"),
            Column("qualifier", "o.qualifier", "key in labels, vocabulary qualifier", hxl="#meta+qualifier"),
            Column("sample_size", "o.sample_size", "unweighted n of a survey", "integer", hxl="#meta+sample"),
            Column("confidence", "o.confidence", "A official, B quoting it, C one weak source", required=True),
            Column("source", "substr(o.source_id, 8)", "source, without the prefix source/", required=True,
                   hxl="#meta+source"),
            Column("locator", "o.locator", "table or page", hxl="#meta+locator"),
            Column("note", "(SELECT key FROM observation_note WHERE id = o.note_id)", "remark", hxl="#meta+note",
                   points_at=("observation_notes", "key")),
            Column("place_id", "o.place_id", "for reading: id of the place", points_at=("places", "id")),
            *text("title", "o.place_id", "for reading: name of the place", languages[:1], "#adm+name"),
            Column("unit", "i.unit", "for reading: unit of the indicator", hxl="#indicator+unit"),
        ),
        (),
    )  # fmt: skip


SHARED_CODE = """(length(p.place_code) = 4 AND EXISTS (
    SELECT 1 FROM place AS x WHERE x.place_code = p.place_code || 'p'))"""
"""A code that also names a part of a region: in tables of figures it means the part."""
