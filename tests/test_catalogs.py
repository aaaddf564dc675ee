"""The message catalogs: every language complete, nothing stale, nothing that would break a sentence."""

from __future__ import annotations

import gettext
import importlib.util
import io
import string
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

import pytest

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

REPO = Path(__file__).resolve().parent.parent


def load_tool(name: str) -> ModuleType:
    """A tool of the project as a module."""
    spec = importlib.util.spec_from_file_location(name, REPO / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


messages = load_tool("messages")
LANGUAGES = messages.languages(REPO)


def read(path: Path) -> Catalog:
    from babel.messages.pofile import read_po

    with path.open("rb") as stream:
        return read_po(stream)


def placeholders(text: str) -> set[str]:
    """The names in braces, with their formats."""
    return {f"{name}!{kind}:{form}" for _text, name, form, kind in string.Formatter().parse(text) if name is not None}


def forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (list, tuple)) else (message.string,)


@pytest.fixture(scope="module")
def template() -> Catalog:
    return cast("Catalog", messages.extract_messages(REPO))


def keys(catalog: Catalog) -> set[tuple[str | None, object]]:
    return {(message.context, message.id) for message in messages.messages(catalog)}


def test_there_are_both_languages():
    assert {"es", "en"} <= set(LANGUAGES)


def test_template_is_fresh(template: Catalog):
    written = read(REPO / "translations" / "fieldref.pot")
    assert keys(template) == keys(written), "run `make messages`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalog_holds_exactly_the_messages(language: str, template: Catalog):
    catalog = read(messages.po_file(REPO, language))
    assert keys(catalog) == keys(template), "run `make messages`"
    assert not catalog.obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalog_is_complete(language: str):
    catalog = read(messages.po_file(REPO, language))
    assert messages.untranslated(catalog) == []
    assert [message.id for message in messages.messages(catalog) if message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_form_is_there(language: str):
    catalog = read(messages.po_file(REPO, language))
    for message in messages.messages(catalog):
        if message.pluralizable:
            assert len(forms(message)) == catalog.num_plurals, message.id
            assert all(forms(message)), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same(language: str):
    for message in messages.messages(read(messages.po_file(REPO, language))):
        if message.pluralizable:
            allowed = placeholders(message.id[1])
            needed = placeholders(message.id[0]) & allowed
            for form in forms(message):
                assert needed <= placeholders(form) <= allowed | placeholders(message.id[0]), message.id
        else:
            assert placeholders(message.string) == placeholders(message.id), message.id


def test_placeholders_are_named(template: Catalog):
    for message in messages.messages(template):
        for text in message.id if message.pluralizable else (message.id,):
            names = [name for _text, name, _form, _kind in string.Formatter().parse(text) if name is not None]
            assert all(name.isidentifier() for name in names), text
            assert "%s" not in text, text
            assert "%(" not in text, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_ends_and_begins_like_the_message(language: str):
    for message in messages.messages(read(messages.po_file(REPO, language))):
        source = message.id[0] if message.pluralizable else message.id
        for form in forms(message):
            for mark in ("…", ":", "\n"):
                assert form.endswith(mark) == source.endswith(mark), message.id
            assert form.strip() == form or source.strip() != source, message.id
            assert "..." not in form, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalog_compiles_and_speaks(language: str):
    from babel.messages.mofile import write_mo

    catalog = read(messages.po_file(REPO, language))
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    buffer.seek(0)
    spoken = gettext.GNUTranslations(buffer)
    for message in messages.messages(catalog):
        if not message.pluralizable and not message.context:
            assert spoken.gettext(message.id) == message.string


def test_the_tool_writes_the_same_files_again(tmp_path: Path, template: Catalog):
    for language in LANGUAGES:
        source = messages.po_file(REPO, language)
        catalog = messages.update_catalog(REPO, template, language)
        messages.write_catalog(catalog, tmp_path / f"{language}.po")
        assert (tmp_path / f"{language}.po").read_bytes() == source.read_bytes(), "run `make messages`"


def test_translations_by_key_are_taken_over(tmp_path: Path):
    (tmp_path / "src").mkdir()
    (tmp_path / "pyproject.toml").write_bytes((REPO / "pyproject.toml").read_bytes())
    (tmp_path / "src" / "a.py").write_text(
        '_("Open {title}")\nngettext("{n} page", "{n} pages", n)\npgettext("verb", "Open")\n_("")\n', encoding="utf-8"
    )
    (tmp_path / "translations" / "es" / "LC_MESSAGES").mkdir(parents=True)
    spoken = {
        "Open {title}": "Abrir {title}",
        "{n} page": ["{n} página", "{n} páginas"],
        "verb\u0004Open": "Abrir",
    }
    catalogs = messages.update_all(tmp_path, spoken)
    assert len(catalogs[""]) == 3
    assert messages.untranslated(catalogs["es"]) == []
    assert messages.untranslated(messages.update_all(tmp_path)["es"]) == []
    (tmp_path / "src" / "a.py").write_text('_("Close")', encoding="utf-8")
    assert messages.untranslated(messages.update_all(tmp_path)["es"]) == ["Close"]
    with (tmp_path / "translations" / "es" / "LC_MESSAGES" / "fieldref.mo").open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("Open {title}") == "Open {title}"
