"""What happens to the versions of a dispatch when something new is known of them: which stands, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from greffier.ledger import schema as s
from greffier.ledger import search
from greffier.ledger.adding import Incoming
from greffier.ledger.ids import canonical
from greffier.ledger.pack import named, unpacked
from greffier.ledger.projection import LAID_OUT, Cast, lay_out
from greffier.ledger.revising import Revised, Ruling, revise
from greffier.ledger.rulings import rulings_on
from greffier.ledger.writing import Writer, chunks
from greffier.records import Reading

PROVENANCE = ("source", "url", "published", "published_reason", "published_at", "edited_at", "fetched_at")


@dataclass(frozen=True, slots=True)
class Standing:
    """A version that stands, the reading of it that stands, and what that says after people's decisions."""

    version: int
    key: str
    name: str
    reading: Reading
    tellings: tuple[int, ...]


@dataclass(slots=True)
class _Choice:
    version: Any
    provenance: Any
    reading: Any


def settle(
    writer: Writer, dispatches: Iterable[int], cast: Cast, fresh: Mapping[str, Reading] | None = None
) -> tuple[list[Standing], list[int]]:
    """Lay out what stands now of the dispatches; return what stands, and the versions that stood before.

    ``fresh`` holds readings that have just come in, by their hash. The rows of a version that is gone (purged, or
    replaced by an edited page) stay as they were until now.
    """
    ids = list(dict.fromkeys(dispatches))
    choices = _choose(writer.connection, ids)
    before = _standing_versions(writer.connection, ids)
    for version in before:
        for table in (*LAID_OUT, s.projections):
            writer.close(table, table.c.version == version)
    loose_before = [c.version.id for c in choices]
    decided = _decided(writer.connection, loose_before)
    revised = {c.version.id: _revised(writer.connection, c, decided, fresh or {}) for c in choices}
    cast.learn(writer, (each.reading for each in revised.values()))
    known = _tellings(writer.connection, revised)
    standing = []
    for choice in choices:
        number = choice.version.id
        found = revised[number]
        writer.put(s.projections, version=number, reading=choice.reading.id)
        told = lay_out(writer, number, found.reading, cast, found.standings, known)
        standing.append(Standing(number, choice.version.key, choice.provenance.name, found.reading, tuple(told)))
    _note_loose(writer, loose_before, revised)
    writer.flush()
    return standing, before


def _choose(connection: Connection, dispatches: Sequence[int]) -> list[_Choice]:
    """Return of each dispatch the version that was edited last, and its reading: a person's before a machine's."""
    best: dict[int, tuple[Any, _Choice]] = {}
    v, p, r = s.versions.c, s.provenance.c, s.readings.c
    for some in chunks(dispatches):
        query = select(s.versions).where(v.dispatch.in_(some), v.purged.is_(None)).order_by(v.id)
        versions = {row.id: row for row in connection.execute(query)}
        readings: dict[int, Any] = {}
        for part in chunks(versions):
            for row in connection.execute(select(s.readings).where(r.version.in_(part)).order_by(r.id)):
                if row.version not in readings or row.by is not None or readings[row.version].by is None:
                    readings[row.version] = row
        for part in chunks(versions):
            for about in connection.execute(select(s.provenance).where(p.version.in_(part), p.until == s.STANDS)):
                version = versions[about.version]
                if version.id in readings:
                    rank = (about.edited_at or about.published_at or about.published or "", about.fetched_at or "")
                    choice = (*rank, version.id), _Choice(version, about, readings[version.id])
                    best[version.dispatch] = max(best.get(version.dispatch, choice), choice, key=lambda pair: pair[0])
    return [best[dispatch][1] for dispatch in dispatches if dispatch in best]


def _standing_versions(connection: Connection, dispatches: Sequence[int]) -> list[int]:
    found: list[int] = []
    v, p = s.versions.c, s.projections.c
    for some in chunks(dispatches):
        query = select(p.version).join(s.versions, v.id == p.version).where(v.dispatch.in_(some), p.until == s.STANDS)
        found += [row[0] for row in connection.execute(query)]
    return found


def _decided(connection: Connection, versions: Sequence[int]) -> set[int]:
    """Return which of the versions a person ever decided on."""
    found: set[int] = set()
    d = s.decisions.c
    for some in chunks(versions):
        found |= set(connection.execute(select(d.version).where(d.version.in_(some))).scalars())
    return found


def _revised(connection: Connection, choice: _Choice, decided: set[int], fresh: Mapping[str, Reading]) -> Revised:
    version, reading = choice.version, fresh.get(choice.reading.hash)
    if reading is None:
        about = {key: getattr(choice.provenance, key) for key in PROVENANCE}
        reading = unpacked(choice.reading.body, version.text, about)
    reading = named(reading, version.key)
    rulings: Sequence[Ruling] = rulings_on(connection, version.id) if version.id in decided else ()
    return revise(reading, rulings) if rulings else Revised(reading, {}, ())


def _tellings(connection: Connection, versions: Iterable[int]) -> dict[str, int]:
    known: dict[str, int] = {}
    t = s.tellings.c
    for some in chunks(versions):
        rows = connection.execute(select(t.key, t.id).where(t.version.in_(some)))
        known |= {row.key: row.id for row in rows}
    return known


def _note_loose(writer: Writer, versions: Sequence[int], revised: dict[int, Revised]) -> None:
    """Keep the list of decisions that fit no record as the readings stand now."""
    d, loose = s.decisions.c, s.loose.c
    for some in chunks(versions):
        query = (
            select(loose.id)
            .join(s.decisions, d.id == loose.decision)
            .where(d.version.in_(some), loose.until == s.STANDS)
        )
        for (number,) in writer.connection.execute(query).all():
            writer.close(s.loose, loose.id == number)
    for found in revised.values():
        for decision, reason in found.loose:
            writer.put(s.loose, decision=decision, reason=reason)


def index_new(writer: Writer, items: Iterable[Incoming]) -> None:
    """Put the versions that the items brought into the index of words."""
    fresh = {item.version: item.reading.dispatch.text for item in items if item.news in ("dispatch", "version")}
    search.index(writer.connection, list(fresh.items()))


def reading_of(connection: Connection, version: int, until: int, *, raw: bool = False) -> Standing | None:
    """Return what stood of one just before transaction ``until``, or None; ``raw``: before people's decisions."""
    p = s.projections.c
    row = connection.execute(
        select(p.reading).where(p.version == version, p.since < until, p.until >= until).order_by(p.id.desc()).limit(1)
    ).scalar()
    if row is None:
        return None
    about = s.provenance.c
    choice = _Choice(
        connection.execute(select(s.versions).where(s.versions.c.id == version)).one(),
        connection.execute(
            select(s.provenance).where(about.version == version, about.since < until, about.until >= until)
        ).first(),
        connection.execute(select(s.readings).where(s.readings.c.id == row)).one(),
    )
    stamps = {key: getattr(choice.provenance, key) for key in PROVENANCE}
    reading = named(unpacked(choice.reading.body, choice.version.text, stamps), choice.version.key)
    rulings = [] if raw else rulings_on(connection, version, until)
    found = revise(reading, rulings).reading if rulings else reading
    return Standing(version, choice.version.key, choice.provenance.name, found, ())


def same(a: Reading, b: Reading) -> bool:
    """Tell whether two readings say the same, whatever their reasons."""
    from greffier.interchange import to_json

    return canonical(to_json(a)) == canonical(to_json(b))
