"""What the ledger works out, as frozen records: tellings, occurrences, conflicts and timelines.

A *telling* is one event as one dispatch version tells it; an *occurrence* is what several tellings tell together.
All offsets are code points into the text of the dispatch version that the place names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from greffier.records import Actor, ArrangementKind, Event, Reading, Span, Transition

Day = date  # a field is named « date » as well
ConflictKind = Literal["quantity", "status", "responsibility", "date", "claim"]


@dataclass(frozen=True, slots=True, order=True)
class At:
    """Where something stands: the dispatch version and the span in its text."""

    dispatch: str
    span: Span


@dataclass(frozen=True, slots=True)
class Telling:
    """One event of one reading. ``key`` is stable: dispatch version, "event", start of the first trigger."""

    key: str
    reading: Reading
    index: int
    family: str | None = None

    @property
    def event(self) -> Event:
        """The event as the reading holds it."""
        return self.reading.events[self.index]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two tellings tell one thing, how surely (0 to 1), and for what reasons."""

    joined: bool
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Tellings of one thing that happened; ``id`` comes from the earliest; ``members`` are telling keys, sorted."""

    id: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict: where it stands, what it says, on whose word, when and in which source family."""

    at: At
    says: str
    speaker: Actor | None
    published: date | None
    source: str | None = None
    family: str | None = None
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """A disputed point with all its sides. ``factor`` is 10, 100 or 1000 where figures are off by that."""

    id: str
    kind: ConflictKind
    about: str
    sides: tuple[Side, ...]
    factor: int | None = None
    occurrence: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """One transition of a standing arrangement: from when (earliest day), on whose word, with its evidence.

    ``due`` is the day on which an announced end falls, where the text gives it.
    """

    date: Day | None
    transition: Transition
    evidence: tuple[At, ...]
    speaker: Actor | None = None
    due: Day | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A standing arrangement through time, earliest state first."""

    id: str
    kind: ArrangementKind
    parties: tuple[str, ...]
    object: str | None
    states: tuple[State, ...]
