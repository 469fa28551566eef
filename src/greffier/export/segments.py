"""Cuts a text at the bounds of its evidence, so that overlapping spans can be shown side by side.

Each segment knows every mark that covers it; put together, the segments are the text again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from greffier.records import Reading, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """One span of one record: ``record`` is ``claim:0``, ``part`` is ``content``, ``cue``, ``trigger`` …"""

    span: Span
    record: str
    part: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text between two bounds, with the marks that cover it."""

    text: str
    marks: tuple[Mark, ...]


def marks_of(reading: Reading) -> list[Mark]:
    """Return every mark of a reading, in the order of the records."""
    found = [Mark(span, "boilerplate", "boilerplate") for span in reading.dispatch.boilerplate]
    found += [Mark(*entry) for entry in _claim_marks(reading)]
    found += [Mark(*entry) for entry in _event_marks(reading)]
    found += [Mark(q.span, f"quantity:{i}", "figure") for i, q in enumerate(reading.quantities)]
    for i, arrangement in enumerate(reading.arrangements):
        found.append(Mark(arrangement.span, f"arrangement:{i}", "arrangement"))
    return found


def lines_of(text: str, marks: Sequence[Mark]) -> Iterator[list[Segment]]:
    """Yield the segments of each line of ``text`` that holds something; line ends are left out."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield list(segments(text, Span(start, start + len(line)), marks))
        start += len(line) + 1


def segments(text: str, within: Span, marks: Iterable[Mark]) -> Iterator[Segment]:
    """Yield the segments of the stretch ``within``, cut wherever a mark begins or ends."""
    here = [mark for mark in marks if mark.span.overlaps(within)]
    bounds = {within.start, within.end}
    for mark in here:
        bounds |= {max(mark.span.start, within.start), min(mark.span.end, within.end)}
    for start, end in pairwise(sorted(bounds)):
        piece = Span(start, end)
        yield Segment(piece.of(text), tuple(mark for mark in here if mark.span.holds(piece)))


def _claim_marks(reading: Reading) -> Iterator[tuple[Span, str, str]]:
    for i, claim in enumerate(reading.claims):
        name = f"claim:{i}"
        yield from ((span, name, "content") for span in claim.content)
        for part, span in (("cue", claim.cue), ("speaker", claim.speaker), ("addressee", claim.addressee)):
            if span:
                yield span, name, part


def _event_marks(reading: Reading) -> Iterator[tuple[Span, str, str]]:
    for i, event in enumerate(reading.events):
        name = f"event:{i}"
        yield from ((span, name, "trigger") for span in event.triggers)
        around = [("actor", actor) for actor in (*event.actors, *event.recipients)]
        for part, record in (*around, ("place", event.place), ("date", event.date)):
            if record and record.span:
                yield record.span, name, part
