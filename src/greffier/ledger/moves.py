"""Moves: what one reading says about standing arrangements — which one, what becomes of it, when, on whose word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from greffier.french import default_lexicon
from greffier.ledger.account import BODIES, Account, Voice, host_and_guest
from greffier.ledger.model import At
from greffier.ledger.words import country_words, folded, knowledge, stem
from greffier.records import Arrangement, ArrangementKind, Change, Event, Span, Transition, When

PAIRS = frozenset({"agreement", "deployment", "relations", "sanctions"})
MAKING = frozenset({"SUPPORT", "AGREE", "COOPERATE"})
PROMISES = frozenset({"AGREE", "CONCEDE"})
INFINITIVE = re.compile(r"^(?:se |s['’])?\w+(?:er|ir|re)$")
OBJECT_WORD = re.compile(r"[^\W_]+")
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
    change = event.arrangement or _denied_change(account, event)
    if change is None or event.status == "hypothetical":
        return None
    transition: Transition = change.transition
    promised = event.status == "planned" or _is_promised(account, event)
    if promised and transition != "planned_end":
        if transition != "ended":
            return None
        transition = "planned_end"
    named = account.quote(event.triggers[0])
    kind = _kind(change, named, account.quote(account.page.sentence(event.triggers[0].start)))
    when = None if event.status == "planned" else event.date
    due = event.date.latest if event.status == "planned" and event.date else None
    if transition == "planned_end" and due is None:
        due = _due(account, event.triggers)
    return Move(
        kind,
        _parties(account, kind, change.parties, event),
        change.object,
        special_words(change.object),
        transition,
        when.earliest if when else None,
        when.latest if when else None,
        due,
        account.published,
        tuple(account.at(t) for t in event.triggers),
        account.voice(event.claim),
        account.occurrences[index],
        event.status == "negated" and transition != "unchanged",
        transition == "unchanged",
        _said(account, event) if transition == "planned_end" else None,
        account.rank,
    )


def _said(account: Account, event: Event) -> At | None:
    """Return the stretch from the cue of the event's claim to the trigger after it, None if they stand apart."""
    cue = account.reading.claims[event.claim].cue if event.claim is not None else None
    if cue is None:
        return None
    after = [t for t in event.triggers if t.start >= cue.end and t.end - cue.start <= ANNOUNCED]
    return account.at(Span(cue.start, min(after).end)) if after else None


def _denied_change(account: Account, event: Event) -> Change | None:
    """Return the change that a denied event would have made, where its trigger names the arrangement."""
    subject = _subject(account, event.triggers[0]) if event.status == "negated" else None
    return Change(subject[0], (), subject[1], "created") if subject and event.type in MAKING else None


def _of_arrangement(account: Account, found: Arrangement) -> Move:
    when = _recent(account, found.date)
    return Move(
        found.kind,
        _parties(account, found.kind, found.parties, None, account.voice(found.claim).country),
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
                    kind = _subject(account, Span(part.start, span.end))
                    if kind is None or any(span.overlaps(t) for t in taken):
                        continue
                    found = Arrangement(span, kind[0], (), kind[1], transition, None, index)
                    yield _of_arrangement(account, found)


def _subject(account: Account, before: Span) -> tuple[ArrangementKind, str] | None:
    """Return the kind and the words of the last noun of a standing arrangement in the stretch, None without one."""
    last: tuple[ArrangementKind, str] | None = None
    text = account.quote(before)
    for match in OBJECT_WORD.finditer(text):
        kind = _object_stems().get(stem(folded(match.group())))
        if kind is not None:
            last = kind, text[match.start() :].split(" ", 1)[0]
    return last


def _parties(
    account: Account, kind: str, named: tuple[str, ...], event: Event | None, speaker: str | None = None
) -> tuple[str, ...]:
    """Return the parties, completed from the event and the dispatch where the reader names too few; sorted."""
    found = list(dict.fromkeys(named))
    more = [*(host_and_guest(event) if event else []), *([speaker] if speaker and speaker not in BODIES else [])]
    least = 2 if kind in PAIRS else 1
    for code in (*more, *account.setting()):
        if len(found) < least and code not in found:
            found.append(code)
    return tuple(sorted(found))


def _kind(change: Change, named: str, sentence: str) -> ArrangementKind:
    table = knowledge("disputes")["standing"]
    words = set(folded(f"{named} {change.object or ''}").split())
    for kind, told in table["kinds"].items():
        if words & set(told):
            found: ArrangementKind = kind
            return found
    union = set(folded(sentence).split()) & set(table["unions"]["words"])
    if change.kind == "agreement" and change.transition == "created" and union and len(change.parties) != 2:
        return "membership"
    return change.kind


def _is_promised(account: Account, event: Event) -> bool:
    """Tell whether the event is only promised: an infinitive in the sentence of an act of agreeing or conceding."""
    if event.type in PROMISES or not all(INFINITIVE.match(account.quote(t)) for t in event.triggers):
        return False
    sentence = account.page.sentence(event.triggers[0].start)
    near = account.events_in(sentence.start, event.triggers[0].start)
    return any(account.reading.events[i].type in PROMISES for i, _ in near)


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


def special_words(name: str | None) -> frozenset[str]:
    """Return the words of an object's name that tell it from others of its kind: numbers and proper names."""
    if not name:
        return frozenset()
    words = {folded(w) for w in OBJECT_WORD.findall(name) if w[:1].isupper() or w.isdigit()}
    return frozenset(w for w in words if w not in _common_names() and stem(w) not in _object_stems())


@cache
def _object_stems() -> dict[str, ArrangementKind]:
    objects = default_lexicon().table("arrangements")["objects"]
    return {stem(folded(word)): kind for kind, words in objects.items() for word in words}


@cache
def _common_names() -> frozenset[str]:
    return country_words() | frozenset(knowledge("merge_words")["no_names"])


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)
