"""An open ledger: its database, who works on it, and what one writer brings up to date in a transaction."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from greffier.ledger import store
from greffier.ledger.deriving import Deriver, Told, pending
from greffier.ledger.engine import default_place, open_engine, shown, transaction, tune
from greffier.ledger.kinship import Kinship
from greffier.ledger.merging import Merger, Sketches
from greffier.ledger.people import People
from greffier.ledger.projection import Cast
from greffier.ledger.writing import Writer, writing
from greffier.records import Reading

USER = "GREFFIER_USER"


class Opened:
    """A ledger at a place: a file (SQLite) or a PostgreSQL URL. Use it in a ``with`` block, or close it."""

    def __init__(self, place: str | Path | None = None, *, make: bool = True, by: str | None = None) -> None:
        """Open the ledger, or make it (``make``); None is ``GREFFIER_LEDGER`` or the user's data folder.

        ``by`` is who decides and adds: if None ``GREFFIER_USER``, or the user of the machine. Raises LedgerError and
        the errors below it.
        """
        self.place = str(place) if place is not None else default_place()
        self.by = by or _user()
        self.engine = open_engine(self.place, make=make)
        self._forget()

    def _forget(self) -> None:
        """Hold nothing in memory of what the ledger says: another writer may have changed it."""
        self._cast, self._sketches, self._told, self._last = Cast(), Sketches(), dict[int, Told](), 0

    def __enter__(self) -> Self:
        """Give the ledger itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def __repr__(self) -> str:
        """Name the place, without a password."""
        return f"Ledger({shown(self.place)!r})"

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the ledger as it is at one moment."""
        with transaction(self.engine, self.place) as connection:
            yield connection

    @contextmanager
    def writing(self, kind: str, note: str | None = None) -> Iterator[Writer]:
        """Give a writer in one transaction; what is held in memory is forgotten where the transaction fails."""
        try:
            with writing(self.engine, self.place, kind, self.by, note) as writer:
                if writer.tx != self._last + 1:
                    self._forget()
                yield writer
            self._last = writer.tx
        except BaseException:
            self._forget()
            raise

    def _changed(
        self,
        writer: Writer,
        dispatches: Sequence[int],
        readings: Mapping[str, Reading] | None = None,
        touched: Sequence[int] = (),
    ) -> None:
        """Bring all that follows from the readings of the dispatches up to date, but for what ``work_out`` does.

        ``readings`` have just come in, by hash; ``touched`` are tellings that a decision joins or splits.
        """
        standing, gone = store.settle(writer, dispatches, self._cast, readings)
        People(writer).welcome(standing, gone, self._cast)
        stale = Kinship(writer).welcome(standing)
        stale |= Merger(writer, self._sketches).merge(standing, gone, touched)
        stale |= {each.version for each in standing} | set(gone)
        for version in stale:
            self._told.pop(version, None)
        Deriver(writer, self._told, standing).mark(stale)

    def work_out(self) -> None:
        """Work out the conflicts and arrangements that what was added changes; goes on where a run was stopped."""
        worked = False
        while True:
            with self.reading() as connection:
                if not pending(connection):
                    break
            worked = True
            with self.writing("work out") as writer:
                People(writer).work_out()
                Deriver(writer, self._told).work_out()
        if worked:
            tune(self.engine, self.place)


def _user() -> str:
    """Return who works here, as decisions are signed."""
    try:
        return os.environ.get(USER) or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
