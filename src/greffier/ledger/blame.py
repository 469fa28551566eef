"""Responsibility in dispute: to whom an act that happened is laid, who takes it on, and who denies having done it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from greffier.ledger.account import Account, Voice, name_words
from greffier.ledger.affair import affair
from greffier.ledger.cues import assigns, content, denies, says, takes_on
from greffier.ledger.model import Conflict
from greffier.ledger.statements import Statement, conflict, distinct, statement
from greffier.records import Actor, Event, Span

NOT = "not "
VERBAL = re.compile(
    r"^(?:s['’]|se |l['’]|en |n['’])*(?:avoir|être|ait|aient|a|ont|est|sont|avait|avaient|eut|était|étaient)\b", re.I
)
VIOLENT = frozenset({"ASSAULT", "COERCE"})
DEEDS = frozenset({"ASSAULT", "COERCE", "SANCTION", "THREATEN", "RETREAT", "MOBILIZE"})


def blame_statements(account: Account) -> Iterator[Statement]:
    """Yield what the reading's claims say of who did what happened."""
    for claim in range(len(account.reading.claims)):
        voice = account.voice(claim)
        if voice.actor is None:
            continue
        if denies(account, claim):
            yield from _refused(account, claim, voice)
        elif takes_on(account, claim):
            deed = _deed_in(account, claim) or _deed_before(account, claim)
            if deed:
                yield from _blame(account, deed, voice, _key(voice.actor))
        elif assigns(account, claim) or says("author_pattern", content(account, claim)):
            yield from _laid(account, claim, voice)


def blame_conflicts(statements: Iterable[Statement]) -> Iterator[Conflict]:
    """Yield the dispute on who did it: it is laid to different actors, or the one to whom it is laid denies it."""
    told = distinct(statements)
    sides = [s for s in told if any(_against(s, o) for o in told)]
    if len(sides) > 1:
        yield conflict("responsibility", sides)


def _against(one: Statement, other: Statement) -> bool:
    if one.voice.same(other.voice):
        return False
    denied = [s.stance.startswith(NOT) for s in (one, other)]
    if all(denied):
        return False
    if any(denied):
        return one.stance.removeprefix(NOT).split("/")[0] == other.stance.removeprefix(NOT).split("/")[0]
    return one.stance != other.stance


def _laid(account: Account, claim: int, voice: Voice) -> Iterator[Statement]:
    """Yield the deed that the claim lays to the one whom its accusation names."""
    deed = _deed_in(account, claim)
    accusation = _accusation(account, claim)
    if deed is None or accusation is None:
        return
    for accused in accusation.recipients[:1]:
        yield from _blame(account, deed, voice, _key(accused))


def _refused(account: Account, claim: int, voice: Voice) -> Iterator[Statement]:
    """Yield the denial of having done what happened, or of the accusations told before."""
    actor, words = voice.actor, content(account, claim)
    if actor is None or not says("commit_pattern", words):
        return
    deed = _deed_before(account, claim)
    if deed is not None:
        span = account.reading.claims[claim].content[0]
        yield from _blame(account, (deed[0], span), voice, NOT + _key(actor))


def _blame(account: Account, deed: tuple[int, Span], voice: Voice, stance: str) -> Iterator[Statement]:
    index, span = deed
    occurrence = account.occurrences[index]
    about = account.quote(account.reading.events[index].triggers[0])
    made = statement(account, "responsibility", f"author|{occurrence}", about, span, voice, stance)
    made = replace(made, says=stance.split("/", 1)[0] if stance.startswith(NOT) else stance, occurrence=occurrence)
    yield made
    if account.reading.events[index].type in VIOLENT and (place := affair(account, span)):
        yield replace(made, topic=f"author|@{place}")


def _deed_in(account: Account, claim: int) -> tuple[int, Span] | None:
    """Return the first act in the claim's content that is told as one that happened: by a noun, not a verb."""
    for part in account.reading.claims[claim].content:
        for index, trigger in account.events_in(part.start, part.end):
            event = account.reading.events[index]
            if event.type in DEEDS and event.status != "negated" and not VERBAL.match(account.quote(trigger)):
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


def _key(actor: Actor) -> str:
    """Return by what an accused is known: the country, and the name where the country is no state."""
    words = " ".join(sorted(name_words(actor.name)))
    state = actor.country is not None and actor.sector in {"GOV", "MIL", "COP", "SPY", None} and len(actor.country) == 3
    if state and actor.country not in {"IMG", "NGO", "MNC"}:
        return f"{actor.country}/{'state'}"
    return f"{words}/{actor.country or ''}"
