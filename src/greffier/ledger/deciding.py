"""Finds which tellings people joined or split, as the readings stand now."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, select

from greffier.ledger import schema as s
from greffier.ledger.rulings import standing
from greffier.ledger.writing import chunks

Bond = tuple[int, int, bool]


def bonds(connection: Connection) -> list[Bond]:
    """Return the pairs of tellings (numbers) that people joined (True) or split, the later decision prevailing."""
    found: dict[tuple[int, int], bool] = {}
    decisions = standing(connection, kind=("join", "split"), target="event")
    places = [place for row in decisions for place in json.loads(row.body)["tellings"]]
    tellings = find_tellings(connection, places)
    for row in decisions:
        ends = [t for place in json.loads(row.body)["tellings"] if (t := tellings.get(_name(place))) is not None]
        for a, b in _pairs(ends, row.kind):
            found[(min(a, b), max(a, b))] = row.kind == "join"
    return [(a, b, same) for (a, b), same in sorted(found.items()) if a != b]


def _pairs(ends: Sequence[int], kind: str) -> list[tuple[int, int]]:
    """Return the pairs that a decision speaks of: a join binds one to the next, a split sets the first apart."""
    if kind == "join":
        return list(pairwise(ends))
    return [(ends[0], other) for other in ends[1:]] if ends else []


def find_tellings(connection: Connection, places: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Return the telling that stands at each place (version, start, end, type): the one that shares most with it."""
    e, v = s.events.c, s.versions.c
    by_version: dict[str, list[Any]] = {}
    for some in chunks({place["version"] for place in places}):
        query = (
            select(v.key, e.telling, e.start, e.end, e.type)
            .join(s.versions, v.id == e.version)
            .where(v.key.in_(some), e.until == s.STANDS)
            .order_by(e.pos)
        )
        for row in connection.execute(query):
            by_version.setdefault(row.key, []).append(row)
    found: dict[str, int] = {}
    for place in places:
        best: tuple[tuple[bool, int], int] | None = None
        for row in by_version.get(place["version"], ()):
            shared = min(place["end"], row.end) - max(place["start"], row.start)
            rank = (row.type == place.get("type"), shared)
            if shared > 0 and (best is None or rank > best[0]):
                best = (rank, row.telling)
        if best:
            found[_name(place)] = best[1]
    return found


def _name(place: dict[str, Any]) -> str:
    return f"{place['version']}:{place['start']}:{place['end']}:{place.get('type')}"
