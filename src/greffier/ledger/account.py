"""An account: one reading as conflicts and timelines look at it — who says what, where, of which occurrence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from greffier.french import default_lexicon
from greffier.ledger.model import At, Occurrence, Telling
from greffier.ledger.words import Page, folded, knowledge, stem
from greffier.records import Actor, Event, Reading, Span

BODIES = frozenset({"UNO", "EUR", "IGO", "NGO", "IMG", "MNC"})
ALIAS = re.compile(r"\s*,?\s*\(([^()\n]{2,60})\)")
ACRONYM = re.compile(r"\b[A-ZÀ-Ý][\w-]*[A-ZÀ-Ýa-zà-ÿ]\b")
SHORTEST_TOKEN = 3


@dataclass(frozen=True, slots=True)
class Voice:
    """On whose word something is said: the actor (None: the outlet itself), its country and the words of its names."""

    actor: Actor | None
    country: str | None
    words: frozenset[str]

    def same(self, other: Voice) -> bool:
        """Tell whether two voices are one speaker: one country, and the names of one hold those of the other."""
        if self.actor is None or other.actor is None:
            return self.actor is other.actor and self.words == other.words
        if self.actor.wikidata and other.actor.wikidata:
            return self.actor.wikidata == other.actor.wikidata
        if self.country != other.country:
            return False
        return self.words <= other.words or other.words <= self.words


@dataclass(frozen=True)
class Account:
    """One reading, the occurrences of its events (in their order), its source family and the name of its version."""

    reading: Reading
    occurrences: tuple[str, ...]
    family: str | None = None
    version: str = ""
    page: Page = field(init=False, repr=False)
    rank: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Cut the text into sentences, once; see whether it is an agency's own copy (``rank`` 0) or a reprint (2)."""
        text = self.reading.dispatch.text
        object.__setattr__(self, "page", Page(text))
        object.__setattr__(
            self, "rank", 0 if _origin("own").search(text) else 2 if _origin("again").search(text) else 1
        )

    @property
    def published(self) -> date | None:
        """The day of publication, None if it is not known."""
        return self.reading.dispatch.published

    def at(self, span: Span) -> At:
        """Return where a span of this reading stands."""
        return At(self.version or self.reading.dispatch.id, span)

    def quote(self, span: Span) -> str:
        """Return the words that a span holds."""
        return span.of(self.reading.dispatch.text)

    def claim_at(self, span: Span) -> int | None:
        """Return the index of the innermost claim whose content holds the span, None if no claim does."""
        best: tuple[int, int] | None = None
        for index, claim in enumerate(self.reading.claims):
            for part in claim.content:
                if part.holds(span) and (best is None or part.end - part.start < best[0]):
                    best = (part.end - part.start, index)
        return best[1] if best else None

    def voice(self, claim: int | None) -> Voice:
        """Return on whose word a claim stands; without a claim, or a speaker, it is the outlet's."""
        while claim is not None:
            record = self.reading.claims[claim]
            if record.speaker_actor is not None:
                return self.named(record.speaker_actor, record.speaker)
            claim = record.parent
        return Voice(None, None, frozenset({self.reading.dispatch.source or self.reading.dispatch.id}))

    def events_in(self, start: int, end: int) -> list[tuple[int, Span]]:
        """Return the events with a trigger in the stretch, each with its first trigger there, in the text's order."""
        found = []
        for index, event in enumerate(self.reading.events):
            inside = [t for t in event.triggers if start <= t.start and t.end <= end]
            if inside:
                found.append((index, min(inside)))
        return sorted(found, key=lambda pair: (pair[1], pair[0]))

    def name_of(self, event: int) -> str:
        """Return by what people know an event: its first trigger, and the place where it happened."""
        record = self.reading.events[event]
        place = record.place.name if record.place else None
        told = self.quote(record.triggers[0])
        return f"{told} ({place})" if place else told

    def setting(self) -> tuple[str, ...]:
        """Return the countries that the reading is about, most named first (at most two)."""
        counts: Counter[str] = Counter()
        for event in self.reading.events:
            counts.update(a.country for a in (*event.actors, *event.recipients) if a.country)
            counts.update([event.place.country] if event.place and event.place.country else [])
            counts.update(event.arrangement.parties if event.arrangement else ())
        counts.update(
            c.speaker_actor.country for c in self.reading.claims if c.speaker_actor and c.speaker_actor.country
        )
        ranked = sorted(((-n, c) for c, n in counts.items() if c not in BODIES))
        return tuple(c for _, c in ranked[:2])

    def named(self, actor: Actor, *spans: Span | None) -> Voice:
        """Return an actor as a voice: its name's words, and the short names that the text gives beside the spans."""
        words = set(name_words(actor.name))
        for span in (*spans, actor.span):
            if span is None:
                continue
            after = ALIAS.match(self.reading.dispatch.text, span.end)
            inside = span.of(self.reading.dispatch.text)
            for text in (after.group(1) if after else "", inside):
                words.update(folded(m) for m in ACRONYM.findall(text) if len(m) >= SHORTEST_TOKEN)
        return Voice(actor, actor.country, frozenset(words))


def name_words(name: str) -> frozenset[str]:
    """Return the stems of a name that tell it from others: without articles and demonyms, unless nothing is left."""
    words = [w for w in folded(name).split() if len(w) >= SHORTEST_TOKEN and w not in _small_words()]
    told = [w for w in words if w not in demonyms()] or words
    return frozenset(stem(w) for w in told)


def accounts(
    readings: Iterable[Reading], tellings: Iterable[Telling], occurrences: Iterable[Occurrence]
) -> tuple[Account, ...]:
    """Return the account of each reading; a telling that no occurrence holds is an occurrence by itself.

    Readings are told apart by the id of their dispatch; ``tellings`` are those of all the readings.
    """
    home = {member: occurrence.id for occurrence in occurrences for member in occurrence.members}
    keys: dict[str, dict[int, str]] = {}
    families: dict[str, str | None] = {}
    for telling in tellings:
        name = telling.reading.dispatch.id
        keys.setdefault(name, {})[telling.index] = home.get(telling.key, telling.key)
        families[name] = telling.family
    return tuple(_account(r, keys.get(r.dispatch.id, {}), families.get(r.dispatch.id)) for r in readings)


def _account(reading: Reading, keys: Mapping[int, str], family: str | None) -> Account:
    found = tuple(keys.get(i, f"{reading.dispatch.id}:event:{i}") for i in range(len(reading.events)))
    return Account(reading, found, family)


def host_and_guest(event: Event) -> Sequence[str]:
    """Return the countries of an event's actors, recipients and place, in this order, each once; no bodies."""
    named = [a.country for a in (*event.actors, *event.recipients)]
    named.append(event.place.country if event.place else None)
    return list(dict.fromkeys(c for c in named if c and c not in BODIES))


@cache
def demonyms() -> dict[str, str]:
    """Return the country code of each folded demonym that is one country's only (not « congolais »)."""
    found: dict[str, str | None] = {}
    for row in default_lexicon().rows("countries"):
        for word in {folded(w) for w in row["demonyms"].split("|")}:
            found[word] = row["code"] if word not in found else None
    return {word: code for word, code in found.items() if code and len(word) >= SHORTEST_TOKEN}


@cache
def country_names() -> dict[str, str]:
    """Return the country code of each folded name of a country and of its capital."""
    columns = ("name", "aliases", "capital", "capital_aliases")
    return {
        folded(name): row["code"]
        for row in default_lexicon().rows("countries")
        for column in columns
        for name in row[column].split("|")
        if name
    }


@cache
def _origin(name: str) -> re.Pattern[str]:
    return re.compile(knowledge("disputes")["origin"][f"{name}_pattern"])


@cache
def _small_words() -> frozenset[str]:
    return frozenset(knowledge("disputes")["names"]["small"])
