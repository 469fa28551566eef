"""Tellings that we wrote, for the tests of merging: one event of one short dispatch each."""

from __future__ import annotations

from datetime import date
from typing import Any

from greffier.ledger.model import Telling
from greffier.ledger.sketch import Sketch, sketch
from greffier.records import Actor, Change, Dispatch, Event, Place, Reading, Span, When

Day = date | tuple[date, date] | None
GOV, MIL, CVL, REB = "GOV", "MIL", "CVL", "REB"


def actor(code: str, name: str | None = None) -> Actor:
    """An actor from "MLI/GOV"."""
    country, _, sector = code.partition("/")
    return Actor(None, name or "autorités", country, sector or None)


def when(day: Day) -> When | None:
    """A date from a day, or from its bounds."""
    if day is None:
        return None
    first, last = day if isinstance(day, tuple) else (day, day)
    return When(None, first, last)


def telling(
    key: str,
    text: str,
    trigger: str,
    kind: str = "ASSAULT",
    *,
    published: date = date(2025, 3, 6),
    day: Day = None,
    place: str | None = None,
    country: str | None = "MLI",
    actors: tuple[Actor, ...] = (),
    recipients: tuple[Actor, ...] = (),
    modes: tuple[str, ...] = (),
    status: str = "occurred",
    change: Change | None = None,
    reader: str | None = None,
    dispatch: str | None = None,
) -> Telling:
    """The event that ``trigger`` names in ``text``; each key is a dispatch of its own unless one is named."""
    start = text.index(trigger)
    where = Place(None, place, country) if place or country else None
    event = Event(
        (Span(start, start + len(trigger)),), kind, modes, (), actors, recipients, where, when(day),
        status, arrangement=change,  # type: ignore[arg-type]
    )  # fmt: skip
    return Telling(key, Reading(Dispatch(dispatch or key, text, published), (), (event,), reader=reader), 0)


def sketched(key: str, text: str, trigger: str, kind: str = "ASSAULT", **fields: Any) -> Sketch:
    """The sketch of such a telling."""
    return sketch(telling(key, text, trigger, kind, **fields))


def attack(key: str, place: str | None, day: Day, **fields: Any) -> Sketch:
    """An attack on a place in Mali, in words that differ from key to key."""
    text = f"Bilan {key}\nUne attaque a été signalée à {place or 'la frontière'}, selon le numéro {key} du bulletin."
    return sketched(key, text, "attaque", place=place, day=day, **fields)
