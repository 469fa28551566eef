"""Blocking: the keys under which a telling looks for others that may tell the same event.

Two tellings are compared only where they share a key. Keys hold a group of types and a day and a country; or a month
and a name, a place, the two countries between which it happened, or a country with the trigger or the sectors of
both sides; or a year and the standing arrangement that is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from greffier.ledger.sketch import Sketch
from greffier.ledger.words import common_names, knowledge

NARROW = 3
GAP = 2
FRESH = 2
BACK = 45
MOST_MONTHS = 14
MOST_NAMES = 8
MOST_PAIRS = 4
MOST_COUNTRIES = 3
MOST_HEADS = 3
BUCKET = 5
HELD = 32_768  # sketches whose countries are kept in memory
BODIES = frozenset({"UNO", "EUR", "IGO", "NGO", "IMG"})


def keys(sketch: Sketch) -> tuple[str, ...]:
    """Return the blocking keys of a telling, sorted; they depend on nothing but the telling."""
    return tuple(sorted({f"{group}|{key}" for group in groups(sketch.type) for key in _keys(sketch)}))


@cache
def groups(kind: str) -> tuple[str, ...]:
    """Return the groups of event types that a type looks for its like in."""
    return tuple(name for name, types in knowledge("merge")["groups"].items() if kind in types)


def crowded(kind: str, country: str) -> bool:
    """Tell whether so much of this type is told of a country that a day and the country tell no event from others."""
    known = knowledge("merge")["crowded"]
    return country in known["always"] or country in known.get(kind, ())


@lru_cache(maxsize=HELD)
def parties(sketch: Sketch) -> frozenset[str]:
    """Return the country codes of the telling's parties."""
    return frozenset(code.partition("/")[0] for code in sketch.actors | sketch.recipients) - {""}


@lru_cache(maxsize=HELD)
def countries(sketch: Sketch) -> frozenset[str]:
    """Return the country codes of the telling's parties and place."""
    return parties(sketch) | {sketch.country} if sketch.country else parties(sketch)


def days(sketch: Sketch) -> tuple[int, int] | None:
    """Return the first and last day (ordinals) that the text gives the event; an open end ends with the publication."""
    first, last = sketch.first, sketch.last
    if first is None and last is None:
        return None
    if first is None:
        assert last is not None
        return last, last
    if last is None:
        return first, max(first, min(sketch.published or first, first + 31))
    return min(first, last), max(first, last)


def _keys(sketch: Sketch) -> Iterator[str]:
    known = days(sketch)
    where = sorted(countries(sketch))[:MOST_COUNTRIES]
    named = sorted({*where, *sorted(sketch.told - set(where))[: MOST_COUNTRIES - len(where)]})
    quiet = [country for country in where if not crowded(sketch.type, country)]
    names = sorted((sketch.doers | sketch.targets | sketch.names) - common_names() - sketch.place)
    words = [*sorted(sketch.place), *names][:MOST_NAMES]
    pairs = [f"{a}-{b}" for i, a in enumerate(named) for b in named[i + 1 :]][:MOST_PAIRS]
    for month in _months(sketch, known):
        yield from (f"{month}|{word}" for word in (*words, *pairs, *_single(sketch, quiet)))
    yield from _standing(sketch, known)
    for day in _days(sketch, known):
        yield from (f"{day}|{country}" for country in quiet)
    heads = sorted(sketch.heads)[:MOST_HEADS]
    for bucket in _buckets(sketch, known):
        yield from (f"{bucket}|{c}+{head}" for c in where if c not in quiet for head in heads)


def _single(sketch: Sketch, quiet: list[str]) -> Iterator[str]:
    """Yield what tells an event inside one country from the many others there: its trigger, or both its sides."""
    yield from (f"{country}+{head}" for country in quiet for head in sorted(sketch.heads)[:MOST_HEADS])
    doers, done_to = sorted(sketch.actors)[:1], sorted(sketch.recipients)[:1]
    yield from (f"{a}>{r}" for a in doers for r in done_to if a.split("/")[0] in quiet)
    yield from (code for code in sorted(sketch.actors) if code.split("/")[0] in BODIES)


def _buckets(sketch: Sketch, known: tuple[int, int] | None) -> Iterator[str]:
    """Yield the stretches of five days in which an event of a crowded country is looked for by its trigger."""
    if known is None and sketch.published:
        known = (sketch.published - BUCKET + 1, sketch.published)
    if known and known[1] - known[0] < 2 * BUCKET:
        yield from (f"b{i}" for i in range(known[0] // BUCKET, known[1] // BUCKET + 1))


def _standing(sketch: Sketch, known: tuple[int, int] | None) -> Iterator[str]:
    day = known[0] if known else sketch.published
    if sketch.change and day:
        kind, _, *parties = sketch.change
        yield f"{date.fromordinal(max(1, day)).year}|{kind}|{'-'.join(parties) or sketch.country or ''}"


def _days(sketch: Sketch, known: tuple[int, int] | None) -> range:
    if known is None:
        return range(sketch.published - FRESH, sketch.published + 1) if sketch.published else range(0)
    first, last = known
    return range(first, last + GAP + 1) if last - first < NARROW else range(0)


def _months(sketch: Sketch, known: tuple[int, int] | None) -> list[str]:
    if known is None:
        if sketch.published is None:
            return ["?"]
        known = (sketch.published - BACK, sketch.published)
    first, last = (date.fromordinal(max(1, day)) for day in known)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = [divmod(first.month - 1 + i, 12) for i in range(min(count, MOST_MONTHS))]
    return [f"{first.year + years}-{month + 1:02}" for years, month in months]
