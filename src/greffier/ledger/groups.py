"""Groups: tellings joined so far while clustering, and what keeps two groups apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from greffier.ledger.alike import alike
from greffier.ledger.blocking import days
from greffier.ledger.sketch import Sketch
from greffier.ledger.timing import NARROW
from greffier.ledger.words import knowledge

FARTHEST = 2  # days between the dates of tellings of one event, where they are known to the day
SUPPORT = 0.3  # share of the pairs across two groups that must have been judged one event

Pair = tuple[str, str]


def pair(a: str, b: str) -> Pair:
    """Return two keys as a pair, the lesser first."""
    return (a, b) if a < b else (b, a)


def root(parent: dict[str, str], key: str) -> str:
    """Return what stands for the group of ``key`` in a forest of parents, and shorten the way there."""
    path = []
    while (above := parent.setdefault(key, key)) != key:
        path.append(key)
        key = above
    for step in path:
        parent[step] = key
    return key


@dataclass(slots=True)
class _Group:
    """What joined tellings say together that others must not contradict.

    ``told`` are the tellings by dispatch that were told apart with care: all that a person read, and of software's
    the acts of words, for violence is retold in many words. Two of one dispatch are one event only where they were
    judged so themselves, which a person's never are. ``latest`` and ``earliest``
    are the latest first day and the earliest last day of those dated to the day. ``links`` counts, for each other
    group, the pairs across that were judged one event; ``apart`` holds the tellings that people split from here.
    """

    members: list[str]
    told: dict[str, list[str]]
    places: set[str]
    latest: int | None = None
    earliest: int | None = None
    links: Counter[str] = field(default_factory=Counter)
    apart: set[str] = field(default_factory=set)


class Groups:
    """Tellings in groups that grow by joining."""

    def __init__(self, sketches: Mapping[str, Sketch], joined: Iterable[Pair], split: Iterable[Pair]) -> None:
        """Start with every telling alone; ``joined`` are the pairs judged one event, ``split`` those kept apart."""
        self._parent: dict[str, str] = {}
        self._groups = {key: _alone(sketch) for key, sketch in sketches.items()}
        self._joined = frozenset(joined)
        for a, b in self._joined:
            self._groups[a].links[b] += 1
            self._groups[b].links[a] += 1
        for a, b in split:
            self._groups[a].apart.add(b)
            self._groups[b].apart.add(a)

    def may_join(self, a: str, b: str) -> bool:
        """Tell whether the groups of two tellings are two, contradict each other nowhere and are linked enough."""
        first, second = root(self._parent, a), root(self._parent, b)
        if first == second:
            return False
        one, two = self._groups[first], self._groups[second]
        if one.links[second] < SUPPORT * len(one.members) * len(two.members):
            return False
        both = one.told.keys() & two.told.keys()
        return not _contradict(one, two) and all(self._one_there(one, two, dispatch) for dispatch in both)

    def _one_there(self, one: _Group, two: _Group, dispatch: str) -> bool:
        """Tell whether two events that one dispatch tells apart were judged to be one all the same."""
        return any(pair(a, b) in self._joined for a in one.told[dispatch] for b in two.told[dispatch])

    def join(self, a: str, b: str) -> None:
        """Make the groups of two tellings one."""
        first, second = sorted((root(self._parent, a), root(self._parent, b)))
        if first == second:
            return
        self._parent[second] = first
        kept, gone = self._groups[first], self._groups.pop(second)
        kept.members += gone.members
        for dispatch, members in gone.told.items():
            kept.told.setdefault(dispatch, []).extend(members)
        kept.places |= gone.places
        kept.apart |= gone.apart
        kept.latest = max((d for d in (kept.latest, gone.latest) if d is not None), default=None)
        kept.earliest = min((d for d in (kept.earliest, gone.earliest) if d is not None), default=None)
        for other, count in gone.links.items():
            if other != first:
                kept.links[other] += count
                self._groups[other].links[first] += count
                del self._groups[other].links[second]
        del kept.links[second]

    def listed(self) -> list[list[str]]:
        """Return the groups, members and groups sorted."""
        return sorted(sorted(group.members) for group in self._groups.values())


def _alone(sketch: Sketch) -> _Group:
    known = days(sketch)
    dated = known if known and known[1] - known[0] <= NARROW and sketch.status != "planned" else (None, None)
    places = set() if sketch.area else set(sketch.place)
    careful = not sketch.machine or sketch.type in knowledge("merge")["types"]["spoken"]
    told = {sketch.dispatch: [sketch.key]} if careful else {}
    return _Group([sketch.key], told, places, dated[0], dated[1])


def _contradict(one: _Group, two: _Group) -> bool:
    if not one.apart.isdisjoint(two.members):
        return True
    latest = max((d for d in (one.latest, two.latest) if d is not None), default=0)
    earliest = min((d for d in (one.earliest, two.earliest) if d is not None), default=latest)
    if latest - earliest > FARTHEST:
        return True
    if not one.places or not two.places or not one.places.isdisjoint(two.places):
        return False
    return not alike(one.places, two.places)
