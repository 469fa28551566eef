"""Standing in dispute: one says that an arrangement is over or ending, another that it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from greffier.ledger.model import Conflict
from greffier.ledger.moves import Move
from greffier.ledger.statements import Statement, conflict
from greffier.ledger.timelines import Step, steps_of

OVER = frozenset({"ended", "suspended", "planned_end"})
STANDS = frozenset({"unchanged", "contested"})


def standing_conflicts(found: Iterable[Move]) -> Iterator[Conflict]:
    """Yield, for each arrangement, the dispute between an end and a later word that it stands."""
    for steps in steps_of(found):
        for step in steps:
            if step.transition in OVER and (against := _against(steps, step)):
                yield conflict("status", [_side(min(step.moves, key=_early)), *(_side(m) for m in against[:1])])


def _against(steps: Iterable[Step], over: Step) -> list[Move]:
    """Return the moves that say that the arrangement stands, told after the end by somebody else."""
    first = min(over.moves, key=_early)
    return sorted(
        (
            m
            for s in steps
            if s.transition in STANDS
            for m in s.moves
            if m.stands and m.voice.actor and m.published and first.published
            and m.published >= first.published and not m.voice.same(first.voice)
        ),
        key=_early,
    )  # fmt: skip


def _early(move: Move) -> tuple[date, object]:
    return move.published or date.max, move.at


def _side(move: Move) -> Statement:
    place = move.at[0]
    about = f"{move.kind}: {move.object}" if move.object else move.kind
    return Statement(
        "status", move.key, about, place, move.transition, move.voice, move.published, move.transition,
        occurrence=move.occurrence,
    )  # fmt: skip
