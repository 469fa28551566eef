"""Shows one thing whole: an event, a claim, an occurrence, a conflict, an arrangement, an actor or a dispatch."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select

from greffier.errors import LedgerError
from greffier.interchange import first_span, to_json
from greffier.ledger import decisions, lists, queries, who
from greffier.ledger import schema as s
from greffier.ledger.bodies import conflict_of, timeline_of
from greffier.ledger.disputes import ruled, standing_of
from greffier.ledger.filters import Moment
from greffier.ledger.lists import Quotes
from greffier.ledger.revising import LISTS
from greffier.ledger.store import reading_of

Json = dict[str, Any]
MOST_LINKS = 40  # reasons shown of each kind


def show(connection: Connection, name: str, as_of: str | None = None) -> Json:
    """Return all that the ledger knows of what an id names, under ``kind`` and ``id`` (LedgerError: nothing)."""
    at = Moment(connection, as_of)
    for look in (_record, _occurrence, _conflict, _arrangement, _actor, _dispatch):
        found = look(connection, name, at)
        if found is not None:
            return found
    raise LedgerError("unknown", name=name)


def _record(connection: Connection, name: str, at: Moment) -> Json | None:
    for kind, table in decisions.TABLES.items():
        target, row = (
            kind,
            connection.execute(
                select(table.c.id, table.c.version, table.c.pos, table.c.standing)
                .where(table.c.record == name, at.stands(table))
                .limit(1)
            ).first(),
        )
        if row is not None:
            break
    else:
        return None
    standing = reading_of(connection, row.version, at.until)
    assert standing is not None
    reading = standing.reading
    record = decisions.record_json(standing, target, row.pos)
    spans = getattr(reading, LISTS[target])[row.pos]
    first = first_span(spans)
    sentence = lists.sentence_around(reading.dispatch.text, (first.start, first.end))
    found: Json = {
        "kind": target, "id": name, "dispatch": standing.name, "version": standing.key,
        "source": reading.dispatch.source, "published": _iso(reading.dispatch.published),
        "sentence": " ".join(sentence.of(reading.dispatch.text).split()), "standing": row.standing, "record": record,
    }  # fmt: skip
    if target == "event":
        found["occurrence"] = next(iter(queries.event_rows(connection, [row.id], at))).occurrence
    if record.get("claim") is not None:
        found["on_the_word_of"] = to_json(reading)["claims"][record["claim"]]
    found["decisions"] = [asdict(d) for d in _decided(connection, row.version, first)]
    return found


def _decided(connection: Connection, version: int, span: Any) -> list[Any]:
    key = connection.execute(select(s.versions.c.key).where(s.versions.c.id == version)).scalar()
    return [
        d
        for d in decisions.decisions(connection)
        if d.version == key and d.start is not None and d.end is not None and d.start < span.end and span.start < d.end
    ]


def _occurrence(connection: Connection, name: str, at: Moment) -> Json | None:
    now = decisions.current(connection, name) if at.tx is None else name
    o, m, e = s.occurrences.c, s.members.c, s.events.c
    number = connection.execute(select(o.id).where(o.name == now, at.stands(s.occurrences))).scalar()
    if number is None:
        return None
    row = next(iter(lists.occurrence_rows(connection, [number], at)))
    tellings = list(connection.execute(select(m.telling).where(m.occurrence == now, at.stands(s.members))).scalars())
    ids = connection.execute(select(e.id).where(e.telling.in_(tellings), at.stands(s.events)).order_by(e.first, e.id))
    told = [asdict(event) for event in queries.event_rows(connection, list(ids.scalars()), at)]
    joined, apart = _links(connection, tellings, at)
    c = s.conflicts.c
    disputed = list(connection.execute(select(c.name).where(c.occurrence == now, at.stands(s.conflicts))).scalars())
    about = {"tellings_told": told, "joined_because": joined, "kept_apart_because": apart, "conflicts": disputed}
    return {"kind": "occurrence", "id": now, **{k: v for k, v in asdict(row).items() if k != "id"}, **about}


def _links(connection: Connection, tellings: list[int], at: Moment) -> tuple[list[Json], list[Json]]:
    """Return why the tellings were joined with each other, and why the nearest others were kept apart."""
    k, e = s.links.c, s.events.c
    query = select(s.links).where((k.a.in_(tellings) | k.b.in_(tellings)), at.stands(s.links))
    rows = connection.execute(query.order_by(k.score.desc(), k.id)).all()
    inside = [row for row in rows if row.joined and row.a in tellings and row.b in tellings][:MOST_LINKS]
    outside = [row for row in rows if not (row.a in tellings and row.b in tellings)][:MOST_LINKS]
    names = {
        row.telling: row.record
        for row in connection.execute(
            select(e.telling, e.record).where(
                e.telling.in_({t for row in (*inside, *outside) for t in (row.a, row.b)}), at.stands(s.events)
            )
        )
    }

    def told(row: Any) -> Json:
        pair = [names.get(row.a), names.get(row.b)]
        return {"events": pair, "score": row.score, "reasons": json.loads(row.reasons)}

    return [told(row) for row in inside], [told(row) for row in outside]


def _conflict(connection: Connection, name: str, at: Moment) -> Json | None:
    c = s.conflicts.c
    row = connection.execute(select(s.conflicts).where(c.name == name, at.stands(s.conflicts))).first()
    if row is None:
        return None
    each = conflict_of(row.body)
    quotes = Quotes(connection, at, [(side.at.dispatch, side.at.span) for side in each.sides])
    decided = standing_of(each, ruled(connection, at))
    about = asdict(lists.conflict_row(each, row.first, row.last, quotes, decided))
    return {"kind": "conflict", "id": name, "of": about.pop("kind"), **about}


def _arrangement(connection: Connection, name: str, at: Moment) -> Json | None:
    t = s.timelines.c
    body = connection.execute(select(t.body).where(t.name == name, at.stands(s.timelines))).scalar()
    if body is None:
        return None
    each = timeline_of(body)
    quotes = Quotes(connection, at, [(e.dispatch, e.span) for state in each.states for e in state.evidence])
    about = asdict(lists.arrangement_row(each, quotes))
    return {"kind": "arrangement", "id": name, "of": about.pop("kind"), **about}


def _actor(connection: Connection, name: str, at: Moment) -> Json | None:
    e, a = s.entities.c, s.actors.c
    query = select(a.name, a.country, a.sector, a.wikidata, e.reason).join(s.entities, e.actor == a.id)
    forms = connection.execute(query.where(e.entity == name, at.stands(s.entities)).order_by(a.name, a.id)).all()
    if not forms:
        return None
    row = who.one(connection, name, at)
    named = [dict(form._mapping) for form in forms]
    return {"kind": "actor", "id": name, **{k: v for k, v in asdict(row).items() if k != "id"}, "forms": named}


def _dispatch(connection: Connection, name: str, at: Moment) -> Json | None:
    v, p, r = s.versions.c, s.provenance.c, s.readings.c
    query = select(s.provenance, v.key, v.id.label("number"), v.purged).join(s.versions, v.id == p.version)
    rows = connection.execute(
        query.where((p.name == name) | (v.key == name), at.stands(s.provenance)).order_by(v.id)
    ).all()
    if not rows:
        return None
    versions = []
    for row in rows:
        about = {key: getattr(row, key) for key in ("source", "url", "title", "published", "published_reason")}
        about |= {key: getattr(row, key) for key in ("published_at", "edited_at", "fetched_at")}
        readers = connection.execute(select(r.reader, r.by).where(r.version == row.number, r.since < at.until))
        standing = None if row.purged else reading_of(connection, row.number, at.until)
        versions.append(
            {"version": row.key, **about, "purged": row.purged is not None, "stands": standing is not None}
            | {"readings": [{"reader": reader, "person": by} for reader, by in readers]}
            | {"reading": to_json(standing.reading) if standing else None}
        )
    return {"kind": "dispatch", "id": rows[-1].name, "versions": versions}


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
