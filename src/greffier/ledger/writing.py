"""The one writer of a ledger: numbers what is written, keeps rows until they are flushed, seals its transaction."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, func, insert, select, update

from greffier.ledger import schema as s
from greffier.ledger.engine import now, transaction
from greffier.ledger.ids import digest
from greffier.version import READER

SEALED = (  # what a transaction's digest vouches for, in this order
    (s.versions, s.versions.c.hash),
    (s.readings, s.readings.c.hash),
    (s.decisions, s.decisions.c.hash),
)


class Writer:
    """Rows on their way into one transaction. ``tx`` is its number; whatever it writes stands since it."""

    def __init__(self, connection: Connection, kind: str, by: str, note: str | None) -> None:
        """Open the transaction's own row; ``seal`` completes it."""
        self.connection = connection
        self._next: dict[str, int] = {}
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.tx = self.number(s.transactions)
        at = max(now(), self._last_moment())
        row = {"id": self.tx, "at": at, "kind": kind, "by": by, "note": note, "software": READER, "digest": ""}
        connection.execute(insert(s.transactions), [row])
        self.at = at

    def _last_moment(self) -> str:
        """Return the moment of the last transaction: a clock that was set back must not hide what was recorded."""
        return self.connection.execute(select(func.max(s.transactions.c.at))).scalar() or ""

    def number(self, table: Table) -> int:
        """Return the next id of a table."""
        if table.name not in self._next:
            last = self.connection.execute(select(func.max(table.c.id))).scalar()
            self._next[table.name] = (last or 0) + 1
        found = self._next[table.name]
        self._next[table.name] = found + 1
        return found

    def put(self, table: Table, **row: Any) -> int:
        """Keep a row for the next flush and return its id (0 in tables without); fills id, since and until."""
        columns = table.c
        if "id" in columns and "id" not in row:
            row["id"] = self.number(table)
        if "since" in columns:
            row["since"] = self.tx
        if "until" in columns:
            row["until"] = s.STANDS
        self._rows[table.name].append(row)
        return int(row.get("id", 0))

    def flush(self) -> None:
        """Write the rows kept so far, in the order that references ask for."""
        for table in s.metadata.sorted_tables:
            rows = self._rows.pop(table.name, None)
            if rows:
                self.connection.execute(insert(table), rows)

    def close(self, table: Table, condition: ColumnElement[bool]) -> None:
        """End the rows that stand and meet the condition; what began in this very transaction leaves no trace."""
        standing = condition & (table.c.until == s.STANDS)
        self.connection.execute(update(table).where(standing).values(until=self.tx))

    def seal(self) -> None:
        """Flush, and write the digest that chains this transaction to the one before."""
        self.flush()
        table = s.transactions
        before = self.connection.execute(
            select(table.c.digest).where(table.c.id < self.tx).order_by(table.c.id.desc()).limit(1)
        ).scalar()
        row = self.connection.execute(select(table).where(table.c.id == self.tx)).mappings().one()
        found = seal_of(self.connection, dict(row), before or "")
        self.connection.execute(update(table).where(table.c.id == self.tx).values(digest=found))


def seal_of(connection: Connection, row: dict[str, Any], before: str) -> str:
    """Return the digest of a transaction: the one before it, what it says of itself, and what it recorded."""
    recorded = hashlib.sha256()
    for table, column in SEALED:
        found = connection.execute(select(column).where(table.c.since == row["id"]).order_by(table.c.id))
        for (value,) in found:
            recorded.update(digest(table.name, value).encode())
    about = (str(row["id"]), row["at"], row["kind"], row["by"], row["note"] or "", row["software"])
    return digest(before, *about, recorded.hexdigest())


@contextmanager
def writing(engine: Engine, place: str, kind: str, by: str, note: str | None = None) -> Iterator[Writer]:
    """Give a Writer inside one transaction: all that it writes is recorded, or nothing is."""
    with transaction(engine, place, writing=True) as connection:
        writer = Writer(connection, kind, by, note)
        yield writer
        writer.seal()


def chunks(values: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    """Yield the values in lists of at most ``size``: databases limit how many a query may name."""
    held: list[Any] = []
    for value in values:
        held.append(value)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held
