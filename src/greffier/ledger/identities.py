"""Identities: which names of actors, over all dispatches, are one actor's; the same ones in any order of arrival.

Actors are looked at by form (name, country, sector, Wikidata id), for the same form is the same actor. States are one
by their code alone and never by likeness of names: Niger is not Nigeria.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from greffier.ledger.model import Verdict
from greffier.ledger.naming import BODIES, Name, of
from greffier.records import Actor

LONG_BODY, ALIKE_WORD = 14, 85
SHORTEST_SOUND = 4
GIVEN_ALIKE = 80
FAMILY_ALIKE, LONG_FAMILY = 86, 6


_Link = tuple[float, "Form", "Form"]


@dataclass(frozen=True, slots=True, order=True)
class Form:
    """One way of naming an actor: all that an Actor holds but where it stands."""

    name: str
    country: str | None
    sector: str | None
    wikidata: str | None = None

    @property
    def actor(self) -> Actor:
        """The form as an actor without a mention."""
        return Actor(None, self.name, self.country, self.sector, self.wikidata)


@dataclass(frozen=True, slots=True)
class Identity:
    """One actor: its fullest frequent name, its country, and all forms under which it is named, sorted."""

    id: str
    name: str
    country: str | None
    forms: tuple[Form, ...]


def form(actor: Actor) -> Form:
    """Return the form of an actor as a dispatch names it."""
    return Form(actor.name, actor.country, actor.sector, actor.wikidata)


def identity_keys(item: Form) -> tuple[str, ...]:
    """Return the keys under which a form meets others that may name the same actor, sorted."""
    name = of(item.actor)
    keys = {f"w|{item.wikidata}"} if item.wikidata else set()
    if name.kind == "state":
        keys.add(f"s|{item.country}")
    elif name.kind == "person":
        keys.add(f"p|{name.sound}")
    elif name.kind == "body":
        keys.update(f"b|{a}" for a in (*name.acronyms, " ".join(name.words)))
        if len(name.words) > 1:  # spellings of one name begin their words alike
            keys.add(f"i|{''.join(word[0] for word in name.words)}|{'' if len(name.words) > 2 else item.country}")
    else:
        keys.add(f"a|{item.country}|{item.sector}|{' '.join(name.words)}")
    return tuple(sorted(keys))


def same_actor(a: Form, b: Form) -> Verdict:
    """Return whether two forms name one actor, how surely, and why; the same both ways round."""
    one, two = of(a.actor), of(b.actor)
    if a.wikidata and b.wikidata:
        same = a.wikidata == b.wikidata
        return Verdict(same, float(same), (f"Wikidata ids {'agree' if same else 'differ'}",))
    if one.kind != two.kind:
        return _no("another kind of name")
    if one.kind == "state":
        return Verdict(True, 1.0, ("the same state",)) if a.country == b.country else _no("another country's state")
    if one.kind == "person":
        return _same_person(a, b, one, two)
    if one.kind == "body":
        return _same_body(a, b, one, two)
    if (a.country, a.sector, one.words) == (b.country, b.sector, two.words):
        return Verdict(True, 0.5, ("the same common noun, country and sector",))
    return _no("other people")


def _no(reason: str) -> Verdict:
    return Verdict(False, 0.0, (reason,))


def _same_person(a: Form, b: Form, one: Name, two: Name) -> Verdict:
    full = min(len(one.words), len(two.words)) > 1
    if full and set(one.words) == set(two.words):
        return Verdict(True, 1.0, ("the same full name",))
    if a.country != b.country:
        return _no("a person of another country")
    if not _same_family(one, two):
        return _no("another family name")
    if not full:
        return Verdict(True, 0.6, ("the same family name and country, one without a given name",))
    if _given_meet(one.words[:-1], two.words[:-1]):
        return Verdict(True, 0.85, ("the same family name and country, given names that agree",))
    return _no("another given name")


def _same_family(one: Name, two: Name) -> bool:
    if one.family == two.family:
        return True
    if one.sound == two.sound and (len(one.sound) >= SHORTEST_SOUND or min(len(one.words), len(two.words)) > 1):
        return True
    long = min(len(one.family), len(two.family)) >= LONG_FAMILY and one.family[0] == two.family[0]
    return long and fuzz.ratio(one.family, two.family) >= FAMILY_ALIKE


def _given_meet(one: Sequence[str], two: Sequence[str]) -> bool:
    """Tell whether each given name of the shorter list is a spelling, or the initial, of one in the other."""
    short, long = sorted((one, two), key=len)
    return all(any(_given_alike(x, y) for y in long) for x in short)


def _given_alike(x: str, y: str) -> bool:
    return x == y or (min(len(x), len(y)) == 1 and x[0] == y[0]) or fuzz.ratio(x, y) >= GIVEN_ALIKE


def _same_body(a: Form, b: Form, one: Name, two: Name) -> Verdict:
    apart = a.country != b.country and not ({a.country, b.country} & (BODIES | {None}))
    if apart:
        return _no("a body of another country")
    if one.words == two.words:
        return Verdict(True, 0.95, ("the same name",))
    whole, other = " ".join(one.words), " ".join(two.words)
    if (
        whole in two.acronyms
        or other in one.acronyms
        or (one.acronyms & two.acronyms and len(one.words) != len(two.words))
    ):
        return Verdict(True, 0.8, ("one is the other's acronym",))
    if min(len(whole), len(other)) >= LONG_BODY and _words_alike(one.words, two.words):
        return Verdict(True, 0.7, ("a spelling of the same name",))
    return _no("another name")


def _words_alike(one: Sequence[str], two: Sequence[str]) -> bool:
    """Tell whether two names have as many words, each a spelling of its counterpart (Brest is none of Rennes)."""
    return len(one) == len(two) and all(fuzz.ratio(x, y) >= ALIKE_WORD for x, y in zip(one, two, strict=True))


def identities(
    counted: Mapping[Form, int], joined: Iterable[tuple[Form, Form]] = (), split: Iterable[tuple[Form, Form]] = ()
) -> tuple[Identity, ...]:
    """Return the actors behind all forms, in the order of their ids.

    ``counted`` says how often each form stands in the ledger; ``joined`` and ``split`` are people's decisions. A
    family name alone goes to a person only where one person alone bears it in that country.
    """
    groups = _Groups(counted)
    apart = {frozenset(pair) for pair in split}
    for a, b in sorted(joined, key=repr):
        groups.join(a, b, set())
    sure: list[_Link] = []
    bare: list[_Link] = []
    for a, b in _pairs(counted):
        verdict = same_actor(a, b)
        if verdict.joined:
            (bare if _bare(a) != _bare(b) else sure).append((-verdict.score, a, b))
    for _, a, b in sorted(sure, key=_ordered):
        groups.join(a, b, apart)
    for _, a, b in _unambiguous(sorted(bare, key=_ordered), groups):
        groups.join(a, b, apart)
    return tuple(sorted((_identity(members, counted) for members in groups.all()), key=lambda i: i.id))


def _ordered(item: _Link) -> tuple[float, str, str]:
    return item[0], repr(item[1]), repr(item[2])


def _bare(item: Form) -> bool:
    name = of(item.actor)
    return name.kind == "person" and len(name.words) == 1


def _pairs(forms: Iterable[Form]) -> list[tuple[Form, Form]]:
    blocks: dict[str, list[Form]] = defaultdict(list)
    for item in sorted(set(forms), key=repr):
        for key in identity_keys(item):
            blocks[key].append(item)
    met = {pair for block in blocks.values() for pair in combinations(block, 2)}
    return sorted(met, key=repr)


def _unambiguous(bare: Sequence[_Link], groups: _Groups) -> list[_Link]:
    """Keep the links of a family name alone where they all lead to one person."""
    leads: dict[Form, set[Form]] = defaultdict(set)
    for _, a, b in bare:
        lone, full = (a, b) if _bare(a) else (b, a)
        leads[lone].add(groups.root(full))
    return [link for link in bare if len(leads[link[1] if _bare(link[1]) else link[2]]) == 1]


class _Groups:
    """Forms joined so far."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._parent = {item: item for item in forms}
        self._members = {item: [item] for item in self._parent}

    def root(self, item: Form) -> Form:
        while self._parent[item] is not item:
            item = self._parent[item]
        return item

    def join(self, a: Form, b: Form, apart: set[frozenset[Form]]) -> None:
        if a not in self._parent or b not in self._parent:
            return
        one, two = sorted((self.root(a), self.root(b)), key=repr)
        if one is two or any(frozenset((x, y)) in apart for x in self._members[one] for y in self._members[two]):
            return
        self._parent[two] = one
        self._members[one] += self._members.pop(two)

    def all(self) -> Iterable[list[Form]]:
        return self._members.values()


def _identity(members: Sequence[Form], counted: Mapping[Form, int]) -> Identity:
    ordered = sorted(members, key=repr)
    names, countries = Counter[str](), Counter[str]()
    for item in ordered:
        names[item.name] += counted[item]
        countries[item.country or ""] += counted[item]
    most = max(names.values())
    fullest = max((n for n, count in names.items() if 4 * count >= most), key=lambda n: (len(n.split()), names[n], n))
    country = max(countries, key=lambda c: (countries[c], c)) or None
    name = hashlib.sha256(repr(ordered[0]).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return Identity(name, fullest, country, tuple(ordered))
