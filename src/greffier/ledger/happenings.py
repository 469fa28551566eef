"""Happenings in dispute: did it happen (status, or claim against claim), and on which day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from greffier.ledger.account import Account, Voice
from greffier.ledger.cues import content, denies, says
from greffier.ledger.figures import is_correction
from greffier.ledger.model import Conflict
from greffier.ledger.statements import Statement, conflict, distinct, statement
from greffier.records import Event, Span

TOLD = frozenset({"occurred", "ongoing", "negated"})
WORDS = frozenset({"ACCUSE", "REQUEST", "REJECT"})
YES, NO = "happened", "did not happen"
WIDEST_DAYS = 3
FARTHEST_DAYS = 10
ARMED = frozenset({"MIL", "GOV", "SPY", "COP"})


def happening_statements(account: Account) -> Iterator[Statement]:
    """Yield what the reading says of whether its events happened, and of their days."""
    corrects = is_correction(account)
    for index, event in enumerate(account.reading.events):
        if event.status not in TOLD or event.type in WORDS:
            continue
        claim = event.claim
        voice = account.voice(claim)
        occurrence = account.occurrences[index]
        about = account.quote(event.triggers[0])
        denied = claim is not None and denies(account, claim) and not says("commit_pattern", content(account, claim))
        stance = NO if event.status == "negated" or denied else YES
        made = statement(account, "status", f"happened|{occurrence}", about, _spot(account, event), voice, stance)
        yield replace(made, occurrence=occurrence, own=_is_own(voice, event))
        if stance == YES and not corrects and (days := _days(event)):
            dated = statement(account, "date", f"day|{occurrence}", about, _dated_spot(account, event), voice, days[2])
            yield replace(dated, occurrence=occurrence, low=days[0], high=days[1])


def happening_conflicts(statements: Iterable[Statement]) -> Iterator[Conflict]:
    """Yield the dispute on whether one occurrence happened: a status, or claim against claim where others allege it."""
    told = distinct(statements)
    no = [s for s in told if s.stance == NO and s.voice.actor is not None]
    yes = [s for s in told if s.stance == YES and not any(s.voice.same(n.voice) for n in no)]
    if not yes or not no:
        return
    attributed = [s for s in yes if s.voice.actor is not None]
    claimed = bool(attributed) and not any(s.own for s in attributed)
    yield conflict("claim" if claimed else "status", [*(attributed or yes), *no])


def day_conflicts(statements: Iterable[Statement]) -> Iterator[Conflict]:
    """Yield the dispute on the day of one occurrence: days that cannot be one, told by different voices."""
    told = distinct(statements, lambda one, other: one.low <= other.high and other.low <= one.high)
    sides = [s for s in told if any(_other_day(s, o) for o in told)]
    if len(sides) > 1:
        yield conflict("date", sides)


def _other_day(one: Statement, other: Statement) -> bool:
    gap = max(one.low, other.low) - min(one.high, other.high)
    if gap <= 0 or gap > FARTHEST_DAYS or one.at.dispatch == other.at.dispatch:
        return False
    return (one.voice.actor is not None or other.voice.actor is not None) and not one.voice.same(other.voice)


def _days(event: Event) -> tuple[int, int, str] | None:
    """Return the ordinals of the first and last day of a date that the text gives to a few days, and its words."""
    when = event.date
    if when is None or when.span is None or when.earliest is None or when.latest is None:
        return None
    first, last = when.earliest.toordinal(), when.latest.toordinal()
    return (first, last, when.earliest.isoformat()) if last - first < WIDEST_DAYS else None


def _spot(account: Account, event: Event) -> Span:
    """Return the trigger that the event's claim holds, else the first one of the reading's list."""
    inside = _within(event, account.reading.claims[event.claim].content) if event.claim is not None else ()
    return inside[0] if inside else event.triggers[0]


def _dated_spot(account: Account, event: Event) -> Span:
    """Return the trigger beside the date: in its claim, else in its sentence, else the first."""
    inside = _within(event, account.reading.claims[event.claim].content) if event.claim is not None else ()
    if not inside and event.date and event.date.span:
        inside = _within(event, [account.page.sentence(event.date.span.start)])
    return inside[0] if inside else event.triggers[0]


def _within(event: Event, stretches: Sequence[Span]) -> Sequence[Span]:
    return [t for t in event.triggers if any(s.holds(t) for s in stretches)]


def _is_own(voice: Voice, event: Event) -> bool:
    """Tell whether the voice speaks of an act of its own side: the actor itself, or its state's forces."""
    speaker = voice.actor
    if speaker is None:
        return False
    for actor in event.actors:
        if actor.name == speaker.name or (actor.country == speaker.country and actor.sector == speaker.sector):
            return True
        if actor.country == speaker.country and {actor.sector, speaker.sector} <= ARMED:
            return True
    return False
