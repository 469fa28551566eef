"""Comparing: whether two tellings tell one event, by type, date, place, parties, names and words, with the reasons.

Findings add up to a score. Besides, enough of what agrees must be specific: that two attacks in one country on one
day are both attacks makes them no single one; a place, a name, the words or a pair of countries may.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from greffier.ledger.alike import alike, same_side, share
from greffier.ledger.blocking import BODIES, countries, crowded, days, parties
from greffier.ledger.model import Verdict
from greffier.ledger.sketch import Sketch
from greffier.ledger.timing import timing
from greffier.ledger.words import common_names, knowledge, large_places, leaders

SCALE = 4.0
# A day or two between dates is a dispute about one event where a small place is the same, else rather two events.
LOOSE = {"gap_1": "gap_1_loose", "gap_2": "gap_2_loose"}


class Finding(NamedTuple):
    """Something in which two tellings agree or differ: its weight, and how much of it is specific."""

    reason: str
    weight: float
    specific: float = 0.0


@cache
def weights() -> dict[str, Any]:
    """Return what agreement and difference weigh: the tables of ``merge.toml``."""
    return knowledge("merge")


@cache
def _kind_set(name: str) -> frozenset[str]:
    return frozenset(weights()["types"][name])


def compare(a: Sketch, b: Sketch) -> Verdict:
    """Return whether two tellings tell one event; the same both ways round. The bar for joining stands at 0.5."""
    if (b.key, b.dispatch) < (a.key, a.dispatch):
        a, b = b, a
    decide = weights()["decide"]
    found: list[Finding] = []
    total = specific = 0.0
    for finding in _findings(a, b):
        found.append(finding)
        total += finding.weight
        specific += finding.specific
        if finding.weight <= decide["veto"]:
            return Verdict(False, 0.0, _reasons(found))
    margin = total - decide["threshold"]
    if specific < decide["specific_suffered" if {a.type, b.type} <= _kind_set("suffered") else "specific"]:
        found.append(Finding("too little that is specific", 0.0, specific))
        margin = min(margin, -0.01)
    return Verdict(margin >= 0, _squashed(margin), _reasons(found))


def _reasons(found: list[Finding]) -> tuple[str, ...]:
    return tuple(f"{f.reason} {f.weight:+.1f}" for f in found)


def _squashed(margin: float) -> float:
    return round(0.5 + max(-1.0, min(1.0, margin / (2 * SCALE))) / 2, 4)


def _findings(a: Sketch, b: Sketch) -> Iterator[Finding]:
    yield from _kinds(a, b)
    where = countries(a) & countries(b)
    war = bool({a.type, b.type} & _kind_set("suffered"))
    # Two countries tell a meeting from others, but no attack from others where they fight each other.
    between = not war and (len(where) > 1 or _told_around(a, b))
    busy = not between and any(crowded(kind, country) for country in where for kind in (a.type, b.type))
    yield from _dates(a, b, busy)
    yield from _places(a, b)
    yield from _parties(a, b, weights()["crowded"]["share"]["sides"] if busy else 1.0)
    yield from _people(a, b)
    yield from _names(a, b)
    yield from _text(a, b)


@cache
def _type_costs() -> dict[frozenset[str], float]:
    return {frozenset((one, two)): cost for one, two, cost in weights()["types"]["other"]}


def _kinds(a: Sketch, b: Sketch) -> Iterator[Finding]:
    """Compare what is told: the type, its modes, its status, the arrangement that it changes."""
    w = weights()
    if a.dispatch == b.dispatch:
        yield Finding("told apart in one dispatch", w["decide"]["same_dispatch" if a.machine and b.machine else "veto"])
    if a.type == b.type:
        yield Finding("same type", w["types"]["same"])
        yield from _modes(a, b)
    else:
        cost = _type_costs().get(frozenset((a.type, b.type)), w["decide"]["veto"])
        if a.heads & b.heads and cost > w["decide"]["veto"]:  # one word that was read in two ways
            cost = max(cost, w["types"]["one_word"])
        yield Finding("types", cost)
    both = {a.status, b.status}
    if len(both) > 1 and "hypothetical" in both:
        yield Finding("one is hypothetical", w["status"]["hypothetical"])
    elif len(both) > 1 and "negated" in both:
        yield Finding("one denies it", w["status"]["negated"])
    yield from _change(a, b)


def _modes(a: Sketch, b: Sketch) -> Iterator[Finding]:
    w, one, two = weights()["modes"], a.modes, b.modes
    if one == two:
        if one:
            yield Finding("same mode", w["same"])
    elif not one or not two:
        yield Finding("one without mode", w["meeting_none"] if a.type == "CONSULT" else w["one_none"])
    elif not one & two:
        yield Finding("other modes", w["different"])


def _change(a: Sketch, b: Sketch) -> Iterator[Finding]:
    if not a.change or not b.change or a.change[0] != b.change[0]:
        return
    w, one, two = weights()["change"], a.change[1], b.change[1]
    opposed = w["opposed"] if a.change[0] not in w["turnover"] else {}
    if two in opposed.get(one, ()) or one in opposed.get(two, ()):
        yield Finding("contrary changes", *w["contrary"])
    elif (one == two or a.change[0] in w["turnover"]) and (shared := set(a.change[2:]) & set(b.change[2:])):
        sure = len(shared) > 1 or (days(a) is not None and days(b) is not None)
        yield Finding("same change", *w["same" if sure else "same_loose"])


def _dates(a: Sketch, b: Sketch, busy: bool) -> Iterator[Finding]:
    w = weights()["date"]
    found = timing(a, b)
    if found is None:
        return
    name, reason = found
    here = (a.place & (b.place | b.names)) | (b.place & a.names)
    if name in LOOSE and not here - large_places():
        name = LOOSE[name]
    weight = weights()["decide"]["veto"] if name == "veto" else w[name]
    if days(a) is None or days(b) is None:
        weight += w["movement"] if {a.type, b.type} <= _kind_set("lasting") else 0.0
    if name == "same_days":
        yield Finding(
            reason, weight * weights()["crowded"]["share"]["day"] if busy else weight, 0.0 if busy else w["quiet"]
        )
    else:
        yield Finding(reason, weight, 0.0 if busy or name != "narrow_in_wide" else w["quiet_wide"])


def _places(a: Sketch, b: Sketch) -> Iterator[Finding]:
    w, one, two = weights()["place"], a.place, b.place
    if a.country and b.country and a.country != b.country:
        yield Finding("other country", *w["foreign"])
    if not one or not two:
        if a.country and a.country == b.country:
            yield Finding("same country", *w["country"])
        other = b if one else a
        if told := (one or two) & (other.names | other.doers | other.targets):
            yield Finding("place told in the words around", *w["large" if told <= large_places() else "told"])
    elif one & two:
        name = "large" if one & two <= large_places() else "same" if one == two else "part"
        yield Finding("same place" if one == two else "place in part", *w[name])
    elif alike(one, two):
        yield Finding("place in another spelling", *w["spelling"])
    elif told := (one & b.names) | (two & a.names):
        name = "large" if told <= large_places() else "part" if a.area or b.area else "told"
        yield Finding("place told in the words around", *w[name])
    elif not (a.area or b.area):
        yield Finding("other place", weights()["decide"]["veto"])


def _parties(a: Sketch, b: Sketch, left: float) -> Iterator[Finding]:
    """Compare countries and sectors of the sides; ``left`` is what common sides still weigh in a crowded country."""
    w, words = weights()["parties"], weights()["types"]["words"]
    yield from _party_sets(a, b, left)
    if a.type in words and b.type in words and a.actors and b.actors:
        if not same_side(a.actors, b.actors):
            yield Finding("other speaker", *w["other_speaker"])
        elif any(code.partition("/")[0] in BODIES for code in a.actors & b.actors):
            yield Finding("the same body speaks", *w["body"])
        else:
            yield _scaled("same speaker", w["speaker"], left)
    elif same_side(a.actors, b.actors):
        yield _scaled("same actor", w["actor"], left)
    if same_side(a.recipients, b.recipients):
        yield _scaled("same recipient", w["recipient"], left)


def _party_sets(a: Sketch, b: Sketch, left: float) -> Iterator[Finding]:
    w, one, two = weights()["parties"], parties(a), parties(b)
    if one == two and len(one) > 1:
        yield _scaled("same parties", w["same"], left)
    elif _told_around(a, b):
        yield _scaled("same parties, told around", w["around"], left)
    elif one and two and one == two:
        yield _scaled("same country", w["same_one"], left)
    elif one and two and (one <= two or two <= one):
        yield _scaled("parties in part", w["within"], left)
    elif one & two:
        yield _scaled("a party in common", w["some"], left)
    elif _sides_apart(a, b):
        yield Finding("other parties", *w["apart_blamed" if a.type in weights()["types"]["blamed"] else "apart"])


def _told_around(a: Sketch, b: Sketch) -> bool:
    """Tell whether each names the parties of the other, two countries or more, as party or in the words around."""
    one, two = parties(a), parties(b)
    wide = (one | a.told) & (two | b.told)
    return len(wide) > 1 and bool(one | two) and one | two <= wide


def _sides_apart(a: Sketch, b: Sketch) -> bool:
    """Tell whether both tellings name who acts, or whom it is done to, and name other countries."""
    return any(
        one and two and {code.partition("/")[0] for code in one}.isdisjoint(code.partition("/")[0] for code in two)
        for one, two in ((a.actors, b.actors), (a.recipients, b.recipients))
    )


def _scaled(reason: str, weight: list[float], left: float) -> Finding:
    return Finding(reason, weight[0] * left, weight[1] * left)


def _people(a: Sketch, b: Sketch) -> Iterator[Finding]:
    """Compare who spoke or met, and who was harmed or seized, by name where both tellings name them."""
    w, kinds = weights()["parties"], {a.type, b.type}
    if kinds <= _kind_set("suffered"):
        if a.targets & b.targets - leaders():
            yield Finding("the same suffers it", *w["victim"])
        elif a.targets and b.targets and not alike(a.targets, b.targets):
            yield Finding("others suffer it", *w["other_victim"])
    elif kinds <= _kind_set("spoken") | {"CONSULT"} and a.doers and b.doers:
        met = "CONSULT" in kinds  # whom the one calls visitor, the other may call host
        if not _meet(a.doers | a.targets, b.doers | b.targets) if met else not _meet(a.doers, b.doers):
            envoys = len(parties(a) & parties(b)) > 1
            yield Finding("others speak or meet", *w["other_envoy" if envoys else "other_person"])


def _meet(one: frozenset[str], two: frozenset[str]) -> bool:
    return not one.isdisjoint(two) or alike(one, two)


def _names(a: Sketch, b: Sketch) -> Iterator[Finding]:
    w = weights()["names"]
    one = (a.names | a.doers | a.targets) - a.place
    two = (b.names | b.doers | b.targets) - b.place
    shared = one & two
    if shared:
        telling = shared - common_names()
        name = "two" if len(telling) > 1 else "one" if telling else "leader"
        yield Finding(f"names: {', '.join(sorted(shared)[:3])}", *w[name])
    elif alike(one, two):
        yield Finding("a name in another spelling", *w["spelling"])
    elif one - common_names() and two - common_names() and not a.place & b.place and len(parties(a) & parties(b)) < 2:
        yield Finding("other names", *w["none"])


def _text(a: Sketch, b: Sketch) -> Iterator[Finding]:
    w = weights()["text"]
    best = max((share(x, y) for x in a.windows for y in b.windows), default=0.0)
    if best > w["floor"]:
        weight = w["slope"] * (best - w["floor"])
        yield Finding(f"words alike {best:.2f}", weight, weight * w["specific"])
    if a.heads & b.heads:
        yield Finding("same trigger", *w["trigger"])
    elif best <= w["floor"] and {a.type, b.type} <= _kind_set("spoken"):
        undated = days(a) is None and days(b) is None
        yield Finding("said in other words", *w["unlike" if undated else "unlike_dated"])
