"""Time bonds: what grammar alone decides between a time and an event, before anything is weighed.

A time on the other side of a semicolon dates nothing here; an act of words that has been uttered was not uttered in
days still to come.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from greffier.reading.happening import Happening
from greffier.reading.parse import Document, Token
from greffier.reading.time_links import Told

ENDS = frozenset({".", "?", "!", "…"})


def bonded(doc: Document, event: Happening, told: Sequence[Told], published: date | None) -> list[Told]:
    """Return those of the times told that may date an event."""
    uttered = event.uttered and event.status == "occurred"
    return [
        t
        for t in told
        if not (uttered and published is not None and _ahead(t, published))
        and not all(_parted(doc, head, t) for head in event.heads)
    ]


def _ahead(told: Told, published: date) -> bool:
    when = told.when
    return when.earliest is not None and when.earliest >= published and (when.latest is None or when.latest > published)


def _parted(doc: Document, head: Token, told: Told) -> bool:
    """Tell whether a semicolon of one written sentence stands between a word and a time."""
    if head.line != told.head.line:
        return False
    low, high = sorted((head.i, told.head.i))
    between = [t.text for t in doc.tokens[low + 1 : high]]
    return ";" in between and ENDS.isdisjoint(between)
