"""The codebook's records: what is read out of one dispatch, frozen and typed.

All offsets are Unicode code points into ``Dispatch.text`` (Python string indices), start inclusive,
end exclusive, so that ``text[start:end]`` is the evidence. A field that the text does not give is None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from greffier.errors import SpanError

Form = Literal["direct", "indirect", "mixed"]
Status = Literal["occurred", "ongoing", "planned", "hypothetical", "negated"]
Role = Literal["strength", "killed", "injured", "arrested", "displaced", "held", "cost", "other"]
ArrangementKind = Literal["agreement", "deployment", "membership", "office", "sanctions", "relations", "ceasefire"]
Transition = Literal["created", "strengthened", "suspended", "ended", "planned_end", "contested", "unchanged"]
Precision = Literal["day", "week", "month", "season", "year", "range", "open"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text: code points from ``start`` (inclusive) to ``end`` (exclusive)."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a span that holds nothing or starts before the text (SpanError)."""
        if self.start < 0 or self.end <= self.start:
            raise SpanError(f"The span [{self.start}, {self.end}] is empty or negative; give start < end.")

    def of(self, text: str) -> str:
        """Return the words the span holds in ``text``."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Tell whether ``other`` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Why:
    """How a record was decided: the rule, the words that fired, the alternatives that lost.

    ``rejected`` holds pairs (alternative, reason), both short English phrases.
    """

    rule: str
    words: tuple[Span, ...] = ()
    rejected: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One dispatch as intake hands it on: the frozen text and what is known about it.

    ``published`` is the day of publication; ``published_reason`` says how it is known.
    ``title`` is the span of line 1 where it is a title. ``boilerplate`` holds the spans that are
    not the dispatch's own prose; nothing is read from them.
    ``published_at``, ``edited_at`` and ``fetched_at`` are ISO 8601 timestamps kept as given.
    """

    id: str
    text: str
    published: date | None = None
    published_reason: str | None = None
    title: Span | None = None
    source: str | None = None
    url: str | None = None
    published_at: str | None = None
    edited_at: str | None = None
    fetched_at: str | None = None
    boilerplate: tuple[Span, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts or speaks. ``span`` is the mention nearest to the trigger, None if only implied."""

    span: Span | None
    name: str
    country: str | None = None
    sector: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event happened. ``precision`` names the kind of place (city, region, country …).

    ``name`` is None where only the country is known.
    """

    span: Span | None
    name: str | None
    country: str | None = None
    precision: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonameid: int | None = None


@dataclass(frozen=True, slots=True)
class When:
    """When it happened: the first and the last day it can have been; ``latest`` None means open."""

    span: Span | None
    earliest: date | None
    latest: date | None
    precision: Precision | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The standing arrangement that an event changes."""

    kind: ArrangementKind
    parties: tuple[str, ...]
    object: str | None
    transition: Transition


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch of text that the dispatch attributes to somebody other than the outlet.

    ``parent`` is the index, among the reading's claims, of the claim this one is nested in.
    """

    cue: Span | None
    content: tuple[Span, ...]
    speaker: Span | None
    speaker_actor: Actor | None
    addressee: Span | None = None
    form: Form = "indirect"
    parent: int | None = None
    id: str | None = None
    why: Why | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, in PLOVER. ``claim`` is the index of the claim that carries it, or None."""

    triggers: tuple[Span, ...]
    type: str
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    place: Place | None = None
    date: When | None = None
    status: Status = "occurred"
    claim: int | None = None
    arrangement: Change | None = None
    id: str | None = None
    why: Why | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure that matters to the story. An exact figure has min = max = value."""

    span: Span
    value: float | int | None
    min: float | int | None
    max: float | int | None
    unit: str | None
    object: str | None
    role: Role
    claim: int | None = None
    id: str | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A transition of a standing arrangement that no event makes (it stays, it is disputed)."""

    span: Span
    kind: ArrangementKind
    parties: tuple[str, ...]
    object: str | None
    transition: Transition
    date: When | None = None
    claim: int | None = None
    id: str | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one dispatch says. Construction checks every span against the text (SpanError)."""

    dispatch: Dispatch
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    arrangements: tuple[Arrangement, ...] = ()
    warnings: tuple[str, ...] = ()
    reader: str | None = None
    codebook: str | None = None

    def __post_init__(self) -> None:
        """Check that every span lies in the text and every claim index exists."""
        size = len(self.dispatch.text)
        for span in self.spans():
            if span.end > size:
                raise SpanError(
                    f"The span [{span.start}, {span.end}] ends after the text of dispatch "
                    f"{self.dispatch.id} ({size} code points); the text and the reading do not belong together."
                )
        for index in self._claim_indices():
            if not 0 <= index < len(self.claims):
                raise SpanError(
                    f"Dispatch {self.dispatch.id} refers to claim {index}, but has {len(self.claims)} claims."
                )

    def spans(self) -> Iterator[Span]:
        """Yield every span of the reading, the dispatch's own included."""
        if self.dispatch.title:
            yield self.dispatch.title
        yield from self.dispatch.boilerplate
        for claim in self.claims:
            yield from claim.content
            yield from _present(claim.cue, claim.speaker, claim.addressee, _at(claim.speaker_actor))
        for event in self.events:
            yield from event.triggers
            yield from _present(*(_at(a) for a in (*event.actors, *event.recipients)))
            yield from _present(_at(event.place), _at(event.date))
        for quantity in self.quantities:
            yield quantity.span
        for arrangement in self.arrangements:
            yield arrangement.span
            yield from _present(_at(arrangement.date))

    def _claim_indices(self) -> Iterator[int]:
        carried: tuple[Event | Quantity | Arrangement, ...] = (*self.events, *self.quantities, *self.arrangements)
        for record in carried:
            if record.claim is not None:
                yield record.claim
        for claim in self.claims:
            if claim.parent is not None:
                yield claim.parent


def _at(record: Actor | Place | When | None) -> Span | None:
    return record.span if record else None


def _present(*spans: Span | None) -> Iterator[Span]:
    yield from (s for s in spans if s is not None)
