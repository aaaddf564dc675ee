"""How list and record share the width of the window, page by page, as the reader dragged it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

SMALLEST, LARGEST = 0.15, 0.8


class Shares:
    """The part of the width that each page has beside a record, from 0 to 1; a page that was never dragged has its
    own."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = tuple(keys)
        self._shares: dict[str, float] = {}

    def of(self, key: str, own: float) -> float:
        """The share of a page."""
        return self._shares.get(key, own)

    def drag(self, key: str, share: float) -> None:
        """The reader wants it so."""
        self._shares[key] = min(max(share, SMALLEST), LARGEST)

    def told(self) -> tuple[int, ...]:
        """In thousandths, one a page, 0 for its own: to be remembered."""
        return tuple(round(self._shares.get(key, 0) * 1000) for key in self._keys)

    def take(self, told: Sequence[int]) -> None:
        """What `told` gave last time; ignored when the pages are not the same."""
        if len(told) == len(self._keys):
            for key, share in zip(self._keys, told, strict=True):
                if share:
                    self.drag(key, share / 1000)
