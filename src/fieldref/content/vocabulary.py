"""Words as search knows them: their stems, how they sound, which of them say nothing, how near two of them are.

Used on both sides: when a content file is built and when it is searched. Both must agree, so a change here is a change
of the content file.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from fieldref.content.model import Kind

STEM = "·"
"""Stands before a stem in the index, so that a stem is never taken for a word."""

LANGUAGES = ("es", "en")

_DOERS = "trabajo trabajaron trabajaba worked financio financiaron financiado funded financed ejecuto implemented"
"""Who did it? A programme."""
_KINDS = {
    Kind.REGION: "region regiones regions departamento departamentos department departments",
    Kind.PROVINCE: "provincia provincias province provinces",
    Kind.DISTRICT: "distrito distritos district districts",
    Kind.PROGRAMME: "programa programas programme programmes program programs proyecto proyectos project projects "
    + _DOERS,
    Kind.INDICATOR: "indicador indicadores indicator indicators cifra cifras figure figures",
    Kind.TOPIC: "tema temas topic topics",
    Kind.TERM: "glosario glossary definicion definition significado meaning",
    Kind.STORY: "historia historias story stories",
    Kind.SOURCE: "fuente fuentes source sources",
}
_HINTS = {
    Kind.INDICATOR: """porcentaje percentage percent tasa rate proporcion share evolucion trend aumento aumentado
aumenta subio subido crecio crecimiento disminuyo disminuido increase increased increasing rise rose rising fall fell
falling decrease decreased decreasing growth grew"""
}
_NAMED, _HINTED = 105.0, 14.0
_LIGHT = """informacion information datos data lista list listado ver mostrar about acerca existe hubo there happened
trabajan trabajar work working works hizo hicieron intervencion intervenciones intervention interventions paso numero
number cantidad amount cuadro table tabla llamado called significa
mayor mayores menor menores mejor peor highest lowest best worst higher lower ranking compare comparar comparacion
comparison ubigeo codigo codigos code codes sigla siglas acronym mapa map capital ubicacion location"""

_STOP_ES = """a al algo algun alguna algunas alguno algunos ante aquel aquella aun aunque bajo cada como con cual cuales
cuando cuanta cuantas cuanto cuantos de del desde donde dos e el ella ellas ellos en entre era eran es esa esas ese eso
esos esta estaba estan estas este esto estos fue fueron ha habia hace hacia han hasta hay la las le les lo los mas me mi
mientras mis mucha muchas mucho muchos muy ni no nos nosotros o os otra otras otro otros para pero por porque pues que
quien quienes se sea segun ser si sin sobre son su sus tal tambien tanto te tiene tienen toda todas todo todos tu un una
unas uno unos y ya yo cuales dime existe existen dame quiero saber muestrame mostrar buscar necesito n nro num
x q k xq pq d"""
_STOP_EN = """a about after all also am an and any are as at be been being between but by can could did do does doing
done for from give had has have he her here him his how i if in into is it its me many more most much my need no nor not
of on or other our out over please she should show so some such tell than that the their them then there these they this
those to too under up us was we were what when where which while who whom whose why will with would you your find want
know get got"""
_STOP_PEOPLE = "people persons person personas persona gente habitantes"


@lru_cache(maxsize=1)
def kind_words() -> dict[str, tuple[Kind, float]]:
    """Folded words by which a person names, or hints at, the kind of record they want; with the points that gives."""
    hinted = {word: (kind, _HINTED) for kind, names in _HINTS.items() for word in names.split()}
    return hinted | {word: (kind, _NAMED) for kind, names in _KINDS.items() for word in names.split()}


@lru_cache(maxsize=1)
def light_words() -> frozenset[str]:
    """Folded words that help where they are found but are not asked for: what questions are made of."""
    return frozenset(_LIGHT.split())


_COUNTS = "cuantos cuantas many numero number cantidad"
_COMPARES = """mas menos mayor mayores menor menores mejor peor poorest richest largest smallest biggest most least
highest lowest best worst higher lower ranking compare comparar comparacion comparison"""
_COUNTING, _COMPARING = frozenset(_COUNTS.split()), frozenset(_COMPARES.split())
_PLACES = (Kind.REGION, Kind.PROVINCE, Kind.DISTRICT)


_EACH = frozenset(["por", "segun", "cada", "by", "per", "each", "across"])
_WHICH = frozenset(["que", "cuales", "which", "what"])


def kinds_meant(found: Sequence[str]) -> dict[str, tuple[Kind, float]]:
    """The words that name a kind in a query of these folded words, in order. In a question for a number (`how many
    districts`) a kind is a thing to count; a question that compares places (`by region`, `which regions`, `most`) is
    answered by a figure."""
    if not _COUNTING.isdisjoint(found):
        return {}
    meant = kind_words()
    pairs = [(before, word) for before, word in pairwise(found) if word in meant and meant[word][0] in _PLACES]
    if not _COMPARING.isdisjoint(found) or any(
        before in _EACH or (before in _WHICH and word.endswith("s")) for before, word in pairs
    ):
        return {
            word: (Kind.INDICATOR, _HINTED) if kind in _PLACES else (kind, by) for word, (kind, by) in meant.items()
        }
    return meant


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Folded words that carry no meaning in a question, of both languages."""
    return frozenset(f"{_STOP_ES} {_STOP_EN} {_STOP_PEOPLE}".split())


@lru_cache(maxsize=1)
def _small_sounds() -> dict[str, str]:
    small = sorted(stop_words() | light_words() | set(kind_words()))
    return {sound(word): word for word in small if len(word) >= 3} | {"ke": "que"}


def small_word(word: str) -> str:
    """The word of a question, or of a kind, that sounds like this one; else the word itself."""
    return _small_sounds().get(sound(word), word)


@lru_cache(maxsize=4)
def _stemmer(language: str) -> object:
    import snowballstemmer  # 0.1 s to import: only when a word is met that the file does not know

    return snowballstemmer.stemmer({"es": "spanish", "en": "english"}[language])


_ACCENTED = (("cion", "ción"), ("sion", "sión"), ("logia", "logía"), ("xion", "xión"))


_PLURALS = {"children": "child", "women": "woman", "men": "man", "teeth": "tooth", "feet": "foot", "mice": "mouse"}
"""English plurals without an ending, which no stemmer takes off."""


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word. Endings get their accent back first: the stemmer knows `-ción`, not `-cion`."""
    if not word.isalpha() or len(word) < 3 or language not in LANGUAGES:
        return word
    if language == "es":
        for bare, accented in _ACCENTED:
            if word.endswith(bare):
                word = word[: -len(bare)] + accented
                break
    else:
        word = _PLURALS.get(word, word)
    root: str = _stemmer(language).stemWord(word)  # type: ignore[attr-defined]
    return root.translate(_UNACCENT) or word


_UNACCENT = str.maketrans("áéíóúüñ", "aeiouun")


def stems(word: str) -> tuple[str, ...]:
    """The stems of a folded word in every language, without repeats."""
    return tuple(dict.fromkeys(stem(word, language) for language in LANGUAGES))


_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ch", "C"),
        ("ph", "f"),
        ("sh", "s"),
        ("h", ""),
        ("^gu(?=[ao])", "u"),
        ("gu(?=[ei])", "G"),
        ("g(?=[ei])", "j"),
        ("qu(?=[ei])", "k"),
        ("q", "k"),
        ("x", "s"),
        ("sc(?=[ei])|cc(?=[ei])|c(?=[ei])", "s"),
        ("[ck]", "k"),
        ("z", "s"),
        ("ks", "s"),
        ("ll", "y"),
        ("i(?=[aeou])", "y"),
        ("y$|y(?=[^aeiou])", "i"),
        ("v", "b"),
        ("w", "u"),
        ("n(?=[pb])", "m"),
        ("^ps", "s"),
        ("G", "g"),
    )
)
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """How a folded word sounds to a Spanish ear: words that are confused in writing have the same sound.

    >>> sound("huancavelica") == sound("uancabelika")
    True
    """
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return _DOUBLED.sub(r"\1", word)


def slips(heard: str) -> Iterator[int]:
    """Numbers under which a sound is filed: itself, and itself with any one letter left out.

    Two sounds one slip apart (a letter missing, added, changed, or two exchanged) share at least one number.
    """
    yield zlib.crc32(heard.encode())
    if len(heard) > 3:
        for shorter in {heard[:i] + heard[i + 1 :] for i in range(len(heard))}:
            yield zlib.crc32(shorter.encode())


_SPELT = 0x5E11
"""Keeps the numbers of spellings apart from those of sounds."""


def keys_of_slips(word: str, *, by_hand: bool = True) -> list[int]:
    """All numbers under which a word is filed, or looked for: the slips of its sound, the sounds of its stems, and
    `by_hand` the slips of its letters too (some change the sound more: `piocta` for `picota`)."""
    roots = {sound(root) for root in stems(word) if len(root) > 3}
    spelt = (key ^ _SPELT for key in slips(word)) if by_hand else ()
    return sorted({*slips(sound(word)), *(zlib.crc32(root.encode()) for root in roots), *spelt})


def related(typed: str, roots: Iterable[str]) -> bool:
    """Whether a stem of what was typed sounds like one of the stems of a word: `medisina` and `medicines`."""
    return not {sound(root) for root in stems(typed) if len(root) > 3}.isdisjoint(map(sound, roots))


def closeness(typed: str, word: str, *, unfinished: bool = False, more: int = 0) -> float | None:
    """How far a word of the vocabulary is from what was typed: 0 for the same sound, None when too far to be meant.

    `unfinished`: the last word of a query may still be growing; then only the beginning of `word` counts.
    `more`: slips to forgive beyond the usual.
    """
    from rapidfuzz.distance import OSA

    if unfinished and len(word) > len(typed) + 1:
        cuts = [word[: len(typed) + extra] for extra in (0, 1, -1)]
        found = [near for cut in cuts if (near := closeness(typed, cut, more=more)) is not None]
        return min(found) + 0.3 if found else None
    size = len(typed)
    allowed = (0 if size < 4 else 1 if size < 6 else 2 if size < 10 else 3) + more
    apart = OSA.distance(typed, word, score_cutoff=allowed + 2)
    if apart > allowed + 2:  # most words end here, before it costs to listen to them
        return None
    heard = OSA.distance(sound(typed), sound(word))
    by_ear = heard <= allowed and apart <= allowed + (1 if size < 5 else 2) and (apart <= allowed or heard < allowed)
    by_hand = apart <= min(allowed, 1)
    if not by_ear and not by_hand:
        return None
    other_start = typed[:1] != word[:1] and sound(typed)[:1] != sound(word)[:1]
    if other_start and size < 5:
        return None
    return 0.55 * min(heard, apart) + 0.35 * apart + (0.5 if other_start else 0.0)
