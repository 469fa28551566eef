"""Removes a dispatch for good: text, readings and all that quotes them; what stays is that it was, and its hashes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table, delete, select, text, update

from greffier.errors import LedgerError
from greffier.ledger import schema as s
from greffier.ledger import search
from greffier.ledger.kinship import Kinship
from greffier.ledger.people import ACTOR, People
from greffier.ledger.writing import Writer, chunks

ROWS = (s.events, s.claims, s.quantities, s.arrangements)


def versions_named(writer: Writer, name: str) -> list[int]:
    """Return the versions, not purged yet, of the dispatch that an id or a version's name stands for (LedgerError)."""
    v, p = s.versions.c, s.provenance.c
    keyed = select(v.dispatch).where(v.key == name)
    named = select(v.dispatch).join(s.provenance, p.version == v.id).where(p.name == name, p.until == s.STANDS)
    dispatches = set(writer.connection.execute(keyed).scalars()) or set(writer.connection.execute(named).scalars())
    if not dispatches:
        raise LedgerError("unknown", name=name)
    if len(dispatches) > 1:
        keys = writer.connection.execute(select(v.key).where(v.dispatch.in_(dispatches)).order_by(v.key)).scalars()
        raise LedgerError("ambiguous", name=name, names=", ".join(keys))
    query = select(v.id).where(v.dispatch.in_(dispatches), v.purged.is_(None)).order_by(v.id)
    found = list(writer.connection.execute(query).scalars())
    if not found:
        raise LedgerError("purged", name=name)
    return found


def withdraw(writer: Writer, versions: Sequence[int]) -> None:
    """Mark the versions as purged, so that nothing of them is laid out again, and take them out of the index."""
    v = s.versions.c
    for row in writer.connection.execute(select(v.id, v.text).where(v.id.in_(versions))).all():
        search.forget(writer.connection, row.id, row.text)
        Kinship(writer).forget(row.id)
    writer.connection.execute(update(s.versions).where(v.id.in_(versions)).values(purged=writer.tx))


def erase(writer: Writer, versions: Sequence[int]) -> None:
    """Overwrite and delete what the versions said, at any time, and what was worked out with their words."""
    c, v = writer.connection, s.versions.c
    named = People(writer).named(versions)
    _erase_worked_out(writer, s.conflicts, s.conflict_versions, "conflict", versions)
    _erase_worked_out(writer, s.timelines, s.timeline_versions, "timeline", versions, s.timeline_parties)
    events = select(s.events.c.id).where(s.events.c.version.in_(versions))
    c.execute(delete(s.parties).where(s.parties.c.event.in_(events)))
    for table in ROWS:
        c.execute(delete(table).where(table.c.version.in_(versions)))
    tellings = select(s.tellings.c.id).where(s.tellings.c.version.in_(versions))
    c.execute(delete(s.links).where(s.links.c.a.in_(tellings) | s.links.c.b.in_(tellings)))
    c.execute(delete(s.vectors).where(s.vectors.c.version.in_(versions)))
    c.execute(update(s.versions).where(v.id.in_(versions)).values(text=""))
    c.execute(update(s.readings).where(s.readings.c.version.in_(versions)).values(body=b""))
    c.execute(update(s.decisions).where(s.decisions.c.version.in_(versions)).values(body="{}"))
    stripped = {"title": None, "url": None, "published_reason": None}
    c.execute(update(s.provenance).where(s.provenance.c.version.in_(versions)).values(**stripped))
    _erase_actors(writer, named)


def _erase_actors(writer: Writer, named: set[int]) -> None:
    """Delete those whom nothing names any more; who they were taken for is worked out again without them."""
    c, e = writer.connection, s.entities.c
    for column in (s.parties.c.actor, s.claims.c.speaker, s.events.c.speaker):
        for some in chunks(sorted(named)):
            named -= set(c.execute(select(column).where(column.in_(some))).scalars())
    entities = set(c.execute(select(e.entity).where(e.actor.in_(named))).scalars())
    left = set(c.execute(select(e.actor).where(e.entity.in_(entities), e.actor.not_in(named))).scalars())
    c.execute(delete(s.entities).where(e.entity.in_(entities)))
    c.execute(delete(s.dirty).where(s.dirty.c.what == ACTOR, s.dirty.c.bucket.in_({str(actor) for actor in named})))
    for table in (s.tallies, s.actor_keys):
        c.execute(delete(table).where(table.c.actor.in_(named)))
    c.execute(delete(s.actors).where(s.actors.c.id.in_(named)))
    known = set(c.execute(select(s.dirty.c.bucket).where(s.dirty.c.what == ACTOR)).scalars())
    for actor in sorted(left):
        if str(actor) not in known:
            writer.put(s.dirty, what=ACTOR, bucket=str(actor))
    writer.flush()


def _erase_worked_out(
    writer: Writer, table: Table, of: Table, key: str, versions: Sequence[int], parties: Table | None = None
) -> None:
    ids = set(writer.connection.execute(select(of.c[key]).where(of.c.version.in_(versions))).scalars())
    for other in (of, *([parties] if parties is not None else [])):
        writer.connection.execute(delete(other).where(other.c[key].in_(ids)))
    writer.connection.execute(delete(table).where(table.c.id.in_(ids)))


def before(writer: Writer) -> None:
    """Let the database overwrite what it deletes, where it can."""
    if writer.connection.dialect.name == "sqlite":
        writer.connection.execute(text("PRAGMA secure_delete=ON"))


def after(writer: Writer) -> None:
    """Merge the index of words, so that what was taken out of it is gone from the file."""
    if writer.connection.dialect.name == "sqlite":
        writer.connection.execute(text("INSERT INTO search (search) VALUES ('optimize')"))
