"""Verifies a ledger: the file, the chain of transactions, every text, reading and decision, and what was laid out."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, and_, func, select, text
from sqlalchemy.exc import DBAPIError

from greffier.errors import InterchangeError, LedgerError
from greffier.ledger import schema as s
from greffier.ledger.ids import digest
from greffier.ledger.pack import hash_of
from greffier.ledger.projection import LAID_OUT
from greffier.ledger.revising import LISTS
from greffier.ledger.store import reading_of
from greffier.ledger.writing import seal_of

COUNTED = {"event": s.events, "claim": s.claims, "quantity": s.quantities, "arrangement": s.arrangements}
MOST = 200  # faults of one kind that are named one by one
PAGE = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the code of a message of the catalogue (``fault.CODE``) and what its names stand for."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


def verify(connection: Connection) -> list[Fault]:
    """Return all that is wrong with a ledger; nothing where it is whole."""
    faults: list[Fault] = []
    for check in (_file, _chain, _texts, _readings, _decisions, _rows, _members, _index):
        faults += _guarded(connection, check)
    return faults


def _guarded(connection: Connection, check: Callable[[Connection], Iterator[Fault]]) -> list[Fault]:
    """Run one check; a page that cannot be read ends it, and is a fault itself."""
    found: list[Fault] = []
    try:
        for fault in check(connection):
            found.append(fault)
            if len(found) > MOST:
                break
    except DBAPIError as problem:
        said = " ".join(str(problem.orig).split())
        found.append(Fault("unreadable", {"what": check.__name__.strip("_"), "problem": said}))
    return found


def _file(connection: Connection) -> Iterator[Fault]:
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.execute(text(f"PRAGMA integrity_check({MOST})")):
        if said != "ok":
            yield Fault("file", {"problem": " ".join(str(said).split())})
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield Fault("reference", {"table": row[0], "row": row[1], "parent": row[2]})


def _chain(connection: Connection) -> Iterator[Fault]:
    before, moment = "", ""
    for row in connection.execute(select(s.transactions).order_by(s.transactions.c.id)).mappings().all():
        if seal_of(connection, dict(row), before) != row["digest"]:
            yield Fault("chain", {"number": row["id"], "at": row["at"]})
        if row["at"] < moment:
            yield Fault("order", {"number": row["id"], "at": row["at"]})
        before, moment = row["digest"], row["at"]


def _pages(connection: Connection, table: Any) -> Iterator[Any]:
    last = 0
    while rows := connection.execute(select(table).where(table.c.id > last).order_by(table.c.id).limit(PAGE)).all():
        yield from rows
        last = rows[-1].id


def _texts(connection: Connection) -> Iterator[Fault]:
    for row in _pages(connection, s.versions):
        if row.purged is None and (digest("text", row.text) != row.hash or len(row.text) != row.size):
            yield Fault("text", {"version": row.key})


def _readings(connection: Connection) -> Iterator[Fault]:
    purged = set(connection.execute(select(s.versions.c.id).where(s.versions.c.purged.is_not(None))).scalars())
    for row in _pages(connection, s.readings):
        if row.version in purged:
            continue
        try:
            whole = hash_of(row.body) == row.hash
        except (zlib.error, UnicodeDecodeError):
            whole = False
        if not whole:
            yield Fault("reading", {"number": row.id, "version": row.version})


def _decisions(connection: Connection) -> Iterator[Fault]:
    purged = set(connection.execute(select(s.versions.c.id).where(s.versions.c.purged.is_not(None))).scalars())
    for row in _pages(connection, s.decisions):
        if row.version not in purged and digest("decision", row.body) != row.hash:
            yield Fault("decision", {"number": row.id})


def _rows(connection: Connection) -> Iterator[Fault]:
    """Check that what was laid out is what the standing readings say, once."""
    twice = select(s.projections.c.version).where(s.projections.c.until == s.STANDS)
    for (version,) in connection.execute(twice.group_by(s.projections.c.version).having(func.count() > 1)):
        yield Fault("twice", {"version": version})
    counts = {}
    for target, table in COUNTED.items():
        query = select(table.c.version, func.count()).where(table.c.until == s.STANDS).group_by(table.c.version)
        counts[target] = {row[0]: row[1] for row in connection.execute(query)}
    for version in list(connection.execute(twice.order_by(s.projections.c.version)).scalars()):
        try:
            standing = reading_of(connection, version, s.STANDS)
        except (zlib.error, ValueError, InterchangeError, LedgerError):
            yield Fault("unread", {"version": version})
            continue
        assert standing is not None
        for target, listed in LISTS.items():
            told, laid = len(getattr(standing.reading, listed)), counts[target].get(version, 0)
            if told != laid:
                yield Fault("rows", {"version": standing.key, "kind": target, "told": told, "laid": laid})
    yield from _left_over(connection)


def _left_over(connection: Connection) -> Iterator[Fault]:
    for table in LAID_OUT:
        p = s.projections.c
        query = (
            select(table.c.version)
            .outerjoin(s.projections, and_(p.version == table.c.version, p.until == s.STANDS))
            .where(table.c.until == s.STANDS, p.id.is_(None))
            .distinct()
        )
        for (version,) in connection.execute(query):
            yield Fault("left_over", {"version": version, "table": table.name})


def _members(connection: Connection) -> Iterator[Fault]:
    """Check that every event that stands belongs to one occurrence, and nothing else does."""
    e, m = s.events.c, s.members.c
    standing = and_(m.telling == e.telling, m.until == s.STANDS)
    lone = select(e.record, func.count(m.id)).outerjoin(s.members, standing).where(e.until == s.STANDS)
    for record, number in connection.execute(lone.group_by(e.id, e.record).having(func.count(m.id) != 1)):
        yield Fault("member", {"record": record, "number": number})
    gone = (
        select(m.telling)
        .outerjoin(s.events, and_(e.telling == m.telling, e.until == s.STANDS))
        .where(m.until == s.STANDS, e.id.is_(None))
    )
    for (telling,) in connection.execute(gone):
        yield Fault("stray", {"telling": telling})


def _index(connection: Connection) -> Iterator[Fault]:
    if connection.dialect.name == "sqlite":
        try:
            connection.execute(text("INSERT INTO search (search) VALUES ('integrity-check')"))
        except DBAPIError as problem:
            yield Fault("index", {"problem": " ".join(str(problem.orig).split())})
            return
        held = connection.execute(text("SELECT count(*) FROM search")).scalar()
    else:
        held = connection.execute(text("SELECT count(*) FROM search")).scalar()
    kept = connection.execute(select(func.count()).where(s.versions.c.purged.is_(None))).scalar()
    if held != kept:
        yield Fault("index", {"problem": f"{held} texts in it, {kept} in the ledger"})


def counts(connection: Connection) -> dict[str, int]:
    """Return how much a ledger holds."""
    tables = {"dispatches": s.dispatches, "versions": s.versions, "readings": s.readings, "decisions": s.decisions}
    found = {name: connection.execute(select(func.count()).select_from(t)).scalar() or 0 for name, t in tables.items()}
    standing = {"events": s.events, "occurrences": s.occurrences}
    for name, table in standing.items():
        found[name] = connection.execute(select(func.count()).where(table.c.until == s.STANDS)).scalar() or 0
    return found
