"""Says records in a few words of English or French, for the views that people look at."""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterable
from datetime import date

from greffier.codebook import Codebook, plover
from greffier.messages import Say
from greffier.records import Actor, Arrangement, Change, Event, Quantity, Reading, Span, When

STATUS_ICONS = {"occurred": "✓", "ongoing": "↻", "planned": "◷", "hypothetical": "?", "negated": "✗"}
ARROW = " → "
CUT = " […] "


class Phrases:
    """Says what the records of one language's reader need to see. All methods return one line of text."""

    def __init__(self, say: Say) -> None:
        """Speak with ``say``."""
        self.say = say
        self.book: Codebook = plover()

    def actor(self, actor: Actor) -> str:
        """Return the name with country and sector: ``Oda Velin (NER, government)``."""
        about = [actor.country or "", self.sector(actor)]
        inside = ", ".join(part for part in about if part)
        name = one_line(actor.name)
        return f"{name} ({inside})" if inside else name

    def sector(self, actor: Actor) -> str:
        """Return the word for the actor's sector, or nothing."""
        return self.book.sector_label(actor.sector, self.say.language) if actor.sector else ""

    def actors(self, actors: Iterable[Actor]) -> str:
        """Return the actors in a row, or that nobody is named."""
        return ", ".join(self.actor(a) for a in actors) or self.say("say.nobody")

    def dyad(self, event: Event) -> str:
        """Return ``actors → recipients``; without recipients the actors alone."""
        sides = [event.actors, event.recipients] if event.recipients else [event.actors]
        return ARROW.join(self.actors(side) for side in sides)

    def event_type(self, event: Event) -> str:
        """Return the word for the type, with its modes: ``consultation · visit``."""
        language = self.say.language
        modes = [self.book.mode_label(event.type, mode, language) for mode in event.modes]
        return " · ".join([self.book.type_label(event.type, language), *modes])

    def status(self, event: Event) -> str:
        """Return the icon and the word that tell whether it happened."""
        return f"{STATUS_ICONS[event.status]} {self.say(f'status.{event.status}')}"

    def source(self, reading: Reading, claim: int | None) -> str:
        """Return on whose word a record stands."""
        if claim is None:
            return self.say("say.outlet")
        return self.speaker(reading, claim)

    def speaker(self, reading: Reading, index: int) -> str:
        """Return who speaks in a claim: the actor's name, else the words, else that nobody is named."""
        claim = reading.claims[index]
        if claim.speaker_actor:
            return one_line(claim.speaker_actor.name)
        return one_line(claim.speaker.of(reading.dispatch.text)) if claim.speaker else self.say("say.unnamed")

    def where(self, event: Event) -> str:
        """Return the place with its country, or nothing."""
        place = event.place
        if place is None:
            return ""
        name, country = one_line(place.name or ""), place.country or ""
        return f"{name} ({country})" if name and country else name or country

    def day(self, day: date) -> str:
        """Return the day with the month as a word: ``27 March 2024``."""
        first = "1er" if day.day == 1 and self.say.language == "fr" else str(day.day)
        return f"{first} {self._month(day)} {day.year}"

    def when(self, when: When | None) -> str:
        """Return the day, month, year or bounds, or nothing."""
        if when is None or (when.earliest is None and when.latest is None):
            return ""
        first, last = when.earliest, when.latest
        if first is None or last is None:
            known = first or last
            return self.say("say.since" if first else "say.until", day=self.day(known)) if known else ""
        if first == last:
            return self.day(first)
        if first.day == 1 and _ends_month(last) and first.year == last.year:
            if first.month == last.month:
                return f"{self._month(first)} {first.year}"
            if (first.month, last.month) == (1, 12):
                return str(first.year)
        if (first.year, first.month) == (last.year, last.month):
            return self.say("say.within_month", first=first.day, last=self.day(last))
        return self.say("say.between", first=self.day(first), last=self.day(last))

    def number(self, number: float | int) -> str:
        """Return the number with its thousands grouped as the language does."""
        whole = isinstance(number, int) or number.is_integer()
        shown = f"{int(number):,}" if whole else f"{number:,.6f}".rstrip("0")
        marks: dict[int, str] = {ord(","): self.say("say.group"), ord("."): self.say("say.decimal")}
        return shown.translate(marks)

    def figure(self, quantity: Quantity) -> str:
        """Return the figure with its bounds and unit: ``at least 1,000``."""
        unit = f" {quantity.unit}" if quantity.unit else ""
        value, least, most = (
            None if n is None or not math.isfinite(n) else self.number(n) + unit
            for n in (quantity.value, quantity.min, quantity.max)
        )
        if value and least == most:
            return value if least else self.say("say.about", figure=value)
        if least and most:
            return self.say("say.from_to", least=least, most=most)
        if least:
            return self.say("say.at_least", figure=least)
        return self.say("say.at_most", figure=most) if most else value or "?"

    def role(self, quantity: Quantity) -> str:
        """Return the word for what the figure counts."""
        return self.say(f"role.{quantity.role}")

    def arrangement(self, record: Arrangement | Change) -> str:
        """Return the arrangement: ``deployment · base · NER, USA · unchanged``."""
        parts = [
            self.say(f"kind.{record.kind}"),
            one_line(record.object or ""),
            ", ".join(record.parties),
            self.say(f"transition.{record.transition}"),
        ]
        return " · ".join(part for part in parts if part)

    def words(self, text: str, spans: Iterable[Span]) -> str:
        """Return the evidence in quotation marks; what stands between two spans is left out and marked."""
        return self.say("say.quoted", words=CUT.join(one_line(span.of(text)) for span in spans))

    def warning(self, warning: str) -> str:
        """Return a warning ``code: detail`` in the reader's language; an unknown code stays as it is."""
        code, _, detail = warning.partition(": ")
        known = self.say.knows(f"warning.{code}")
        return self.say(f"warning.{code}", detail=detail) if known else warning

    def published(self, reading: Reading) -> str:
        """Return when the dispatch was published and how that is known."""
        dispatch = reading.dispatch
        if dispatch.published is None:
            return self.say("sheet.unpublished")
        known = self.say("sheet.published", day=self.day(dispatch.published))
        reason = dispatch.published_reason
        if reason == "given":
            reason = self.say("sheet.given")
        return f"{known} ({one_line(reason)})" if reason else known

    def _month(self, day: date) -> str:
        return self.say("say.months").split()[day.month - 1]


def title_of(reading: Reading) -> str:
    """Return the dispatch's title, else its id."""
    dispatch = reading.dispatch
    return one_line(dispatch.title.of(dispatch.text)) if dispatch.title else dispatch.id


def one_line(text: str) -> str:
    """Return the text without control characters, its runs of white space made one space."""
    kept = "".join(" " if c.isspace() else c for c in text if c.isprintable() or c.isspace())
    return " ".join(kept.split())


def _ends_month(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]
