"""Sums an occurrence up from the sketches of its tellings: what most say, the narrowest date, who told it first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from greffier.ledger.sketch import Sketch


@dataclass(frozen=True, slots=True)
class Summary:
    """An occurrence and its tellings, by number, the earliest first."""

    name: str
    members: tuple[tuple[int, Sketch], ...]

    def row(self, families: Mapping[int, str]) -> dict[str, Any]:
        """Return the row of ``occurrences``; ``families`` gives the source family of each telling."""
        sketches = [made for _, made in self.members]
        dated = [made for made in sketches if made.first is not None or made.last is not None]
        best = min(dated, key=_width, default=None)
        told = [made.published for made in sketches if made.published is not None]
        days = [best.first, best.last] if best else []
        day = next((day for day in [*days, min(told, default=None)] if day), None)
        return {
            "name": self.name,
            "day": _iso(day) or "",
            "type": _most([made.type for made in sketches]),
            "status": _most([made.status for made in sketches]),
            "earliest": _iso(best.first) if best else None,
            "latest": _iso(best.last) if best else None,
            "first": _iso(min(told, default=None)),
            "last": _iso(max(told, default=None)),
            "tellings": len(self.members),
            "families": len({families[telling] for telling, _ in self.members}),
            "lead": self.members[0][0],
        }


def summary(name: str, members: Sequence[tuple[int, Sketch]]) -> Summary:
    """Return the summary of an occurrence, its tellings put in order."""
    return Summary(name, tuple(sorted(members, key=lambda m: (m[1].published or 0, m[1].dispatch, m[1].key))))


def _width(made: Sketch) -> tuple[int, int, str, str]:
    width = made.last - made.first if made.first is not None and made.last is not None else 10_000
    return width, made.first or made.last or 0, made.dispatch, made.key


def _most(values: Sequence[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], values.index(value)))


def _iso(day: int | None) -> str | None:
    return date.fromordinal(day).isoformat() if day else None
