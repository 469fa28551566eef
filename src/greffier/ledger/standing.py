"""Standing in dispute: one says that an arrangement is over or ending, another that it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from operator import attrgetter

from greffier.ledger.model import Conflict
from greffier.ledger.moves import Move
from greffier.ledger.statements import Statement, conflict
from greffier.ledger.timelines import Step, steps_of

OVER = frozenset({"ended", "suspended", "planned_end"})
LATEST = timedelta(60)
TOLD = attrgetter("told")
STANDS = frozenset({"unchanged", "contested"})


def standing_conflicts(found: Iterable[Move], key: str | None = None) -> Iterator[Conflict]:
    """Yield, for each arrangement, the dispute between its end and the first later word that it stands.

    With ``key``, only those of that kind and those parties: the moves may be of others too, that share occurrences.
    """
    for steps in steps_of(found):
        if not steps or key not in (None, steps[0].head.key):
            continue
        told = sorted((m for s in steps if s.transition in STANDS for m in s.moves if m.stands), key=TOLD)
        disputed: list[Step] = []
        for move in told:
            over = _ended_before(steps, move)
            if over is not None and over not in disputed:
                disputed.append(over)
                yield conflict("status", [_side(min(over.moves, key=TOLD)), _side(move)])


def _ended_before(steps: Iterable[Step], move: Move) -> Step | None:
    """Return the last end, told by somebody else not long before, that the move's word disputes."""
    if move.voice.actor is None or move.published is None:
        return None
    told = [
        (first.published, i, s)
        for i, s in enumerate(steps)
        if s.transition in OVER and (first := min(s.moves, key=TOLD)).published and _disputes(move, s, first)
    ]
    return max(told, key=lambda t: (t[0] or date.min, t[1]))[2] if told else None


def _disputes(move: Move, over: Step, first: Move) -> bool:
    if move.voice.same(first.voice) or (move.special and over.special and not move.special & over.special):
        return False
    published, told = move.published or date.max, first.published or date.max
    return told <= published and published - (over.day or published) <= LATEST


def _side(move: Move) -> Statement:
    place = move.said or move.at[0]
    about = f"{move.kind}: {move.object}" if move.object else move.kind
    return Statement(
        "status", move.key, about, place, move.transition, move.voice, move.published, move.transition,
        occurrence=move.occurrence,
    )  # fmt: skip
