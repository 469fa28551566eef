"""Responsibility in dispute: to whom an act that happened is laid, who takes it on, and who denies having done it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from greffier.ledger.account import BODIES, Account, Voice
from greffier.ledger.affair import affair
from greffier.ledger.cues import VERBAL, assigns, content, denies, refuses_all, says, takes_on
from greffier.ledger.model import Conflict
from greffier.ledger.statements import Statement, conflict, distinct, statement
from greffier.records import Actor, Event, Span

DID, DID_NOT = "did it", "did not do it"
VIOLENT = frozenset({"ASSAULT", "COERCE"})
DEEDS = frozenset({*VIOLENT, "SANCTION", "THREATEN", "RETREAT", "MOBILIZE"})
# Sectors by which a state acts, and those that name nobody in particular.
STATE = frozenset({"GOV", "MIL", "COP", "SPY", "PRM", None})
NOBODY = frozenset({"UAF", "UNK", "CVL"})


def blame_statements(account: Account) -> Iterator[Statement]:
    """Yield what the reading's claims say of who did what happened."""
    for claim in range(len(account.reading.claims)):
        voice = account.voice(claim)
        if voice.actor is None:
            continue
        if denies(account, claim):
            yield from _refused(account, claim, voice)
        elif takes_on(account, claim):
            deed = _deed_in(account, claim, False) or _deed_before(account, claim)
            if deed and _is_somebody(voice.actor):
                yield from _blame(account, deed, voice, voice, DID)
        elif assigns(account, claim) or says("author_pattern", content(account, claim)):
            yield from _laid(account, claim, voice)
        else:
            yield from _told_of(account, claim, voice)


def blame_conflicts(statements: Iterable[Statement]) -> Iterator[Conflict]:
    """Yield the dispute on who did it: it is laid to different actors, or the one to whom it is laid denies it."""
    told = distinct(statements, lambda one, other: one.stance == other.stance and _one_side(one, other))
    sides = [s for s in told if any(_against(s, o) for o in told)]
    if len(sides) > 1:
        yield conflict("responsibility", sides)


def _against(one: Statement, other: Statement) -> bool:
    if one.voice.same(other.voice) or DID not in (one.stance, other.stance):
        return False
    return _one_side(one, other) is (one.stance != other.stance)


def _one_side(one: Statement, other: Statement) -> bool:
    """Tell whether the two lay the act to one side: one state, or groups whose names have a word in common."""
    a, b = one.accused, other.accused
    if a is None or b is None or a.country != b.country:
        return False
    return (_is_state(a) and _is_state(b)) or bool(a.words & b.words)


def _is_state(voice: Voice) -> bool:
    return voice.actor is not None and voice.country not in BODIES and voice.actor.sector in STATE


def _is_somebody(actor: Actor) -> bool:
    """Tell whether the actor is a state, or a group with a name of its own: not « assailants »."""
    if actor.country is None or actor.sector in NOBODY:
        return False
    state = actor.country not in BODIES and actor.sector in STATE
    return state or any(word[:1].isupper() for word in actor.name.split())


def _laid(account: Account, claim: int, voice: Voice) -> Iterator[Statement]:
    """Yield the deed that the claim lays to the one whom its accusation names."""
    accusation = _accusation(account, claim)
    deed = _deed_in(account, claim, True)
    if accusation is None or deed is None:
        yield from _told_of(account, claim, voice)
        return
    accused = accusation.recipients[0]
    if _is_somebody(accused):
        yield from _blame(account, deed, voice, account.named(accused), DID)


def _told_of(account: Account, claim: int, voice: Voice) -> Iterator[Statement]:
    """Yield the violence in the claim whose actor it names, where that actor is somebody in particular."""
    for index, event in enumerate(account.reading.events):
        named = event.actors[0] if event.actors else None
        if event.claim != claim or event.type != "ASSAULT" or event.status == "negated" or named is None:
            continue
        stretches = account.reading.claims[claim].content
        inside = [t for t in event.triggers if any(p.holds(t) for p in stretches) and VERBAL.match(account.quote(t))]
        there = named.span is not None and any(p.holds(named.span) for p in stretches)
        if inside and there and _is_somebody(named):
            yield from _blame(account, (index, inside[0]), voice, account.named(named), DID)


def _refused(account: Account, claim: int, voice: Voice) -> Iterator[Statement]:
    """Yield the denial of having done what happened, or of the accusations told before."""
    author = says("commit_pattern", content(account, claim))
    if not author and not refuses_all(account, claim):
        return
    deed = _deed_before(account, claim)
    if deed is not None and (author or not VERBAL.match(account.quote(deed[1]))):
        span = account.reading.claims[claim].content[0]
        yield from _blame(account, (deed[0], span), voice, voice, DID_NOT)


def _blame(account: Account, deed: tuple[int, Span], voice: Voice, accused: Voice, stance: str) -> Iterator[Statement]:
    index, span = deed
    occurrence = account.occurrences[index]
    event = account.reading.events[index]
    about = account.name_of(index)
    made = statement(account, "responsibility", f"author|{occurrence}", about, span, voice, stance)
    made = replace(made, says=_words(accused.actor, stance), occurrence=occurrence, accused=accused)
    yield made
    noun = stance == DID_NOT or not VERBAL.match(account.quote(span))
    if event.type in VIOLENT and noun and (place := affair(account, span)):
        yield replace(made, topic=f"author|@{place}")


def _words(accused: Actor | None, stance: str) -> str:
    name = accused.name if accused else "?"
    return name if stance == DID else f"not {name}"


def _deed_in(account: Account, claim: int, verbs: bool) -> tuple[int, Span] | None:
    """Return the first act in the claim's content that is told as one that happened.

    A noun tells that it did (« l'assaut »); with ``verbs``, so does a verb of violence, which leaves its traces.
    """
    for part in account.reading.claims[claim].content:
        for index, trigger in account.events_in(part.start, part.end):
            event = account.reading.events[index]
            told = not VERBAL.match(account.quote(trigger)) or (verbs and event.type == "ASSAULT")
            if event.type in DEEDS and event.status != "negated" and told:
                return index, trigger
    return None


def _deed_before(account: Account, claim: int) -> tuple[int, Span] | None:
    """Return the act last told before the claim's cue, in its sentence or the one before."""
    record = account.reading.claims[claim]
    cue = record.cue or record.content[0]
    sentence = account.page.sentence(cue.start)
    since = account.page.sentence(max(0, sentence.start - 2)).start
    told = [
        (i, t)
        for i, t in account.events_in(since, cue.start)
        if account.reading.events[i].type in DEEDS and account.reading.events[i].status != "negated"
    ]
    return told[-1] if told else None


def _accusation(account: Account, claim: int) -> Event | None:
    """Return the accusation that the claim's cue is a trigger of."""
    cue = account.reading.claims[claim].cue
    events = (e for e in account.reading.events if e.type == "ACCUSE" and e.recipients)
    return next((e for e in events if cue and any(t.overlaps(cue) for t in e.triggers)), None)
