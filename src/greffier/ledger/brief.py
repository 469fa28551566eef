"""What is new since a moment: what happened, what is disputed, which arrangements changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, func, select

from greffier.errors import LedgerError
from greffier.ledger import lists
from greffier.ledger import schema as s
from greffier.ledger.bodies import timeline_of
from greffier.ledger.filters import DAY, Moment, moment
from greffier.ledger.lists import Quotes
from greffier.ledger.rows import ArrangementRow, ConflictRow, OccurrenceRow, StateRow
from greffier.ledger.writing import chunks

YESTERDAY, TODAY = ("yesterday", "hier"), ("today", "aujourd'hui", "aujourd’hui")


@dataclass(frozen=True, slots=True)
class Changed:
    """An arrangement that changed, and the states that are new."""

    arrangement: ArrangementRow
    states: tuple[StateRow, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What the ledger says now and did not say at ``since`` (UTC)."""

    since: str
    dispatches: int
    occurrences: tuple[OccurrenceRow, ...]
    conflicts: tuple[ConflictRow, ...]
    arrangements: tuple[Changed, ...]


def moment_since(written: str) -> str:
    """Return the moment (UTC) that ``--since`` names: a day or ``yesterday`` begins at midnight (LedgerError)."""
    today = datetime.now(UTC).date()
    word = written.strip().casefold()
    if word in YESTERDAY or word in TODAY:
        return f"{today - timedelta(days=word in YESTERDAY)}T00:00:00.000000Z"
    if DAY.fullmatch(word):
        try:
            return f"{date.fromisoformat(word)}T00:00:00.000000Z"
        except ValueError:
            raise LedgerError("bad_since", value=written) from None
    return moment(written)


def brief(connection: Connection, since: str) -> Brief:
    """Return what is new since the moment (as the ledger writes moments)."""
    t = s.transactions.c
    then = connection.execute(select(func.max(t.id)).where(t.at <= since)).scalar() or 0
    dispatches = connection.execute(select(func.count()).where(s.versions.c.since > then)).scalar() or 0
    return Brief(
        since, dispatches, tuple(_occurrences(connection, then)), tuple(_conflicts(connection, then)),
        tuple(_arrangements(connection, then)),
    )  # fmt: skip


def _occurrences(connection: Connection, then: int) -> list[OccurrenceRow]:
    """Return the occurrences of which no telling was known then: told by most families first."""
    o, m = s.occurrences.c, s.members.c
    known = select(m.telling).where(m.since <= then)
    old = select(m.occurrence).where(m.until == s.STANDS, m.telling.in_(known))
    query = (
        select(o.id)
        .where(o.until == s.STANDS, o.since > then, o.name.not_in(old))
        .order_by(o.families.desc(), o.tellings.desc(), o.last.desc(), o.name)
    )
    ids = list(connection.execute(query).scalars())
    at = Moment(connection, None)
    return [row for some in chunks(ids) for row in lists.occurrence_rows(connection, some, at)]


def _conflicts(connection: Connection, then: int) -> list[ConflictRow]:
    c = s.conflicts.c
    known = set(connection.execute(select(c.name).where(c.since <= then, c.until > then)).scalars())
    query = select(s.conflicts).where(c.until == s.STANDS, c.since > then).order_by(c.last.desc(), c.name)
    rows = [row for row in connection.execute(query) if row.name not in known]
    return list(lists.conflict_rows(connection, rows, Moment(connection, None)))


def _arrangements(connection: Connection, then: int) -> list[Changed]:
    t = s.timelines.c
    query = select(s.timelines).where(t.until == s.STANDS, t.since > then).order_by(t.last.desc(), t.name)
    rows = connection.execute(query).all()
    before: dict[str, set[tuple[object, str]]] = {}
    for some in chunks({row.bucket for row in rows}):
        past = select(t.bucket, t.body).where(t.bucket.in_(some), t.since <= then, t.until > then)
        for row in connection.execute(past):
            states = {(state.date, state.transition) for state in timeline_of(row.body).states}
            before.setdefault(row.bucket, set()).update(states)
    found = [(row.bucket, timeline_of(row.body)) for row in rows]
    places = [(at.dispatch, at.span) for _, each in found for state in each.states for at in state.evidence]
    quotes = Quotes(connection, Moment(connection, None), places)
    changed = []
    for bucket, each in found:
        shown = lists.arrangement_row(each, quotes)
        fresh = [(x.date, x.transition) not in before.get(bucket, set()) for x in each.states]
        new = tuple(state for state, is_new in zip(shown.states, fresh, strict=True) if is_new)
        if new:
            changed.append(Changed(shown, new))
    return changed
