"""Descriptions: reads the country and the sector off the words of a noun phrase."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from greffier.reading.entities import Entity, People, merged
from greffier.reading.gazetteer import Entry, Gazetteer, Mention
from greffier.reading.parse import Document, Token
from greffier.reading.phrases import OF, Phrase
from greffier.reading.roles import Role, Roles
from greffier.reading.setting import Setting

ENVOYS = (
    "ambassad",
    "consul",
    "représentant",
    "envoyé",
    "émissaire",
    "correspondant",
    "délégué",
    "attaché",
    "diplomate",
)
WITHOUT_SECTOR = frozenset({"UNO", "EUR", "IGO", "NGO", "MNC"})
# Adjectives change the sector of these, and to these (``forces rebelles`` are no army).
PLIABLE = frozenset({"CVL", "UAF", "MIL", "SOC", "PTY", "LEG", "GOV"})
STRONG = frozenset({"REB", "REL", "MED", "LAB", "CRM", "PRE"})
SPELT = 4  # first letters that two spellings of a first name share
FORMER = frozenset({"GOV", "MIL", "LEG", "SPY", "PTY"})


class Describer:
    """Reads what phrases say by themselves, with the names and the setting of one dispatch."""

    def __init__(
        self, doc: Document, names: Gazetteer, roles: Roles, setting: Setting, people: People, published: date | None
    ) -> None:  # fmt: skip
        """Keep the knowledge that descriptions are read with."""
        self._doc, self._names, self._roles, self._setting = doc, names, roles, setting
        self._people, self._published = people, published

    def words(self, first: int, last: int) -> str:
        """Return the text from one token to another (inclusive), on one line."""
        tokens = self._doc.tokens
        return " ".join(self._doc.text[tokens[first].start : tokens[last].end].split())

    def current(self, entries: list[Entry]) -> Entry | None:
        """Return the entry in office on the day of publication, else the last to leave before it, else the first."""
        day = self._published
        if day is None or not entries:
            return entries[0] if entries else None
        for entry in entries:
            if (entry.start is None or entry.start <= day) and (entry.end is None or day <= entry.end):
                return entry
        return max(entries, key=lambda e: (e.end is not None and e.end <= day, e.end or date.min))

    def leader(self, entries: list[Entry], name: str | None = None) -> Entity | None:
        """Return the person of a leader's entries as of the day of publication (out of office: ELI)."""
        entry = self.current(entries)
        if entry is None:
            return None
        sector, day = entry.sector, self._published
        if day is not None and entry.end is not None and entry.end < day and sector == "GOV":
            sector = "ELI"
        office = self._office(entry.role)
        return Entity(name or entry.name, entry.country, sector, entry.wikidata, True, office=office)

    def _office(self, role: str | None) -> str | None:
        return self._roles.office(role) if role else None

    def explicit(self, phrase: Phrase) -> str | None:
        """Return the country (or code) that the phrase itself names, or None."""
        for people in phrase.peoples:
            if (code := self.which(people)) is not None:
                return code
        for of in (True, False):
            for preposition, inner in phrase.complements:
                if (preposition.norm in OF) != of:
                    continue
                if (
                    not of
                    and phrase.role is not None
                    and phrase.role.inherit
                    and not self._seated(phrase, preposition, inner)
                ):
                    continue
                if (code := self.named(inner)) is not None:
                    return code
        for adjective in phrase.adjectives:
            if (found := self._setting.stateless(adjective)) is not None:
                return found[0]
        if phrase.name is not None and phrase.name.kind == "noun":
            return self.explicit(phrase.name)
        return None

    def _seated(self, phrase: Phrase, preposition: Token, inner: Phrase) -> bool:
        """Tell whether a body is told by its capital (« l'état-major à Kiev »); envoys stand in another's."""
        capital = inner.mention is not None and inner.mention.entry.kind == "capital"
        return preposition.norm == "à" and capital and not phrase.head.lemma.startswith(ENVOYS)

    def which(self, people: Mention) -> str | None:
        """Return the country of a demonym in this dispatch."""
        return self._setting.which(people)

    def named(self, inner: Phrase) -> str | None:
        """Return the country that a complement names: a country, a place, a body, a person of it."""
        if inner.kind in {"known", "people"} and inner.mention is not None:
            if inner.is_person_name:
                person = self._people.find(self.words(inner.head.i, inner.core_last))
                return person.country if person else inner.mention.entry.country
            return self.which(inner.mention) if inner.kind == "people" else inner.mention.entry.country
        if inner.kind == "name":
            person = self._people.find(self.words(inner.head.i, inner.core_last))
            if person is not None:
                return person.country
        code = self.explicit(inner)
        if code is None and inner.name is not None:
            code = self.named(inner.name)
        return code or (inner.role.country if inner.role is not None else None)

    def sector(self, phrase: Phrase, role: Role) -> str | None:
        """Return the sector of a description: its role's, its complement's where it inherits, an adjective's."""
        country = role.country or self.explicit(phrase)
        if country in WITHOUT_SECTOR and (role.inherit or role.sector in {None, "GOV"}):
            return None
        sector = self._inherited(phrase, role) if role.inherit else role.sector
        if sector in PLIABLE:
            for adjective in phrase.adjectives:
                given = self._roles.sector_of(adjective)
                people = self._setting.stateless(adjective)
                if given in STRONG:
                    sector = given
                elif people is not None and people[1] and sector in {"MIL", "SOC"}:
                    sector = people[1]
        if phrase.former and sector in FORMER and role.person:
            return "ELI"
        return sector

    def _inherited(self, phrase: Phrase, role: Role) -> str | None:
        for preposition, inner in phrase.complements:
            if preposition.norm in OF | {"au", "à"} and (given := self._own(inner)) is not None:
                return given
        if role.canon is None:
            for adjective in phrase.adjectives:
                if (given := self._roles.sector_of(adjective)) is not None:
                    return given
        return role.sector

    def _own(self, inner: Phrase) -> str | None:
        if inner.role is not None and not inner.role.document:
            return self.sector(inner, inner.role)
        if inner.mention is not None and inner.mention.entry.kind in {"body", "seat", "group", "actor"}:
            return inner.mention.entry.sector
        return None


def gather(
    phrases: list[Phrase],
    describer: Describer,
    people: People,
    names: Gazetteer,
    guess: Callable[[Phrase, Role], str | None],
) -> None:
    """Learn the persons that the phrases name, fullest names first; ``guess`` gives an untold country."""
    named = [(words, p) for p in phrases if (words := person_name(p, describer)) is not None]
    named.sort(key=lambda pair: -len(pair[0].split()))
    later: list[tuple[Entity, Phrase, Role]] = []
    for words, phrase in named:
        entity = Entity(words, person=True, gender=phrase.title if phrase.title in {"Masc", "Fem"} else None)
        table = describer.leader(known_leaders(words, phrase, names), words)
        for holder in holders(phrase):
            if holder.role is not None:
                gender = holder.gender
                entity = merged(entity, Entity(words, describer.explicit(holder), describer.sector(holder, holder.role),
                                               person=True, gender=gender, office=holder.role.office))  # fmt: skip
                later.append((entity, holder, holder.role))
            else:
                entity = merged(entity, Entity(words, describer.named(holder), person=True))
        people.learn(merged(entity, table) if table is not None else entity)
    for entity, holder, role in later:
        known = people.find(entity.name)
        if known is not None and known.country is None:
            people.learn(merged(entity, Entity(entity.name, guess(holder, role), person=True)))


def known_leaders(words: str, phrase: Phrase, names: Gazetteer) -> list[Entry]:
    """Return the tables' persons whom a name means: by the whole name, by a surname with a title, or spelt otherwise.

    « M. Netanyahu » is looked up by the surname; « Recep Tayip Erdogan » by the surname and the first letters.
    """
    found = [e for e in names.lookup(words) if e.kind in {"leader", "actor"}]
    first, *rest = words.split()
    if found or (not rest and not phrase.title):
        return found
    surnames = [e for e in names.lookup(words.split()[-1]) if e.kind == "surname"]
    return [e for e in surnames if not rest or e.name.casefold().startswith(first.casefold()[:SPELT])]


def person_name(phrase: Phrase, describer: Describer) -> str | None:
    """Return the personal name that a phrase's core is, or None."""
    titled = (
        phrase.owner is not None
        and phrase.owner.name is phrase
        and phrase.owner.role is not None
        and phrase.owner.role.person
    )
    body = phrase.kind == "name" and phrase.owner is not None and phrase.owner.name is phrase and phrase.owner.role
    if body and body.country and not body.person:
        return None
    if phrase.is_person_name or (phrase.kind == "name" and titled):
        return describer.words(phrase.head.i, phrase.core_last)
    return None


def holders(phrase: Phrase) -> list[Phrase]:
    """Return the phrases that say what office a name holds: titles before it, an apposition after it."""
    found, up = [], phrase
    while up.owner is not None and up.owner.name is up:
        up = up.owner
        found.append(up)
    found.sort(key=lambda p: p.role is None)
    return [*found, phrase.apposition] if phrase.apposition is not None else found
