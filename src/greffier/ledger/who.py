"""Lists who is named: one row an actor in all spellings, those named most first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, case, func, literal, select, union_all

from greffier.ledger import schema as s
from greffier.ledger.filters import Moment, of_claims, of_events, who
from greffier.ledger.rows import ActorRow
from greffier.ledger.wanted import Filter
from greffier.ledger.writing import chunks

PAGE = 200


def actors(connection: Connection, wanted: Filter, limit: int | None = None) -> Iterator[ActorRow]:
    """Yield the actors of what the filter lets through; ``actor`` of the filter narrows to who is meant."""
    at = Moment(connection, wanted.as_of)
    rest = Filter(**{name: getattr(wanted, name) for name in Filter.__slots__ if name != "actor"})
    every = rest == Filter(as_of=wanted.as_of) and at.tx is None
    counted = _tallied() if every else _counted(connection, rest, at)
    counts = counted.subquery("counts")
    e, n = s.entities.c, counts.c
    total = func.sum(n.acts + n.undergoes + n.says)
    query = (
        select(e.entity, func.sum(n.acts).label("acts"), func.sum(n.undergoes).label("undergoes"))
        .add_columns(func.sum(n.says).label("says"), func.min(n.first).label("first"), func.max(n.last).label("last"))
        .join(counts, n.actor == e.actor)
        .where(at.stands(s.entities))
        .group_by(e.entity)
        .having(total > 0)
        .order_by(total.desc(), e.entity)
    )
    if wanted.actor:
        meant = select(e.entity).where(e.actor.in_(who(connection, wanted.actor, at)), at.stands(s.entities))
        query = query.where(e.entity.in_(meant))
    rows = connection.execute(query.limit(limit)).all()
    for some in chunks(rows, PAGE):
        forms = _forms(connection, [row.entity for row in some], at)
        for row in some:
            yield _row(row, forms[row.entity])


def _tallied() -> Select[Any]:
    t = s.tallies.c
    return select(t.actor, t.acts, t.undergoes, t.says, t.first, t.last)


def _counted(connection: Connection, wanted: Filter, at: Moment) -> Select[Any]:
    """Count in the events and claims that the filter lets through."""
    e, p, c = s.events.c, s.parties.c, s.claims.c
    named = (
        select(p.actor, func.sum(case((p.side == "A", 1), else_=0)).label("acts"))
        .add_columns(func.sum(case((p.side == "R", 1), else_=0)).label("undergoes"), literal(0).label("says"))
        .add_columns(func.min(e.published).label("first"), func.max(e.published).label("last"))
        .join(s.events, p.event == e.id + 0)  # + 0: from the events that are let through to their parties
        .where(*of_events(connection, wanted, at))
        .group_by(p.actor)
    )
    said = (
        select(c.speaker.label("actor"), literal(0).label("acts"), literal(0).label("undergoes"))
        .add_columns(func.count().label("says"), func.min(c.published).label("first"))
        .add_columns(func.max(c.published).label("last"))
        .where(*of_claims(connection, wanted, at), c.speaker.is_not(None))
        .group_by(c.speaker)
    )
    both = union_all(named, said).subquery("both")
    return select(both)


def _forms(connection: Connection, entities: list[str], at: Moment) -> dict[str, list[Any]]:
    e, a, t = s.entities.c, s.actors.c, s.tallies.c
    found: dict[str, list[Any]] = defaultdict(list)
    query = (
        select(e.entity, e.name.label("label"), e.country.label("home"), e.reason, a.name, a.sector, a.wikidata)
        .add_columns((func.coalesce(t.acts, 0) + func.coalesce(t.undergoes, 0) + func.coalesce(t.says, 0)).label("n"))
        .join(s.actors, a.id == e.actor)
        .outerjoin(s.tallies, t.actor == a.id)
        .where(e.entity.in_(entities), at.stands(s.entities))
    )
    for row in connection.execute(query.order_by(a.name, a.id)):
        found[row.entity].append(row)
    return found


def _row(row: Any, forms: list[Any]) -> ActorRow:
    names: Counter[str] = Counter()
    sectors: Counter[str] = Counter()
    for form in forms:
        names[form.name] += form.n
        if form.sector:
            sectors[form.sector] += form.n
    wikidata = next((form.wikidata for form in forms if form.wikidata), None)
    return ActorRow(
        row.entity, forms[0].label, forms[0].home, tuple(x for x, _ in sectors.most_common()), wikidata,
        tuple(x for x, _ in names.most_common()), row.acts, row.undergoes, row.says, row.first, row.last,
    )  # fmt: skip


def one(connection: Connection, entity: str, at: Moment) -> ActorRow:
    """Return the row of one actor, by its id."""
    e, t = s.entities.c, s.tallies.c
    counts = (
        select(
            func.coalesce(func.sum(t.acts), 0).label("acts"), func.coalesce(func.sum(t.undergoes), 0).label("undergoes")
        )
        .add_columns(func.coalesce(func.sum(t.says), 0).label("says"), literal(entity).label("entity"))
        .add_columns(func.min(t.first).label("first"), func.max(t.last).label("last"))
        .join(s.entities, e.actor == t.actor)
        .where(e.entity == entity, at.stands(s.entities))
    )
    row = connection.execute(counts).one()
    return _row(row, _forms(connection, [entity], at)[entity])
