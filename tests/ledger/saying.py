"""Small readings for tests of conflicts and timelines: a text that we wrote, and what is read in it, by its words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from greffier.ledger.account import Account
from greffier.records import Actor, Arrangement, Change, Claim, Dispatch, Event, Quantity, Reading, Span, When

ARMY = ("armée valdonienne", "MLI", "MIL")
MINISTRY = ("ministère valdonien", "MLI", "GOV")
GROUP = ("Front du Nord", "IMG", "REB")
FAMILIES = ("collectif des familles", "MLI", "CVL")
NEIGHBOUR = ("ministère voisin", "NER", "GOV")
Who = tuple[str, str, str]


class Page:
    """A dispatch being read: each call adds a record, found in the text by its words."""

    def __init__(self, name: str, day: str, text: str, *, source: str | None = None, family: str | None = None) -> None:
        self.text, self.family = text, family
        self.dispatch = Dispatch(name, text, date.fromisoformat(day), "given", source=source)
        self.claims: list[Claim] = []
        self.events: list[Event] = []
        self.homes: list[str] = []
        self.quantities: list[Quantity] = []
        self.arrangements: list[Arrangement] = []

    def span(self, words: str) -> Span:
        start = self.text.index(words)
        return Span(start, start + len(words))

    def actor(self, who: Who) -> Actor:
        return Actor(self.span(who[0]) if who[0] in self.text else None, *who)

    def claim(self, who: Who, cue: str, content: str) -> Page:
        speaker = self.actor(who)
        self.claims.append(Claim(self.span(cue), (self.span(content),), speaker.span, speaker))
        return self

    def event(
        self, home: str, kind: str, *triggers: str, actors: Sequence[Who] = (), recipients: Sequence[Who] = (),
        day: str | None = None, to: str | None = None, claim: int | None = None, status: Any = "occurred",
        change: Change | None = None,
    ) -> Page:  # fmt: skip
        first = date.fromisoformat(day) if day else None
        when = When(self.span(triggers[0]), first, date.fromisoformat(to) if to else first) if day else None
        self.events.append(
            Event(
                tuple(self.span(t) for t in triggers), kind, actors=tuple(self.actor(a) for a in actors),
                recipients=tuple(self.actor(a) for a in recipients), date=when, claim=claim, status=status,
                arrangement=change,
            )
        )  # fmt: skip
        self.homes.append(home)
        return self

    def figure(
        self, words: str, value: float | None, role: Any = "killed", *, least: float | None = -1,
        most: float | None = -1, claim: int | None = None, unit: str | None = None, counted: str | None = None,
    ) -> Page:  # fmt: skip
        low = value if least == -1 else least
        high = value if most == -1 else most
        self.quantities.append(Quantity(self.span(words), value, low, high, unit, counted, role, claim))
        return self

    def stands(self, words: str, kind: Any, parties: tuple[str, ...], transition: Any, claim: int | None) -> Page:
        self.arrangements.append(Arrangement(self.span(words), kind, parties, None, transition, None, claim))
        return self

    @property
    def account(self) -> Account:
        reading = Reading(
            self.dispatch, tuple(self.claims), tuple(self.events), tuple(self.quantities), tuple(self.arrangements)
        )
        return Account(reading, tuple(self.homes), self.family)


def toll(
    name: str, day: str, words: str, value: float | None, who: Who | None = MINISTRY, *, counted: str | None = None,
    least: float | None = -1, most: float | None = -1, source: str | None = None, before: str = "",
) -> Page:  # fmt: skip
    """An attack (occurrence « raid ») with one figure of the dead, on somebody's word or on the outlet's."""
    said = f"Selon {who[0]}, l'attaque a fait {before}{words}." if who else f"L'attaque a fait {before}{words}."
    page = Page(name, day, f"{'RECTIFICATIF ' if before else ''}Nouvelles du matin\n{said}", source=source)
    content = f"attaque a fait {before}{words}"
    if who:
        page.claim(who, "Selon", content)
    page.event("raid", "ASSAULT", "attaque", claim=0 if who else None)
    return page.figure(words, value, claim=0 if who else None, counted=counted, least=least, most=most)
