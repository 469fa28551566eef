"""Lays a reading out in rows that can be asked for: events and their parties, claims, figures, changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select, tuple_

from greffier.interchange import first_span
from greffier.ledger import schema as s
from greffier.ledger.ids import fold, telling_keys
from greffier.ledger.writing import Writer, chunks
from greffier.records import Actor, Event, Reading, Span, When

MACHINE, ACCEPTED, CORRECTED = "machine", "accepted", "corrected"
BAR = "|"
LAID_OUT = (s.events, s.claims, s.quantities, s.arrangements)
ActorKey = tuple[str, str, str, str]


class Cast:
    """The ids of actors: one row for each (name, country, sector, Wikidata id) that any reading names."""

    def __init__(self) -> None:
        """Know nobody yet; ``fresh`` are those entered since it was last emptied."""
        self._ids: dict[ActorKey, int] = {}
        self.fresh: list[int] = []

    def learn(self, writer: Writer, readings: Iterable[Reading]) -> None:
        """Look up everybody whom the readings name, and enter those who are new."""
        wanted = {key_of(actor) for reading in readings for actor in actors_of(reading)} - self._ids.keys()
        table = s.actors.c
        same = tuple_(table.name, table.country, table.sector, table.wikidata)
        for some in chunks(sorted(wanted), 200):
            query = select(table.id, table.name, table.country, table.sector, table.wikidata).where(same.in_(some))
            for row in writer.connection.execute(query):
                self._ids[(row[1], row[2], row[3], row[4])] = row[0]
        for key in sorted(wanted - self._ids.keys()):
            name, country, sector, wikidata = key
            self._ids[key] = writer.put(
                s.actors, name=name, fold=fold(name), country=country, sector=sector, wikidata=wikidata
            )
            self.fresh.append(self._ids[key])

    def id(self, actor: Actor | None) -> int | None:
        """Return the id of an actor that was learned, None for nobody."""
        return self._ids[key_of(actor)] if actor else None


def key_of(actor: Actor) -> ActorKey:
    """Return what tells one actor from another before any merging."""
    return (clean(actor.name), actor.country or "", actor.sector or "", actor.wikidata or "")


def clean(text: str) -> str:
    """Return the text as databases take it: no NUL, no lone surrogate."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def actors_of(reading: Reading) -> Iterable[Actor]:
    """Yield every actor that the reading names."""
    for event in reading.events:
        yield from event.actors
        yield from event.recipients
    yield from (claim.speaker_actor for claim in reading.claims if claim.speaker_actor)


def lay_out(
    writer: Writer, version: int, reading: Reading, cast: Cast, standings: dict[str, str], tellings: dict[str, int]
) -> list[int]:
    """Put the rows of a reading whose dispatch is named by its version; return the telling of each event.

    ``standings`` says of record ids whether a person accepted or corrected them; ``tellings`` holds the numbers of
    tellings known before, and gets the new ones.
    """
    published = _iso(reading.dispatch.published)
    keys = telling_keys(reading.dispatch.id, (e.triggers[0].start for e in reading.events))
    for key in keys:
        if key not in tellings:
            tellings[key] = writer.put(s.tellings, key=key, version=version)
    common = {"version": version, "published": published}
    for pos, (event, key) in enumerate(zip(reading.events, keys, strict=True)):
        row = _event(event, reading, cast) | _record(pos, event, standings)
        number = writer.put(s.events, **common, **row, telling=tellings[key])
        for side, actors in (("A", event.actors), ("R", event.recipients)):
            for place, actor in enumerate(actors):
                writer.put(s.parties, event=number, side=side, pos=place, actor=cast.id(actor))
    for pos, claim in enumerate(reading.claims):
        row = {
            "first": published or "",
            "speaker": cast.id(claim.speaker_actor),
            "speaker_words": _words(reading, claim.speaker),
            "addressee": _words(reading, claim.addressee),
            "form": claim.form,
            "parent": claim.parent,
            "confidence": claim.confidence,
        }
        writer.put(s.claims, **common, **row, **_record(pos, claim, standings), **_bounds(claim.content))
    for pos, q in enumerate(reading.quantities):
        row = {"value": q.value, "least": q.min, "most": q.max, "unit": q.unit, "role": q.role, "claim": q.claim}
        row["object"] = clean(q.object) if q.object else None
        writer.put(s.quantities, **common, **row, **_record(pos, q, standings), **_bounds((q.span,)))
    for pos, a in enumerate(reading.arrangements):
        row = {"kind": a.kind, "object": clean(a.object) if a.object else None, "transition": a.transition}
        bounds = _bounds((a.span,))
        writer.put(s.arrangements, version=version, **row, **_record(pos, a, standings), **bounds, claim=a.claim)
    return [tellings[key] for key in keys]


def _record(pos: int, record: Any, standings: dict[str, str]) -> dict[str, Any]:
    return {"pos": pos, "record": record.id, "standing": standings.get(record.id or "", MACHINE)}


def _event(event: Event, reading: Reading, cast: Cast) -> dict[str, Any]:
    when, place, change = event.date, event.place, event.arrangement
    speaker = reading.claims[event.claim].speaker_actor if event.claim is not None else None
    name = clean(place.name) if place and place.name else None
    span = first_span(event)
    earliest, latest, published = _day(when, "earliest"), _day(when, "latest"), _iso(reading.dispatch.published)
    first = earliest or latest or published or ""
    return {
        "type": event.type,
        "modes": BAR + "".join(mode + BAR for mode in event.modes),
        "status": event.status,
        "earliest": earliest,
        "latest": latest,
        "first": first,
        "last": latest or max(first, published or ""),
        "place": name,
        "place_fold": fold(name) if name else None,
        "place_country": place.country if place else None,
        "start": span.start,
        "end": span.end,
        "claim": event.claim,
        "speaker": cast.id(speaker),
        "kind": change.kind if change else None,
        "transition": change.transition if change else None,
        "confidence": event.confidence,
    }


def _bounds(spans: Sequence[Span]) -> dict[str, int]:
    return {"start": min(span.start for span in spans), "end": max(span.end for span in spans)}


def _words(reading: Reading, span: Span | None) -> str | None:
    return clean(span.of(reading.dispatch.text)) if span else None


def _day(when: When | None, name: str) -> str | None:
    return _iso(getattr(when, name)) if when else None


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
