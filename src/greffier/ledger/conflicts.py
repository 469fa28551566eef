"""Conflicts: where dispatches contradict each other — figures, status, authors, dates, claims — with all sides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from greffier.ledger.account import Account
from greffier.ledger.answers import answer_conflicts, answer_statements
from greffier.ledger.blame import blame_conflicts, blame_statements
from greffier.ledger.figures import figure_conflicts, figure_statements
from greffier.ledger.happenings import day_conflicts, happening_conflicts, happening_statements
from greffier.ledger.model import Conflict, Side
from greffier.ledger.moves import moves
from greffier.ledger.standing import standing_conflicts
from greffier.ledger.statements import Statement
from greffier.ledger.victims import victim_conflicts, victim_statements

NEAR = timedelta(45)
# By the beginning of a topic: who finds the conflicts among its statements.
FINDERS: dict[str, Callable[[Iterable[Statement]], Iterator[Conflict]]] = {
    "figure": figure_conflicts,
    "happened": happening_conflicts,
    "day": day_conflicts,
    "author": blame_conflicts,
    "victims": victim_conflicts,
    "answer": answer_conflicts,
}


def statements_of(account: Account) -> tuple[Statement, ...]:
    """Return all that the account says on points that may be disputed; each statement names its topic."""
    return (
        *figure_statements(account),
        *happening_statements(account),
        *blame_statements(account),
        *victim_statements(account),
        *answer_statements(account),
    )


def conflicts_of(statements: Iterable[Statement]) -> tuple[Conflict, ...]:
    """Return the conflicts among statements of any topics; only those of one topic meet. Order changes nothing."""
    topics: dict[str, list[Statement]] = {}
    for found in statements:
        topics.setdefault(found.topic, []).append(found)
    return without_doubles(c for topic in sorted(topics) for c in _among(topics[topic]))


def without_doubles(found: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Return the conflicts, each dispute once: one whose sides another of its kind has too is left out."""
    kept: list[Conflict] = []
    near: dict[tuple[str, str], list[tuple[Conflict, frozenset[str]]]] = {}
    for one in sorted(found, key=lambda c: (-len(c.sides), [(s.published or date.max, s.at) for s in c.sides], c.id)):
        said = frozenset(_said(s) for s in one.sides)
        marks = {(one.kind, mark) for s in one.sides for mark in (_said(s), s.at.dispatch)}
        first = [(one.kind, _said(one.sides[0])), (one.kind, one.sides[0].at.dispatch)]
        others = (other for mark in first for other in near.get(mark, ()))  # a double shares one of these marks
        if not any((said <= words and _share(one, k)) or _covers(k, one) for k, words in others):
            kept.append(one)
            for mark in marks:
                near.setdefault(mark, []).append((one, said))
    return _ordered(kept)


def _said(side: Side) -> str:
    """Return what a side says, in the same words wherever it is said: its number and whose word, else its words."""
    numbers = "".join(c for c in side.says if c.isdigit())
    return f"{numbers} {side.speaker.country if side.speaker else ''}" if numbers else side.says


def _covers(kept: Conflict, one: Conflict) -> bool:
    """Tell whether every side of the one stands where a side of the other stands."""
    return all(
        any(s.at.dispatch == k.at.dispatch and s.at.span.overlaps(k.at.span) for k in kept.sides) for s in one.sides
    )


def _share(one: Conflict, other: Conflict) -> bool:
    """Tell whether two conflicts can be one: of one occurrence or with a side in common; figures: near in time."""
    if one.occurrence is not None and one.occurrence == other.occurrence:
        return True
    if one.kind == "quantity" and one.about.split(":")[0] == other.about.split(":")[0]:  # of one role
        days = [s.published for c in (one, other) for s in c.sides if s.published]
        return bool(days) and max(days) - min(days) <= NEAR
    return bool({s.at for s in one.sides} & {s.at for s in other.sides})


def find_conflicts(accounts: Iterable[Account]) -> tuple[Conflict, ...]:
    """Return the conflicts among the accounts, earliest first. The order of the accounts changes nothing."""
    whole = tuple(accounts)
    told = conflicts_of(s for account in whole for s in statements_of(account))
    standing = standing_conflicts(m for account in whole for m in moves(account))
    return without_doubles((*told, *standing))


def _among(statements: list[Statement]) -> Iterator[Conflict]:
    """Yield the conflicts of one topic; an affair has none that its occurrences do not have by themselves."""
    topic = statements[0].topic
    homes = {s.at: s.occurrence for s in statements}
    for found in FINDERS[topic.split("|", 1)[0]](statements):
        if "|@" not in topic or len({homes[side.at] for side in found.sides}) > 1:
            yield found


def _ordered(found: Iterable[Conflict]) -> tuple[Conflict, ...]:
    return tuple(sorted(found, key=lambda c: (c.kind, c.sides[0].at, c.id)))


def story_conflicts(found: Iterable[Conflict]) -> list[dict[str, Any]]:
    """Return the conflicts, each dispute once, as the ``conflicts`` of a story, in the form the story score reads."""
    return [
        {
            "kind": c.kind,
            "about": c.about,
            "sides": [
                {
                    "at": {"id": s.at.dispatch, "span": [s.at.span.start, s.at.span.end]},
                    "says": s.says,
                    "who": {"name": s.speaker.name, "country": s.speaker.country} if s.speaker else None,
                }
                for s in c.sides
            ],
        }
        for c in without_doubles(found)
    ]
