"""Reference: decides which actor a noun phrase or a pronoun denotes in its dispatch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from greffier.french import Lexicon
from greffier.reading import pronouns
from greffier.reading.counted import Counted
from greffier.reading.describe import Describer, gather
from greffier.reading.entities import Entity, People
from greffier.reading.gazetteer import Gazetteer, Mention, plain
from greffier.reading.parse import Document, Token
from greffier.reading.people import is_capital
from greffier.reading.phrases import OF, Phrase, Phrases
from greffier.reading.pronouns import Candidate
from greffier.reading.roles import Role, Roles
from greffier.reading.setting import Setting
from greffier.reading.whose import DEFINITE, FEW, POSSESSIVES, UNTOLD, Owners

POINTING = frozenset({"ce", "cet", "cette"})
STATES = frozenset({"pays", "etat", "ile", "capitale", "nation", "royaume", "puissance", "republique"})
GOVERNING = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY", "OPP", "PTY"})
RECENT = 60
SHORTEST = 4  # letters of a noun that stands for the body named so


class Resolver:
    """Resolves the phrases of one document, each once, in the order of the text."""

    def __init__(
        self, doc: Document, phrases: Phrases, names: Gazetteer, roles: Roles, lexicon: Lexicon, published: date | None
    ) -> None:  # fmt: skip
        """Read off what the whole dispatch says of its persons and countries, then resolve phrase by phrase."""
        table = lexicon.table("roles")
        self._doc, self._phrases, self.names = doc, phrases, names
        self._quantities = frozenset(plain(w) for w in table.get("quantities", {}).get("words", ()))
        self._sides = frozenset(table.get("sides", {}).get("words", ()))
        self._anaphora = {kind: frozenset(words) for kind, words in table.get("anaphora", {}).items()}
        self.setting = Setting(doc, phrases, names, lexicon)
        self._people = People()
        self._describer = Describer(doc, names, roles, self.setting, self._people, published)
        self._entities: dict[int, Entity | None] = {}
        self._offices: dict[str, list[Entity]] = {}
        self._authors: dict[str, Entity] = {}
        self._seen: list[tuple[Phrase, Entity]] = []
        self._owners = Owners(table, self._describer, self.setting, self._seen, self._offices)
        self.counted = Counted(doc, self, table.get("namesakes", {}))
        gather(phrases.all, self._describer, self._people, names, self._guess)
        self.order = sorted(phrases.all, key=lambda p: (p.head.i, p.first))
        for phrase in self.order:
            entity = self.entity(phrase)
            if entity is not None:
                self._seen.append((phrase, entity))

    def _guess(self, phrase: Phrase, role: Role) -> str | None:
        """Return the country of a named person whose title tells none; a private person's only where it is sure."""
        private = self._describer.sector(phrase, role) == "CVL"
        return self.setting.sure if private else self._owners.untold(phrase, role)

    def entity(self, phrase: Phrase) -> Entity | None:
        """Return who the phrase denotes, or None where it is a thing."""
        key = id(phrase)
        if key not in self._entities:
            self._entities[key] = None
            self._entities[key] = self._resolve(phrase)
        return self._entities[key]

    def explicit(self, phrase: Phrase) -> str | None:
        """Return the country that the phrase names by itself, or None."""
        return self._describer.named(phrase)

    def state(self, code: str | None, words: str | None = None) -> Entity | None:
        """Return a state as an actor (its government), under ``words`` where the text names it so."""
        entry = self.names.countries.get(code or "")
        if entry is None:
            return Entity(words, code, "GOV") if words else None
        return Entity(words or entry.name, code, "GOV", entry.wikidata)

    def of_demonym(self, token: Token) -> Entity | None:
        """Return the state that a demonym adjective stands for (``offensive turque``), or None."""
        phrase = self._phrases.at.get(token.i)
        for mention in phrase.peoples if phrase is not None else ():
            if mention.first <= token.i <= mention.last:
                return self.state(self._describer.which(mention))
        return None

    def _resolve(self, phrase: Phrase) -> Entity | None:
        if phrase.kind == "known" and phrase.mention is not None:
            return self._of_known(phrase, phrase.mention)
        if phrase.kind == "name":
            return self._of_name(phrase)
        if phrase.kind == "pronoun":
            best = self._best(phrase.head)
            return self.entity(best) if best is not None else None
        if phrase.kind == "people" and phrase.mention is not None:
            return self._of_people(phrase, phrase.mention)
        return self._of_noun(phrase)

    def _of_known(self, phrase: Phrase, mention: Mention) -> Entity | None:
        entry = mention.entry
        words = self._describer.words(phrase.head.i, phrase.core_last)
        if phrase.is_person_name or mention.of("surname") or phrase.first in self.setting.surnames:
            person = self._people.find(words)
            if person is not None:
                return person
        if entry.kind == "surname":
            return self._describer.leader([e for e in mention.entries if e.kind == "surname"])
        if entry.kind == "capital" and entry.country == "BEL" and self.setting.union_in_brussels:
            return Entity(words, "EUR")
        if entry.kind in {"country", "capital"}:
            return self.state(entry.country, words if entry.kind == "country" else None)
        if entry.kind == "place":
            return None
        sector = None if entry.country in {"UNO", "EUR", "IGO", "NGO"} else entry.sector
        return Entity(entry.name if entry.kind == "group" else words, entry.country, sector, entry.wikidata)

    def _of_name(self, phrase: Phrase) -> Entity | None:
        words = self._describer.words(phrase.head.i, phrase.core_last)
        person = self._people.find(words)
        if person is None and (phrase.title or phrase.owner is not None):
            surnames = [e for e in self.names.lookup(words.split()[-1]) if e.kind == "surname"]
            person = self._describer.leader(surnames)
        if person is None:
            found = self.setting.stateless(phrase.head)
            if found is not None:
                return Entity(words, found[0], found[1], plural=True)
            person = Entity(words, self._describer.explicit(phrase), person=phrase.is_person_name)
        if person.person and person.country is None and person.sector not in UNTOLD | {"CVL"}:
            return replace(person, country=self.setting.home)
        if person.person and person.country is None:
            return replace(person, country=self.setting.sure)
        return person

    def _of_people(self, phrase: Phrase, mention: Mention) -> Entity | None:
        country = self._describer.which(mention)
        if phrase.det is not None and phrase.det.norm in {"les", "aux", "des"} and not phrase.complements:
            state = self.state(country)
            return replace(state, plural=True) if state else None
        words = self._describer.words(phrase.head.i, phrase.last)
        return Entity(words, country, "CVL", None, not phrase.plural, phrase.plural, phrase.gender)

    def _of_noun(self, phrase: Phrase) -> Entity | None:
        role, flat = phrase.role, plain(phrase.head.lemma)
        of = [inner for preposition, inner in phrase.complements if preposition.norm in OF]
        if (flat in self._quantities or plain(phrase.head.norm) in self._quantities) and of:
            inner = self.entity(of[0])
            if inner is not None:
                return replace(inner, plural=True)
        if phrase.name is not None:
            return self._of_titled(phrase, role, phrase.name)
        short = self.setting.short(phrase)
        if short is not None:
            return self.state(short.country)
        if role is None and is_capital(phrase.head) and phrase.det is not None:
            return self._so_named(phrase)
        if role is None:
            beside = phrase.peoples and phrase.head.lemma in self._sides and phrase.name is None
            return self.state(self._describer.which(phrase.peoples[0])) if beside else None
        if role.thing and self._describer.explicit(phrase) is None:
            return None
        if role.document:
            return self._author(phrase, of)
        if plain(role.lemma) in STATES and not phrase.peoples:
            return self._the_country(phrase, of)
        return self._of_role(phrase, role)

    def _of_titled(self, phrase: Phrase, role: Role | None, name: Phrase) -> Entity | None:
        inner = self.entity(name)
        if role is None and name.kind == "name" and not (inner is not None and inner.person):
            return None
        words = self._describer.words(name.head.i, name.core_last)
        if inner is None or (role is not None and role.country and not role.person and name.kind == "name"):
            inner = Entity(words)
        if inner.person or role is None or (name.kind == "known" and inner.country):
            return inner
        gender = phrase.gender
        country = self._describer.explicit(phrase) or inner.country or self._country(phrase, role)
        return Entity(
            inner.name,
            country,
            self._describer.sector(phrase, role),
            None,
            role.person,
            False,
            gender,
            role.office,
        )

    def _author(self, phrase: Phrase, of: list[Phrase]) -> Entity | None:
        for inner in of:
            if (entity := self.entity(inner)) is not None:
                self._authors[phrase.head.lemma] = entity
                return entity
        if phrase.peoples:
            return self.state(self._describer.which(phrase.peoples[0]))
        if phrase.complements or phrase.det is None or phrase.det.norm in {"un", "une", "des"}:
            return None
        if (author := self._authors.get(phrase.head.lemma)) is not None:
            return author
        return self._owners.last(
            phrase, lambda p, e: p.head.relation in {"nsubj", "obl"} and e.sector in GOVERNING | {"JRN", None}
        )

    def _the_country(self, phrase: Phrase, of: list[Phrase]) -> Entity | None:
        for inner in of:
            if inner.mention is not None and (code := inner.mention.entry.country):
                return self.state(code, None if code in self.names.countries else self._described(phrase))
        counted = phrase.head.i > phrase.first and self._doc.tokens[phrase.head.i - 1].pos == "NUM"
        if phrase.plural or counted or (phrase.det is not None and phrase.det.norm not in DEFINITE):
            return Entity(self._described(phrase), None, "GOV", plural=phrase.plural)
        return self.state(self.setting.before(phrase.first))

    def _of_role(self, phrase: Phrase, role: Role) -> Entity | None:
        gender, plural = phrase.gender, phrase.plural
        definite = phrase.det is None or phrase.det.norm in DEFINITE
        country = self._country(phrase, role)
        if definite and not plural:
            holder = self._named_body(phrase, role)
            if holder is None and role.person:
                holder = self._holder(phrase, role, country)
            if holder is not None:
                return holder
        sector = self._describer.sector(phrase, role)
        entity = Entity(self._described(phrase), country, sector, None, role.person, plural, gender, role.office)
        if definite and country is None:
            before = [e for e in self._offices.get(role.office, ())[-FEW:] if e.plural == plural]
            if before:
                return before[-1]
        self._offices.setdefault(role.office, []).append(entity)
        return entity

    def _holder(self, phrase: Phrase, role: Role, country: str | None) -> Entity | None:
        """Return the named person who holds the office, or whom a generic noun takes up, or None."""
        named = self._people.of_office(role.office)
        bare = not phrase.complements and not phrase.peoples and not phrase.former
        if bare and phrase.det is not None and phrase.det.norm in POINTING | DEFINITE - POSSESSIVES:
            if role.canon and (fits := [e for e in named if e.country == country]):
                return fits[0]
            if named:
                return self._owners.last(phrase, lambda p, e: e in named) or named[0]
            if role.lemma in self._anaphora.get("person", ()):
                sector = None if role.sector == "CVL" else role.sector

                def meant(_: Phrase, e: Entity) -> bool:
                    return e.person and not e.plural and sector in (None, e.sector)

                return self._owners.last(phrase, meant, RECENT)
            return None
        fits = [e for e in named if e.country == country]
        if fits and not phrase.former and (role.canon or (len(fits) == 1 and not phrase.complements)):
            return fits[0]
        return None

    def _named_body(self, phrase: Phrase, role: Role) -> Entity | None:
        """Return the body that ``le quotidien``, ``l'organisation`` or ``la Mission`` takes up, or None."""
        if is_capital(phrase.head) and (found := self._so_named(phrase)) is not None:
            return found
        if (
            phrase.complements
            or phrase.peoples
            or (phrase.adjectives and role.lemma not in self._anaphora.get("group", ()))
        ):
            return None
        tests: dict[str, Callable[[Entity], bool]] = {
            "media": lambda e: e.sector == "JRN", "group": lambda e: e.sector in {"REB", "CRM"},
            "body": lambda e: e.country in {"NGO", "IGO", "UNO", "EUR"} and e.sector is None,
        }  # fmt: skip
        for kind, test in tests.items():
            if role.lemma in self._anaphora.get(kind, ()):
                found = self._owners.last(phrase, lambda p, e, t=test: t(e) and not e.person and e.office is None)  # type: ignore[misc]
                if found is not None:
                    return found
        return None

    def _so_named(self, phrase: Phrase) -> Entity | None:
        """Return the body whose name begins with the capitalised noun that stands for it: ``la Mission``."""
        word = phrase.head.text
        if phrase.complements or phrase.peoples or phrase.core_last > phrase.head.i or len(word) < SHORTEST:
            return None

        def fits(_: Phrase, e: Entity) -> bool:
            return not e.person and len(e.name) > len(word) and e.name.startswith(word)

        return self._owners.last(phrase, fits)

    def _country(self, phrase: Phrase, role: Role) -> str | None:
        if role.country:
            return role.country
        explicit = self._describer.explicit(phrase)
        stated = explicit is not None and not phrase.peoples and role.sector is not None
        abroad = stated and self._owners.from_abroad(phrase, role)
        if explicit and not (abroad and all(p.norm not in OF for p, _ in phrase.complements)):
            return explicit
        if abroad:  # « des soldats étrangers en Afghanistan »
            return None
        for _, inner in phrase.complements:
            named = inner.role is not None or is_capital(inner.head)
            if named and (entity := self.entity(inner)) is not None and entity.country:
                return entity.country
        return self._owners.untold(phrase, role)

    def _described(self, phrase: Phrase) -> str:
        return self._describer.words(phrase.head.i, phrase.last)

    # --- pronouns -----------------------------------------------------------------------------------

    def antecedent(self, token: Token) -> Phrase | None:
        """Return the phrase that the pronoun stands for, or None."""
        if token.morph.get("PronType") == "Rel" or token.norm in pronouns.RELATIVE:
            head = pronouns.relative_head(token)
            return self._phrases.at.get(head.i) if head is not None else None
        return self._best(token) if pronouns.resolvable(token) else None

    def pronoun(self, token: Token) -> Entity | None:
        """Return who a pronoun denotes, or None."""
        phrase = self.antecedent(token)
        return self.entity(phrase) if phrase else None

    def pronouns(self, token: Token) -> tuple[Entity, ...]:
        """Return everyone a plural pronoun denotes."""
        phrase = self.antecedent(token)
        if phrase is None:
            return ()
        return tuple(e for p in (phrase, *phrase.conjuncts) if (e := self.entity(p)) is not None)

    def _best(self, token: Token) -> Phrase | None:
        order = getattr(self, "order", [])
        taken = self._subject(token)
        if taken is None:
            return pronouns.best(token, order, self.candidate)

        def other(phrase: Phrase) -> Candidate | None:
            found = self.candidate(phrase)
            same = found is not None and (found.name, found.country) == (taken.name, taken.country)
            return None if same else found

        return pronouns.best(token, order, other)

    def _subject(self, token: Token) -> Candidate | None:
        """Return who acts in the clause of an object pronoun: nobody takes up « l' », « lui » and subject alike."""
        if token.relation not in {"obj", "iobj", "obl"}:
            return None
        subject = next((c for c in token.head.children if c.dep == "nsubj" and c is not token), None)
        phrase = self._phrases.at.get(subject.i) if subject is not None else None
        return self.candidate(phrase) if phrase is not None else None

    def candidate(self, phrase: Phrase) -> Candidate | None:
        """Return what is known of a phrase that a pronoun may take up, or None for a thing."""
        entity = self.entity(phrase)
        if entity is None or (entity.sector is None and entity.country is None):
            return None
        gender = entity.gender or (phrase.gender if not entity.person else None)
        plural = entity.plural or phrase.plural or bool(phrase.conjuncts)
        return Candidate(phrase, entity.person, plural, gender, entity.name, entity.country, entity.sector)
