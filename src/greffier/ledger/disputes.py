"""What people decide on conflicts: accepted or rejected, bound to where their sides stand, to outlive re-reading.

A decision holds for each conflict of its kind all of whose sides stand where sides of the one decided on stood; with a
side that is new it is another conflict, on which nobody has decided.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from greffier.ledger import schema as s
from greffier.ledger.bodies import conflict_of
from greffier.ledger.filters import Moment
from greffier.ledger.model import Conflict
from greffier.ledger.rulings import standing
from greffier.records import Span

CONFLICT = "conflict"
MACHINE, ACCEPTED, REJECTED = "machine", "accepted", "rejected"


@dataclass(frozen=True, slots=True)
class Ruled:
    """A decision on a conflict: its kind and the places of its sides."""

    accepted: bool
    kind: str
    places: tuple[tuple[str, Span], ...]

    def holds(self, found: Conflict) -> bool:
        """Tell whether the decision is on this conflict."""
        return found.kind == self.kind and all(
            any(version == side.at.dispatch and span.overlaps(side.at.span) for version, span in self.places)
            for side in found.sides
        )


def ruled(connection: Connection, at: Moment) -> list[Ruled]:
    """Return the decisions on conflicts that stand at the moment, earliest first."""
    found = []
    for row in standing(connection, at.until, target=CONFLICT):
        of = json.loads(row.body)["conflict"]
        places = tuple((place["version"], Span(place["start"], place["end"])) for place in of["sides"])
        found.append(Ruled(row.kind == "accept", of["kind"], places))
    return found


def standing_of(found: Conflict, decided: list[Ruled]) -> str:
    """Return what people made of the conflict: accepted, rejected or (machine) nothing; the later one prevails."""
    told = [each.accepted for each in decided if each.holds(found)]
    return (ACCEPTED if told[-1] else REJECTED) if told else MACHINE


def body_of(connection: Connection, name: str) -> dict[str, Any] | None:
    """Return what a decision on the conflict of this id says of it; None where no conflict bears it now."""
    c = s.conflicts.c
    row = connection.execute(select(c.body).where(c.name == name, c.until == s.STANDS)).first()
    if row is None:
        return None
    found = conflict_of(row.body)
    sides = [{"version": x.at.dispatch, "start": x.at.span.start, "end": x.at.span.end} for x in found.sides]
    return {"id": found.id, "kind": found.kind, "sides": sides}
