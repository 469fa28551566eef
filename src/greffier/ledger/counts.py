"""Counts: what a figure counts — of which occurrence, whose forces, which part of the dead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from greffier.ledger.account import Account, country_names, demonyms
from greffier.ledger.words import folded, knowledge, stem
from greffier.records import Quantity, Span

CASUALTIES = frozenset({"killed", "injured", "arrested", "displaced", "held"})
# Roles whose figures can be of a crowd or of a thing with a unit.
FORCES = frozenset({"strength", "other"})
NUMERAL = re.compile(r"\d[\d.,\s]* (?:millions?|milliards?)", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")
LEAST_FORCE = 50


@dataclass(frozen=True, slots=True)
class Topic:
    """What a figure is about: the key under which it is compared, its name, the occurrence whose figure it is."""

    key: str
    about: str
    occurrence: str | None = None


def topic(account: Account, quantity: Quantity) -> Topic | None:
    """Return what the figure is about, None where it counts nothing that others could count too."""
    words = quantity.object or account.quote(quantity.span)
    about = f"{quantity.role}: {words}"
    if _is_no_count(account, quantity):
        return None
    if quantity.role in CASUALTIES:
        return _of_event(account, quantity, quantity.role, about)
    unit = folded(quantity.unit or "")
    if quantity.role == "other" and not unit:
        crowd = _words(account, quantity) & set(_table("crowd"))
        return _of_event(account, quantity, "crowd", about) if crowd else None
    if quantity.role in FORCES:
        return _of_forces(account, quantity, unit, words, about)
    if quantity.role == "cost":
        named = _cost_words(account, quantity)
        return Topic(f"figure|cost|{unit}|{named}", about) if named else None
    return None


def part(account: Account, quantity: Quantity) -> str:
    """Return whom a figure of dead or hurt counts, "" for the whole."""
    if quantity.role not in CASUALTIES or quantity.role == "displaced":
        return ""
    words = _words(account, quantity)
    for name, told in knowledge("disputes")["figures"]["parts"].items():
        if words & set(told):
            return str(name)
    people = sorted(demonyms()[w] for w in words if w in demonyms())
    if people:
        return f"of {people[0]}"
    rest = sorted(words - set(_table("whole")) - set(_table("counting")))
    return f"other: {stem(rest[0])}" if rest and not words & set(_table("whole")) else ""


def _words(account: Account, quantity: Quantity) -> set[str]:
    text = f"{quantity.object or ''} {account.quote(quantity.span)}"
    return {folded(w) for w in WORD.findall(text) if len(w) > 2}


def _is_no_count(account: Account, quantity: Quantity) -> bool:
    """Tell whether the figure counts nothing: an event (« une attaque »), one of something, some of others."""
    if any(t.overlaps(quantity.span) for e in account.reading.events for t in e.triggers):
        return True
    return bool(re.search(_table("no_count_pattern"), account.quote(quantity.span), re.IGNORECASE))


def _of_event(account: Account, quantity: Quantity, role: str, about: str) -> Topic | None:
    event = _event_of(account, quantity, _table("events")[role])
    where = account.setting()
    if event is None:
        return Topic(f"figure|in|{role}|{where[0]}", about) if role == "displaced" and where else None
    occurrence = account.occurrences[event]
    return Topic(f"figure|{role}|{occurrence}", f"{about}, {account.name_of(event)}", occurrence)


def _event_of(account: Account, quantity: Quantity, types: Sequence[str]) -> int | None:
    """Return the event whose figure it is: of the types, in its sentence the nearest, else the last before it."""
    events = account.reading.events
    spots = [(t, i) for i, e in enumerate(events) if e.type in types for t in e.triggers]
    sentence = account.page.sentence(quantity.span.start)
    inside = [(abs(t.start - quantity.span.start), i) for t, i in spots if sentence.start <= t.start < sentence.end]
    if inside:
        return min(inside)[1]
    past = [(-t.start, i) for t, i in spots if t.start < sentence.start]
    if past:
        return min(past)[1]
    return min(((t.start, i) for t, i in spots), default=(0, None))[1]


def _of_forces(account: Account, quantity: Quantity, unit: str, words: str, about: str) -> Topic | None:
    owner = _owner(account, quantity, words)
    facet = _facet(account, quantity)
    value = quantity.value if quantity.value is not None else quantity.min
    if owner is None or (not unit and (not facet or (value or 0) < LEAST_FORCE)):
        return None
    thing = unit or ("men" if _words(account, quantity) & set(_table("men")) else _head(words))
    hosts = [c for c in account.setting() if c != owner]
    return Topic(f"figure|{facet}|{owner}|{hosts[0] if hosts else ''}|{thing}", about)


def _head(words: str) -> str:
    return next((stem(folded(w)) for w in WORD.findall(words) if folded(w) not in _table("counting")), "")


def _owner(account: Account, quantity: Quantity, words: str) -> str | None:
    """Return the country whose forces are counted: named beside the figure, in its sentence, or in the dispatch."""
    sentence = account.quote(account.page.sentence(quantity.span.start))
    told = [*_people(f"{words} {account.quote(quantity.span)}"), *_people(sentence), *_states(sentence)]
    if told:
        return told[0]
    setting = account.setting()
    whole = folded(account.reading.dispatch.text).split()
    forces = set(_table("forces"))
    named = [demonyms()[b] for a, b in pairwise(whole) if a in forces and b in demonyms()]
    among = [c for c in setting if c in named] or list(setting)
    return max(among, key=lambda c: (named.count(c), -setting.index(c)), default=None)


def _facet(account: Account, quantity: Quantity) -> str:
    sentence = folded(account.quote(account.page.sentence(quantity.span.start))).split()
    for facet, starts in _table("facets").items():
        if any(word.startswith(start) for start in starts for word in sentence):
            return str(facet)
    return ""


def _people(text: str) -> Iterator[str]:
    """Yield the countries that demonyms name in the text, in its order."""
    yield from (demonyms()[w] for w in folded(text).split() if w in demonyms())


def _states(text: str) -> Iterator[str]:
    """Yield the countries that act in the text under their name or capital: not those that are only a place."""
    words = folded(text).split()
    places = set(_table("locative"))
    for size, start in ((n, i) for i in range(len(words)) for n in (3, 2, 1)):
        code = country_names().get(" ".join(words[start : start + size]))
        if code and start + size <= len(words) and not (start and words[start - 1] in places):
            yield code


def _cost_words(account: Account, quantity: Quantity) -> str:
    """Return the telling words of the sentence that has the cost: numbers of names (« base 201 ») and proper names."""
    sentence = account.quote(account.page.sentence(quantity.span.start))
    for other in account.reading.quantities:
        sentence = sentence.replace(account.quote(other.span), " ")
    rest = NUMERAL.sub(" ", sentence)
    named = [w for w in re.findall(r"[^\W_]+", rest)[1:] if w[:1].isupper() or (w.isdigit() and len(w) < 4)]
    return " ".join(sorted({stem(folded(w)) for w in named})[:2])


def text_before(account: Account, span: Span, most: int) -> str:
    """Return at most ``most`` code points of the text before the span."""
    return account.reading.dispatch.text[max(0, span.start - most) : span.start]


def _table(name: str) -> Any:
    return knowledge("disputes")["figures"][name]
