"""What can be asked of an open ledger: lists, searches, the story."""

from __future__ import annotations

from datetime import date
from typing import Any

from greffier.ledger import decisions, lists, queries, showing, who
from greffier.ledger.brief import Brief, brief, moment_since
from greffier.ledger.opened import Opened
from greffier.ledger.rows import (
    ActorRow,
    ArrangementRow,
    ClaimRow,
    ConflictRow,
    DecisionRow,
    EventRow,
    HitRow,
    OccurrenceRow,
)
from greffier.ledger.story import story
from greffier.ledger.wanted import Filter

EVERYTHING = Filter()


class Asking(Opened):
    """Questions; each sees the ledger as it is at one moment, or as it was (``as_of`` of the filter)."""

    def events(self, wanted: Filter = EVERYTHING, *, limit: int | None = None) -> list[EventRow]:
        """Return the events that the filter lets through, the latest first."""
        with self.reading() as connection:
            return list(queries.events(connection, wanted, limit))

    def claims(self, wanted: Filter = EVERYTHING, *, limit: int | None = None) -> list[ClaimRow]:
        """Return who said what, the latest first."""
        with self.reading() as connection:
            return list(queries.claims(connection, wanted, limit))

    def occurrences(
        self, wanted: Filter = EVERYTHING, *, limit: int | None = None, several: bool = False
    ) -> list[OccurrenceRow]:
        """Return what happened, as one or several dispatches tell it, told last first; ``several``: by several."""
        with self.reading() as connection:
            return list(lists.occurrences(connection, wanted, limit, several=several))

    def timeline(self, wanted: Filter = EVERYTHING, *, limit: int | None = None) -> list[OccurrenceRow]:
        """Return what happened, in the order in which it happened."""
        with self.reading() as connection:
            return list(lists.occurrences(connection, wanted, limit, oldest=True))

    def actors(self, wanted: Filter = EVERYTHING, *, limit: int | None = None) -> list[ActorRow]:
        """Return who is named, in all spellings, those named most first."""
        with self.reading() as connection:
            return list(who.actors(connection, wanted, limit))

    def conflicts(
        self, wanted: Filter = EVERYTHING, *, limit: int | None = None, kind: str | None = None
    ) -> list[ConflictRow]:
        """Return where dispatches contradict each other, told last first; ``kind`` as in ``ConflictKind``."""
        with self.reading() as connection:
            return list(lists.conflicts(connection, wanted, limit, kind))

    def arrangements(
        self,
        wanted: Filter = EVERYTHING,
        *,
        limit: int | None = None,
        on: date | None = None,
        party: str | None = None,
        kind: str | None = None,
    ) -> list[ArrangementRow]:
        """Return what stands between states over time; ``on``: how it stood on that day."""
        with self.reading() as connection:
            return list(lists.arrangements(connection, wanted, limit, day=on, party=party, kind=kind))

    def search(
        self,
        query: str,
        wanted: Filter = EVERYTHING,
        *,
        limit: int | None = None,
        exact: bool = False,
        meaning: bool = False,
    ) -> list[HitRow]:
        """Return the dispatches that hold the words (their lemmas; ``exact``: as written), the best first.

        With ``meaning`` those nearest in meaning (LedgerError where the extra ``greffier[meaning]`` is missing).
        """
        if meaning:
            from greffier.ledger import meaning as by_meaning

            return list(by_meaning.hits(self, query, wanted, limit))
        with self.reading() as connection:
            return list(lists.hits(connection, query, wanted, limit, exact=exact))

    def show(self, name: str, as_of: str | None = None) -> dict[str, Any]:
        """Return all that is known of what an id names: a record, an occurrence, a conflict, a dispatch …"""
        with self.reading() as connection:
            return showing.show(connection, name, as_of)

    def brief(self, since: str = "yesterday") -> Brief:
        """Return what is new since a day (its beginning), a moment, or yesterday."""
        with self.reading() as connection:
            return brief(connection, moment_since(since))

    def story(self, as_of: str | None = None) -> dict[str, Any]:
        """Return what the ledger says together in the form that ``score_story.py`` reads."""
        with self.reading() as connection:
            return story(connection, as_of)

    def decisions(self, *, as_of: str | None = None, state: str | None = None) -> list[DecisionRow]:
        """Return what people decided, the latest first; ``state``: stands, undone or loose."""
        with self.reading() as connection:
            return list(decisions.decisions(connection, as_of, state))

    def lessons(self, *, texts: bool = True) -> list[dict[str, Any]]:
        """Return the decisions that stand as training data."""
        with self.reading() as connection:
            return list(decisions.lessons(connection, texts=texts))
