"""Made-up IATI files: well-formed, of every shape, with odd values and texts that are hard on YAML and CSV."""

from __future__ import annotations

import random
from xml.sax.saxutils import escape, quoteattr

LANGUAGES = ("en", "es", "fr", "qu", "no", "en-GB", "PT", "", "x-klingon")
TEXTS = (
    "Agua", "- a list?", "key: value", "# no comment", "'quoted' \"twice\"", "yes", "null", "2012-04-30", "0012",
    "=SUM(A1)",
    "two\nlines", "tab\there", "  spaces  ", "", "é" * 300, "a " * 90, "--- {} [] & * ! | > %", "日本語",
    "\u2028break", "\u200f", "\u0085",
    "trailing:", "{a: b}", "<b>bold</b>", "]]>", "🌊", "\\n \\u0041", "|-", "- ", "?", "~", "'", '"', "\ufeffmark",
)  # fmt: skip
DATES = ("2012-04-30", "2012-02-30", "", "2012", "2012-13", "30/04/2012", "1776-07-04", "2019-01-01Z", "9999-99-99")
AMOUNTS = ("1", "-1", "1000.55", "1,000", "1e6", "", "NaN", "0", "99999999999999999999.99")
CURRENCIES = ("EUR", "USD", "PEN", "eur", "ZZZ", "", "€")


def made_up(dice: random.Random) -> bytes:
    """A file with up to 12 activities."""
    maker = _Maker(dice)
    language = dice.choice(("", ' xml:lang="es"'))
    body = "".join(maker.activity(number) for number in range(dice.randint(0, 12)))
    version = dice.choice(("2.01", "2.02", "2.03"))
    root = f'<iati-activities version="{version}"{language}>{body}</iati-activities>'
    return f'<?xml version="1.0"?>\n{root}'.encode()


class _Maker:
    def __init__(self, dice: random.Random) -> None:
        self.dice = dice

    def activity(self, number: int) -> str:
        dice = self.dice
        identifier = dice.choice(
            (f"XX-{number}", f"xx/{number}", f"Ñ {number}", "", "SAME", "con", "=1+1", "../../etc")
        )
        parts = [f"<iati-identifier>{escape(identifier)}</iati-identifier>"]
        makers = (self._texts, self._organisation, self._date, self._share, self._location, self._money, self._rest)
        parts += [dice.choice(makers)() for _ in range(dice.randint(0, 40))]
        head = f"<iati-activity{self._language()} default-currency={quoteattr(dice.choice(CURRENCIES))}>"
        return f"\n{head}{''.join(parts)}</iati-activity>"

    def _language(self) -> str:
        return f" xml:lang={quoteattr(self.dice.choice(LANGUAGES))}" if self.dice.random() < 0.5 else ""

    def _narratives(self) -> str:
        found = []
        for _ in range(self.dice.randint(0, 4)):
            text = escape(self.dice.choice(TEXTS))
            found.append(
                f"<narrative{self._language()}>{text}{'<!-- x -->' if self.dice.random() < 0.1 else ''}</narrative>"
            )
        return "".join(found)

    def _texts(self) -> str:
        name, more = self.dice.choice((("title", ""), ("description", ' type="1"'), ("description", ' type="2"')))
        return f"<{name}{more}{self._language()}>{self._narratives()}</{name}>"

    def _organisation(self) -> str:
        name = self.dice.choice(("reporting-org", "participating-org"))
        ref, role = self.dice.choice(("", "R-1", "R-2")), self.dice.randint(0, 5)
        return f'<{name} ref="{ref}" role="{role}">{self._narratives()}</{name}>'

    def _date(self) -> str:
        return f'<activity-date type="{self.dice.randint(0, 5)}" iso-date="{self.dice.choice(DATES)}"/>'

    def _share(self) -> str:
        name = self.dice.choice(("sector", "recipient-country", "recipient-region"))
        code, share = self.dice.choice(("XX", "14030", "998", "", "B&amp;B")), self.dice.choice(("", "50", "110", "x"))
        attributes = f'code="{code}" vocabulary="{self.dice.choice(("", "1", "2", "99"))}" percentage="{share}"'
        return f"<{name} {attributes}>{self._narratives()}</{name}>"

    def _location(self) -> str:
        point = self.dice.choice(("", "<point/>", "<point><pos>1 1</pos></point>", "<point><pos>x y</pos></point>"))
        unit = '<administrative vocabulary="A4" code="XX-TWO"/>'
        return f"<location><name>{self._narratives()}</name>{unit}{point}</location>"

    def _money(self) -> str:
        dice = self.dice
        attributes = f"currency={quoteattr(dice.choice(CURRENCIES))} value-date={quoteattr(dice.choice(DATES))}"
        value = f"<value {attributes}>{dice.choice(AMOUNTS)}</value>"
        if dice.random() < 0.3:
            return (
                f'<budget type="{dice.randint(1, 3)}"><period-start iso-date="{dice.choice(DATES)}"/>{value}</budget>'
            )
        description = f"<description>{self._narratives()}</description>" if dice.random() < 0.3 else ""
        return f'<transaction><transaction-type code="{dice.randint(1, 15)}"/>{value}{description}</transaction>'

    def _rest(self) -> str:
        titled = f"<title>{self._narratives()}</title>"
        return self.dice.choice((
            '<related-activity type="1" ref="XX-1"/>',
            '<document-link url="http://example.org/ a"/>',
            '<document-link url=""/>',
            f'<result type="1">{titled}<indicator>{titled}</indicator></result>',
            f"<unknown-element>{self._narratives()}</unknown-element>",
            '<activity-status code="2"/>',
            '<other-identifier ref="O-1"/>',
        ))  # fmt: skip
