"""Happenings in dispute: did it happen (status, or claim against claim), and on which day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from greffier.ledger.account import Account, Voice
from greffier.ledger.cues import VERBAL, content, denies, refuses_all, says
from greffier.ledger.figures import is_correction
from greffier.ledger.model import Conflict
from greffier.ledger.statements import Statement, conflict, distinct, statement
from greffier.records import Event, Span

TOLD = frozenset({"occurred", "ongoing", "negated"})
WORDS = frozenset({"ACCUSE", "REQUEST", "REJECT"})
YES, NO = "happened", "did not happen"
OPENING = 25
WIDEST_DAYS = 3
FARTHEST_DAYS = 10
ANSWER_DAYS = 120
ARMED = frozenset({"MIL", "GOV", "SPY", "COP"})


def happening_statements(account: Account) -> Iterator[Statement]:
    """Yield what the reading says of whether its events happened, and of their days."""
    corrects = is_correction(account)
    for index, event in enumerate(account.reading.events):
        if event.status not in TOLD or event.type in WORDS:
            continue
        for claim, trigger in _tellings(account, event):
            yield _happening(account, index, claim, trigger, _stance(account, event, claim))
        if event.status != "negated" and not corrects and (days := _days(event)):
            voice, occurrence = account.voice(event.claim), account.occurrences[index]
            about, spot = account.name_of(index), _dated_spot(account, event)
            dated = statement(account, "date", f"day|{occurrence}", about, spot, voice, days[2])
            yield replace(dated, says=days[2], occurrence=occurrence, low=days[0], high=days[1])
    for claim in range(len(account.reading.claims)):
        if refuses_all(account, claim) and (alleged := _alleged_before(account, claim)) is not None:
            yield _happening(account, alleged, claim, account.reading.claims[claim].content[0], NO)


def _happening(account: Account, index: int, claim: int | None, span: Span, stance: str) -> Statement:
    event, voice, occurrence = account.reading.events[index], account.voice(claim), account.occurrences[index]
    about = account.name_of(index)
    made = statement(account, "status", f"happened|{occurrence}", about, span, voice, stance)
    return replace(made, says=stance, occurrence=occurrence, own=_is_own(voice, event))


def _tellings(account: Account, event: Event) -> Iterator[tuple[int | None, Span]]:
    """Yield each claim that tells the event, with its trigger there; without one, the outlet and the first trigger."""
    told: dict[int, Span] = {}
    for trigger in event.triggers:
        claim = account.claim_at(trigger)
        if claim is not None and _is_said(account, event, claim, trigger):
            told.setdefault(claim, trigger)
    if event.claim is None:
        yield None, event.triggers[0]
    yield from told.items()


def _is_said(account: Account, event: Event, claim: int, trigger: Span) -> bool:
    """Tell whether the trigger is what the claim says, and not a thing mentioned on the way.

    That is a verb of an event that the claim carries, or its first trigger; a noun only near the beginning
    (« nie tout soutien à l'offensive » says nothing of the offensive).
    """
    verbal = bool(VERBAL.match(account.quote(trigger)))
    if claim == event.claim and (verbal or event.status == "negated"):
        return True
    for stretch in account.reading.claims[claim].content:
        found = account.events_in(stretch.start, stretch.end)
        if found:
            return found[0][1] == trigger and (verbal or trigger.start - stretch.start <= OPENING)
    return False


def _stance(account: Account, event: Event, claim: int | None) -> str:
    """Return what a claim that tells the event says of it; a reading's status is that of the event's own claim."""
    if claim is not None and denies(account, claim) and not says("commit_pattern", content(account, claim)):
        return NO
    return NO if event.status == "negated" and claim == event.claim else YES


def _alleged_before(account: Account, claim: int) -> int | None:
    """Return the act alleged just before, by a verb: a denial of all that was said says that it did not happen."""
    record = account.reading.claims[claim]
    cue = record.cue or record.content[0]
    since = account.page.sentence(max(0, account.page.sentence(cue.start).start - 2)).start
    told = [
        i
        for i, trigger in account.events_in(since, cue.start)
        if (e := account.reading.events[i]).type not in WORDS
        and VERBAL.match(account.quote(trigger))
        and e.status in TOLD
        and e.claim is not None
        and e.claim != claim
        and account.claim_at(trigger) == e.claim
    ]
    return told[-1] if told else None


def happening_conflicts(statements: Iterable[Statement]) -> Iterator[Conflict]:
    """Yield the dispute on whether one occurrence happened: a status, or claim against claim where others allege it."""
    told = distinct(statements)
    no = [s for s in told if s.stance == NO and s.voice.actor is not None]
    yes = [s for s in told if s.stance == YES and not any(s.voice.same(n.voice) for n in no) and _near(s, no)]
    if not yes or not no:
        return
    attributed = [s for s in yes if s.voice.actor is not None]
    if not attributed and {s.at.dispatch for s in yes} <= {s.at.dispatch for s in no}:
        return
    claimed = bool(attributed) and not any(s.own for s in attributed)
    yield conflict("claim" if claimed else "status", [*(attributed or yes), *no])


def _near(found: Statement, others: Sequence[Statement]) -> bool:
    """Tell whether the statement was made near enough to one of the others to be its answer."""
    days = [o.published for o in others if o.published]
    return found.published is None or not days or min(abs((found.published - d).days) for d in days) <= ANSWER_DAYS


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
    return None not in (one.voice.actor, other.voice.actor) and not one.voice.same(other.voice)


def _days(event: Event) -> tuple[int, int, str] | None:
    """Return the ordinals of the first and last day of a date that the text gives to a few days, and its words."""
    when = event.date
    if when is None or when.span is None or when.earliest is None or when.latest is None:
        return None
    first, last = when.earliest.toordinal(), when.latest.toordinal()
    return (first, last, when.earliest.isoformat()) if last - first < WIDEST_DAYS else None


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
