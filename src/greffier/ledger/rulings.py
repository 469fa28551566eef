"""Finds the decisions of people that stand at a moment: those that nothing has undone."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, select

from greffier.ledger import schema as s
from greffier.ledger.revising import Ruling
from greffier.records import Span

ON_RECORDS = ("accept", "reject", "correct")


def standing(connection: Connection, until: int = s.STANDS, **conditions: Any) -> list[Any]:
    """Return the decisions recorded before transaction ``until`` that were not undone by then, earliest first.

    ``conditions`` name columns of ``decisions`` and the value, or list of values, that they must have.
    """
    d = s.decisions.c
    query = select(s.decisions).where(d.since < until, d.kind != "undo").order_by(d.id)
    for name, value in conditions.items():
        query = query.where(d[name].in_(value) if isinstance(value, list | tuple) else d[name] == value)
    found = connection.execute(query).all()
    if not found:
        return []
    undone = set(connection.execute(select(d.undoes).where(d.undoes.is_not(None), d.since < until)).scalars())
    return [row for row in found if row.id not in undone]


def rulings_on(connection: Connection, version: int, until: int = s.STANDS) -> list[Ruling]:
    """Return the accepts, rejections and corrections that stand on a version's records, earliest first."""
    rulings = []
    for row in standing(connection, until, version=version, kind=ON_RECORDS):
        body = json.loads(row.body)
        was = (body.get("record") or {}).get("type")
        rulings.append(Ruling(row.id, row.kind, row.target, Span(row.start, row.end), was, body.get("set")))
    return rulings
