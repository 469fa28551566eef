"""Victims in dispute: one says that they were civilians, another that they were fighters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from greffier.ledger.account import Account, Voice
from greffier.ledger.affair import affair
from greffier.ledger.counts import part, topic
from greffier.ledger.cues import denies
from greffier.ledger.model import Conflict
from greffier.ledger.statements import Statement, conflict, distinct, statement
from greffier.ledger.words import knowledge
from greffier.records import Span

DEADLY = frozenset({"ASSAULT", "COERCE"})
QUE = re.compile(r"que\b", re.IGNORECASE)
NE = re.compile(r"\b(?:ne\b|n['’])", re.IGNORECASE)
NEAR = 40
CIVILIANS = frozenset({"civilian", "children", "women"})
SOME = "some civilians"
STANCES = {
    "civilian": "civilians",
    "no_combatant": "civilians",
    "combatant": "fighters",
    "no_civilian": "fighters",
}


def victim_statements(account: Account) -> Iterator[Statement]:
    """Yield what claims say of the victims as a whole: civilians, or fighters; and the civilians they count."""
    yield from _counted(account)
    for index, claim in enumerate(account.reading.claims):
        voice = account.voice(index)
        if voice.actor is None or denies(account, index) or any(c.parent == index for c in account.reading.claims):
            continue
        for stretch in claim.content:
            yield from _said(account, stretch, voice)


def _said(account: Account, stretch: Span, voice: Voice) -> Iterator[Statement]:
    """Yield what one stretch of a claim says of the victims as a whole."""
    for name, stance in STANCES.items():
        match = _pattern(name).search(account.quote(stretch))
        if match is None or _is_conjunction(account, stretch.start + match.start()):
            continue
        event = _deadly(account, stretch)
        if event is None:
            continue
        span = Span(stretch.start + match.start(), stretch.start + match.end())
        occurrence = account.occurrences[event]
        about = f"victims, {account.name_of(event)}"
        made = statement(account, "claim", f"victims|{occurrence}", about, span, voice, stance)
        made = replace(made, occurrence=occurrence, says=stance)
        yield made
        if place := affair(account, stretch):
            yield replace(made, topic=f"victims|@{place}")


def _counted(account: Account) -> Iterator[Statement]:
    """Yield the civilians that a speaker counts among the dead: enough to contradict that there were none."""
    for quantity in account.reading.quantities:
        claim = quantity.claim if quantity.claim is not None else account.claim_at(quantity.span)
        voice = account.voice(claim)
        found = topic(account, quantity) if quantity.role == "killed" and voice.actor is not None else None
        if found is not None and found.occurrence and part(account, quantity) in CIVILIANS:
            key = f"victims|{found.occurrence}"
            made = statement(account, "claim", key, found.about, quantity.span, voice, SOME)
            yield replace(made, occurrence=found.occurrence)


def victim_conflicts(statements: Iterable[Statement]) -> Iterator[Conflict]:
    """Yield the dispute on who the victims of one occurrence were."""
    whole = list(statements)
    plain = any(s.stance == "civilians" for s in whole)
    told = distinct(s for s in whole if not plain or s.stance != SOME)
    sides = [s for s in told if any(_are_opposed(s, o) and not o.voice.same(s.voice) for o in told)]
    if len(sides) > 1:
        yield conflict("claim", sides)


def _are_opposed(one: Statement, other: Statement) -> bool:
    return one.stance != other.stance and "fighters" in (one.stance, other.stance)


def _deadly(account: Account, stretch: Span) -> int | None:
    """Return the violent event that the stretch speaks of: in its sentence, else the last one before it."""
    sentence = account.page.sentence(stretch.start)
    spots = [(t.start, i) for i, e in enumerate(account.reading.events) if e.type in DEADLY for t in e.triggers]
    past = [spot for spot in spots if spot[0] < sentence.end]
    return max(past)[1] if past else min(spots, default=(0, None))[1]


def _is_conjunction(account: Account, start: int) -> bool:
    """Tell whether the words begin with a « que » that no « ne » before it makes an « only »."""
    text = account.reading.dispatch.text
    return bool(QUE.match(text, start)) and not NE.search(text, max(0, start - NEAR), start)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(knowledge("disputes")["victims"][f"{name}_pattern"], re.IGNORECASE)
