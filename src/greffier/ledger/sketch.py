"""Sketches: what the ledger keeps of a telling in order to compare it with others, small and without its text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache

from greffier.french import default_lexicon
from greffier.ledger.model import Telling
from greffier.ledger.words import Page, folded, knowledge, names_in, word_set
from greffier.records import Actor, Place

MOST_WINDOWS = 5
SETS = ("modes", "place", "actors", "recipients", "doers", "targets", "names", "heads", "told")
Words = frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """A telling as it is compared. Days are ordinals (``date.toordinal``).

    ``first`` and ``last`` bound the event's date, None where the text gives none. ``actors`` and ``recipients``
    are "COUNTRY/SECTOR", ``doers`` and ``targets`` the names among them; ``place`` holds the words that tell its
    place, ``area`` says that the place holds others. ``windows`` are the stems around each trigger, ``heads`` the
    stems of the triggers, ``told`` the countries named around them; ``change`` is kind, transition and parties of
    an arrangement. ``machine`` says that software read it, whose two events of one dispatch may be one.
    """

    key: str
    dispatch: str
    published: int | None
    type: str
    modes: Words
    status: str
    first: int | None
    last: int | None
    place: Words
    area: bool
    country: str | None
    actors: Words
    recipients: Words
    doers: Words
    targets: Words
    names: Words
    heads: Words
    told: Words
    windows: tuple[Words, ...]
    change: tuple[str, ...] = ()
    machine: bool = False
    family: str | None = None

    def packed(self) -> str:
        """Return the sketch as compact JSON, for a column of the store; equal sketches give equal text."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        plain = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in values.items()}
        plain["windows"] = sorted(sorted(window) for window in self.windows)
        return json.dumps(list(plain.values()), ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str) -> Sketch:
    """Return the sketch that ``packed`` wrote."""
    values = dict(zip((f.name for f in fields(Sketch)), json.loads(text), strict=True))
    for name in SETS:
        values[name] = frozenset(values[name])
    values["windows"] = tuple(frozenset(window) for window in values["windows"])
    values["change"] = tuple(values["change"])
    return Sketch(**values)


def sketch(telling: Telling) -> Sketch:
    """Return the sketch of a telling."""
    event, dispatch = telling.event, telling.reading.dispatch
    arounds = [_page(dispatch.text).around(trigger) for trigger in event.triggers[:MOST_WINDOWS]]
    place, area = _place(event.place)
    machine = telling.reading.reader is not None
    if machine and place and not any(a.says(word) for a in arounds for word in place):
        area = True  # taken from elsewhere in the dispatch: it may be that of another event, and is no contradiction
    bounds, change = event.date, event.arrangement
    return Sketch(
        key=telling.key,
        dispatch=_version(dispatch.id, dispatch.text),
        published=_ordinal(dispatch.published),
        type=event.type,
        modes=frozenset(event.modes),
        status=event.status,
        first=_ordinal(bounds.earliest) if bounds else None,
        last=_ordinal(bounds.latest) if bounds else None,
        place=place,
        area=area,
        country=event.place.country if event.place else None,
        actors=_codes(event.actors),
        recipients=_codes(event.recipients),
        doers=_names(event.actors),
        targets=_names(event.recipients),
        names=frozenset().union(*(a.names for a in arounds)),
        heads=frozenset().union(*(a.heads for a in arounds)),
        told=frozenset().union(*(a.countries for a in arounds)),
        windows=tuple(dict.fromkeys(a.stems for a in arounds if a.stems)),
        change=(change.kind, change.transition, *sorted(change.parties)) if change else (),
        machine=machine,
        family=telling.family,
    )


@lru_cache(maxsize=64)
def _page(text: str) -> Page:
    return Page(text)


@lru_cache(maxsize=64)
def _version(name: str, text: str) -> str:
    """Return what names one version of a dispatch: two versions of one page may tell one event, one version not."""
    return hashlib.sha256(f"{name}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _codes(actors: tuple[Actor, ...]) -> Words:
    return frozenset(f"{a.country or ''}/{a.sector or ''}" for a in actors if a.country or a.sector)


def _names(actors: tuple[Actor, ...]) -> Words:
    return frozenset(name for actor in actors for name in names_in(actor.name))


def _place(place: Place | None) -> tuple[Words, bool]:
    """Return the words that tell a place from others, and whether it is an area that holds other places."""
    if place is None or not place.name:
        return frozenset(), False
    words = [w for part in place.name.replace("’", " ").replace("'", " ").split() if (w := folded(part))]
    told = [w for w in words if w not in word_set("place_generic") and (len(w) > 2 or w.isdigit())]
    capital = {folded(p) for p in place.name.split() if p[:1].isupper() or p[:1].isdigit()}
    telling = frozenset(w for w in told if w in capital or folded(place.name) in _areas())
    area = bool(set(words) & word_set("place_area")) or folded(place.name) in _areas()
    if folded(place.name) in _country_names():
        return frozenset(), False
    return telling, area


@lru_cache(maxsize=1)
def _areas() -> frozenset[str]:
    kinds = set(knowledge("merge_words")["area_kinds"])
    return frozenset(folded(row["name"]) for row in default_lexicon().rows("places") if row["kind"] in kinds)


@lru_cache(maxsize=1)
def _country_names() -> frozenset[str]:
    rows = default_lexicon().rows("countries")
    return frozenset(folded(n) for row in rows for n in (row["name"], *row["aliases"].split("|")) if n)
