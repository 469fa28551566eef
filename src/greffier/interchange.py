"""Readings as JSON in the codebook's interchange form, back again, and the JSON Schema of that form.

One table of fields a record says how it is loaded, written and described. Keys always stand in the order
of the tables. Optional keys (``why``, ``confidence``, ``wikidata`` …) are written only where there is
something to write; ``arrangements`` and ``boilerplate`` may lack in what is loaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar, get_args

from greffier import records
from greffier.codebook import plover
from greffier.errors import InterchangeError
from greffier.forms import (
    At,
    Choice,
    Country,
    Day,
    Field,
    Kind,
    Maybe,
    Member,
    Number,
    Schema,
    Several,
    Stretch,
    Text,
)
from greffier.records import Arrangement, Claim, Dispatch, Event, Quantity, Reading, Span

SCHEMA_ID = "urn:greffier:reading:1"
ID_LENGTH = 12


R = TypeVar("R", Claim, Event, Quantity, Arrangement)


def _options(alias: Any) -> Kind:
    return Choice(lambda: get_args(alias))


def _modes() -> list[str]:
    return sorted({mode for kind in plover().types.values() for mode in kind.modes})


class _Refused(Kind):
    """A pair (alternative, reason) of a Why."""

    def load(self, value: Any, at: At) -> tuple[str, str]:
        pair = Several(Text()).load(value, at)
        if len(pair) != 2:
            raise at.wrong(value, "a pair [alternative, reason]")
        return pair[0], pair[1]

    def dump(self, value: tuple[str, str]) -> list[str]:
        return list(value)

    def schema(self) -> Schema:
        return {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}


SPAN = Stretch()
INDEX = Number(least=0, whole=True)
FIGURE = Maybe(Number())
CLAIM_REF = Field("claim", Maybe(INDEX))
WHY = Member(
    "why",
    records.Why,
    [
        Field("rule", Text()),
        Field("words", Several(SPAN), "may"),
        Field("rejected", Several(_Refused()), "may"),
    ],
)
TRACE = [Field("id", Text(1), "extra"), Field("why", WHY, "extra")]
CONFIDENCE = Field("confidence", Number(least=0, most=1), "extra")
ACTOR = Member(
    "actor",
    records.Actor,
    [
        Field("span", Maybe(SPAN)),
        Field("name", Text()),
        Field("country", Maybe(Country())),
        Field("sector", Maybe(Choice(lambda: list(plover().sectors)))),
        Field("wikidata", Text(1), "extra"),
    ],
)
PLACE = Member(
    "place",
    records.Place,
    [
        Field("span", Maybe(SPAN)),
        Field("name", Maybe(Text())),
        Field("country", Maybe(Country())),
        Field("precision", Text(1), "extra"),
        Field("latitude", Number(least=-90, most=90), "extra"),
        Field("longitude", Number(least=-180, most=180), "extra"),
        Field("geonameid", Number(least=0, whole=True), "extra"),
    ],
)
WHEN = Member(
    "date",
    records.When,
    [
        Field("span", Maybe(SPAN)),
        Field("earliest", Maybe(Day())),
        Field("latest", Maybe(Day())),
        Field("precision", _options(records.Precision), "extra"),
    ],
)
CHANGE = Member(
    "change",
    records.Change,
    [
        Field("kind", _options(records.ArrangementKind)),
        Field("parties", Several(Country())),
        Field("object", Maybe(Text())),
        Field("transition", _options(records.Transition)),
    ],
)
CLAIM = Member(
    "claim",
    Claim,
    [
        Field("cue", Maybe(SPAN)),
        Field("content", Several(SPAN, least=1)),
        Field("speaker", Maybe(SPAN)),
        Field("speaker_actor", Maybe(ACTOR)),
        Field("addressee", Maybe(SPAN)),
        Field("form", _options(records.Form)),
        Field("parent", Maybe(INDEX)),
        *TRACE,
        CONFIDENCE,
    ],
)
EVENT = Member(
    "event",
    Event,
    [
        Field("triggers", Several(SPAN, least=1)),
        Field("type", Choice(lambda: list(plover().types))),
        Field("modes", Several(Choice(_modes))),
        Field("contexts", Several(Choice(lambda: list(plover().contexts))), "extra"),
        Field("actors", Several(ACTOR)),
        Field("recipients", Several(ACTOR)),
        Field("place", Maybe(PLACE)),
        Field("date", Maybe(WHEN)),
        Field("status", _options(records.Status)),
        CLAIM_REF,
        Field("arrangement", Maybe(CHANGE)),
        *TRACE,
        CONFIDENCE,
    ],
)
QUANTITY = Member(
    "quantity",
    Quantity,
    [
        Field("span", SPAN),
        Field("value", FIGURE),
        Field("min", FIGURE),
        Field("max", FIGURE),
        Field("unit", Maybe(Text(1))),
        Field("object", Maybe(Text())),
        Field("role", _options(records.Role)),
        CLAIM_REF,
        *TRACE,
    ],
)
ARRANGEMENT = Member(
    "arrangement",
    Arrangement,
    [Field("span", SPAN), *CHANGE.fields, Field("date", Maybe(WHEN), "may"), CLAIM_REF, *TRACE],
)
PROVENANCE = ("source", "url", "published_at", "edited_at", "fetched_at", "published_reason")
DISPATCH_KEYS = ("id", "published", "text", "boilerplate", "title", *PROVENANCE)
REFERENCES = (("claims", "parent"), ("events", "claim"), ("quantities", "claim"), ("arrangements", "claim"))
READING = Member(
    "reading",
    Reading,
    [
        Field("id", Text(1)),
        Field("published", Maybe(Day())),
        Field("text", Text()),
        Field("title", SPAN, "extra"),
        *(Field(key, Text(), "extra") for key in ("source", "url", "published_at", "edited_at", "fetched_at")),
        Field("published_reason", Text(), "extra"),
        Field("claims", Several(CLAIM)),
        Field("events", Several(EVENT)),
        Field("quantities", Several(QUANTITY)),
        Field("arrangements", Several(ARRANGEMENT), "may"),
        Field("boilerplate", Several(SPAN), "may"),
        Field("warnings", Several(Text()), "extra"),
        Field("reader", Text(), "extra"),
        Field("codebook", Text(), "extra"),
    ],
)
DEFINED = (WHY, ACTOR, PLACE, WHEN, CHANGE, CLAIM, EVENT, QUANTITY, ARRANGEMENT)


def to_json(reading: Reading) -> dict[str, Any]:
    """Return the reading as a JSON object in the interchange form; offsets are code points.

    The warnings of the dispatch come first, then the reading's own, each once.
    """
    warnings = tuple(dict.fromkeys((*reading.dispatch.warnings, *reading.warnings)))

    def get(key: str) -> Any:
        if key == "warnings":
            return warnings
        return getattr(reading.dispatch if key in DISPATCH_KEYS else reading, key)

    written: dict[str, Any] = READING.written(get)
    return written


def from_json(obj: Any) -> Reading:
    """Return the reading that a JSON object in the interchange form holds.

    Raises InterchangeError (SpanError for a span) with a sentence that names the path of the fault.
    All warnings become the reading's.
    """
    text = obj.get("text") if isinstance(obj, dict) else None
    values = READING.values(obj, At("", len(text) if isinstance(text, str) else 0))
    dispatch = Dispatch(**{key: values.pop(key) for key in DISPATCH_KEYS if key in values})
    _check_references(values)
    return Reading(dispatch, **values)


def _check_references(values: dict[str, Any]) -> None:
    count = len(values["claims"])
    for kind, key in (
        ("claims", "parent"),
        ("events", "claim"),
        ("quantities", "claim"),
        ("arrangements", "claim"),
    ):
        for i, record in enumerate(values.get(kind, ())):
            index = getattr(record, key)
            if index is not None and index >= count:
                raise InterchangeError(
                    f"At {kind}[{i}].{key} stands {index}, but there are {count} claims (the first is 0)."
                )
    for i, claim in enumerate(values["claims"]):
        seen = {i}
        while claim.parent is not None:
            if claim.parent in seen:
                raise InterchangeError(f"At claims[{i}].parent the claims nest in a circle; a parent must end.")
            seen.add(claim.parent)
            claim = values["claims"][claim.parent]


def schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of the interchange form of one reading."""
    span = {
        "type": "array",
        "items": {"type": "integer", "minimum": 0},
        "minItems": 2,
        "maxItems": 2,
        "description": "[start, end] in code points of text, start inclusive, end exclusive, start < end",
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "What one dispatch says",
        **READING.definition(),
        "$defs": {"span": span} | {member.name: member.definition() for member in DEFINED},
    }


def record_id(dispatch: Dispatch, kind: str, span: Span) -> str:
    """Return a record's stable id: 12 hex digits of a SHA-256.

    It depends on the dispatch's id and text, on ``kind`` (claim, event, quantity, arrangement) and on the
    record's first span, so that reading the same text again with other rules keeps the ids of what stays.
    """
    version = hashlib.sha256(dispatch.text.encode("utf-8", "surrogatepass")).hexdigest()
    basis = "\0".join((dispatch.id, version, kind, str(span.start), str(span.end)))
    return hashlib.sha256(basis.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


def with_ids(reading: Reading) -> Reading:
    """Return the reading with an id on every record that has none; ids are unique within the reading."""
    return replace(
        reading,
        claims=_identified(reading, "claim", reading.claims),
        events=_identified(reading, "event", reading.events),
        quantities=_identified(reading, "quantity", reading.quantities),
        arrangements=_identified(reading, "arrangement", reading.arrangements),
    )


def first_span(record: Claim | Event | Quantity | Arrangement) -> Span:
    """Return the span that names a record: a claim's cue or first words, an event's first trigger."""
    if isinstance(record, Claim):
        return record.cue or record.content[0]
    return record.triggers[0] if isinstance(record, Event) else record.span


def _identified(reading: Reading, kind: str, found: Iterable[R]) -> tuple[R, ...]:
    identified: list[R] = []
    taken: dict[str, int] = {}
    for record in found:
        name = record.id or record_id(reading.dispatch, kind, first_span(record))
        taken[name] = taken.get(name, 0) + 1
        unique = name if taken[name] == 1 else f"{name}-{taken[name]}"
        identified.append(replace(record, id=unique))
    return tuple(identified)
