"""Applies people's decisions to a reading: what is rejected goes, what is corrected changes, the rest is listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from greffier.interchange import from_json, to_json
from greffier.ledger.projection import ACCEPTED, CORRECTED
from greffier.records import Arrangement, Claim, Event, Quantity, Reading, Span

Record = Claim | Event | Quantity | Arrangement
LISTS = {"claim": "claims", "event": "events", "quantity": "quantities", "arrangement": "arrangements"}
R = TypeVar("R", Event, Quantity, Arrangement)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's word on one record: ``kind`` is accept, reject or correct; ``fields`` are what a correction sets."""

    decision: int
    kind: str
    target: str
    span: Span
    type: str | None = None
    fields: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Revised:
    """A reading as it stands after the rulings; ``loose`` pairs a decision that fits no record with the reason."""

    reading: Reading
    standings: dict[str, str]
    loose: tuple[tuple[int, str], ...]


def spans_of(record: Record) -> tuple[Span, ...]:
    """Return the spans by which a decision finds its record again."""
    if isinstance(record, Claim):
        return (*((record.cue,) if record.cue else ()), *record.content)
    return record.triggers if isinstance(record, Event) else (record.span,)


def find(reading: Reading, target: str, span: Span, kind: str | None = None) -> int | None:
    """Return the index of the record of that kind that shares most with the span, of the same event type first."""
    best: tuple[tuple[bool, int], int] | None = None
    for index, record in enumerate(getattr(reading, LISTS[target])):
        shared = max(min(span.end, o.end) - max(span.start, o.start) for o in spans_of(record))
        rank = (isinstance(record, Event) and record.type == kind, shared)
        if shared > 0 and (best is None or rank > best[0]):
            best = (rank, index)
    return best[1] if best else None


def revise(reading: Reading, rulings: Iterable[Ruling]) -> Revised:
    """Return the reading with the rulings applied in order, the latest on a record prevailing."""
    standings: dict[str, str] = {}
    rejected: set[tuple[str, int]] = set()
    loose: list[tuple[int, str]] = []
    for ruling in rulings:
        index = find(reading, ruling.target, ruling.span, ruling.type)
        if index is None:
            loose.append((ruling.decision, f"no {ruling.target} stands at {ruling.span.start}-{ruling.span.end}"))
            continue
        rejected.discard((ruling.target, index))
        if ruling.kind == "reject":
            rejected.add((ruling.target, index))
            continue
        if ruling.kind == "correct":
            try:
                reading = corrected(reading, ruling.target, index, ruling.fields or {})
            except ValueError as problem:
                loose.append((ruling.decision, str(problem)))
                continue
        record = getattr(reading, LISTS[ruling.target])[index]
        standings[record.id or ""] = CORRECTED if ruling.kind == "correct" else ACCEPTED
    return Revised(without(reading, rejected), standings, tuple(loose))


def corrected(reading: Reading, target: str, index: int, fields: dict[str, Any]) -> Reading:
    """Return the reading with fields of one record set, in the interchange form (InterchangeError, a ValueError)."""
    from greffier.errors import InterchangeError

    form = to_json(reading)
    entry = form[LISTS[target]][index]
    unknown = [name for name in fields if name not in entry and name not in ("contexts", "confidence", "date")]
    if unknown or "id" in fields:
        raise ValueError(f"a {target} has no field {(*unknown, 'id')[0]} that can be set")
    entry.update(fields)
    try:
        return replace(from_json(form), dispatch=reading.dispatch)
    except InterchangeError as problem:
        raise ValueError(str(problem)) from None


def without(reading: Reading, rejected: set[tuple[str, int]]) -> Reading:
    """Return the reading without the rejected records; what a rejected claim carried is its parent's, or nobody's."""
    gone = {index for target, index in rejected if target == "claim"}
    moved: dict[int | None, int | None] = {None: None}
    kept = [index for index in range(len(reading.claims)) if index not in gone]
    for index in range(len(reading.claims)):
        carrier: int | None = index
        while carrier is not None and carrier in gone:
            carrier = reading.claims[carrier].parent
        moved[index] = kept.index(carrier) if carrier is not None else None

    def left(target: str, records: tuple[R, ...]) -> tuple[R, ...]:
        return tuple(replace(r, claim=moved[r.claim]) for i, r in enumerate(records) if (target, i) not in rejected)

    return replace(
        reading,
        claims=tuple(replace(reading.claims[i], parent=moved[reading.claims[i].parent]) for i in kept),
        events=left("event", reading.events),
        quantities=left("quantity", reading.quantities),
        arrangements=left("arrangement", reading.arrangements),
    )
