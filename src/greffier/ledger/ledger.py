"""The ledger from Python: opens it, adds to it, asks it, decides in it; the command line mirrors its methods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from sqlalchemy import select

from greffier.ledger import adding, store
from greffier.ledger import schema as s
from greffier.ledger.adding import Added
from greffier.ledger.asking import Asking
from greffier.ledger.judging import Judging
from greffier.ledger.keeping import Keeping
from greffier.ledger.writing import chunks
from greffier.records import Dispatch, Reading
from greffier.version import READER

BATCH = 64  # readings recorded in one transaction


class Ledger(Asking, Judging, Keeping):
    """A ledger at a place: a file (SQLite) or a PostgreSQL URL. Use it in a ``with`` block, or close it."""

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
        """Add readings in one transaction: all of them are recorded or none; return what each one brought.

        Conflicts and arrangements are brought up to date by ``work_out``.
        """
        items = [adding.incoming(reading) for reading in readings]
        if self._all_known(items):
            return ["known"] * len(items)
        with self.writing("add", person) as writer:
            fresh = adding.record(writer, items, person)
            store.index_new(writer, items)
            readings_in = {item.hash: item.reading for item in fresh if item.news == "dispatch"}
            self._changed(writer, [item.dispatch for item in fresh], readings_in)
        return [item.news for item in items]

    def _all_known(self, items: Sequence[adding.Incoming]) -> bool:
        with self.reading() as connection:
            known = adding.Known(connection)
            known.look_up(items)
        return all(adding.is_known(known, item) for item in items)

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
