"""Budgets, planned disbursements and transactions of one activity, as totals by year, type and currency."""

from __future__ import annotations

from fieldref.authoring.iati.reading import Element
from fieldref.authoring.iati.remarks import Remarks
from fieldref.authoring.iati.values import decimal, is_currency
from fieldref.i18n import _

_SHARED = ("sector", "recipient-country", "recipient-region")


class Money:
    """Adds up what one activity tells of money; never one currency to another."""

    def __init__(self, remarks: Remarks) -> None:
        self._activity = remarks.activity
        self._remarks = remarks

    def budget(self, element: Element) -> None:
        """Take a budget or a planned disbursement into the totals by year."""
        value = element.first("value")
        if value is None:
            self._remarks.add("amount", element, element.name, _("It has no value."))
            return
        start, end = (self._child_date(element, name) for name in ("period-start", "period-end"))
        start = start or self._value_date(value)
        year = "" if start is None else start[:4]
        if start and end and end[:4] > year:
            year = f"{year}/{end[:4]}"
        self._amount(element, element.name, element.get("type") or "1", year, value)

    def transaction(self, element: Element) -> None:
        """Take a transaction into the totals by year and type, and where and what for it says it was."""
        for name in _SHARED:
            for child in element.each(name):
                code = child.get("code").upper() if name == "recipient-country" else child.get("code")
                vocabulary = "" if name == "recipient-country" else child.get("vocabulary")
                self._activity.in_transactions[name, vocabulary, code] += 1
        value, kind = element.first("value"), element.first("transaction-type")
        if value is None:
            self._remarks.add("amount", element, element.name, _("It has no value."))
            return
        day = self._child_date(element, "transaction-date") or self._value_date(value)
        self._amount(element, element.name, kind.get("code") if kind else "", day[:4] if day else "", value)

    def _amount(self, element: Element, kind: str, sort: str, year: str, value: Element) -> None:
        amount = decimal(value.text)
        if amount is None:
            self._remarks.add("amount", value, element.name, _("“{found}” is not an amount.").format(
                found=value.text.strip()[:40]), _(
                "Write digits with a point for decimals and nothing between thousands; it is left out of the totals."),
            )  # fmt: skip
            return
        currency = value.get("currency") or self._activity.currency
        if not is_currency(currency):
            self._remarks.add("currency", value, element.name, _("There is no currency “{found}”.").format(
                found=currency[:20]) if currency else _("The amount names no currency, nor does the activity."), _(
                "Use a code of ISO 4217, such as EUR; the amount is left out of the totals."))  # fmt: skip
            return
        self._activity.add((kind, sort, year, currency), amount)

    def _child_date(self, element: Element, name: str) -> str | None:
        child = element.first(name)
        return self._remarks.day(child, child.get("iso-date")) if child else None

    def _value_date(self, value: Element) -> str | None:
        return self._remarks.day(value, value.get("value-date")) if value.get("value-date") else None
