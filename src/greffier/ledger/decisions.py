"""What people decide: accepts, rejections, corrections, joins, splits; standing, undone or loose; as training data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from greffier.errors import LedgerError
from greffier.interchange import first_span, to_json
from greffier.ledger import schema as s
from greffier.ledger.deciding import find_tellings
from greffier.ledger.disputes import CONFLICT
from greffier.ledger.filters import Moment
from greffier.ledger.ids import canonical, digest
from greffier.ledger.revising import LISTS, find
from greffier.ledger.rows import DecisionRow
from greffier.ledger.store import Standing, reading_of
from greffier.ledger.writing import Writer
from greffier.records import Span

TABLES = {"event": s.events, "claim": s.claims, "quantity": s.quantities, "arrangement": s.arrangements}
FormKey = tuple[str, str | None, str | None, str | None]
STANDS, UNDONE, LOOSE = "stands", "undone", "loose"


@dataclass(frozen=True, slots=True)
class Place:
    """A record of a dispatch: what it is, in which version, and where its first evidence stands."""

    target: str
    version: int
    key: str
    span: Span
    record: dict[str, Any]


def place_of(connection: Connection, name: str) -> Place:
    """Return the record that an id names, standing or once decided on (LedgerError: none, or several)."""
    found: list[tuple[str, int]] = []
    for target, table in TABLES.items():
        query = select(table.c.version).where(table.c.record == name, table.c.until == s.STANDS)
        found += [(target, row[0]) for row in connection.execute(query)]
    if len(found) > 1:
        keys = [reading_of(connection, version, s.STANDS) for _, version in found]
        raise LedgerError("ambiguous", name=name, names=", ".join(each.name for each in keys if each))
    if not found:
        return _decided_before(connection, name)
    target, version = found[0]
    standing = reading_of(connection, version, s.STANDS)
    assert standing is not None
    records = getattr(standing.reading, LISTS[target])
    index = next(i for i, record in enumerate(records) if record.id == name)
    return Place(target, version, standing.key, first_span(records[index]), record_json(standing, target, index))


def _decided_before(connection: Connection, name: str) -> Place:
    """Return the place of a record that a decision took away."""
    d, v = s.decisions.c, s.versions.c
    query = select(s.decisions, v.key).join(s.versions, v.id == d.version).where(d.target.in_(TABLES))
    for row in connection.execute(query.order_by(d.id.desc())):
        record = json.loads(row.body).get("record") or {}
        if record.get("id") == name:
            return Place(row.target, row.version, row.key, Span(row.start, row.end), record)
    raise LedgerError("unknown", name=name)


def record_json(standing: Standing, target: str, index: int) -> dict[str, Any]:
    """Return one record of a reading in the interchange form."""
    record: dict[str, Any] = to_json(standing.reading)[LISTS[target]][index]
    return record


def decide(
    writer: Writer, kind: str, place: Place, by: str, fields: dict[str, Any] | None = None, note: str | None = None
) -> int:
    """Record an accept, a rejection or a correction of a record; return the decision's number."""
    body = {"record": place.record} | ({"set": fields} if fields else {}) | ({"note": note} if note else {})
    where = {"version": place.version, "start": place.span.start, "end": place.span.end}
    return _enter(writer, kind, place.target, body, by, **where)


def _enter(writer: Writer, kind: str, target: str, body: dict[str, Any], by: str, **where: Any) -> int:
    written = canonical(body)
    about = {"version": None, "start": None, "end": None, "undoes": None} | where
    sealed = digest("decision", written)
    return writer.put(s.decisions, kind=kind, target=target, body=written, hash=sealed, by=by, at=writer.at, **about)


def check_fields(standing: Standing, place: Place, fields: dict[str, Any]) -> None:
    """Raise LedgerError where a correction would not give a record of the interchange form."""
    from greffier.ledger.revising import corrected

    index = find(standing.reading, place.target, place.span, place.record.get("type"))
    if index is None:
        raise LedgerError("gone", name=place.record.get("id"))
    try:
        corrected(standing.reading, place.target, index, fields)
    except ValueError as problem:
        raise LedgerError("bad_fields", problem=problem) from None


def rule(writer: Writer, kind: str, conflict: dict[str, Any], by: str, note: str | None = None) -> int:
    """Record an accept or a rejection of a conflict (``disputes.body_of``); return the decision's number."""
    return _enter(writer, kind, CONFLICT, {"conflict": conflict} | ({"note": note} if note else {}), by)


def bind(writer: Writer, kind: str, places: Sequence[dict[str, Any]], by: str, note: str | None = None) -> int:
    """Record a join or a split of tellings, by their places; return the decision's number."""
    body = {"tellings": list(places)} | ({"note": note} if note else {})
    return _enter(writer, kind, "event", body, by)


def bind_actors(
    writer: Writer, kind: str, one: Sequence[FormKey], other: Sequence[FormKey], by: str, note: str | None = None
) -> int:
    """Record a join or a split of names of actors; return the decision's number."""
    body = {"one": list(one), "other": list(other)} | ({"note": note} if note else {})
    return _enter(writer, kind, "actor", body, by)


def forms_named(connection: Connection, entity: str) -> list[FormKey]:
    """Return the forms of an actor (name, country, sector, Wikidata id), by its id; nothing for another id."""
    e, a = s.entities.c, s.actors.c
    query = select(a.name, a.country, a.sector, a.wikidata).join(s.entities, e.actor == a.id)
    rows = connection.execute(query.where(e.entity == entity, e.until == s.STANDS).order_by(a.id))
    return [(row.name, row.country or None, row.sector or None, row.wikidata or None) for row in rows]


def members_named(connection: Connection, name: str) -> list[int]:
    """Return the tellings that an event's id or an occurrence's id stands for (LedgerError: none)."""
    m, e = s.members.c, s.events.c
    name = current(connection, name)
    found = list(
        connection.execute(
            select(m.telling).where(m.occurrence == name, m.until == s.STANDS).order_by(m.telling)
        ).scalars()
    )
    found = found or list(connection.execute(select(e.telling).where(e.record == name, e.until == s.STANDS)).scalars())
    if not found:
        raise LedgerError("unknown", name=name)
    return found


def records_named(connection: Connection, name: str) -> list[str]:
    """Return the ids of the events that an occurrence's id stands for; another name stands for itself."""
    m, e = s.members.c, s.events.c
    query = (
        select(e.record)
        .join(s.members, (m.telling == e.telling) & (m.until == s.STANDS))
        .where(m.occurrence == current(connection, name), e.until == s.STANDS)
        .order_by(e.version, e.pos)
    )
    return list(connection.execute(query).scalars()) or [name]


def current(connection: Connection, name: str) -> str:
    """Return the name that an occurrence bears now: names that are retired lead to those that took their place."""
    r = s.redirects.c
    seen = {name}
    while True:
        standing = connection.execute(
            select(s.occurrences.c.id).where(s.occurrences.c.name == name, s.occurrences.c.until == s.STANDS)
        ).first()
        heir = None if standing else connection.execute(
            select(r.new).where(r.old == name).order_by(r.id.desc()).limit(1)
        ).scalar()  # fmt: skip
        if heir is None or heir in seen:
            return name
        seen.add(heir)
        name = heir


def places_of(connection: Connection, tellings: Sequence[int]) -> list[dict[str, Any]]:
    """Return the places of tellings as decisions are bound to them, in the order given."""
    e, v = s.events.c, s.versions.c
    query = (
        select(e.telling, v.key, e.start, e.end, e.type)
        .join(s.versions, v.id == e.version)
        .where(e.telling.in_(tellings), e.until == s.STANDS)
    )
    found = {
        row.telling: {"version": row.key, "start": row.start, "end": row.end, "type": row.type}
        for row in connection.execute(query)
    }
    return [found[telling] for telling in tellings if telling in found]


def undo(writer: Writer, number: int, by: str) -> Any:
    """Record that a decision is undone; return its row (LedgerError: there is none, or it was undone before)."""
    d = s.decisions.c
    row = writer.connection.execute(select(s.decisions).where(d.id == number, d.kind != "undo")).first()
    if row is None:
        raise LedgerError("no_decision", number=number)
    if writer.connection.execute(select(d.id).where(d.undoes == number)).first():
        raise LedgerError("undone", number=number)
    where = {"version": row.version, "start": row.start, "end": row.end, "undoes": number}
    _enter(writer, "undo", row.target, {"undoes": number}, by, **where)
    return row


def decisions(connection: Connection, as_of: str | None = None, state: str | None = None) -> Iterator[DecisionRow]:
    """Yield the decisions, the latest first; ``state`` narrows to those that stand, were undone or are loose."""
    at = Moment(connection, as_of)
    d, v, p = s.decisions.c, s.versions.c, s.provenance.c
    words = s.versions.c.text
    query = (
        select(s.decisions, v.key, p.name, words)
        .outerjoin(s.versions, v.id == d.version)
        .outerjoin(s.provenance, (p.version == v.id) & at.stands(s.provenance))
        .where(d.since < at.until)
        .order_by(d.id.desc())
    )
    rows = connection.execute(query).all()
    undone = {row.undoes for row in rows if row.undoes is not None}
    loose = _loose(connection, rows, at)
    for row in rows:
        now = UNDONE if row.id in undone else LOOSE if row.id in loose else STANDS
        if state is None or state == now:
            text = row.text[row.start : row.end] if row.text and row.start is not None else None
            yield DecisionRow(
                row.id, row.kind, row.target, row.name, row.key, row.start, row.end, text, json.loads(row.body),
                row.by, row.at, now,
            )  # fmt: skip


def _loose(connection: Connection, rows: Sequence[Any], at: Moment) -> set[int]:
    loose = set(connection.execute(select(s.loose.c.decision).where(at.stands(s.loose))).scalars())
    for row in rows:
        if row.kind in ("join", "split") and row.target == "event":
            places = json.loads(row.body)["tellings"]
            if len(find_tellings(connection, places)) < len(places):
                loose.add(row.id)
    return loose


def lessons(connection: Connection, *, texts: bool = True) -> Iterator[dict[str, Any]]:
    """Yield the decisions that stand as training data: what the machine said, what the person made of it.

    With ``texts`` each carries the text of its dispatch; without, offsets alone (where copyright asks for it).
    """
    for row in decisions(connection):
        if row.state == UNDONE or row.kind == "undo":
            continue
        lesson: dict[str, Any] = {
            "decision": row.id,
            "kind": row.kind,
            "target": row.target,
            "by": row.by,
            "at": row.at,
        }
        if row.target == "actor":
            lesson |= {"same": row.kind == "join", "one": row.body["one"], "other": row.body["other"]}
        elif row.target == CONFLICT:
            lesson |= {"correct": row.kind == "accept", "conflict": row.body["conflict"]}
        elif row.version is None:
            places = row.body.get("tellings", [])
            lesson |= {"same": row.kind == "join", "tellings": [_told(connection, p, texts) for p in places]}
        else:
            lesson |= {"dispatch": row.dispatch, "version": row.version, "record": row.body.get("record")}
            lesson["correct"] = row.kind == "accept"
            if row.kind == "correct":
                lesson["set"] = row.body["set"]
            if texts:
                lesson["text"] = _text(connection, row.version)
        yield lesson


def _told(connection: Connection, place: dict[str, Any], texts: bool) -> dict[str, Any]:
    return place | ({"text": _text(connection, place["version"])} if texts else {})


def _text(connection: Connection, key: str) -> str | None:
    return connection.execute(select(s.versions.c.text).where(s.versions.c.key == key)).scalar()
