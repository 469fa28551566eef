"""Looking after an open ledger: its log, whether it is whole, backups, and what must not be kept."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select, text

from greffier.ledger import backup, integrity, purging
from greffier.ledger import schema as s
from greffier.ledger.filters import Moment
from greffier.ledger.integrity import Fault
from greffier.ledger.opened import Opened
from greffier.ledger.rows import LogRow


class Keeping(Opened):
    """What those who keep a ledger do with it."""

    def log(self, *, limit: int | None = None, as_of: str | None = None) -> list[LogRow]:
        """Return who recorded what and when, the latest first."""
        t = s.transactions.c
        with self.reading() as connection:
            until = Moment(connection, as_of).until
            query = select(t.id, t.at, t.kind, t.by, t.note, t.software).where(t.id < until).order_by(t.id.desc())
            return [LogRow(*row) for row in connection.execute(query.limit(limit))]

    def verify(self) -> list[Fault]:
        """Return all that is wrong with the ledger; nothing where it is whole."""
        self.work_out()
        with self.reading() as connection:
            return integrity.verify(connection)

    def counts(self) -> dict[str, int]:
        """Return how much the ledger holds: dispatches, versions, readings, decisions, events, occurrences."""
        with self.reading() as connection:
            return integrity.counts(connection)

    def backup(self, file: str | Path) -> int:
        """Write the ledger into one new file, a ledger itself; return how many dispatches it holds."""
        return backup.backup(self.engine, self.place, Path(file))

    def restore(self, file: str | Path) -> int:
        """Fill this ledger, which must be empty, from a backup; return how many dispatches it holds."""
        self._forget()
        return backup.restore(self.engine, self.place, Path(file))

    def purge(self, name: str, *, note: str | None = None) -> int:
        """Remove a dispatch (by its id or a version's name) for good; return how many versions are gone.

        That it was, and who removed it, stays in the log; if it comes again it is not taken in.
        """
        with self.writing("purge", " ".join(part for part in (name, note) if part)) as writer:
            purging.before(writer)
            versions = purging.versions_named(writer, name)
            v = s.versions.c
            dispatches = list(writer.connection.execute(select(v.dispatch).where(v.id.in_(versions))).scalars())
            purging.withdraw(writer, versions)
            self._changed(writer, dispatches)
            purging.erase(writer, versions)
            purging.after(writer)
        self._forget()
        self.work_out()
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
                connection.exec_driver_sql("BEGIN")
        return len(versions)
