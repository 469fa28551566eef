"""Readings that we wrote: short dispatches about a country that is not, and what stands in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from greffier.records import Actor, Change, Claim, Dispatch, Event, Place, Quantity, Reading, Span, When

READER = "greffier test"


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def attack(
    name: str = "a1",
    *,
    day: int = 4,
    place: str = "Ouradi",
    dead: str = "douze",
    value: int = 12,
    published: date | None = None,
    source: str | None = "Agence du Fleuve",
    url: str | None = None,
    speaker: str = "Le ministère malien de la Défense",
    sector: str = "GOV",
    **provenance: str | None,
) -> Reading:
    """An attack on a village, told by a ministry, with a figure of the dead."""
    text = (
        f"Attaque contre {place}\n"
        f"Des hommes armés ont attaqué le village de {place} le {day} mars 2025. "
        f"{speaker} affirme que {dead} soldats ont été tués dans cette attaque."
    )
    when = date(2025, 3, day)
    about = replace(Dispatch(name, text, published or when, "given"), source=source, url=url, **provenance)  # type: ignore[arg-type]
    ministry = Actor(span(text, speaker), speaker[3:], "MLI", sector)
    claim = Claim(
        span(text, "affirme"), (span(text, f"{dead} soldats ont été tués dans cette attaque"),), ministry.span, ministry
    )
    event = Event(
        (span(text, "ont attaqué"), span(text, "Attaque")), "ASSAULT", ("firearms",),
        actors=(Actor(span(text, "Des hommes armés"), "hommes armés", "MLI", "UAF"),),
        recipients=(Actor(span(text, f"le village de {place}"), f"village de {place}", "MLI", "CVL"),),
        place=Place(span(text, place), place, "MLI"), date=When(span(text, f"le {day} mars 2025"), when, when, "day"),
        confidence=0.9,
    )  # fmt: skip
    figure = Quantity(span(text, dead), value, value, value, None, "soldats", "killed", 0)
    return Reading(about, (claim,), (event,), (figure,), reader=READER, codebook="1")


def accord(
    name: str = "b1",
    *,
    published: date = date(2025, 3, 10),
    transition: str = "ended",
    verb: str = "met fin",
    **about: str,
) -> Reading:
    """A state that ends (or makes) an agreement with another."""
    title = f"Bamako {verb} à l'accord avec Berlin"
    text = f"{title}\nLe Mali {verb} à l'accord de coopération avec l'Allemagne, a-t-il annoncé."
    mali, berlin = Actor(span(text, "Le Mali"), "Mali", "MLI", "GOV"), Actor(None, "Allemagne", "DEU", "GOV")
    change = Change("agreement", ("DEU", "MLI"), "accord de coopération", transition)  # type: ignore[arg-type]
    event = Event(
        (span(text, f"{verb} à l'accord de"),), "SANCTION", ("discontinue",), actors=(mali,), recipients=(berlin,),
        status="occurred", arrangement=change, confidence=0.8,
    )  # fmt: skip
    dispatch = replace(Dispatch(name, text, published, "given"), **about)  # type: ignore[arg-type]
    return Reading(dispatch, (), (event,), (), reader=READER, codebook="1")
