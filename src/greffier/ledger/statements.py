"""Statements: what may be disputed — one speaker's word on one point — and how they become the sides of a conflict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from greffier.ledger.account import Account, Voice
from greffier.ledger.ids import CONFLICT, digest
from greffier.ledger.model import At, Conflict, ConflictKind, Side
from greffier.records import Span

ID_DIGITS = 12
LONGEST = 200
MOST_ALIKE = 3


@dataclass(frozen=True, slots=True)
class Statement:
    """What one voice says on one point.

    ``topic`` is the blocking key: only statements of one topic can be in conflict. ``stance`` is what is said, so that
    equal stances agree. ``low`` and ``high`` bound a figure. ``part`` is whom a figure counts, "" for the whole.
    ``accused`` is whom an act is laid to. ``own`` says that the voice speaks of what its own side did.
    ``former`` marks a figure that is set against another, ``rejected`` one that is refused, ``retracted`` one that its
    outlet takes back, ``corrects`` one that an outlet's correction gives instead. ``words`` are the stems of an answer.
    """

    kind: ConflictKind
    topic: str
    about: str
    at: At
    says: str
    voice: Voice
    published: date | None
    stance: str
    accused: Voice | None = None
    source: str | None = None
    family: str | None = None
    occurrence: str | None = None
    low: float = 0.0
    high: float = 0.0
    value: float | None = None
    part: str = ""
    own: bool = False
    former: bool = False
    rejected: bool = False
    retracted: bool = False
    corrects: bool = False
    rank: int = 1
    words: frozenset[str] = frozenset()

    @property
    def order(self) -> tuple[date, int, At]:
        """Early before late, an agency's own copy before others; total, so that arrival changes nothing."""
        return self.published or date.max, self.rank, self.at


def statement(
    account: Account, kind: ConflictKind, topic: str, about: str, span: Span, voice: Voice, stance: str
) -> Statement:
    """Return a statement of the account on a topic; a span longer than a side may be is cut."""
    if span.end - span.start > LONGEST:
        span = Span(span.start, span.start + LONGEST)
    dispatch = account.reading.dispatch
    return Statement(
        kind,
        topic,
        about,
        account.at(span),
        account.quote(span),
        voice,
        account.published,
        stance,
        None,
        dispatch.source,
        account.family,
        rank=account.rank,
    )


def distinct(
    statements: Iterable[Statement], same: Callable[[Statement, Statement], bool] | None = None
) -> list[Statement]:
    """Return the earliest of the statements that one voice (or one source family) makes alike, in their order.

    What the outlet says by itself adds nothing to a speaker who says the same. ``same`` tells whether two stances
    agree; without it they must be equal.
    """
    kept: list[Statement] = []
    for found in sorted(statements, key=lambda s: (s.voice.actor is None, s.order)):
        if not any(_alike(found, k, same) for k in kept):
            kept.append(found)
    return sorted(kept, key=lambda s: s.order)


def _alike(found: Statement, kept: Statement, same: Callable[[Statement, Statement], bool] | None) -> bool:
    agree = same(found, kept) if same else found.stance == kept.stance
    if not agree:
        return False
    family = found.family is not None and found.family == kept.family
    return family or found.voice.actor is None or found.voice.same(kept.voice)


def conflict(
    kind: ConflictKind, sides: Sequence[Statement], corrected: Iterable[Statement] = (), factor: int | None = None
) -> Conflict:
    """Return the conflict between the statements, earliest first; ``corrected`` are those their speakers took back.

    Of more than three speakers who say the same the first three show it.
    """
    ordered: list[Statement] = []
    for found in sorted(sides, key=lambda s: s.order):
        if sum((s.stance, s.part, s.says) == (found.stance, found.part, found.says) for s in ordered) < MOST_ALIKE:
            ordered.append(found)
    taken_back = {s.at for s in corrected}
    first = ordered[0]
    name = CONFLICT + digest(kind, *(f"{s.at.dispatch}:{s.at.span.start}" for s in ordered[:2]))[:ID_DIGITS]
    return Conflict(
        name,
        kind,
        first.about,
        tuple(Side(s.at, s.says, s.voice.actor, s.published, s.source, s.family, s.at in taken_back) for s in ordered),
        factor,
        first.occurrence,
    )
