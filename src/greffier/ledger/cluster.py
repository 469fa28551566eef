"""Clustering: tellings that were judged to tell one event become occurrences, the same ones in any order of arrival.

The surest pair is joined first; two groups are joined only where nothing in one contradicts the other. Pairs are
taken in an order that their contents give, so that arrival plays no part; a component of joined pairs can be
clustered by itself, with the same result as all together.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from greffier.ledger.blocking import keys
from greffier.ledger.compare import compare
from greffier.ledger.groups import Groups, Pair, pair, root
from greffier.ledger.model import Occurrence, Verdict
from greffier.ledger.sketch import Sketch

__all__ = [
    "Decided",
    "Pair",
    "candidates",
    "cluster",
    "components",
    "joined_by",
    "occurrence",
    "occurrences",
    "pair",
    "verdicts",
]


@dataclass(frozen=True, slots=True, order=True)
class Decided:
    """A person's decision that two tellings (by key) are one event (``same``), or are not."""

    first: str
    second: str
    same: bool


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
        parent[root(parent, a)] = root(parent, b)
    found: dict[str, list[str]] = defaultdict(list)
    for key in list(parent):
        found[root(parent, key)].append(key)
    return sorted(sorted(members) for members in found.values())


def cluster(
    sketches: Mapping[str, Sketch], joined: Mapping[Pair, float], decisions: Iterable[Decided] = ()
) -> list[list[str]]:
    """Return the groups (sorted keys) that the tellings form, single ones included.

    ``sketches`` holds one component or many; ``joined`` holds the score of each pair judged to be one event (pairs
    that name other tellings are left aside). A decision to join outdoes any contradiction, one to split keeps the
    two in different groups; where decisions contradict each other, the one to split gives way.
    """
    known = {p: score for p, score in joined.items() if p[0] in sketches and p[1] in sketches}
    asked = sorted(d for d in decisions if d.first in sketches and d.second in sketches)
    groups = Groups(sketches, known, {pair(d.first, d.second) for d in asked if not d.same})
    for decision in asked:
        if decision.same:
            groups.join(decision.first, decision.second)
    for _, (a, b) in sorted((-score, p) for p, score in known.items()):
        if groups.may_join(a, b):
            groups.join(a, b)
    return groups.listed()


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


def joined_by(
    sketches: Mapping[str, Sketch], joined: Mapping[Pair, float], groups: Iterable[Iterable[str]]
) -> Iterator[Pair]:
    """Yield the joined pairs that clustering left in different groups, for the record of why."""
    home = {key: i for i, group in enumerate(groups) for key in group}
    for p in sorted(joined):
        if p[0] in sketches and p[1] in sketches and home[p[0]] != home[p[1]]:
            yield p
