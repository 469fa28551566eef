"""Sketches: what the ledger keeps of a telling in order to compare it with others, small and without its text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any

from greffier.french import default_lexicon
from greffier.ledger.model import Telling
from greffier.ledger.words import Page, country_words, folded, knowledge, word_set
from greffier.records import Actor, Place

MOST_WINDOWS = 5
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A telling as it is compared. Days are ordinals (``date.toordinal``); lists are sorted, so that equal is equal.

    ``first`` and ``last`` bound the event's date, None where the text gives none. ``actors`` and ``recipients``
    are "COUNTRY/SECTOR"; ``place`` holds the words that tell its place; ``area`` says that the place holds others.
    ``machine`` says that
    software read it, whose two events of one dispatch may be one. ``windows`` are the stems around each trigger, ``heads`` the stems of the triggers.
    """

    key: str
    dispatch: str
    published: int | None
    type: str
    modes: tuple[str, ...]
    status: str
    first: int | None
    last: int | None
    place: tuple[str, ...]
    area: bool
    country: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    people: tuple[str, ...]
    names: tuple[str, ...]
    heads: tuple[str, ...]
    windows: tuple[tuple[str, ...], ...]
    change: tuple[str, ...] = ()
    machine: bool = False
    family: str | None = None

    def packed(self) -> str:
        """Return the sketch as compact JSON, for a column of the store."""
        return json.dumps(list(asdict(self).values()), ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str) -> Sketch:
    """Return the sketch that ``packed`` wrote."""
    values = [_tuples(value) for value in json.loads(text)]
    return Sketch(**dict(zip((f.name for f in fields(Sketch)), values, strict=True)))


def sketch(telling: Telling) -> Sketch:
    """Return the sketch of a telling."""
    event, dispatch = telling.event, telling.reading.dispatch
    page = _page(dispatch.text)
    arounds = [page.around(trigger) for trigger in event.triggers[:MOST_WINDOWS]]
    place, area = _place(event.place)
    bounds = event.date
    change = event.arrangement
    return Sketch(
        key=telling.key,
        dispatch=_version(dispatch.id, dispatch.text),
        published=_ordinal(dispatch.published),
        type=event.type,
        modes=tuple(sorted(event.modes)),
        status=event.status,
        first=_ordinal(bounds.earliest) if bounds else None,
        last=_ordinal(bounds.latest) if bounds else None,
        place=place,
        area=area,
        country=event.place.country if event.place else None,
        actors=_codes(event.actors),
        recipients=_codes(event.recipients),
        people=tuple(sorted({n for a in (*event.actors, *event.recipients) for n in _people(a)})),
        names=tuple(sorted(frozenset().union(*(a.names for a in arounds)))),
        heads=tuple(sorted(frozenset().union(*(a.heads for a in arounds)))),
        windows=tuple(sorted({tuple(sorted(a.stems)) for a in arounds if a.stems})),
        change=(change.kind, change.transition, *sorted(change.parties)) if change else (),
        machine=telling.reading.reader is not None,
        family=telling.family,
    )


def _tuples(value: Any) -> Any:
    return tuple(_tuples(v) for v in value) if isinstance(value, list) else value


@lru_cache(maxsize=64)
def _page(text: str) -> Page:
    return Page(text)


@lru_cache(maxsize=64)
def _version(name: str, text: str) -> str:
    """Return what names one version of a dispatch: two versions of one page may tell one event, one version not."""
    return hashlib.sha256(f"{name}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _codes(actors: tuple[Actor, ...]) -> tuple[str, ...]:
    return tuple(sorted({f"{a.country or ''}/{a.sector or ''}" for a in actors if a.country or a.sector}))


def _people(actor: Actor) -> list[str]:
    """Return the folded capitalised words of an actor's name that are no country's and no common body's."""
    words = [folded(w) for w in actor.name.replace("’", " ").replace("'", " ").split() if w[:1].isupper()]
    return [w for w in words if len(w) > 2 and w not in country_words() and w not in word_set("no_names")]


def _place(place: Place | None) -> tuple[tuple[str, ...], bool]:
    """Return the words that tell a place from others, and whether it is an area that holds other places."""
    if place is None or not place.name:
        return (), False
    words = [w for part in place.name.replace("’", " ").replace("'", " ").split() if (w := folded(part))]
    told = [w for w in words if w not in word_set("place_generic") and (len(w) > 2 or w.isdigit())]
    capital = {folded(p) for p in place.name.split() if p[:1].isupper() or p[:1].isdigit()}
    telling = tuple(sorted(w for w in told if w in capital or folded(place.name) in _areas()))
    area = bool(set(words) & word_set("place_area")) or folded(place.name) in _areas()
    if folded(place.name) in _country_names():
        return (), False
    return telling, area


@lru_cache(maxsize=1)
def _areas() -> frozenset[str]:
    kinds = set(knowledge("merge_words")["area_kinds"])
    return frozenset(folded(row["name"]) for row in default_lexicon().rows("places") if row["kind"] in kinds)


@lru_cache(maxsize=1)
def _country_names() -> frozenset[str]:
    rows = default_lexicon().rows("countries")
    return frozenset(folded(n) for row in rows for n in (row["name"], *row["aliases"].split("|")) if n)
