"""The organisations of an activity: who is named as a partner, and who did what."""

from __future__ import annotations

from collections.abc import Iterable

from fieldref.authoring.iati.activity import Activity, Organisation
from fieldref.authoring.iati.values import one_line, preferred
from fieldref.authoring.iati.words import ROLES, _, word
from fieldref.content.folding import fold
from fieldref.content.model import UNDETERMINED

_IMPLEMENTING = "4"


def partners(activity: Activity) -> list[dict[str, str]]:
    """Everybody who is named, once each. A reference alone makes nobody the same: publishers give one, such as
    “22000”, to a whole kind of organisations."""
    found: list[dict[str, str]] = []
    by_name: dict[tuple[str, str], dict[str, str]] = {}
    by_reference: dict[str, dict[str, str]] = {}
    reporting = [activity.reporting] if activity.reporting else []
    for one in (*activity.participants, *reporting):
        names = one_line(one.names)
        known = next(filter(None, (by_name.get((language, fold(text))) for language, text in names.items())), None)
        told = by_reference.get(one.ref) if one.ref else None
        if known is None and told is not None and not names.keys() & told.keys():
            known = told
        if known is None:
            if not (names or one.ref):
                continue
            known = {}
            found.append(known)
        for language, text in names.items():
            known.setdefault(language, text)
            by_name.setdefault((language, fold(text)), known)
        if one.ref:
            by_reference.setdefault(one.ref, known)
    references = {id(known): reference for reference, known in by_reference.items()}
    return [known or {UNDETERMINED: references[id(known)]} for known in found]


def implementer(activity: Activity, languages: tuple[str, ...]) -> str:
    """Those whose role is to implement, in one line."""
    several = (one for one in activity.participants if one.role == _IMPLEMENTING)
    return " · ".join(dict.fromkeys(preferred(one_line(one.names), languages) or one.ref for one in several))


def named(one: Organisation, languages: Iterable[str]) -> str:
    """Its name with its reference."""
    name = preferred(one_line(one.names), languages)
    return f"{name} ({one.ref})" if name and one.ref else name or one.ref


def roles(activity: Activity, language: str, languages: tuple[str, ...]) -> str:
    """A sentence on who did what."""
    by_role: dict[str, list[str]] = {}
    for one in activity.participants:
        by_role.setdefault(one.role, []).append(named(one, (language, *languages)))
    parts = (f"{word(ROLES, role, language)}: {', '.join(names)}" for role, names in sorted(by_role.items()))
    return _("Organisations – {roles}.", lang=language).format(roles="; ".join(parts))
