"""Where: finds the places that a dispatch names, and which of them an event happened in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from greffier.french import Lexicon
from greffier.reading.actors import Cast
from greffier.reading.gazetteer import Entry, Mention, plain
from greffier.reading.happening import Happening
from greffier.reading.locating import Grammar, Ground, Option, Spot, choose, options, placing
from greffier.reading.parse import Document, Token
from greffier.reading.phrases import Phrase
from greffier.records import Actor, Place, Span

OF = frozenset({"de", "du", "d'", "des"})
PLACES = frozenset({"place", "capital", "country"})
TOWNS = frozenset({"à", "a"})
NOUNS = frozenset({"NOUN", "PROPN"})
SUBJECTS = frozenset({"nsubj", "iobj"})
STEPS = 4
WINDOW = 60
BACK = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The compiled content of ``where.toml``."""

    at: frozenset[str]
    near: frozenset[str]
    area: frozenset[str]
    spot: frozenset[str]
    country: frozenset[str]
    capital: frozenset[str]
    without: frozenset[str]
    own: frozenset[str]
    going: frozenset[str]
    happening: frozenset[str]


class Places:
    """The places of one dispatch; ``all`` holds those that something is said to happen in, in the text's order."""

    def __init__(self, doc: Document, cast: Cast, words: Words) -> None:
        """Find every place of the document; callers use ``find_places``."""
        self._doc, self._cast, self._words = doc, cast, words
        names = [p for p in cast.phrases if p.kind == "name"]
        self._acting = {self._text(p.first, p.last) for p in names if p.head.relation in SUBJECTS or p.title or p.role}
        self._spots = [s for p in cast.phrases if (s := self._spot(p)) is not None]
        self._by_sentence: dict[int, list[Spot]] = {}
        for spot in self._spots:
            self._by_sentence.setdefault(spot.phrase.head.sentence, []).append(spot)
        counts = Counter(s.place.country for s in self._spots)
        self._ground = Ground(doc, tuple(self._spots), counts, cast.home)
        self.all: tuple[Place, ...] = tuple(s.place for s in self._spots if s.locative)

    def of_event(self, tokens: Sequence[Token], event_type: str | None = None) -> Place | None:
        """Return where the event named by the trigger ``tokens`` happened, or None where the text gives no place.

        ``event_type`` is a PLOVER type: acts of words have no place, others take one from the trigger's own
        modifiers, physical acts also from the rest of their sentence.
        """
        if not tokens or event_type in self._words.without:
            return None
        groups: dict[int, list[Token]] = {}
        for token in tokens:
            groups.setdefault(token.sentence, []).append(token)
        for group in groups.values():
            if (own := self._own(group)) is not None:
                return own.place
        if event_type in self._words.own:
            return None
        for group in groups.values():
            if (near := self._in_sentence(group)) is not None:
                return near.place
        return self._going_on(tokens[0]) if event_type in self._words.going else None

    def of_happening(self, event: Happening, actors: Sequence[Actor], recipients: Sequence[Actor]) -> Place | None:
        """Return where an event happened all of whose mentions and sides are known, or None where none is told."""
        spot = choose(
            self.options(event, actors, recipients), placing(fast=self._ground.doc.insight is None)
        ) or self._stated(event)
        return spot.place if spot else None

    def _stated(self, event: Happening) -> Spot | None:
        """Return the town that an event's own verb is said to have happened in: « ont signé mardi à Bangui »."""
        if event.uttered or event.kind in self._words.without:
            return None
        spots = [s for h in event.heads for s in self._by_sentence.get(h.sentence, ()) if s.phrase.head.head is h]
        towns = (s for s in spots if s.place.precision == "city" and s.preposition and s.preposition.norm in TOWNS)
        return next((s for s in towns if s.phrase.head.head.pos == "VERB"), None)

    def options(self, event: Happening, actors: Sequence[Actor], recipients: Sequence[Actor]) -> list[Option]:
        """Return the spots that an event may have happened in, with what is seen of each."""
        rule = self.of_event(event.heads, event.kind)
        named = {h.sentence: [x for x in event.heads if x.sentence == h.sentence] for h in event.heads}
        held = [s for at, heads in named.items() for s in self._by_sentence.get(at, ()) if self._governed(s, heads)]
        grammar = Grammar(rule.country if rule else None, frozenset(s.phrase.first for s in held))
        return options(self._ground, event, actors, recipients, grammar)

    def _going_on(self, token: Token) -> Place | None:
        """Return the last place that something happened in, a few sentences before ``token``, or None."""
        for spot in reversed(self._spots):
            if spot.locative and spot.phrase.last < token.i and spot.place.country is not None:
                return spot.place if token.sentence - spot.phrase.head.sentence <= BACK else None
        return None

    # --- what is a place --------------------------------------------------------------------------

    def _spot(self, phrase: Phrase) -> Spot | None:
        if phrase.owner is not None and (phrase is phrase.owner.name or self._inside_place(phrase)):
            return None
        place = self._place(phrase)
        if place is None:
            return None
        preposition = self._before(phrase)
        return Spot(phrase, place, preposition is not None and self._is_locative(preposition), preposition)

    def _inside_place(self, phrase: Phrase) -> bool:
        owner = phrase.owner
        return owner is not None and owner.kind == "noun" and self._is_place_noun(owner)

    def _is_place_noun(self, phrase: Phrase) -> bool:
        words = self._words
        forms = {plain(phrase.head.norm), plain(phrase.head.lemma)}
        return bool(forms & (words.area | words.spot | words.country | words.capital))

    def _place(self, phrase: Phrase) -> Place | None:
        if phrase.kind == "known" and phrase.mention is not None:
            entry = self._best(phrase.mention)
            return self._known(phrase, entry) if entry is not None else None
        if phrase.kind == "noun" and self._is_place_noun(phrase):
            return self._noun(phrase)
        return self._unknown(phrase) if phrase.kind == "name" else None

    def _unknown(self, phrase: Phrase) -> Place | None:
        """Return the place that a name no table knows must be: « près de Parou », « À Kout, … »."""
        before, name = self._before(phrase), self._text(phrase.first, phrase.last)
        if before is None or phrase.title or phrase.role or phrase.acronym or name in self._acting:
            return None
        near = self._is_locative(before) and before.norm not in self._words.at
        opens = before.i == self._doc.sentences[before.sentence][0]
        held = opens or phrase.head.head.lemma in self._words.happening or phrase.head.head.pos in NOUNS
        if not near and not (before.norm in TOWNS and held):
            return None
        return Place(self._span(phrase.first, phrase.last), name, self._cast.home, "place")

    def _best(self, mention: Mention) -> Entry | None:
        entries = [e for e in mention.entries if e.kind in PLACES]
        if not entries:
            return None
        home = [e for e in entries if e.country == self._cast.home]
        if entries[0].kind == "place" and home:
            return home[0]
        return entries[0]

    def _known(self, phrase: Phrase, entry: Entry) -> Place:
        located = next(
            (
                e
                for e in (phrase.mention.entries if phrase.mention else ())
                if e.kind == "place" and e.country == entry.country
            ),
            entry,
        )
        name = self._text(phrase.head.i, phrase.core_last)
        return Place(self._span(phrase.first, phrase.last), name, entry.country, entry.precision or "place",
                     located.latitude, located.longitude, located.geonameid)  # fmt: skip

    def _noun(self, phrase: Phrase) -> Place | None:
        span, words = self._span(phrase.first, phrase.last), self._words
        forms = {plain(phrase.head.norm), plain(phrase.head.lemma)}
        inner = self._named_inside(phrase)
        if inner is not None:
            kind = "region" if forms & words.area else "site"
            name = inner.name if inner.precision == "city" else self._text(phrase.head.i, phrase.last)
            return Place(span, name, inner.country, kind, inner.latitude, inner.longitude, inner.geonameid)
        country = phrase.peoples[0].entry.country if phrase.peoples else None
        if forms & words.country or forms & words.capital:
            country = country or self._cast.home or self._cast.country_before(phrase)
            entry = self._cast.state(country)
            name = entry.name if entry is not None else self._text(phrase.head.i, phrase.last)
            if forms & words.capital:
                name = self._cast.capital(country) or name
            return Place(span, name, country, "city" if forms & words.capital else "country")
        country = country or self._cast.home or self._cast.country_before(phrase)
        return Place(span, self._text(phrase.head.i, phrase.last), country, "site")

    def _named_inside(self, phrase: Phrase) -> Place | None:
        for part in (phrase.name, *(p for _, p in phrase.complements)):
            if part is None:
                continue
            place = self._place(part)
            if place is not None:
                return place
        return None

    # --- where it stands ----------------------------------------------------------------------------

    def _before(self, phrase: Phrase) -> Token | None:
        if phrase.first == 0:
            return None
        token = self._doc.tokens[phrase.first - 1]
        return token if token.line == phrase.head.line and token.pos not in {"PUNCT", "VERB", "AUX"} else None

    def _is_locative(self, preposition: Token) -> bool:
        if preposition.norm in self._words.at:
            return True
        if preposition.norm in OF and preposition.i > 0:
            before = self._doc.tokens[preposition.i - 1]
            return before.norm in self._words.near
        return False

    def _own(self, tokens: Sequence[Token]) -> Spot | None:
        """Return the place among the trigger's own modifiers and objects."""
        first, last = min(t.i for t in tokens), max(t.i for t in tokens)
        found: list[tuple[float, Spot]] = []
        for spot in self._around(first, last):
            steps = self._steps(spot.phrase.head, {t.i for t in tokens})
            if steps is None:
                continue
            if spot.locative or self._governed(spot, tokens):
                distance = spot.phrase.first - last if spot.phrase.first > last else (first - spot.phrase.last) * 1.5
                found.append((steps * 3 + distance / 4, spot))
        return min(found, key=lambda pair: pair[0])[1] if found else None

    def _governed(self, spot: Spot, tokens: Sequence[Token]) -> bool:
        """Tell whether the place is the trigger's object (``prendre Kidal``) or its ``de`` (``attaque de Gao``)."""
        head = spot.phrase.head
        if not any(head.head is t for t in tokens) or spot.place.precision == "country":
            return False
        if head.relation == "obj":
            return True
        named = spot.phrase.kind == "known" and bool(spot.phrase.mention and spot.phrase.mention.entry.kind == "place")
        described = spot.place.country is not None and self._is_place_noun(spot.phrase)  # « d'un village malien »
        return head.relation == "nmod" and (named or described)

    def _steps(self, head: Token, triggers: set[int]) -> int | None:
        """Return how many links lead from ``head`` up to a trigger, None where none does."""
        token = head
        for step in range(STEPS):
            if token.i in triggers:
                return step
            if token.head is token:
                return None
            token = token.head
        return None

    def _around(self, first: int, last: int) -> list[Spot]:
        spots = self._by_sentence.get(self._doc.tokens[first].sentence, [])
        return [s for s in spots if first - WINDOW < s.phrase.first < last + WINDOW]

    def _in_sentence(self, tokens: Sequence[Token]) -> Spot | None:
        first, last = min(t.i for t in tokens), max(t.i for t in tokens)
        spots = [s for s in self._around(first, last) if s.locative]
        after = [s for s in spots if s.phrase.first > last]
        before = [s for s in spots if s.phrase.last < first]
        if after:
            return after[0]
        return before[-1] if before else None

    def _span(self, first: int, last: int) -> Span:
        return Span(self._doc.tokens[first].start, self._doc.tokens[last].end)

    def _text(self, first: int, last: int) -> str:
        return " ".join(self._span(first, last).of(self._doc.text).split())


def _words(lexicon: Lexicon) -> Words:
    table = lexicon.table("where")

    def of(section: str, key: str, flat: bool = False) -> frozenset[str]:
        found = table.get(section, {}).get(key, ())
        return frozenset(plain(w) if flat else w for w in found)

    return Words(
        of("prepositions", "at"), of("prepositions", "near"), of("nouns", "area", True), of("nouns", "spot", True),
        of("nouns", "country", True), of("nouns", "capital", True), of("types", "none"), of("types", "own"),
        of("types", "going"), of("verbs", "happening"),
    )  # fmt: skip


def find_places(doc: Document, lexicon: Lexicon, cast: Cast) -> Places:
    """Find the places of a dispatch, with coordinates and GeoNames ids where the tables have them."""
    return Places(doc, cast, lexicon.compiled("where", lambda: _words(lexicon)))
