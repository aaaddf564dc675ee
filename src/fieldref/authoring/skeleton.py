"""A new record as a file to fill in: every field named and explained, in both languages of the editors.

What must be written is left empty on purpose: the check then names each place that waits for a text.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fieldref.authoring.load import Reference, load
from fieldref.authoring.models import ID
from fieldref.authoring.problems import Problems
from fieldref.authoring.telling import Misused, Refused
from fieldref.i18n import _

KINDS = ("programme", "topic", "story")
_FOLDERS = {"programme": "programmes", "topic": "topics", "story": "stories"}


def write_skeleton(source: Path, kind: str, record_id: str) -> Path:
    """Write the file of a new record into the source; an existing one is never touched. Raises Misused, Refused and
    OSError."""
    if not ID.fullmatch(record_id):
        raise Misused(_("“{id}” is no id: use lower-case letters, digits and single hyphens.").format(id=record_id))
    path = source / _FOLDERS[kind] / f"{record_id}.yaml"
    if path.exists():
        raise Refused(_("{file} is there already; nothing was written.").format(file=path))
    reference = load(source, Problems())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_SKELETONS[kind](record_id, reference), encoding="utf-8", newline="\n")
    return path


def _texts(reference: Reference, indent: str = "  ") -> str:
    return "\n".join(f"{indent}{language}: ''" for language in reference.languages)


def _words(names: list[str]) -> str:
    return ", ".join(names[:12]) or "–"


def _head(record_id: str, reference: Reference, position: int, what_es: str, what_en: str) -> str:
    languages = ", ".join(reference.languages)
    return f"""\
# {what_es} Quitar lo que ninguna fuente dice: nunca adivinar.
# {what_en} Take out what no source says: never guess.
# Cada texto va en todos los idiomas / every text stands in every language: {languages}

id: {record_id}
# Orden en las listas / order in lists
position: {position}

# Nombre completo, como en la fuente / full name, as in the source
title:
{_texts(reference)}
# Una o dos frases / one or two sentences
summary:
{_texts(reference)}
"""


def _statements(reference: Reference, name: str, words_es: str, words_en: str) -> str:
    source = next((one.value.id for one in reference.sources), "id-de-la-fuente")
    lines = "\n".join(f"#   {'- ' if not at else '  '}{code}: ''" for at, code in enumerate(reference.languages))
    return f"""
# {words_es} / {words_en}
# {name}:
{lines}
#     sources: [{source} p. 12]
#     verified: true
"""


def _tail(reference: Reference) -> str:
    source = next((one.value.id for one in reference.sources), "")
    return f"""{_statements(reference, "facts", "Datos, cada uno con su fuente", "Facts, each with its source")}
{_statements(reference, "contradictions", "Donde las fuentes difieren", "Where sources differ").strip()}

{_statements(reference, "gaps", "Lo que no se encontró en las fuentes", "What was not found in the sources").strip()}

# Temas (nombres de archivo de topics/) / topics (file names of topics/)
# topics: [{_words([one.value.id for one in reference.topics][:3])}]
# Fuentes (id de sources.csv) / sources (ids of sources.csv), p. ej. / e.g. {source}
sources: []
"""


def _programme(record_id: str, reference: Reference) -> str:
    sectors = _words([one.value.id for one in reference.sectors])
    regions = ", ".join(f"'{one.value.place_code}'" for one in reference.regions[:2])
    head = _head(record_id, reference, len(reference.programmes) + 1, "Programa nuevo.", "New programme.")
    return f"""{head}
# Nombre corto y sigla / short name and acronym
# short_title:
{_texts(reference, "#   ")}
# acronym: ''

# Uno de / one of: {sectors}
sector: ''
# 2012, 2012-04 o / or 2012-04-30
# start: 2012
# end: 2015
# true solo si una fuente confiable da las fechas / true only if a reliable source gives the dates
dates_verified: false
# closed, active, unknown
status: unknown
# A oficial, B cita de lo oficial, C una sola fuente débil, D sin fuente / A official, B quoting it, C one weak, D none
confidence: C

# budget:
#   amount: 6500000
#   currency: EUR
#   verified: false
#   sources: []
# implementer: ''
# partners:
#   - name: ''
# Códigos de lugar, entre comillas / place codes, in quotes
# regions: [{regions}]
regions_verified: false
# codes:
#   - scheme: dac
#     code: '12110'
#     status: verified
#     name:
{_texts(reference, "#       ")}
{_statements(reference, "objectives", "Objetivos", "Objectives")}\
{_statements(reference, "results", "Resultados", "Results")}\
{_tail(reference)}"""


def _topic(record_id: str, reference: Reference) -> str:
    themes = _words([one.value.id for one in reference.themes if one.value.used_by == "topic"])
    head = _head(record_id, reference, len(reference.topics) + 1, "Tema nuevo.", "New topic.")
    return f"""{head}
# Uno de / one of: {themes}
theme: ''
# norms:
#   - reference: Ley 00000
#     issued: 2009-04-08
#     sources: []
{_tail(reference)}"""


def _story(record_id: str, reference: Reference) -> str:
    programmes = _words([one.value.id for one in reference.programmes][:4])
    head = _head(record_id, reference, len(reference.stories) + 1, "Historia nueva.", "New story.")
    return f"""{head}
# Programa / programme, p. ej. / e.g. {programmes}
# programme: ''
# place: '01'
# locality: ''
# latitude: -13.5
# longitude: -72.0
# url: https://
{_tail(reference)}"""


_SKELETONS: dict[str, Callable[[str, Reference], str]] = {"programme": _programme, "topic": _topic, "story": _story}
