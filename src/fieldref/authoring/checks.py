"""Checks that need more than one record: references, words of vocabularies, languages."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any

from fieldref.authoring.check_figures import check_figures
from fieldref.authoring.check_honesty import check_honesty
from fieldref.authoring.compose_places import place_ids
from fieldref.authoring.load import Loaded, Reference
from fieldref.authoring.models import CodeModel, ProgrammeModel, StoryModel
from fieldref.authoring.problems import Problems
from fieldref.authoring.rows import ROLES
from fieldref.authoring.tables import RegionRow
from fieldref.authoring.texts import Path, shown, texts_of
from fieldref.content.model import UNDETERMINED, is_total
from fieldref.i18n import _

_PROPER_NAMES = ("title", "short_title", "name")
"""Fields that may be a proper name, the same in every language."""
_CODE_LENGTH = {"dac": 5, "dgd": 7}
_LABELLED = ("dac",)


def check_reference(reference: Reference, problems: Problems) -> None:
    """Everything that is wrong between records."""
    checker = Checker(reference, problems)
    checker.identities()
    checker.languages()
    checker.links()
    checker.codes()
    checker.places()
    check_honesty(reference, problems)
    check_figures(reference, problems)


class Checker:
    """Looks at all records with the ids and words of all others at hand."""

    def __init__(self, reference: Reference, problems: Problems) -> None:
        self._reference = reference
        self._problems = problems
        self._ids: dict[str, Loaded[Any]] = {}
        self._words: dict[str, set[str]] = {}
        for label in reference.labels:
            self._words.setdefault(label.value.vocabulary, set()).add(label.value.key)
        self._places = place_ids(reference)

    def _add(self, one: Loaded[Any], path: Path, message: str, hint: str = "") -> None:
        self._problems.add(one.file, one.line(*path), shown(path), message, hint)

    def _known(self, one: Loaded[Any], path: Path, value: str, known: Iterable[str]) -> None:
        words = list(known)
        if value in words:
            return
        close = difflib.get_close_matches(value, words, 1)
        hint = _("Did you mean “{name}”?").format(name=close[0]) if close else _("Add it first, or mend the name.")
        self._add(one, path, _("There is no “{name}”.").format(name=value), hint)

    def identities(self) -> None:
        """Every id once, and the file of a record named after it."""
        groups: dict[str, Sequence[Loaded[Any]]] = {
            "programme": self._reference.programmes,
            "topic": self._reference.topics,
            "story": self._reference.stories,
            "term": self._reference.terms,
            "source": self._reference.sources,
            "indicator": self._reference.indicators,
            "region": self._reference.regions,
        }
        for kind, group in groups.items():
            for one in group:
                self._identify(f"{kind}/{one.value.id}", one)
        for province in self._reference.provinces:
            self._identify(f"province/{province.value.place_code}", province)
        for district in self._reference.districts:
            self._identify(f"district/{district.value.place_code}", district)
        if self._reference.country:
            self._identify(f"country/{self._reference.country.value.id}", self._reference.country)

    def _identify(self, record_id: str, one: Loaded[Any]) -> None:
        if record_id in self._ids:
            other = self._ids[record_id]
            self._add(
                one,
                ("id",),
                _("The id “{name}” is taken.").format(name=record_id),
                _("It stands in {file}, line {line}.").format(file=other.file, line=other.line("id")),
            )
        self._ids[record_id] = one
        stem = one.file.rpartition("/")[2].removesuffix(".yaml")
        if one.file.endswith(".yaml") and stem not in (record_id.partition("/")[2], "country"):
            self._add(one, ("id",), _("The id is not the name of the file."), _("Write {name}.").format(name=stem))

    def languages(self) -> None:
        """Every text in every language of the content, and in no other."""
        due = set(self._reference.languages)
        for one in self._reference.every():
            imported = not getattr(one.value, "reviewed", True)
            for path, texts in texts_of(one.value):
                self._language(one, path, texts, set(texts) if imported else due)

    def _language(self, one: Loaded[Any], path: Path, texts: dict[str, str], due: set[str]) -> None:
        single = set(texts) == {UNDETERMINED} or (path == ("name",) and len(texts) == 1)
        if single and path[-1] in _PROPER_NAMES:
            return
        for language in sorted(due - set(texts)):
            self._add(one, path, _("The text is missing in this language: {language}.").format(language=language),
                      _("Write it, or ask for its translation; do not copy the other language."))  # fmt: skip
        for language in sorted(set(texts) - due - {UNDETERMINED}):
            self._add(one, (*path, language), _("The content has no language “{name}”.").format(name=language),
                      _("Its languages stand in content.yaml."))  # fmt: skip
        for language in sorted(code for code, text in texts.items() if not text or not text.strip()):
            self._add(one, (*path, language), _("The text is empty."), _("Write it, or take the field out."))

    def links(self) -> None:
        """Every id named in a record is there."""
        reference = self._reference
        for record in reference.records():
            self._each(record, "topics", "topic/")
            self._each(record, "related", "")
            self._statements(record)
        for programme in reference.programmes:
            self._programme(programme)
        for story in reference.stories:
            self._story(story)
        for topic in reference.topics:
            self._theme(topic, "topic")
        for term in reference.terms:
            self._each(term, "related", "")
        for indicator in reference.indicators:
            self._theme(indicator, "indicator")
            self._each(indicator, "topics", "topic/")
            self._each(indicator, "not_comparable", "indicator/")
        self._aliases()

    def _aliases(self) -> None:
        given: dict[tuple[str, str, str], Loaded[Any]] = {}
        for alias in self._reference.aliases:
            self._known(alias, ("record_id",), alias.value.record_id, self._ids)
            key = (alias.value.record_id, alias.value.language, alias.value.name)
            other = given.setdefault(key, alias)
            if other is not alias:
                self._add(alias, ("name",), _("“{name}” is given twice.").format(name=alias.value.name),
                          _("It stands in {file}, line {line}.").format(
                              file=other.file, line=other.line("name")))  # fmt: skip

    def _statements(self, one: Loaded[Any]) -> None:
        for name, _role in ROLES:
            for index, statement in enumerate(getattr(one.value, name)):
                for place, code in enumerate(statement.places):
                    self._known(one, (name, index, "places", place), code, self._places)

    def _programme(self, one: Loaded[ProgrammeModel]) -> None:
        self._known(one, ("sector",), one.value.sector, (sector.value.id for sector in self._reference.sectors))
        for index, partner in enumerate(one.value.partners):
            if partner.record:
                self._known(one, ("partners", index, "record"), partner.record, self._ids)
        for index, code in enumerate(one.value.regions):
            self._known(one, ("regions", index), code, self._places)

    def _story(self, one: Loaded[StoryModel]) -> None:
        if one.value.programme:
            self._known(one, ("programme",), f"programme/{one.value.programme}", self._ids)
        if one.value.place:
            self._known(one, ("place",), one.value.place, self._places)
        self._each(one, "located_in", "")

    def _each(self, one: Loaded[Any], name: str, prefix: str) -> None:
        for index, other in enumerate(getattr(one.value, name)):
            full = other if prefix and other.startswith(prefix) else f"{prefix}{other}"
            self._known(one, (name, index), full, self._ids)

    def _theme(self, one: Loaded[Any], used_by: str) -> None:
        themes = (theme.value.id for theme in self._reference.themes if theme.value.used_by == used_by)
        self._known(one, ("theme",), one.value.theme, themes)

    def codes(self) -> None:
        """Codes have their length, and a name and reason where a reader needs them; words have labels."""
        reference = self._reference
        for record in reference.records():
            for index, code in enumerate(record.value.codes):
                self._code(record, ("codes", index), code)
        for indicator in reference.indicators:
            self._known(indicator, ("unit",), indicator.value.unit, self._words.get("unit", ()))
            if is_total(indicator.value.unit) and indicator.value.direction != "neutral":
                self._add(indicator, ("direction",), _("“{indicator}” is a total, which grows with the place.").format(
                    indicator=indicator.value.id), _("Write neutral: no place is better or worse by it."))  # fmt: skip
        for one in reference.observations:
            if one.value.qualifier:
                self._known(one, ("qualifier",), one.value.qualifier, self._words.get("qualifier", ()))
            if one.value.group:
                self._known(one, ("group",), one.value.group, self._words.get("population_group", ()))
        for region in reference.regions:
            self._region(region)
        scheme = reference.content.value.place_code_scheme if reference.content else None
        if reference.content and scheme:
            self._known(reference.content, ("place_code_scheme",), scheme, self._words.get("code_scheme", ()))

    def _region(self, region: Loaded[RegionRow]) -> None:
        """Every column of a country's own is a scheme of codes or a trait, and every trait a word of its vocabulary."""
        traits = self._words.get("trait", set())
        marks = {f"{part}_verified" for trait in traits for part in (trait, trait.split("_")[0])}
        for column in region.value.model_extra or {}:
            self._known(region, (column,), column, traits | marks | self._words.get("code_scheme", set()))
        for mark in marks:
            if region.value.own(mark).lower() not in ("", "true", "false"):
                self._add(region, (mark,), _("“{found}” does not fit here.").format(found=region.value.own(mark)),
                          _("Write true or false."))  # fmt: skip
        for trait in traits:
            for index, value in enumerate(region.value.trait(trait)):
                self._known(region, (trait, index), value, self._words.get(trait, ()))

    def _code(self, record: Loaded[Any], path: Path, code: CodeModel) -> None:
        length = _CODE_LENGTH.get(code.scheme)
        if length and (len(code.code) != length or not code.code.isdigit()):
            self._add(record, (*path, "code"), _("“{found}” does not fit here.").format(found=code.code),
                      _("A {scheme} code has {length} digits.").format(scheme=code.scheme, length=length))  # fmt: skip
        self._known(record, (*path, "scheme"), code.scheme, self._words.get("code_scheme", ()))
        if code.scheme in _LABELLED and code.name is None:
            self._add(record, path, _("The code {code} has no name.").format(code=code.code),
                      _("Add “name” with its text in every language."))  # fmt: skip
        if code.status == "suggested" and code.reason is None:
            self._add(record, path, _("The code {code} is only suggested and says not why.").format(code=code.code),
                      _("Add “reason” in every language."))  # fmt: skip

    def places(self) -> None:
        """A province lies in the region its code begins with, a district in its province."""
        for province in self._reference.provinces:
            self._known(province, ("region",), province.value.region, self._places)
            self._inside(province, "region", province.value.region)
            if province.value.part:
                self._known(province, ("part",), f"region/{province.value.part}", self._ids)
        for district in self._reference.districts:
            self._known(district, ("province",), district.value.province, self._places)
            self._inside(district, "province", district.value.province)

    def _inside(self, one: Loaded[Any], name: str, code: str) -> None:
        if not one.value.place_code.startswith(code):
            self._add(one, (name,), _("{place} does not begin with {code}.").format(
                place=one.value.place_code, code=code), _("Mend one of the two codes."))  # fmt: skip
