from __future__ import annotations

from collections import defaultdict

from fieldref.authoring.documents import documents
from fieldref.authoring.rows import Rows


def _rows() -> Rows:
    rows = Rows(("es", "en"), tables=defaultdict(list))
    for position, record_id in enumerate(("topic/both", "topic/spanish", "topic/partly", "province/9901")):
        kind = record_id.partition("/")[0]
        rows.tables["record"].append({"id": record_id, "kind": kind, "importance": 0.5, "position": position})
    for record_id, field, language, text in (
        ("topic/both", "title", "es", "Agua"),
        ("topic/both", "title", "en", "Water"),
        ("topic/spanish", "title", "es", "Bosque"),
        ("topic/partly", "title", "es", "Salud"),
        ("topic/partly", "title", "en", "Health"),
        ("topic/partly", "summary", "es", "Palabras sin traducir"),
        ("province/9901", "title", "und", "Huanta"),
    ):
        rows.tables["record_text"].append(
            {"record_id": record_id, "field": field, "language": language, "text": text, "status": "original"}
        )
    return rows


def test_no_document_is_made_of_another_languages_text() -> None:
    found = {(one.record_id, one.language): one for one in documents(_rows())}
    assert set(found) == {
        ("topic/both", "es"), ("topic/both", "en"), ("topic/spanish", "es"), ("topic/partly", "es"),
        ("topic/partly", "en"), ("province/9901", "es"), ("province/9901", "en"),
    }  # fmt: skip
    assert "Palabras" in found["topic/partly", "es"].body
    assert "Palabras" not in found["topic/partly", "en"].body


def test_a_passage_begins_with_what_is_known_and_says_what_it_must_not_be_read_without() -> None:
    rows = _rows()
    said = (
        ("fact", True, "Hay pozos."),
        ("fact", False, "Hay ríos."),
        ("gap", True, "Costo"),
        ("contradiction", True, "1 o 2"),
    )
    for number, (role, verified, text) in enumerate(said):
        rows.tables["statement"].append({"id": number, "record_id": "topic/both", "role": role, "verified": verified})
        rows.tables["statement_text"].append({"statement_id": number, "field": "text", "language": "es", "text": text})
    rows.tables["record_text"].append(
        {"record_id": "topic/both", "field": "a_note", "language": "es", "text": "De oídas.", "status": "original"}
    )
    (body,) = (one.body for one in documents(rows) if (one.record_id, one.language) == ("topic/both", "es"))
    assert body.splitlines() == [
        "Hay pozos.",
        "Hay ríos. (sin verificar)",
        "No se encontró en las fuentes: Costo",
        "Las fuentes difieren: 1 o 2",
        "De oídas.",
    ]
