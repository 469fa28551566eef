"""Clustering: tellings that were judged to tell one event become occurrences, the same ones in any order of arrival.

The surest pair is joined first; two groups are joined only where nothing in one contradicts the other. Pairs are
taken in an order that their contents give, so that arrival plays no part; a component of joined pairs can be
clustered by itself, with the same result as all together.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from greffier.ledger.alike import spelt_alike
from greffier.ledger.blocking import days, keys
from greffier.ledger.compare import compare
from greffier.ledger.model import Occurrence, Verdict
from greffier.ledger.sketch import Sketch
from greffier.ledger.timing import NARROW

Pair = tuple[str, str]
FARTHEST = 2
SUPPORT = 0.3  # share of the pairs across two groups that must have been judged one event


@dataclass(frozen=True, slots=True, order=True)
class Decided:
    """A person's decision that two tellings (by key) are one event (``same``), or are not."""

    first: str
    second: str
    same: bool


@dataclass(slots=True)
class _Group:
    """Tellings joined so far, and what they say together that others must not contradict.

    ``persons`` are the dispatches that a person read: of those, no two events are one.
    """

    members: list[str]
    persons: set[str]
    spans: list[tuple[int, int]] = field(default_factory=list)
    places: set[str] = field(default_factory=set)


def pair(a: str, b: str) -> Pair:
    """Return two keys as a pair, the lesser first."""
    return (a, b) if a < b else (b, a)


def candidates(sketches: Iterable[Sketch]) -> set[Pair]:
    """Return the pairs of tellings that share a blocking key."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for sketch in sketches:
        for key in keys(sketch):
            blocks[key].append(sketch.key)
    return {pair(a, b) for block in blocks.values() for i, a in enumerate(block) for b in block[i + 1 :]}


def verdicts(sketches: Iterable[Sketch]) -> dict[Pair, Verdict]:
    """Return the verdict on every pair of candidates."""
    by_key = {s.key: s for s in sketches}
    return {p: compare(by_key[p[0]], by_key[p[1]]) for p in sorted(candidates(by_key.values()))}


def components(joined: Iterable[Pair], decisions: Iterable[Decided] = ()) -> list[list[str]]:
    """Return the tellings that joined pairs and decisions to join connect, each component sorted."""
    parent: dict[str, str] = {}
    for a, b in [*joined, *((d.first, d.second) for d in decisions if d.same)]:
        parent[_root(parent, a)] = _root(parent, b)
    found: dict[str, list[str]] = defaultdict(list)
    for key in list(parent):
        found[_root(parent, key)].append(key)
    return sorted(sorted(members) for members in found.values())


def cluster(
    sketches: Mapping[str, Sketch], joined: Mapping[Pair, float], decisions: Iterable[Decided] = ()
) -> list[list[str]]:
    """Return the groups (sorted keys) that the tellings form, single ones included.

    ``sketches`` holds one component or many; ``joined`` holds the score of each pair judged to be one event (pairs
    that name other tellings are left aside). A decision to join outdoes any contradiction, one to split keeps the
    two in different groups; where decisions contradict each other, the one to split gives way.
    """
    groups = {key: _alone(s) for key, s in sketches.items()}
    parent: dict[str, str] = {}
    asked = sorted(d for d in decisions if d.first in sketches and d.second in sketches)
    for decision in asked:
        if decision.same:
            _merge(groups, parent, decision.first, decision.second)
    apart = {pair(d.first, d.second) for d in asked if not d.same}
    known = {p: score for p, score in joined.items() if p[0] in sketches and p[1] in sketches}
    for _, (a, b) in sorted((-score, p) for p, score in known.items()):
        one, two = groups[_root(parent, a)], groups[_root(parent, b)]
        if one is not two and not _contradict(one, two, apart) and _supported(one, two, known):
            _merge(groups, parent, a, b)
    return sorted(sorted(groups[root].members) for root in {_root(parent, key) for key in sketches})


def occurrences(sketches: Iterable[Sketch], decisions: Iterable[Decided] = ()) -> tuple[Occurrence, ...]:
    """Return the occurrences of all the tellings, in the order of their ids: what a rebuild from nothing gives."""
    by_key = {s.key: s for s in sketches}
    joined = {p: v.score for p, v in verdicts(by_key.values()).items() if v.joined}
    found = (occurrence([by_key[key] for key in group]) for group in cluster(by_key, joined, decisions))
    return tuple(sorted(found, key=lambda o: o.id))


def occurrence(members: Iterable[Sketch]) -> Occurrence:
    """Return the occurrence that tellings form; its id comes from the earliest: publication, dispatch, key."""
    listed = sorted(members, key=lambda s: (s.published or 0, s.dispatch, s.key))
    name = hashlib.sha256(f"{listed[0].dispatch}\0{listed[0].key}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return Occurrence(name, tuple(sorted(s.key for s in listed)))


def _alone(sketch: Sketch) -> _Group:
    known = days(sketch)
    spans = [known] if known and known[1] - known[0] <= NARROW and sketch.status != "planned" else []
    return _Group(
        [sketch.key], set() if sketch.machine else {sketch.dispatch}, spans, set() if sketch.area else set(sketch.place)
    )


def _root(parent: dict[str, str], key: str) -> str:
    path = []
    while (above := parent.setdefault(key, key)) != key:
        path.append(key)
        key = above
    for step in path:
        parent[step] = key
    return key


def _merge(groups: dict[str, _Group], parent: dict[str, str], a: str, b: str) -> None:
    one, two = sorted((_root(parent, a), _root(parent, b)))
    if one == two:
        return
    parent[two] = one
    kept, gone = groups[one], groups.pop(two)
    kept.members += gone.members
    kept.persons |= gone.persons
    kept.spans += gone.spans
    kept.places |= gone.places


def _supported(one: _Group, two: _Group, joined: Mapping[Pair, float]) -> bool:
    """Tell whether enough pairs across two groups were judged one event: a chain of single likenesses is no event."""
    across = len(one.members) * len(two.members)
    found = sum(pair(a, b) in joined for a in one.members for b in two.members) if across > 1 else 1
    return found >= SUPPORT * across


def _contradict(one: _Group, two: _Group, apart: set[Pair]) -> bool:
    if one.persons & two.persons:
        return True
    if apart and any(pair(a, b) in apart for a in one.members for b in two.members):
        return True
    spans = (*one.spans, *two.spans)
    if spans and max(first for first, _ in spans) - min(last for _, last in spans) > FARTHEST:
        return True
    return bool(one.places and two.places) and not _same_place(one.places, two.places)


def _same_place(one: set[str], two: set[str]) -> bool:
    return bool(one & two) or any(spelt_alike(x, y) for x in one for y in two)


def joined_by(
    sketches: Mapping[str, Sketch], joined: Mapping[Pair, float], groups: Iterable[Iterable[str]]
) -> Iterator[Pair]:
    """Yield the joined pairs that clustering left in different groups, for the record of why."""
    home = {key: i for i, group in enumerate(groups) for key in group}
    for p in sorted(joined):
        if p[0] in sketches and p[1] in sketches and home[p[0]] != home[p[1]]:
            yield p
