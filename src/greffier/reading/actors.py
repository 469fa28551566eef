"""Who is who: names every actor of a dispatch and resolves titles, descriptions and pronouns to them."""

from __future__ import annotations

from datetime import date

from greffier.french import Lexicon
from greffier.reading.coreference import Resolver
from greffier.reading.entities import Entity
from greffier.reading.gazetteer import Entry, Mention, gazetteer
from greffier.reading.parse import Document, Token
from greffier.reading.phrases import Phrase, Phrases
from greffier.reading.roles import roles_of
from greffier.records import Actor, Span

PARTICLES = frozenset({"-ci", "-là"})


class Cast:
    """The actors of one dispatch. ``mentions`` holds the known names of the text in its order.

    ``home`` is the country (ISO alpha-3) that the dispatch is mostly about, or None; ``topics`` those that it is
    about, the one of most weight first.
    """

    def __init__(self, doc: Document, phrases: Phrases, resolver: Resolver, mentions: tuple[Mention, ...]) -> None:
        """Keep what the stages before have found; callers use ``find_cast``."""
        self._doc, self._phrases, self._resolver = doc, phrases, resolver
        self.mentions = mentions
        self.home = resolver.setting.home
        self.topics = resolver.setting.topics

    def actor(self, token: Token) -> Actor | None:
        """Return the actor that the phrase (or pronoun) headed by ``token`` denotes, or None for a thing.

        The actor's span is this mention; its name is the fullest in the dispatch.
        """
        if token.pos == "PRON" and token.i not in self._phrases.at:
            entity = self._resolver.pronoun(token)
            return _actor(entity, token.span) if entity else None
        phrase = self._owner(token)
        entity = self._resolver.entity(phrase) if phrase else None
        if entity is None and token is not (phrase.head if phrase else None):
            entity = self._resolver.of_demonym(token)
            return _actor(entity, token.span) if entity else None
        return _actor(entity, self._span(phrase)) if entity and phrase else None

    def actors(self, token: Token) -> tuple[Actor, ...]:
        """Return the actors of the phrase headed by ``token`` and of the phrases coordinated with it."""
        if token.pos == "PRON" and token.i not in self._phrases.at:
            return tuple(_actor(e, token.span) for e in self._resolver.pronouns(token))
        phrase = self._owner(token)
        if phrase is None:
            return ()
        pair = self._resolver.counted.pair(phrase) or self._resolver.counted.several(phrase)
        if pair:
            return tuple(_actor(e, self._span(phrase)) for e in pair)
        found = []
        for part in (phrase, *phrase.conjuncts):
            entity = self._resolver.entity(part)
            if entity is not None:
                found.append(_actor(entity, self._span(part)))
        return tuple(dict.fromkeys(found))

    def phrase(self, token: Token) -> Span:
        """Return the full noun phrase headed by ``token`` (article … complements, name, apposition, conjuncts)."""
        phrase = self._owner(token)
        if phrase is None:
            after = self._doc.tokens[token.i + 1] if token.i + 1 < len(self._doc.tokens) else token
            return Span(token.start, after.end) if after.norm in PARTICLES else token.span
        span = self._span(phrase)
        last = max((p for p in phrase.conjuncts), key=lambda p: p.last, default=None)
        if last is not None and last.head.line == token.line and last.last > phrase.last:
            return Span(span.start, self._span(last).end)
        return span

    def antecedent(self, token: Token) -> Token | None:
        """Return the head of the phrase that a pronoun stands for, or None."""
        phrase = self._resolver.antecedent(token)
        return phrase.head if phrase else None

    def country_of(self, token: Token) -> str | None:
        """Return the country (or PLOVER code) of the actor or of the known name at ``token``, or None."""
        actor = self.actor(token)
        if actor is not None:
            return actor.country
        phrase = self._phrases.at.get(token.i)
        return self._resolver.explicit(phrase) if phrase else None

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """Return every noun phrase of the dispatch in the order of the text."""
        return tuple(sorted(self._phrases.all, key=lambda p: (p.first, p.last)))

    def state(self, country: str | None) -> Entry | None:
        """Return what the tables know of a country by its ISO code, or None."""
        return self._resolver.names.countries.get(country or "")

    def capital(self, country: str | None) -> str | None:
        """Return the name of a country's capital, or None."""
        return self._resolver.names.capitals.get(country or "")

    def country_before(self, phrase: Phrase) -> str | None:
        """Return the country that ``le pays`` or ``la capitale`` means at ``phrase``: the last named, else home."""
        return self._resolver.setting.before(phrase.first)

    def _owner(self, token: Token) -> Phrase | None:
        """Return the phrase that stands for ``token``: a name in apposition belongs to its office."""
        phrase = self._phrases.at.get(token.i)
        while (
            phrase is not None and phrase.owner is not None and phrase in (phrase.owner.name, phrase.owner.apposition)
        ):
            phrase = phrase.owner
        return phrase

    def _span(self, phrase: Phrase) -> Span:
        tokens = self._doc.tokens
        return Span(tokens[phrase.first].start, tokens[phrase.last].end)


def _actor(entity: Entity, span: Span) -> Actor:
    return Actor(span, entity.name, entity.country, entity.sector, entity.wikidata)


def find_cast(doc: Document, lexicon: Lexicon, published: date | None) -> Cast:
    """Find the actors of a dispatch. ``published`` decides who holds an office; None means unknown."""
    names, roles = gazetteer(lexicon), roles_of(lexicon)
    mentions = names.find(doc)
    phrases = Phrases(doc, mentions, roles)
    return Cast(doc, phrases, Resolver(doc, phrases, names, roles, lexicon, published), mentions)
