"""Clashes: what cannot stand together inside one dispatch — figures, happened and denied, arrangements.

A clash is a warning ``code: detail``; nothing is averaged away and no side is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from greffier.records import Arrangement, Change, Claim, Event, Quantity, Span

APART = 1.1  # figures of one thing that differ by less than a tenth are roundings of each other
CLASHING = frozenset(
    frozenset(pair)
    for pair in (
        ("planned_end", "unchanged"), ("ended", "unchanged"), ("suspended", "unchanged"), ("ended", "strengthened"),
        ("planned_end", "strengthened"),
    )
)  # fmt: skip


def find_clashes(
    text: str,
    claims: Sequence[Claim],
    events: Sequence[Event],
    quantities: Sequence[Quantity],
    arrangements: Sequence[Arrangement],
) -> tuple[str, ...]:
    """Return one warning for each pair of statements of the dispatch that clash, in the order of the text."""
    teller = _Teller(text, claims)
    found = [
        *_arrangement_clashes(teller, events, arrangements),
        *_figure_clashes(teller, quantities),
        *_status_clashes(teller, events),
    ]
    return tuple(dict.fromkeys(found))


class _Teller:
    """Says who carries a statement and quotes it."""

    def __init__(self, text: str, claims: Sequence[Claim]) -> None:
        self._text, self._claims = text, claims

    def source(self, claim: int | None) -> str:
        """Return a short name of who says it: the speaker, or « the dispatch »."""
        if claim is None:
            return "the dispatch"
        actor = self._claims[claim].speaker_actor
        return actor.name if actor else "an unnamed source"

    def country(self, claim: int | None) -> str | None:
        """Return the country of the speaker, or None."""
        actor = self._claims[claim].speaker_actor if claim is not None else None
        return actor.country if actor else None

    def quote(self, span: Span) -> str:
        """Return the words of a span."""
        return f"« {span.of(self._text)} »"


def _arrangement_clashes(
    teller: _Teller, events: Sequence[Event], arrangements: Sequence[Arrangement]
) -> Iterator[str]:
    told: list[tuple[Change | Arrangement, int | None, Span]] = [
        (e.arrangement, e.claim, e.triggers[0]) for e in events if e.arrangement
    ]
    told += [(a, a.claim, a.span) for a in arrangements]
    for (a, first, here), (b, second, there) in combinations(sorted(told, key=lambda t: t[2]), 2):
        same = a.kind == b.kind and bool(set(a.parties) & set(b.parties))
        if same and frozenset((a.transition, b.transition)) in CLASHING and (first, second) != (None, None):
            if first is not None and second is not None and teller.source(first) == teller.source(second):
                continue
            parties = "–".join(dict.fromkeys((*a.parties, *b.parties)))
            yield (
                f"clash-arrangement: {a.kind} {parties}: {teller.source(first)} "
                f"says {a.transition} ({teller.quote(here)}), {teller.source(second)} says {b.transition} "
                f"({teller.quote(there)})"
            )


def _figure_clashes(teller: _Teller, quantities: Sequence[Quantity]) -> Iterator[str]:
    for a, b in combinations(quantities, 2):
        if (
            a.role != b.role
            or a.role == "other"
            or a.unit != b.unit
            or a.claim == b.claim
            or not a.value
            or not b.value
        ):
            continue
        if _head(a) is None or _head(a) != _head(b) or teller.source(a.claim) == teller.source(b.claim):
            continue
        ratio = max(a.value, b.value) / min(a.value, b.value)
        if ratio >= APART and not _bounds_agree(a, b):
            factor = next((f", a factor of {n:,}" for n in (10, 100, 1000) if abs(ratio - n) < n * 0.02), "")
            yield (
                f"clash-figure: {a.role}: {teller.source(a.claim)} says {teller.quote(a.span)}, "
                f"{teller.source(b.claim)} says {teller.quote(b.span)}{factor}"
            )


def _head(quantity: Quantity) -> str | None:
    return quantity.object.casefold().rstrip("s") if quantity.object else None


def _bounds_agree(a: Quantity, b: Quantity) -> bool:
    """« plus de 100 » and « 120 » can both be true."""
    low = max(x.min for x in (a, b) if x.min is not None) if any(x.min is not None for x in (a, b)) else None
    high = min(x.max for x in (a, b) if x.max is not None) if any(x.max is not None for x in (a, b)) else None
    exact = a.min == a.max and b.min == b.max and a.min is not None
    return not exact and (low is None or high is None or low <= high)


def _status_clashes(teller: _Teller, events: Sequence[Event]) -> Iterator[str]:
    for a, b in combinations(events, 2):
        if a.type != b.type or "negated" not in {a.status, b.status} or a.status == b.status:
            continue
        sides = [{x.country for x in e.actors} for e in (a, b)]
        patients = [{x.country for x in e.recipients} for e in (a, b)]
        if sides[0] and sides[0] == sides[1] and patients[0] == patients[1] and a.claim != b.claim:
            yield (
                f"clash-status: {a.type}: {teller.source(a.claim)} says {a.status} ({teller.quote(a.triggers[0])}), "
                f"{teller.source(b.claim)} says {b.status} ({teller.quote(b.triggers[0])})"
            )
