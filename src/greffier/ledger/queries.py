"""Lists of events and claims: rows of one version of each dispatch, as of a moment, latest happenings first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from greffier.ledger import schema as s
from greffier.ledger.filters import Moment, of_claims, of_events
from greffier.ledger.projection import BAR
from greffier.ledger.rows import ClaimRow, EventRow
from greffier.ledger.wanted import Filter
from greffier.ledger.writing import chunks

PAGE = 500
BROAD = 1500  # events
SPEAKER = s.actors.alias("speaker")
ABOUT = (
    s.provenance.c.name, s.provenance.c.source, s.provenance.c.url, s.versions.c.key.label("version_key"),
    SPEAKER.c.name.label("speaker_name"), SPEAKER.c.country.label("speaker_country"),
    SPEAKER.c.sector.label("speaker_sector"),
)  # fmt: skip


def words_at(table: Any) -> ColumnElement[str]:
    """Return the words that a row's ``start`` and ``end`` hold in its version's text."""
    return func.substr(s.versions.c.text, table.c.start + 1, table.c.end - table.c.start)


def _joined(table: Any, at: Moment, *columns: Any) -> Select[Any]:
    p = s.provenance
    return (
        select(table, *ABOUT, words_at(table).label("words"), *columns)
        .join(p, and_(p.c.version == table.c.version, at.stands(p)))
        .join(s.versions, s.versions.c.id == table.c.version)
        .outerjoin(SPEAKER, SPEAKER.c.id == table.c.speaker)
    )


def matching_events(connection: Connection, wanted: Filter, at: Moment) -> Select[Any]:
    """Return a query for the ids of the events that the filter lets through."""
    return select(s.events.c.id).where(*of_events(connection, wanted, at))


def broad(connection: Connection, query: Select[Any]) -> bool:
    """Tell whether a query gives so much that walking a list until enough is found beats gathering all of it."""
    some = query.order_by(None).limit(BROAD).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar() == BROAD


def events(connection: Connection, wanted: Filter, limit: int | None = None) -> Iterator[EventRow]:
    """Yield the events that the filter lets through, the latest first, ``limit`` at most (None: all)."""
    at = Moment(connection, wanted.as_of)
    e = s.events.c
    query = matching_events(connection, wanted, at).order_by(e.first.desc(), e.id.desc())
    ids = connection.execute(query.limit(limit) if limit is not None else query).scalars().all()
    for some in chunks(ids, PAGE):
        yield from event_rows(connection, some, at)


def event_rows(connection: Connection, ids: Sequence[int], at: Moment) -> Iterator[EventRow]:
    """Yield the rows of events, in the order of their ids given."""
    found = {row.id: row for row in connection.execute(_joined(s.events, at).where(s.events.c.id.in_(ids)))}
    sides = parties_of(connection, ids)
    homes = homes_of(connection, [row.telling for row in found.values()], at)
    for number in ids:
        if number in found:
            yield _event_row(found[number], sides[number], homes)


def parties_of(connection: Connection, ids: Sequence[int]) -> dict[int, dict[str, list[Any]]]:
    """Return who acts (A) and to whom it is done (R) in events, in order: rows of ``actors``."""
    p, a = s.parties.c, s.actors.c
    sides: dict[int, dict[str, list[Any]]] = defaultdict(lambda: {"A": [], "R": []})
    for some in chunks(ids):
        query = select(p.event, p.side, a.name, a.country, a.sector).join(s.actors, a.id == p.actor)
        for row in connection.execute(query.where(p.event.in_(some)).order_by(p.event, p.side, p.pos)):
            sides[row.event][row.side].append(row)
    return sides


def homes_of(connection: Connection, tellings: Sequence[int], at: Moment) -> dict[int, str]:
    """Return the occurrence that each telling belongs to."""
    m = s.members.c
    homes: dict[int, str] = {}
    for some in chunks(tellings):
        query = select(m.telling, m.occurrence).where(m.telling.in_(some), at.stands(s.members))
        homes |= {row.telling: row.occurrence for row in connection.execute(query)}
    return homes


def _event_row(row: Any, sides: dict[str, list[Any]], homes: dict[int, str]) -> EventRow:
    acting, undergoing = sides["A"], sides["R"]
    return EventRow(
        id=row.record, dispatch=row.name, version=row.version_key, source=row.source, url=row.url,
        published=row.published, type=row.type, modes=tuple(m for m in row.modes.split(BAR) if m), status=row.status,
        actors=tuple(a.name for a in acting), actor_countries=tuple(a.country for a in acting),
        actor_sectors=tuple(a.sector for a in acting), recipients=tuple(a.name for a in undergoing),
        recipient_countries=tuple(a.country for a in undergoing), recipient_sectors=tuple(a.sector for a in undergoing),
        place=row.place, place_country=row.place_country, earliest=row.earliest, latest=row.latest,
        speaker=row.speaker_name, speaker_country=row.speaker_country or None, words=row.words, start=row.start,
        end=row.end, arrangement=row.kind, transition=row.transition, confidence=row.confidence,
        standing=row.standing, occurrence=homes.get(row.telling),
    )  # fmt: skip


def claims(connection: Connection, wanted: Filter, limit: int | None = None) -> Iterator[ClaimRow]:
    """Yield the claims that the filter lets through, the latest first, ``limit`` at most (None: all)."""
    at = Moment(connection, wanted.as_of)
    c = s.claims.c
    query = select(c.id).where(*of_claims(connection, wanted, at)).order_by(c.first.desc(), c.id.desc())
    ids = connection.execute(query.limit(limit) if limit is not None else query).scalars().all()
    for some in chunks(ids, PAGE):
        yield from claim_rows(connection, some, at)


def claim_rows(connection: Connection, ids: Sequence[int], at: Moment) -> Iterator[ClaimRow]:
    """Yield the rows of claims, in the order of their ids given."""
    found = {row.id: row for row in connection.execute(_joined(s.claims, at).where(s.claims.c.id.in_(ids)))}
    e = s.events.c
    about: dict[tuple[int, int], list[Any]] = defaultdict(list)
    query = select(e.version, e.claim, e.record, e.id).where(
        e.version.in_({row.version for row in found.values()}), e.claim.is_not(None), at.stands(s.events)
    )
    for row in connection.execute(query.order_by(e.version, e.pos)):
        about[(row.version, row.claim)].append(row)
    carried = [event for row in found.values() for event in about[(row.version, row.pos)]]
    sides = parties_of(connection, [event.id for event in carried])
    for number in ids:
        if number in found:
            row = found[number]
            its = about[(row.version, row.pos)]
            named = [
                a.name for event in its for side in "AR" for a in sides[event.id][side] if a.name != row.speaker_name
            ]
            yield _claim_row(row, tuple(event.record for event in its), tuple(dict.fromkeys(named)))


def _claim_row(row: Any, about: tuple[str, ...], whom: tuple[str, ...]) -> ClaimRow:
    return ClaimRow(
        id=row.record, dispatch=row.name, version=row.version_key, source=row.source, url=row.url,
        published=row.published, speaker=row.speaker_name, speaker_country=row.speaker_country or None,
        speaker_sector=row.speaker_sector or None, speaker_words=row.speaker_words, addressee=row.addressee,
        form=row.form, words=row.words, start=row.start, end=row.end, about=about, whom=whom,
        confidence=row.confidence, standing=row.standing,
    )  # fmt: skip


def count(connection: Connection, query: Select[Any]) -> int:
    """Return how many rows a query gives."""
    return connection.execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar() or 0
