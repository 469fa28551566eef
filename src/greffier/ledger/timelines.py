"""Timelines: each standing arrangement through time — announced apart from in force, due dates, contested periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from greffier.ledger.account import Account
from greffier.ledger.ids import TIMELINE, digest
from greffier.ledger.model import State, Timeline
from greffier.ledger.moves import Move, moves
from greffier.records import Transition

ID_DIGITS = 12
NEAR_DAYS = {"contested": 7, "unchanged": 7}
RETOLD_DAYS = 400
REFUSAL_DAYS = 60
TOLD = attrgetter("told")
GONE = frozenset({"ended", "suspended"})
BEGUN = frozenset({"created", "strengthened"})


@dataclass(frozen=True, slots=True)
class Standing:
    """How an arrangement stands on a day: in force or not, its last state, the announced end, contested or not."""

    in_force: bool
    last: State
    announced: State | None
    contested: bool


@dataclass(slots=True)
class Step:
    """The moves that tell one transition of one arrangement."""

    moves: list[Move] = field(default_factory=list)

    @property
    def head(self) -> Move:
        """The move that says best when it was: dated before undated, narrow before wide, early before late."""
        return self.moves[0]

    @property
    def transition(self) -> Transition:
        """The transition that all the moves tell."""
        return self.head.transition

    @property
    def day(self) -> date | None:
        """The day of the transition: of the best dated move, else the first day of publication."""
        if self.head.first is not None:
            return self.head.first
        return min((m.published for m in self.moves if m.published), default=None)

    @property
    def special(self) -> frozenset[str]:
        """The words that tell the arrangement from others; an accord is also known by the year that made it."""
        words = frozenset[str]().union(*(m.special for m in self.moves))
        made = self.head.kind == "agreement" and self.transition == "created" and self.head.first
        return words | {str(made.year)} if made else words


def find_timelines(accounts: Iterable[Account]) -> tuple[Timeline, ...]:
    """Return the arrangements that the accounts tell of, in the order of their kind, parties and first day.

    The order of the accounts changes nothing.
    """
    return timelines_of([m for account in accounts for m in moves(account)])


def timelines_of(found: Iterable[Move]) -> tuple[Timeline, ...]:
    """Return the timelines that the moves make. Moves of different keys meet only through a common occurrence."""
    lines = [line for steps in steps_of(found) for group in _groups(steps) if (line := _line(group)) is not None]
    return tuple(sorted(lines, key=lambda t: (t.kind, t.parties, t.states[0].date or date.max, t.id)))


def steps_of(found: Iterable[Move]) -> list[list[Step]]:
    """Return the steps of each kind and parties among moves of any keys, as ``timelines_of`` sees them."""
    keyed: dict[str, list[Move]] = {}
    for move in _settled(found):
        keyed.setdefault(move.key, []).append(move)
    return [_steps(keyed[key]) for key in sorted(keyed)]


def _settled(found: Iterable[Move]) -> list[Move]:
    """Return the moves, those of one occurrence under the kind and the parties that most of its tellings give."""
    whole = sorted(found, key=lambda m: (m.at, m.key, m.transition))
    by_occurrence: dict[str, list[Move]] = {}
    for move in whole:
        if move.occurrence:
            by_occurrence.setdefault(move.occurrence, []).append(move)
    main = {occurrence: _main(told) for occurrence, told in by_occurrence.items()}
    settled = []
    for move in whole:
        if move.occurrence is None:
            settled.append(move)
            continue
        kind, parties, transitions = main[move.occurrence]
        if move.kind == kind:
            settled.append(replace(move, parties=parties, transition=_one_turn(move.transition, transitions)))
        elif len(transitions) == 1:
            settled.append(replace(move, kind=kind, parties=parties, transition=transitions[0]))
    return settled


def _one_turn(transition: Transition, told: Sequence[Transition]) -> Transition:
    """Return what most tellings of the occurrence call a beginning (created, strengthened) or an end."""
    for turn in (BEGUN, GONE):
        if transition in turn:
            return next((t for t in told if t in turn), transition)
    return transition


def _main(told: Sequence[Move]) -> tuple[Any, tuple[str, ...], tuple[Transition, ...]]:
    """Return the kind and the parties that most of the moves give, and their transitions, those of most moves first."""
    first = {m.kind: i for i, m in reversed(list(enumerate(sorted(told, key=TOLD))))}
    counts = Counter(m.kind for m in told)
    kind = min(counts, key=lambda k: (-counts[k], first[k]))
    same = [m for m in told if m.kind == kind]
    parties = Counter(m.parties for m in same)
    most = min(parties, key=lambda p: (-parties[p], -len(p), p))
    transitions = Counter(m.transition for m in same)
    return kind, most, tuple(sorted(transitions, key=lambda t: (-transitions[t], t)))


def _steps(found: Sequence[Move]) -> list[Step]:
    """Return the transitions that the moves of one key tell, without those that one says and another denies."""
    denied = {m.occurrence for m in found if m.denied}
    refusals = [m for m in found if m.denied]
    kept = [
        m
        for m in sorted(found, key=lambda m: m.order)
        if not (m.denied or (m.occurrence in denied and m.voice.actor) or any(_refused(m, r) for r in refusals))
    ]
    steps: list[Step] = []
    for move in kept:
        if move.transition not in NEAR_DAYS:
            _put(steps, move)
    turns = [s for s in steps if s.transition in GONE | BEGUN and s.day]
    for move in kept:
        if move.transition in NEAR_DAYS:
            _put(steps, _after_the_end(turns, move))
    return _without_turns(steps)


def _refused(move: Move, refusal: Move) -> bool:
    """Tell whether what a speaker says is what another denies: one transition, told about the same time."""
    if move.voice.actor is None or move.transition != refusal.transition:
        return False
    if move.special and refusal.special and not move.special & refusal.special:
        return False
    if move.published is None or refusal.published is None:
        return True
    return abs((move.published - refusal.published).days) <= REFUSAL_DAYS


def _put(steps: list[Step], move: Move) -> None:
    home = next((s for s in _candidates(steps, move) if _same(s, move)), None)
    if home is None:
        steps.append(home := Step())
    home.moves.append(move)


def _candidates(steps: Sequence[Step], move: Move) -> list[Step]:
    """Return the steps of the move's transition, those of its very object first, then the nearest."""
    day = move.day or date.max
    same = [s for s in steps if s.transition == move.transition]
    return sorted(same, key=lambda s: (s.special != move.special, abs((day - (s.day or date.max)).days), s.head.order))


def _same(step: Step, move: Move) -> bool:
    """Tell whether a move tells the transition that the step holds."""
    if move.occurrence is not None and any(m.occurrence == move.occurrence for m in step.moves):
        return not _another_day(step, move)
    if move.special and step.special and not move.special & step.special:
        return False
    if move.due is not None and move.special <= step.special and any(m.due == move.due for m in step.moves):
        return True
    near = NEAR_DAYS.get(move.transition)
    if near is not None:
        return move.day is not None and step.day is not None and abs((move.day - step.day).days) <= near
    if move.first is None:
        return _retold(step, move)
    head = step.head
    if head.first is None or head.last is None or move.last is None:
        return head.first == move.first
    return head.first <= move.last and move.first <= head.last


def _another_day(step: Step, move: Move) -> bool:
    """Tell whether two speakers give one occurrence two days: the day is disputed, and both are kept."""
    head = step.head
    if not (head.voice.actor and move.voice.actor and head.last and head.first and move.first and move.last):
        return False
    return move.first > head.last or move.last < head.first


def _retold(step: Step, move: Move) -> bool:
    """Tell whether an undated move may tell again what the step tells: the same arrangement, not long before."""
    if step.day is None or move.published is None or not move.special <= step.special:
        return False
    return timedelta(0) <= move.published - step.day <= timedelta(RETOLD_DAYS)


def _after_the_end(turns: Sequence[Step], move: Move) -> Move:
    """Return the move; what a speaker says to stand after it was ended (and not begun again) is contested."""
    day = move.day
    if move.transition == "contested" or move.voice.actor is None or day is None:
        return move
    past = [
        (t.day, t.transition in GONE) for t in turns if t.day and t.day <= day and _may_be_one(t.special, move.special)
    ]
    return replace(move, transition="contested") if max(past, default=(day, False))[1] else move


def _may_be_one(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or bool(one & other)


def _without_turns(steps: list[Step]) -> list[Step]:
    """Return the steps without the end of one power where the same days begin another: it is one transition."""
    begun = [s.head for s in steps if s.head.kind == "office" and s.transition in BEGUN]
    return [s for s in steps if not (s.head.kind == "office" and s.transition in GONE and _meets(s.head, begun))]


def _meets(move: Move, others: Sequence[Move]) -> bool:
    if move.first is None or move.last is None:
        return False
    return any(o.first and o.last and o.first <= move.last and move.first <= o.last for o in others)


def _groups(steps: Sequence[Step]) -> list[list[Step]]:
    """Return the steps by arrangement: those whose objects share a telling word; those without one stand together."""
    groups: list[tuple[set[str], list[Step]]] = []
    for step in steps:
        home = [g for g in groups if (g[0] & step.special if step.special else not g[0])]
        words, held = set(step.special), [step]
        for group in home:
            groups.remove(group)
            words |= group[0]
            held = group[1] + held
        groups.append((words, held))
    special = sorted((g for g in groups if g[0]), key=lambda g: (-sum(len(s.moves) for s in g[1]), sorted(g[0])))
    plain = [g for g in groups if not g[0]]
    if special and plain and _kind(plain[0][1]) == "agreement":
        special[0][1].extend(plain.pop()[1])
    return [g[1] for g in (*special, *plain)]


def _kind(steps: Sequence[Step]) -> str:
    return steps[0].head.kind


def _line(steps: Sequence[Step]) -> Timeline | None:
    if not steps:
        return None
    ordered = sorted(steps, key=lambda s: (s.day or date.max, s.head.order))
    told = [m for s in ordered for m in s.moves]
    kind, parties = told[0].kind, told[0].parties
    states = tuple(_state(s) for s in ordered)
    return Timeline(_id(kind, parties, told), kind, parties, _name(told), states)


def _id(kind: str, parties: tuple[str, ...], told: Sequence[Move]) -> str:
    first = min(told, key=TOLD)
    place = first.at[0]
    return TIMELINE + digest(kind, *parties, place.dispatch, str(place.span.start))[:ID_DIGITS]


def _name(told: Sequence[Move]) -> str | None:
    """Return the object's name that says most: special words first, then what most tellings say."""
    names = Counter(m.object for m in told if m.object)
    special = {m.object: len(m.special) for m in told if m.object}
    return min(names, key=lambda n: (-special[n], -names[n], -len(n), n), default=None)


def _state(step: Step) -> State:
    places = tuple(sorted({at for m in step.moves for at in m.at}))
    speaker = next((m.voice.actor for m in sorted(step.moves, key=TOLD) if m.voice.actor), None)
    due = next((m.due for m in step.moves if m.due), None)
    return State(step.day, step.transition, places, speaker, due)


def on(timeline: Timeline, day: date, party: str | None = None) -> State | None:
    """Return the state in which the arrangement is on a day: its last transition up to it, None before the first.

    With ``party`` (a country or actor code), None too where the arrangement is not that party's.
    """
    if party is not None and party not in timeline.parties:
        return None
    past = [s for s in timeline.states if s.date is not None and s.date <= day]
    return past[-1] if past else None


def standing_on(timeline: Timeline, day: date) -> Standing | None:
    """Return how the arrangement stands on a day, announced apart from in force; None before its first state.

    What is announced to end, contested or said to be unchanged before anything else is told, is in force.
    """
    past = [s for s in timeline.states if s.date is not None and s.date <= day]
    if not past:
        return None
    turn = max((i for i, s in enumerate(past) if s.transition in GONE | BEGUN), default=-1)
    since = past[turn + 1 :]
    announced = [s for s in since if s.transition == "planned_end"]
    contested = any(s.transition == "contested" for s in since)
    in_force = turn < 0 or past[turn].transition in BEGUN
    return Standing(in_force, past[-1], announced[-1] if announced and in_force else None, contested)


def story_arrangements(timelines: Iterable[Timeline]) -> list[dict[str, Any]]:
    """Return the timelines as the ``arrangements`` of a story, in the form that the story score reads."""
    return [
        {
            "kind": line.kind,
            "parties": list(line.parties),
            "object": line.object,
            "timeline": [
                {
                    "date": state.date.isoformat() if state.date else None,
                    "transition": state.transition,
                    "evidence": [{"id": at.dispatch, "span": [at.span.start, at.span.end]} for at in state.evidence],
                }
                for state in line.states
            ],
        }
        for line in timelines
    ]
