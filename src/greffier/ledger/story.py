"""Tells a ledger as a story: which triggers tell one event, what is disputed, which arrangements changed when."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from greffier.ledger import schema as s
from greffier.ledger.bodies import conflict_of, timeline_of
from greffier.ledger.conflicts import story_conflicts
from greffier.ledger.disputes import REJECTED, ruled, standing_of
from greffier.ledger.filters import Moment
from greffier.ledger.store import reading_of
from greffier.ledger.timelines import story_arrangements

Json = dict[str, Any]


def story(connection: Connection, as_of: str | None = None) -> Json:
    """Return what the ledger says together, in the form that ``score_story.py`` reads; dispatches by their ids.

    ``same_event`` holds the triggers of each occurrence that several dispatches tell.
    """
    at = Moment(connection, as_of)
    names = _names(connection, at)
    conflicts = select(s.conflicts.c.body).where(at.stands(s.conflicts)).order_by(s.conflicts.c.name)
    timelines = select(s.timelines.c.body).where(at.stands(s.timelines)).order_by(s.timelines.c.name)
    disputed, decided = map(conflict_of, connection.execute(conflicts).scalars()), ruled(connection, at)
    told = {
        "same_event": _same_event(connection, at),
        "conflicts": story_conflicts(each for each in disputed if standing_of(each, decided) != REJECTED),
        "arrangements": story_arrangements(timeline_of(body) for body in connection.execute(timelines).scalars()),
    }
    renamed: Json = _renamed(told, names)
    return renamed


def _names(connection: Connection, at: Moment) -> dict[str, str]:
    v, p = s.versions.c, s.provenance.c
    query = select(v.key, p.name).join(s.provenance, (p.version == v.id) & at.stands(s.provenance))
    return {row.key: row.name for row in connection.execute(query)}


def _same_event(connection: Connection, at: Moment) -> list[list[Json]]:
    m, e, v = s.members.c, s.events.c, s.versions.c
    several = select(m.occurrence).where(at.stands(s.members)).group_by(m.occurrence).having(func.count(m.telling) > 1)
    query = (
        select(m.occurrence, e.version, v.key, e.pos)
        .join(s.events, (e.telling == m.telling) & at.stands(s.events))
        .join(s.versions, v.id == e.version)
        .where(at.stands(s.members), m.occurrence.in_(several))
        .order_by(m.occurrence, v.key, e.pos)
    )
    groups: dict[str, list[Json]] = {}
    readings: dict[int, Any] = {}
    for row in connection.execute(query):
        if row.version not in readings:
            readings[row.version] = reading_of(connection, row.version, at.until)
        event = readings[row.version].reading.events[row.pos]
        spans = [{"id": row.key, "span": [t.start, t.end]} for t in sorted(event.triggers)]
        groups.setdefault(row.occurrence, []).extend(spans)
    return [group for group in groups.values() if len({place["id"] for place in group}) > 1]


def _renamed(told: Any, names: dict[str, str]) -> Any:
    if isinstance(told, list):
        return [_renamed(each, names) for each in told]
    if isinstance(told, dict):
        return {
            key: names.get(value, value) if key == "id" and isinstance(value, str) else _renamed(value, names)
            for key, value in told.items()
        }
    return told
