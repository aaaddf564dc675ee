"""The badge of a record in a list: that it is there in another language only, that nobody has reviewed it."""

from __future__ import annotations

from fieldref import i18n
from fieldref.content.model import RecordRef
from fieldref.i18n import _
from fieldref.sheets.words import NOT_REVIEWED, WHY_NOT_REVIEWED


def badge(ref: RecordRef, language: str = "", why: str = "") -> tuple[str, str]:
    """(word, what it means) for the row of a record; empty where there is nothing to say. `language` and `why` say in
    which other language it was found, where that is not for the title to tell."""
    if not language and not ref.title.is_in(i18n.language()):
        language, why = ref.title.language, _("Not translated yet")
    said = [(language.upper(), why)] if language else []
    if not ref.reviewed:
        said.append((_(NOT_REVIEWED), _(WHY_NOT_REVIEWED)))
    return " · ".join(word for word, _why in said), ". ".join(why.rstrip(".") for _word, why in said)
