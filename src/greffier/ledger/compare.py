"""Comparing: whether two tellings tell one event, by type, date, place, parties, names and words, with the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from rapidfuzz import fuzz

from greffier.ledger.blocking import countries, days
from greffier.ledger.model import Verdict
from greffier.ledger.sketch import Sketch
from greffier.ledger.words import knowledge

Finding = tuple[str, float]
ALIKE = 84
LONG_NAME = 5
NARROW = 3
VAGUE = 200
SCALE = 4.0
STATE = {"MIL": "GOV", "COP": "GOV", "": "GOV"}


@cache
def weights() -> dict[str, Any]:
    """Return what agreement and difference weigh: the tables of ``merge.toml``."""
    return knowledge("merge")


def compare(a: Sketch, b: Sketch) -> Verdict:
    """Return whether two tellings tell one event. The same both ways round; a score of 0.5 is the bar for joining."""
    if (b.key, b.dispatch) < (a.key, a.dispatch):
        a, b = b, a
    found: list[Finding] = []
    total, bar = 0.0, float(weights()["decide"]["threshold"])
    veto = float(weights()["decide"]["veto"])
    for finding in _findings(a, b):
        found.append(finding)
        total += finding[1]
        if finding[1] <= veto:
            break
    return Verdict(total >= bar, _squashed(total - bar), tuple(f"{name} {value:+.1f}" for name, value in found))


def _squashed(margin: float) -> float:
    bounded = max(-1.0, min(1.0, margin / (2 * SCALE)))
    return round(0.5 + bounded / 2, 4)


def _findings(a: Sketch, b: Sketch) -> Iterator[Finding]:
    for part in (_dispatch, _types, _change, _dates, _places, _statuses, _modes, _parties, _names, _text):
        yield from part(a, b)


def _dispatch(a: Sketch, b: Sketch) -> Iterator[Finding]:
    if a.dispatch == b.dispatch:
        w = weights()["decide"]
        yield "told apart in one dispatch", w["same_dispatch"] if a.machine and b.machine else w["veto"]


@cache
def _type_costs() -> dict[frozenset[str], float]:
    return {frozenset((one, two)): cost for one, two, cost in weights()["types"]["other"]}


def _types(a: Sketch, b: Sketch) -> Iterator[Finding]:
    if a.type == b.type:
        yield "same type", weights()["types"]["same"]
    else:
        yield "types", _type_costs().get(frozenset((a.type, b.type)), weights()["decide"]["veto"])


def _change(a: Sketch, b: Sketch) -> Iterator[Finding]:
    if not a.change or not b.change or a.change[0] != b.change[0]:
        return
    one, two = a.change[1], b.change[1]
    opposed = weights()["change"]["opposed"]
    if two in opposed.get(one, ()) or one in opposed.get(two, ()):
        yield "contrary changes", weights()["change"]["contrary"]
    elif one == two and set(a.change[2:]) & set(b.change[2:]):
        yield "same change", weights()["change"]["same"]


def _dates(a: Sketch, b: Sketch) -> Iterator[Finding]:
    w, one, two = weights()["date"], days(a), days(b)
    if one and two:
        yield _both_dated(a, b, one, two, w)
    elif one or two:
        dated, other = (one, b) if one else (two, a)
        if dated and other.published:
            yield _one_dated(dated, other, w)
    elif a.published and b.published:
        apart = abs(a.published - b.published)
        name = (
            "both_fresh" if apart <= 2 else "both_recent" if apart <= 10 else "both_past" if apart <= 45 else "distant"
        )
        yield f"undated, published {apart} days apart", w[name]


def _both_dated(a: Sketch, b: Sketch, one: tuple[int, int], two: tuple[int, int], w: dict[str, float]) -> Finding:
    gap = max(one[0], two[0]) - min(one[1], two[1])
    narrow, wide = sorted((one[1] - one[0], two[1] - two[0]))
    if gap <= 0:
        name = "same_days" if wide <= NARROW else "narrow_in_wide" if narrow <= NARROW else "wide"
        return "dates meet", w["vague" if wide > VAGUE else name]
    if "planned" in (a.status, b.status) and gap <= 10:
        return f"planned, {gap} days apart", w["moved"]
    if wide > NARROW and gap <= 3:
        return f"dates {gap} days apart, one of them wide", w["wide_gap"]
    return f"dates {gap} days apart", w.get(f"gap_{gap}", weights()["decide"]["veto"])


def _one_dated(dated: tuple[int, int], other: Sketch, w: dict[str, float]) -> Finding:
    assert other.published is not None
    after = dated[0] - other.published
    if after > 0 and other.status == "occurred":
        return "the other was told before its date", weights()["decide"]["veto"]
    apart = max(0, other.published - dated[1], after)
    if _ahead(dated, other):
        return f"a change told {apart} days ahead", w["ahead"]
    name = _step(apart, (3, "fresh"), (20, "recent"), (75, "past"))
    return f"undated, published {apart} days from the date", w[name]


def _step(days_apart: int, *steps: tuple[int, str]) -> str:
    return next((name for most, name in steps if days_apart <= most), "distant")


def _ahead(dated: tuple[int, int], other: Sketch) -> bool:
    """Tell whether the undated telling tells of a change under way or due that comes within the year."""
    awaited = other.status in ("planned", "ongoing") and bool(other.change)
    return awaited and 0 < dated[0] - (other.published or 0) <= VAGUE


def _places(a: Sketch, b: Sketch) -> Iterator[Finding]:
    w = weights()["place"]
    one, two = set(a.place), set(b.place)
    if a.country and b.country and a.country != b.country:
        yield "other country", w["foreign"]
    if not one or not two:
        if a.country and a.country == b.country:
            yield "same country", w["country"]
        if (one or two) & ({*b.names, *b.people} if one else {*a.names, *a.people}):
            yield "place told in the words around", w["told"]
    elif one == two:
        yield "same place", w["same"]
    elif one & two:
        yield "place in part", w["part"]
    elif _alike(one, two):
        yield "place in another spelling", w["spelling"]
    elif one & {*b.names} or two & {*a.names}:
        yield "place told in the words around", w["told"]
    elif not (a.area or b.area):
        yield "other place", weights()["decide"]["veto"]


def _alike(one: set[str], two: set[str]) -> bool:
    return any(
        fuzz.ratio(x, y) >= ALIKE
        for x in one
        if len(x) >= LONG_NAME
        for y in two
        if len(y) >= LONG_NAME and x[0] == y[0]
    )


def _statuses(a: Sketch, b: Sketch) -> Iterator[Finding]:
    both, w = {a.status, b.status}, weights()["status"]
    if len(both) > 1:
        if "hypothetical" in both:
            yield "one is hypothetical", w["hypothetical"]
        elif "negated" in both:
            yield "one denies it", w["negated"]


def _modes(a: Sketch, b: Sketch) -> Iterator[Finding]:
    w, one, two = weights()["modes"], set(a.modes), set(b.modes)
    if a.type != b.type or one == two:
        if one and one == two:
            yield "same mode", w["same"]
    elif not one or not two:
        yield "one without mode", w["meeting_none"] if a.type == "CONSULT" else w["one_none"]
    elif not one & two:
        yield "other modes", w["different"]


def _parties(a: Sketch, b: Sketch) -> Iterator[Finding]:
    w, words = weights()["parties"], weights()["types"]["words"]
    one, two = _party_countries(a), _party_countries(b)
    if one and two:
        if one == two:
            yield ("same parties", w["same"]) if len(one) > 1 else ("same country's parties", w["same_one"])
        elif one <= two or two <= one:
            yield "parties in part", w["within"]
        elif one & two:
            yield "a party in common", w["some"]
        else:
            blamed = a.type in weights()["types"]["blamed"]
            yield "other parties", w["apart_blamed"] if blamed else w["apart"]
    if a.type in words and b.type in words and a.actors and b.actors:
        yield ("same speaker", w["speaker"]) if _meet(a.actors, b.actors) else ("other speaker", w["other_speaker"])
    elif _meet(a.actors, b.actors):
        yield "same actor", w["actor"]
    if _meet(a.recipients, b.recipients):
        yield "same recipient", w["recipient"]


def _party_countries(sketch: Sketch) -> set[str]:
    return {c.split("/")[0] for c in (*sketch.actors, *sketch.recipients)} - {""}


def _meet(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Tell whether two sides share a code; an armed force and its government are one side."""
    return bool({_side(code) for code in one} & {_side(code) for code in two})


def _side(code: str) -> str:
    country, _, sector = code.partition("/")
    return f"{country}/{STATE.get(sector, sector)}"


def _names(a: Sketch, b: Sketch) -> Iterator[Finding]:
    w = weights()["names"]
    one, two = {*a.names, *a.people} - {*a.place}, {*b.names, *b.people} - {*b.place}
    shared = one & two
    if shared:
        yield f"names: {', '.join(sorted(shared)[:3])}", w["two"] if len(shared) > 1 else w["one"]
    elif one and two:
        yield ("a name in another spelling", w["spelling"]) if _alike(one, two) else ("other names", w["none"])


def _text(a: Sketch, b: Sketch) -> Iterator[Finding]:
    w = weights()["text"]
    best = max((_dice(x, y) for x in a.windows for y in b.windows), default=0.0)
    if best > w["floor"]:
        yield f"words alike {best:.2f}", w["slope"] * (best - w["floor"])
    if set(a.heads) & set(b.heads):
        yield "same trigger", w["trigger"]


def _dice(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    return 2 * len(set(one) & set(two)) / (len(one) + len(two))


__all__ = ["compare", "countries", "weights"]
