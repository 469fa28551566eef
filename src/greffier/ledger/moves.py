"""Moves: what one reading says about standing arrangements — which one, what becomes of it, when, on whose word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from greffier.ledger.account import Account, Voice
from greffier.ledger.changes import change_of, parties, special_words, subject_of
from greffier.ledger.model import At
from greffier.ledger.words import knowledge
from greffier.records import Arrangement, ArrangementKind, Event, Span, Transition, When

RECENT_DAYS = 60
ANNOUNCED = 80
MONTH_NAMES = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
MONTHS = tuple(MONTH_NAMES.split())


@dataclass(frozen=True, slots=True)
class Move:
    """One statement about one standing arrangement.

    ``first`` and ``last`` bound the day of the transition, None where the text gives no day: ``published`` then stands
    for it. ``special`` are the words of the object that tell it from others of its kind (« 201 », « Bear »).
    ``denied`` says that the transition is told as one that did not happen, ``stands`` that the arrangement is said to
    stay as it is (even where the timeline takes that as contested). ``said`` is the stretch that announces it.
    """

    kind: ArrangementKind
    parties: tuple[str, ...]
    object: str | None
    special: frozenset[str]
    transition: Transition
    first: date | None
    last: date | None
    due: date | None
    published: date | None
    at: tuple[At, ...]
    voice: Voice
    occurrence: str | None
    denied: bool = False
    stands: bool = False
    said: At | None = None
    rank: int = 1

    @property
    def key(self) -> str:
        """The blocking key: only moves of one key can belong to one arrangement."""
        return "|".join((self.kind, *self.parties))

    @property
    def day(self) -> date | None:
        """The day of the transition: the earliest that the text gives, else the day of publication."""
        return self.first or self.published

    @property
    def told(self) -> tuple[date, int, tuple[At, ...]]:
        """When it was told: early before late, an agency's own copy before others; total."""
        return self.published or date.max, self.rank, self.at

    @property
    def order(self) -> tuple[bool, int, date, str, tuple[At, ...]]:
        """Dated before undated, narrow before wide, early before late; total, so that arrival changes nothing."""
        width = (self.last - self.first).days if self.first and self.last else 10_000
        return self.first is None, width, self.day or date.max, self.transition, self.at


def moves(account: Account) -> tuple[Move, ...]:
    """Return what the account's reading says about standing arrangements, in the order of its text."""
    found = [m for i, e in enumerate(account.reading.events) if (m := _of_event(account, i, e))]
    found += [_of_arrangement(account, a) for a in account.reading.arrangements]
    found += _said_to_stand(account)
    return tuple(sorted((m for m in found if m.parties), key=lambda m: (m.at, m.key, m.transition)))


def _of_event(account: Account, index: int, event: Event) -> Move | None:
    change = change_of(account, event)
    if change is None:
        return None
    planned = event.status == "planned"
    when = None if planned else event.date
    due = event.date.latest if planned and event.date else None
    ending = change.transition == "planned_end"
    return Move(
        change.kind,
        change.parties,
        change.object,
        special_words(change.object),
        change.transition,
        when.earliest if when else None,
        when.latest if when else None,
        due or (_due(account, event.triggers) if ending else None),
        account.published,
        tuple(account.at(t) for t in event.triggers),
        account.voice(event.claim),
        account.occurrences[index],
        event.status == "negated" and change.transition != "unchanged",
        change.transition == "unchanged",
        _said(account, event) if ending else None,
        account.rank,
    )


def _said(account: Account, event: Event) -> At | None:
    """Return the stretch from the cue of the event's claim to the trigger after it, None if they stand apart."""
    cue = account.reading.claims[event.claim].cue if event.claim is not None else None
    if cue is None:
        return None
    after = [t for t in event.triggers if t.start >= cue.end and t.end - cue.start <= ANNOUNCED]
    return account.at(Span(cue.start, min(after).end)) if after else None


def _of_arrangement(account: Account, found: Arrangement) -> Move:
    when = _recent(account, found.date)
    return Move(
        found.kind,
        parties(
            account, found.kind, found.parties, [country] if (country := account.voice(found.claim).country) else []
        ),
        found.object,
        special_words(found.object),
        found.transition,
        when.earliest if when else None,
        when.latest if when else None,
        None,
        account.published,
        (account.at(found.span),),
        account.voice(found.claim),
        None,
        False,
        found.transition == "unchanged",
        rank=account.rank,
    )


def _said_to_stand(account: Account) -> Iterator[Move]:
    """Yield what claims say of arrangements that stand or may not stand, where the reading has no record of it."""
    words = knowledge("disputes")["standing"]
    taken = [a.span for a in account.reading.arrangements]
    for index, claim in enumerate(account.reading.claims):
        if any(c.parent == index for c in account.reading.claims):
            continue
        for transition in ("unchanged", "contested"):
            for part in claim.content:
                for match in _pattern(words[f"{transition}_pattern"]).finditer(account.quote(part)):
                    span = Span(part.start + match.start(), part.start + match.end())
                    kind = subject_of(account, Span(part.start, span.end))
                    if kind is None or any(span.overlaps(t) for t in taken):
                        continue
                    found = Arrangement(span, kind[0], (), kind[1], transition, None, index)
                    yield _of_arrangement(account, found)


def _due(account: Account, triggers: tuple[Span, ...]) -> date | None:
    """Return the day that the sentences of the triggers set as the end, in the year from publication on."""
    published = account.published
    if published is None:
        return None
    for trigger in triggers:
        match = _pattern(knowledge("disputes")["standing"]["due_pattern"]).search(
            account.quote(account.page.sentence(trigger.start))
        )
        if match is None:
            continue
        month = MONTHS.index(match.group(2).lower()) + 1
        years = [int(match.group(3))] if match.group(3) else [published.year, published.year + 1]
        for year in years:
            day = _day(year, month, int(match.group(1)))
            if day and day >= published:
                return day
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _recent(account: Account, when: When | None) -> When | None:
    """Return the time of what stands if it lies near publication: « l'accord de 2012 reste » tells no day of 2012."""
    if when is None or when.earliest is None or account.published is None:
        return when
    return when if abs((account.published - when.earliest).days) <= RECENT_DAYS else None


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)
