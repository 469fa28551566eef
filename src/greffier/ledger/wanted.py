"""What a list is narrowed to: the one filter that all lists take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from greffier.records import Status


@dataclass(frozen=True, slots=True)
class Filter:
    """What to look for; None leaves it open, several conditions must all hold.

    ``actor``, ``speaker``: a country or body code (``NER``), a code and a sector (``NER/MIL``), or part of a name.
    ``dyad``: two of these, ``USA:NER``: who does it, to whom (either way round where all sides are equal).
    ``place``: a country code or part of a name. ``source``: part of its name. ``first`` and ``last``: the days within
    which it happened (or was published, where no date is told). ``confidence``: the least.
    ``as_of``: a day or a moment (UTC): what the ledger said then. ``dispatch``: a dispatch's id, or a version's.
    """

    actor: str | None = None
    dyad: str | None = None
    type: str | None = None
    mode: str | None = None
    status: Status | None = None
    place: str | None = None
    first: date | None = None
    last: date | None = None
    speaker: str | None = None
    source: str | None = None
    confidence: float | None = None
    as_of: str | None = None
    dispatch: str | None = None
