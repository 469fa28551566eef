"""The ledger from Python: opens it, adds to it, asks it; the command line mirrors its methods."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, select

from greffier.ledger import adding, queries, store
from greffier.ledger import schema as s
from greffier.ledger.adding import Added
from greffier.ledger.deriving import Deriver, Told, pending
from greffier.ledger.engine import default_place, open_engine, shown, transaction
from greffier.ledger.filters import Filter
from greffier.ledger.kinship import Kinship
from greffier.ledger.merging import Merger, Sketches
from greffier.ledger.projection import Cast
from greffier.ledger.rows import ClaimRow, EventRow
from greffier.ledger.writing import Writer, chunks, writing
from greffier.records import Dispatch, Reading
from greffier.version import READER

BATCH = 64  # readings recorded in one transaction


class Ledger:
    """A ledger at a place: a file (SQLite) or a PostgreSQL URL. Use it in a ``with`` block, or close it."""

    def __init__(self, place: str | Path | None = None, *, make: bool = True, by: str | None = None) -> None:
        """Open the ledger, or make it (``make``); None is ``GREFFIER_LEDGER`` or the user's data folder.

        ``by`` is who decides and adds, the user of the machine if None. Raises LedgerError and those below it.
        """
        self.place = str(place) if place is not None else default_place()
        self.by = by or _user()
        self.engine = open_engine(self.place, make=make)
        self._forget()

    def _forget(self) -> None:
        """Hold nothing in memory of what the ledger says: another writer may have changed it."""
        self._cast, self._sketches, self._told, self._last = Cast(), Sketches(), dict[int, Told](), 0

    def __enter__(self) -> Ledger:
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

    def add(self, readings: Iterable[Reading], *, person: str | None = None) -> Added:
        """Add readings, a batch at a time; what is in the ledger already is left alone. ``person``: who read them."""
        done = Added()
        waiting = iter(readings)
        while batch := list(islice(waiting, BATCH)):
            for news in self.add_batch(batch, person=person):
                done.count(news)
        self.work_out()
        return done

    def add_batch(self, readings: Sequence[Reading], *, person: str | None = None) -> list[adding.News]:
        """Add readings in one transaction: all of them are recorded or none; return what each one brought."""
        items = [adding.incoming(reading) for reading in readings]
        if self._all_known(items):
            return ["known"] * len(items)
        with self.writing("add", person) as writer:
            fresh = adding.record(writer, items, person)
            store.index_new(writer, items)
            self._settle(writer, fresh)
        return [item.news for item in items]

    def _settle(self, writer: Writer, items: Sequence[adding.Incoming]) -> None:
        readings = {item.hash: item.reading for item in items if item.news == "dispatch"}
        self._changed(writer, [item.dispatch for item in items], readings)

    def _changed(self, writer: Writer, dispatches: Sequence[int], readings: Mapping[str, Reading]) -> None:
        """Bring all that follows from the readings of the dispatches up to date, but for what ``work_out`` does."""
        standing, gone = store.settle(writer, dispatches, self._cast, readings)
        touched = Kinship(writer).welcome(standing)
        touched |= Merger(writer, self._sketches).merge(standing, gone)
        touched |= {each.version for each in standing} | set(gone)
        for version in touched:
            self._told.pop(version, None)
        Deriver(writer, self._told).mark(touched)

    def work_out(self) -> None:
        """Work out the conflicts and arrangements that what was added changes; goes on where a run was stopped."""
        while True:
            with self.reading() as connection:
                if not pending(connection):
                    return
            with self.writing("work out") as writer:
                Deriver(writer, self._told).work_out()

    def _all_known(self, items: Sequence[adding.Incoming]) -> bool:
        with self.reading() as connection:
            known = adding.Known(connection)
            known.look_up(items)
        return all(
            item.version_key in known.versions and item.hash in known.readings[known.versions[item.version_key][0]]
            and adding.provenance_stands(known, item)
            for item in items
        )  # fmt: skip

    def unread(self, dispatches: Sequence[Dispatch], reader: str = READER) -> list[Dispatch]:
        """Return those of the dispatches that ``reader`` (a version) has not read into this ledger yet."""
        keys = {}
        for dispatch in dispatches:
            text = dispatch.text.translate(adding.UNSTORABLE)
            keys[id(dispatch)] = adding.possible_keys(dispatch, text)
        v, r = s.versions.c, s.readings.c
        known: set[str] = set()
        with self.reading() as connection:
            for some in chunks({key for pair in keys.values() for key in pair}):
                query = select(v.key).join(s.readings, r.version == v.id).where(v.key.in_(some), r.reader == reader)
                known |= set(connection.execute(query).scalars())
        return [dispatch for dispatch in dispatches if known.isdisjoint(keys[id(dispatch)])]

    def events(self, wanted: Filter | None = None, *, limit: int | None = None) -> list[EventRow]:
        """Return the events that the filter lets through, the latest first."""
        with self.reading() as connection:
            return list(queries.events(connection, wanted or Filter(), limit))

    def claims(self, wanted: Filter | None = None, *, limit: int | None = None) -> list[ClaimRow]:
        """Return who said what, the latest first."""
        with self.reading() as connection:
            return list(queries.claims(connection, wanted or Filter(), limit))


def _user() -> str:
    """Return who works here, as decisions are signed."""
    try:
        return os.environ.get("GREFFIER_USER") or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
