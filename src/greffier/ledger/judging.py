"""What people decide in an open ledger: signed, dated, kept through every re-reading, and undone by one call."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Connection, select

from greffier.errors import LedgerError
from greffier.ledger import decisions, disputes
from greffier.ledger import schema as s
from greffier.ledger.deciding import find_tellings
from greffier.ledger.opened import Opened
from greffier.ledger.people import People
from greffier.ledger.store import reading_of
from greffier.ledger.writing import Writer

Judgement = Literal["accept", "reject"]


class Judging(Opened):
    """Decisions; each returns its number, by which it can be undone."""

    def accept(self, record: str, *, note: str | None = None) -> int:
        """Say that a record (by its id) is right (LedgerError: no such record)."""
        return self.judge("accept", record, note=note)[-1]

    def reject(self, record: str, *, note: str | None = None) -> int:
        """Say that a record is wrong: it leaves all lists."""
        return self.judge("reject", record, note=note)[-1]

    def judge(self, kind: Judgement, name: str, *, note: str | None = None) -> list[int]:
        """Accept or reject a record, a conflict, or each telling of an occurrence; return the decisions' numbers."""
        with self.reading() as connection:
            records, conflict = decisions.records_named(connection, name), disputes.body_of(connection, name)
        if conflict is not None:
            with self.writing(kind, name) as writer:
                return [decisions.rule(writer, kind, conflict, self.by, note)]
        return [self._judge(kind, record, None, note) for record in records]

    def correct(self, record: str, fields: dict[str, Any], *, note: str | None = None) -> int:
        """Set fields of a record, in the interchange form (LedgerError: a field or value that cannot be)."""
        if not fields:
            raise LedgerError("no_fields")
        return self._judge("correct", record, fields, note)

    def join(self, names: Sequence[str], *, note: str | None = None) -> int:
        """Say that events or occurrences (by their ids, two at least) are one occurrence, or actors one actor."""
        if len(set(names)) < 2:
            raise LedgerError("one_only")
        with self.writing("join", " ".join(names)) as writer:
            forms = [decisions.forms_named(writer.connection, name) for name in names]
            if all(forms):
                others = [form for some in forms[1:] for form in some]
                number = self._bind_actors(writer, "join", forms[0], others, note)
            else:
                tellings = _distinct([t for n in names for t in decisions.members_named(writer.connection, n)])
                number = self._bind(writer, "join", tellings, note)
        self.work_out()
        return number

    def split(self, names: Sequence[str], *, note: str | None = None) -> list[int]:
        """Say that events (by their ids) are not the occurrence that they are in; one decision each.

        Or that names are not the actor: the actor's id, then the names as they stand.
        """
        with self.writing("split", " ".join(names)) as writer:
            forms = decisions.forms_named(writer.connection, names[0])
            if forms:
                out = [form for form in forms if form[0] in names[1:]]
                kept = [form for form in forms if form not in out]
                if not out or not kept:
                    raise LedgerError("no_such_name", name=names[0])
                numbers = [self._bind_actors(writer, "split", out, kept, note)]
            else:
                tellings = _distinct([t for n in names for t in decisions.members_named(writer.connection, n)])
                rest = [t for t in _beside(writer.connection, tellings) if t not in tellings]
                if not rest:
                    raise LedgerError("nothing_to_split")
                numbers = [self._bind(writer, "split", [telling, *rest], note) for telling in tellings]
        self.work_out()
        return numbers

    def undo(self, number: int) -> None:
        """Undo a decision, by its number (LedgerError: there is none, or it was undone before)."""
        with self.writing("undo", str(number)) as writer:
            row = decisions.undo(writer, number, self.by)
            writer.flush()
            dispatches = _dispatches(writer.connection, [row.version])
            body = json.loads(row.body)
            touched = list(find_tellings(writer.connection, body.get("tellings", [])).values())
            People(writer).mark([*body.get("one", ()), *body.get("other", ())])
            self._changed(writer, dispatches, touched=touched)
        self.work_out()

    def _judge(self, kind: str, record: str, fields: dict[str, Any] | None, note: str | None) -> int:
        with self.writing(kind, record) as writer:
            place = decisions.place_of(writer.connection, record)
            if fields:
                standing = reading_of(writer.connection, place.version, s.STANDS, raw=True)
                if standing is None:
                    raise LedgerError("gone", name=record)
                decisions.check_fields(standing, place, fields)
            number = decisions.decide(writer, kind, place, self.by, fields, note)
            writer.flush()
            self._changed(writer, _dispatches(writer.connection, [place.version]))
        self.work_out()
        return number

    def _bind_actors(
        self, writer: Writer, kind: str, one: Sequence[decisions.FormKey], other: Sequence[decisions.FormKey],
        note: str | None,
    ) -> int:  # fmt: skip
        number = decisions.bind_actors(writer, kind, one, other, self.by, note)
        writer.flush()
        People(writer).mark([*one, *other])
        return number

    def _bind(self, writer: Writer, kind: str, tellings: Sequence[int], note: str | None) -> int:
        places = decisions.places_of(writer.connection, tellings)
        number = decisions.bind(writer, kind, places, self.by, note)
        writer.flush()
        self._changed(writer, [], touched=tellings)
        return number


def _distinct(values: Sequence[int]) -> list[int]:
    return list(dict.fromkeys(values))


def _beside(connection: Connection, tellings: Sequence[int]) -> list[int]:
    """Return all tellings of the occurrences that the tellings are in."""
    m = s.members.c
    homes = select(m.occurrence).where(m.telling.in_(tellings), m.until == s.STANDS)
    query = select(m.telling).where(m.occurrence.in_(homes), m.until == s.STANDS).order_by(m.telling)
    return list(connection.execute(query).scalars())


def _dispatches(connection: Connection, versions: Sequence[int | None]) -> list[int]:
    ids = [version for version in versions if version is not None]
    return list(connection.execute(select(s.versions.c.dispatch).where(s.versions.c.id.in_(ids))).scalars())
