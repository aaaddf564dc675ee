"""A record, or a place in it, kept among the saved ones."""

from __future__ import annotations

from fieldref import i18n
from fieldref.i18n import _
from fieldref.ui.context import Context
from fieldref.ui.kinds import kind_of
from fieldref.ui.sections import section_name
from fieldref.userdata import NotSaved


def save_bookmark(context: Context, record_id: str, place: str = "") -> str:
    """Save a record, or the section `place` of it, in the open library; returns one sentence on how it went."""
    userdata, shelf = context.userdata, context.shelf
    if userdata is None or shelf is None:
        return _("Nothing can be saved here: FieldRef cannot write in its data folder.")
    title, kind = context.library.ref(record_id, i18n.language()).title.value, kind_of(record_id)
    try:
        shelf.bookmarks.add(record_id, title=title, kind=kind.value if kind else "", place=place)
    except NotSaved as refused:
        return refused.trouble.sentence()
    if userdata.trouble is not None and not userdata.permanent:
        return userdata.trouble.sentence()
    return _("“{title}” saved").format(title=f"{title} › {section_name(place)}" if place else title)
