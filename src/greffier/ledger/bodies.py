"""Makes conflicts and timelines of the JSON that the ledger keeps them as."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from greffier.ledger.model import At, Conflict, Side, State, Timeline
from greffier.records import Actor, Span


def conflict_of(body: str) -> Conflict:
    """Return the conflict that was kept."""
    found = json.loads(body)
    sides = tuple(_side(side) for side in found.pop("sides"))
    return Conflict(sides=sides, **found)


def timeline_of(body: str) -> Timeline:
    """Return the timeline that was kept."""
    found = json.loads(body)
    states = tuple(_state(state) for state in found.pop("states"))
    return Timeline(parties=tuple(found.pop("parties")), states=states, **found)


def _side(found: dict[str, Any]) -> Side:
    about = found | {"at": _at(found["at"]), "speaker": _actor(found["speaker"]), "published": _day(found["published"])}
    return Side(**about)


def _state(found: dict[str, Any]) -> State:
    evidence = tuple(_at(at) for at in found["evidence"])
    days = {key: _day(found[key]) for key in ("date", "due")}
    return State(**(found | days | {"evidence": evidence, "speaker": _actor(found["speaker"])}))


def _at(found: dict[str, Any]) -> At:
    return At(found["dispatch"], Span(**found["span"]))


def _actor(found: dict[str, Any] | None) -> Actor | None:
    if found is None:
        return None
    return Actor(**(found | {"span": Span(**found["span"]) if found["span"] else None}))


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
