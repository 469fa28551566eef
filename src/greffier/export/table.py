"""Readings as CSV: one row a record, documented columns, evidence as words and as offsets.

A cell with several values separates them by ``|`` (a ``|`` inside a value is written ``¦``); a span is
``start-end`` in code points. A text cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage
return gets a ``'`` in front, so that no spreadsheet takes words of a dispatch for a formula.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TextIO

from greffier.interchange import with_ids
from greffier.records import Actor, Change, Event, Reading, Span, When

RISKY = ("=", "+", "-", "@", "\t", "\r")
SEPARATOR = "|"
Get = Callable[[Reading, int, Any], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it means, and how its cell is got from (reading, index, record)."""

    name: str
    meaning: str
    get: Get


@dataclass(frozen=True, slots=True)
class Offsets:
    """Spans for a cell, told apart from text: ``12-19|30-34``."""

    spans: Sequence[Span]

    def __str__(self) -> str:
        """Return the spans as they stand in the cell."""
        return SEPARATOR.join(f"{span.start}-{span.end}" for span in self.spans)


def columns(table: str) -> tuple[Column, ...]:
    """Return the columns of ``events``, ``claims``, ``quantities`` or ``arrangements`` (KeyError for others)."""
    return TABLES[table]


def write(readings: Iterable[Reading], table: str, out: TextIO) -> None:
    """Write one table of the readings as CSV with a header to ``out``, reading by reading."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in TABLES[table]])
    for reading in readings:
        writer.writerows(rows(reading, table))


def rows(reading: Reading, table: str) -> Iterator[list[str | int | float]]:
    """Yield the cells of each record of the reading."""
    reading = with_ids(reading)
    for index, record in enumerate(getattr(reading, table)):
        yield [_cell(column.get(reading, index, record)) for column in TABLES[table]]


def _cell(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Offsets):
        return str(value)
    text = value if isinstance(value, str) else _joined(value)
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    return "'" + text if text.startswith(RISKY) else text


def _joined(values: Iterable[str | None]) -> str:
    return SEPARATOR.join((value or "").replace(SEPARATOR, "¦") for value in values)


def _words(reading: Reading, spans: Sequence[Span]) -> list[str]:
    return [span.of(reading.dispatch.text) for span in spans]


def _some(span: Span | None) -> tuple[Span, ...]:
    return (span,) if span else ()


def _claim_id(reading: Reading, index: int | None) -> str | None:
    return None if index is None else reading.claims[index].id


def _when(get: Callable[[Any], When | None], name: str) -> Get:
    def cell(reading: Reading, index: int, record: Any) -> Any:
        when = get(record)
        return getattr(when, name) if when else None

    return cell


def _change(name: str) -> Get:
    def cell(reading: Reading, index: int, record: Event) -> Any:
        change: Change | None = record.arrangement
        return getattr(change, name) if change else None

    return cell


def _place(name: str) -> Get:
    return lambda reading, index, record: getattr(record.place, name) if record.place else None


def _field(name: str) -> Get:
    return lambda reading, index, record: getattr(record, name)


def _actor_columns(side: str, whose: str, get: Callable[[Any], Sequence[Actor]]) -> tuple[Column, ...]:
    def all_of(name: str) -> Get:
        return lambda reading, index, record: [getattr(actor, name) for actor in get(record)]

    def spans(reading: Reading, index: int, record: Any) -> str:
        return SEPARATOR.join(str(Offsets(_some(actor.span))) for actor in get(record))

    return (
        Column(f"{side}_names", f"names of {whose}", all_of("name")),
        Column(f"{side}_countries", f"country or body codes of {whose}, in the same order", all_of("country")),
        Column(f"{side}_sectors", f"PLOVER sectors of {whose}, in the same order", all_of("sector")),
        Column(f"{side}_wikidata", f"Wikidata ids of {whose}, in the same order", all_of("wikidata")),
        Column(f"{side}_spans", f"mentions of {whose} nearest to the evidence, in the same order", spans),
    )


def _evidence(name: str, meaning: str, get: Callable[[Any], Sequence[Span]]) -> tuple[Column, ...]:
    return (
        Column(name, f"{meaning}: the words", lambda reading, index, record: _words(reading, get(record))),
        Column(f"{name}_spans", f"{meaning}: offsets", lambda reading, index, record: Offsets(get(record))),
    )


COMMON = (
    Column("dispatch", "id of the dispatch", lambda reading, index, record: reading.dispatch.id),
    Column("published", "day of publication", lambda reading, index, record: reading.dispatch.published),
    Column("source", "who published it", lambda reading, index, record: reading.dispatch.source),
    Column("url", "where it was published", lambda reading, index, record: reading.dispatch.url),
    Column("index", "place among the dispatch's records of this kind, from 0", lambda reading, index, record: index),
    Column("id", "stable id of the record", _field("id")),
)
CLAIM = (
    Column("claim", "index of the claim that carries the record; empty: the outlet itself", _field("claim")),
    Column("claim_id", "stable id of that claim", lambda reading, index, r: _claim_id(reading, r.claim)),
)


def _date_columns(get: Callable[[Any], When | None]) -> tuple[Column, ...]:
    return (
        Column("earliest", "first day on which it can have happened", _when(get, "earliest")),
        Column("latest", "last day on which it can have happened; empty: open", _when(get, "latest")),
        Column("date_precision", "day, week, month, season, year, range or open", _when(get, "precision")),
        *_evidence("date_words", "the date", lambda r: _some(d.span) if (d := get(r)) else ()),
    )


EVENTS = (
    *COMMON,
    Column("type", "PLOVER type", _field("type")),
    Column("modes", "PLOVER modes", _field("modes")),
    Column("contexts", "PLOVER contexts", _field("contexts")),
    Column("status", "occurred, ongoing, planned, hypothetical or negated", _field("status")),
    *_actor_columns("actor", "those who act", lambda event: event.actors),
    *_actor_columns("recipient", "those to whom it is done", lambda event: event.recipients),
    Column("place", "name of the place", _place("name")),
    Column("place_country", "country of the place", _place("country")),
    Column("place_precision", "kind of place: city, region, country …", _place("precision")),
    Column("latitude", "degrees north", _place("latitude")),
    Column("longitude", "degrees east", _place("longitude")),
    Column("geonameid", "GeoNames id of the place", _place("geonameid")),
    *_date_columns(lambda event: event.date),
    *CLAIM,
    Column("arrangement_kind", "kind of the standing arrangement that it changes", _change("kind")),
    Column("arrangement_parties", "its parties", _change("parties")),
    Column("arrangement_object", "its name in the text", _change("object")),
    Column("arrangement_transition", "what becomes of it", _change("transition")),
    *_evidence("triggers", "the words that name the event", lambda event: event.triggers),
    Column("confidence", "from 0 to 1, where the reader gives one", _field("confidence")),
)
CLAIMS = (
    *COMMON,
    *_actor_columns("speaker", "the speaker", lambda c: (c.speaker_actor,) if c.speaker_actor else ()),
    *_evidence("speaker_words", "the speaker's whole noun phrase", lambda claim: _some(claim.speaker)),
    *_evidence("cue", "the words that report", lambda claim: _some(claim.cue)),
    *_evidence("addressee", "to whom it is said", lambda claim: _some(claim.addressee)),
    Column("form", "direct, indirect or mixed", _field("form")),
    Column("parent", "index of the claim that it is nested in", _field("parent")),
    Column("parent_id", "stable id of that claim", lambda reading, index, r: _claim_id(reading, r.parent)),
    *_evidence("content", "what is said", lambda claim: claim.content),
    Column("confidence", "from 0 to 1, where the reader gives one", _field("confidence")),
)
QUANTITIES = (
    *COMMON,
    Column("value", "the figure; empty where only bounds are given", _field("value")),
    Column("min", "lower bound", _field("min")),
    Column("max", "upper bound; an exact figure has min = max = value", _field("max")),
    Column("unit", "ISO 4217 code where it is money", _field("unit")),
    Column("object", "what is counted", _field("object")),
    Column("role", "strength, killed, injured, arrested, displaced, held, cost or other", _field("role")),
    *CLAIM,
    *_evidence("words", "the figure", lambda quantity: (quantity.span,)),
)
ARRANGEMENTS = (
    *COMMON,
    Column("kind", "agreement, deployment, membership, office, sanctions, relations or ceasefire", _field("kind")),
    Column("parties", "country or body codes", _field("parties")),
    Column("object", "its name in the text", _field("object")),
    Column("transition", "what becomes of it, without an event that does it", _field("transition")),
    *_date_columns(lambda arrangement: arrangement.date),
    *CLAIM,
    *_evidence("words", "the words that say so", lambda arrangement: (arrangement.span,)),
)
TABLES = {"events": EVENTS, "claims": CLAIMS, "quantities": QUANTITIES, "arrangements": ARRANGEMENTS}
