"""What lists can be narrowed to, the same everywhere: who, what, where, when, on whose word, as of when."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, func, or_, select, tuple_

from greffier.codebook import plover
from greffier.errors import LedgerError
from greffier.ledger import schema as s
from greffier.ledger.ids import fold
from greffier.ledger.projection import BAR
from greffier.ledger.wanted import Filter

CODE = re.compile(r"[A-Z]{3}(?:/[A-Z]{3})?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
END_OF_DAY = "T23:59:59.999999Z"
MOST_NAMED = 5_000  # actors that one name may stand for before the name is too vague
Clause = ColumnElement[bool]


class Moment:
    """The transaction up to which a question is asked, and how rows that stood then are told."""

    def __init__(self, connection: Connection, as_of: str | None) -> None:
        """Find the last transaction at or before ``as_of`` (LedgerError: no moment); None is now."""
        self.tx: int | None = None
        if as_of is not None:
            at, t = moment(as_of), s.transactions.c
            found = connection.execute(select(func.max(t.id)).where(t.at <= at)).scalar() or 0
            last = connection.execute(select(func.max(t.id))).scalar()
            self.tx = None if found == last else found  # after all that was recorded: that is now

    @property
    def until(self) -> int:
        """The transaction before which what counts was recorded."""
        return s.STANDS if self.tx is None else self.tx + 1

    def stands(self, table: Table) -> Clause:
        """Return the condition that a row of the table stood at this moment."""
        if self.tx is None:
            return table.c.until == s.STANDS
        return and_(table.c.since <= self.tx, table.c.until > self.tx)


def moment(written: str) -> str:
    """Return a moment as the ledger writes it; a day means its end (LedgerError for what is neither)."""
    from datetime import UTC, datetime

    try:
        if DAY.fullmatch(written):
            return date.fromisoformat(written).isoformat() + END_OF_DAY
        when = datetime.fromisoformat(written.replace("Z", "+00:00"))
    except ValueError:
        raise LedgerError("bad_moment", value=written) from None
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "Z"


def who(connection: Connection, value: str, at: Moment) -> Select[tuple[int]]:
    """Return a query for the actors that a code or a name stands for, in all their spellings."""
    a, e = s.actors.c, s.entities.c
    value = value.strip()
    if CODE.fullmatch(value):
        country, _, sector = value.partition("/")
        found = select(a.id).where(a.country == country)
        return found.where(a.sector == sector) if sector else found
    name = fold(value)
    if not name:
        raise LedgerError("no_name", value=value)
    found = select(a.id).where(a.fold.contains(name, autoescape=True))
    ids = set(connection.execute(found.limit(MOST_NAMED)).scalars())
    merged = select(e.entity).where(e.actor.in_(found), at.stands(s.entities))
    ids |= set(connection.execute(select(e.actor).where(e.entity.in_(merged), at.stands(s.entities))).scalars())
    return select(a.id).where(a.id.in_(sorted(ids)))


def of_events(connection: Connection, wanted: Filter, at: Moment) -> list[Clause]:
    """Return the conditions on rows of ``events``."""
    e, clauses = s.events.c, [at.stands(s.events)]
    if wanted.actor:
        clauses.append(e.id.in_(_party(who(connection, wanted.actor, at))))
    if wanted.dyad:
        clauses.append(_dyad(connection, wanted.dyad, at))
    if wanted.type:
        clauses.append(e.type == wanted.type.upper())
    if wanted.mode:
        types = [code for code, kind in plover().types.items() if wanted.mode in kind.modes]
        if not types:
            raise LedgerError("no_mode", value=wanted.mode)
        clauses += [e.type.in_(types), e.modes.contains(BAR + wanted.mode + BAR, autoescape=True)]
    if wanted.status:
        clauses.append(e.status == wanted.status)
    if wanted.place:
        code = CODE.fullmatch(wanted.place)
        named = e.place_fold.contains(fold(wanted.place), autoescape=True)
        clauses.append(e.place_country == wanted.place if code else named)
    if wanted.speaker:
        clauses.append(e.speaker.in_(who(connection, wanted.speaker, at)))
    if wanted.confidence is not None:
        clauses.append(e.confidence >= wanted.confidence)
    return clauses + within(wanted, s.events) + of_source(wanted, s.events, at)


def of_claims(connection: Connection, wanted: Filter, at: Moment) -> list[Clause]:
    """Return the conditions on rows of ``claims``.

    Who acts, what, where: a claim answers where an event that it carries does.
    """
    c, e, clauses = s.claims.c, s.events.c, [at.stands(s.claims)]
    if wanted.speaker:
        clauses.append(c.speaker.in_(who(connection, wanted.speaker, at)))
    if wanted.confidence is not None:
        clauses.append(c.confidence >= wanted.confidence)
    about = Filter(wanted.actor, wanted.dyad, wanted.type, wanted.mode, wanted.status, wanted.place)
    if about != Filter():
        carrying = select(e.version, e.claim).where(e.claim.is_not(None), *of_events(connection, about, at))
        clauses.append(tuple_(c.version, c.pos).in_(carrying))
    if wanted.first:
        clauses.append(c.first >= wanted.first.isoformat())
    if wanted.last:
        clauses.append(c.first <= wanted.last.isoformat())
    return clauses + of_source(wanted, s.claims, at)


def within(wanted: Filter, table: Table) -> list[Clause]:
    """Return the conditions that what happened from ``first`` to ``last`` can lie within the days wanted."""
    clauses: list[Clause] = []
    if wanted.first:
        clauses.append(table.c.last >= wanted.first.isoformat())
    if wanted.last:
        clauses.append(table.c.first <= wanted.last.isoformat())
    return clauses


def of_source(wanted: Filter, table: Table, at: Moment) -> list[Clause]:
    """Return the conditions on where the versions of the table's rows come from."""
    p = s.provenance.c
    clauses = []
    if wanted.source:
        clauses.append(func.lower(p.source).contains(wanted.source.lower(), autoescape=True))
    if wanted.dispatch:
        clauses.append(or_(p.name == wanted.dispatch, p.version.in_(_version(wanted.dispatch))))
    if not clauses:
        return []
    return [table.c.version.in_(select(p.version).where(at.stands(s.provenance), *clauses))]


def _version(key: str) -> Select[tuple[int]]:
    return select(s.versions.c.id).where(s.versions.c.key == key)


def _party(actors: Select[tuple[int]], side: str | None = None) -> Select[tuple[int]]:
    found = select(s.parties.c.event).where(s.parties.c.actor.in_(actors))
    return found.where(s.parties.c.side == side) if side else found


def _dyad(connection: Connection, dyad: str, at: Moment) -> Clause:
    sides = [side for side in dyad.split(":") if side.strip()]
    if len(sides) != 2:
        raise LedgerError("bad_dyad", value=dyad)
    one, two = (who(connection, side, at) for side in sides)
    e, p = s.events.c, s.parties.c
    acts, done_to = e.id.in_(_party(one, "A")), e.id.in_(_party(two, "R"))
    equal = ~exists().where(p.event == e.id, p.side == "R").correlate(s.events)
    return and_(acts, or_(done_to, and_(e.id.in_(_party(two, "A")), equal)))
