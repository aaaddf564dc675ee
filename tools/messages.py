#!/usr/bin/env python3
"""The message catalogs: find the messages in code and templates, update every language, compile.

    tools/messages.py            extract, update and compile
    tools/messages.py compile    compile only

Files come out the same on every machine: sorted, no line numbers, no dates of the day. Spanish is written by people
into `translations/es/LC_MESSAGES/fieldref.po`; English is the source, so its catalog is filled from the messages.
"""

from __future__ import annotations

import copy
import io
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.frontend import parse_keywords
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from babel.messages.catalog import Message

DOMAIN = "fieldref"
SOURCE_LANGUAGE = "en"
DECLARED = datetime(2026, 11, 23, tzinfo=UTC)
"""The date in the headers: fixed, so that a catalog changes only where a message does."""
PEOPLE = "FieldRef contributors"
HEADER = """\
# {text}
# This file is distributed under the same licence as FieldRef.
#"""


def languages(root: Path) -> list[str]:
    """The languages that have a folder, in order."""
    return sorted(path.parent.name for path in (root / "translations").glob("*/LC_MESSAGES"))


def po_file(root: Path, language: str) -> Path:
    """The catalog of a language, as text."""
    return root / "translations" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def extract_messages(root: Path) -> Catalog:
    """Every message of the code and the templates, found as `tool.babel` says. Raises what a broken file raises."""
    project = _project(root)
    template = Catalog(
        project="FieldRef",
        version=project["project"]["version"],
        copyright_holder=PEOPLE,
        msgid_bugs_address=PEOPLE,
        last_translator=PEOPLE,
        language_team=PEOPLE,
        charset="utf-8",
        creation_date=DECLARED,
        header_comment=HEADER.format(text="Messages of FieldRef."),
    )
    rules = project["tool"]["babel"]
    keywords = parse_keywords(rules["keywords"])  # type: ignore[no-untyped-call]
    for mapping in rules["mappings"]:
        for path in sorted(root.glob(mapping["pattern"])):
            if path.is_file():
                found = _extract(path, mapping, keywords, rules["comment_tags"])
                place = (path.relative_to(root).as_posix(), 0)
                for text, comments, context in found:
                    template.add(text, None, [place], auto_comments=comments, context=context)
    return template


def update_catalog(root: Path, template: Catalog, language: str, spoken: Mapping[str, Any] | None = None) -> Catalog:
    """The catalog of `language` with exactly the messages of `template`. `spoken` gives translations by key (see
    `message_key`); what is there already is kept, what is gone is dropped."""
    path = po_file(root, language)
    if path.exists():
        with path.open("rb") as stream:
            catalog = read_po(stream, locale=language)
    else:
        catalog = Catalog(locale=language, project="FieldRef", charset="utf-8")
    # A copy: Babel hands new messages on as they are, and one language would fill in those of the next.
    catalog.update(copy.deepcopy(template), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.header_comment = HEADER.format(text=f"FieldRef in {Locale.parse(language).english_name}.")
    catalog.version, catalog.msgid_bugs_address = template.version, template.msgid_bugs_address
    catalog.last_translator = catalog.language_team = PEOPLE
    catalog.creation_date = catalog.revision_date = DECLARED
    catalog.fuzzy = False
    for message in messages(catalog):
        if language == SOURCE_LANGUAGE:
            message.string = message.id
            continue
        found = (spoken or {}).get(message_key(message))
        if found is not None:
            message.string = tuple(found) if message.pluralizable else found
    return catalog


def messages(catalog: Catalog) -> Iterator[Message]:
    """The messages of a catalog without its header."""
    return (message for message in catalog if message.id)


def message_key(message: Message) -> str:
    """How a message is named in a table of translations: its (singular) text, after its context if it has one."""
    singular = message.id[0] if message.pluralizable else message.id
    return f"{message.context}\u0004{singular}" if message.context else str(singular)


def untranslated(catalog: Catalog) -> list[str]:
    """The keys of the messages that lack a translation or one of its plural forms."""
    return [message_key(message) for message in messages(catalog) if not _complete(message)]


def write_catalog(catalog: Catalog, path: Path) -> None:
    """Write a catalog as text."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, include_lineno=False, sort_output=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue())


def update_all(root: Path, spoken: Mapping[str, Any] | None = None) -> dict[str, Catalog]:
    """Extract, update every language and write template, catalogs and their compiled forms. Returns the catalogs by
    language, the template under an empty one. `spoken` holds translations for every language but the source."""
    template = extract_messages(root)
    write_catalog(template, root / "translations" / f"{DOMAIN}.pot")
    catalogs = {"": template}
    for language in languages(root):
        catalogs[language] = update_catalog(root, template, language, spoken)
        write_catalog(catalogs[language], po_file(root, language))
    compile_catalogs(root)
    return catalogs


def compile_catalogs(root: Path) -> list[Path]:
    """Compile every catalog beside its text. Returns the files made."""
    made = []
    for language in languages(root):
        source = po_file(root, language)
        if not source.exists():
            continue
        with source.open("rb") as stream:
            catalog = read_po(stream, locale=language)
        buffer = io.BytesIO()
        write_mo(buffer, catalog)
        target = source.with_suffix(".mo")
        target.write_bytes(buffer.getvalue())
        made.append(target)
    return made


def _extract(
    path: Path, mapping: Mapping[str, Any], keywords: Mapping[str, Any], comment_tags: list[str]
) -> list[tuple[Any, list[str], str | None]]:
    """The messages of one file: text (or both forms), comments for translators, context."""
    with path.open("rb") as stream:
        rows = list(extract(mapping["method"], stream, keywords, comment_tags, mapping.get("options", {})))
    return [(text, comments, context) for _line, text, comments, context in rows if text and text != ("", "")]


def _complete(message: Message) -> bool:
    forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    return bool(forms) and all(forms)


def _project(root: Path) -> dict[str, Any]:
    with (root / "pyproject.toml").open("rb") as stream:
        return tomllib.load(stream)


def main(arguments: list[str]) -> int:
    """Do what the first argument says."""
    root = Path(__file__).resolve().parent.parent
    if arguments == ["compile"]:
        compile_catalogs(root)
        return 0
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    catalogs = update_all(root)
    print(f"{len(catalogs.pop(''))} messages")
    missing = {language: untranslated(catalog) for language, catalog in catalogs.items()}
    for language, keys in missing.items():
        for key in keys:
            print(f"{language}: no translation of {key!r}")
    return 1 if any(missing.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
