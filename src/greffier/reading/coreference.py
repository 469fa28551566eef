"""Reference: decides which actor a noun phrase or a pronoun denotes in its dispatch."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from greffier.reading.gazetteer import Entry, Gazetteer, Mention, plain
from greffier.reading.parse import Document, Token
from greffier.reading.people import PARTICLES
from greffier.reading.phrases import Phrase, Phrases
from greffier.reading.roles import Role, Roles

POSSESSIVES = frozenset({"son", "sa", "ses", "leur", "leurs"})
DEFINITE = frozenset({"le", "la", "l'", "les", "ce", "cet", "cette", "ces", "du", "des", "au", "aux"}) | POSSESSIVES
BODIES_WITHOUT_SECTOR = frozenset({"UNO", "EUR", "IGO", "NGO", "IMG", "MNC"})
# The title and the lead name what a dispatch is about.
TITLE_WEIGHT, LEAD_WEIGHT = 3, 2
WEIGHTS = {"country": 2.0, "capital": 1.5, "demonym": 1.0, "seat": 1.0, "leader": 1.0, "group": 0.5, "place": 0.7}
STATES = frozenset({"pays", "etat", "ile", "capitale", "nation", "royaume", "puissance", "republique"})
PAIRS = {"hommes": True, "dirigeants": True, "presidents": True, "ministres": True, "responsables": True,
         "pays": False, "capitales": False, "etats": False, "voisins": False, "parties": False, "camps": False}  # fmt: skip
OTHER_SIDE = frozenset({"homologue", "voisin", "partenaire", "allié", "alliée"})
NO_DEFAULT = frozenset({"EDU", "JRN", "BUS", "SOC"})
REACH = 6
# Marks the key of a name's first word, which serves only where no surname fits (``Zhao Lijian`` … ``M. Zhao``).
FIRST = "^"


@dataclass(frozen=True, slots=True)
class Entity:
    """Who a phrase denotes. ``gender`` is ``Masc``, ``Fem`` or None; ``office`` the office the dispatch gives it."""

    name: str
    country: str | None = None
    sector: str | None = None
    wikidata: str | None = None
    person: bool = False
    plural: bool = False
    gender: str | None = None
    office: str | None = None


class Resolver:
    """Resolves the phrases of one document, each once, in the order of the text."""

    def __init__(
        self, doc: Document, phrases: Phrases, names: Gazetteer, roles: Roles, published: date | None,
        quantities: frozenset[str],
    ) -> None:  # fmt: skip
        """Read off what the whole dispatch says of its persons and countries, then resolve phrase by phrase."""
        self._doc, self._phrases, self.names, self._roles = doc, phrases, names, roles
        self._published, self._quantities = published, quantities
        self._mentions: dict[int, Mention] = {}
        self._entities: dict[int, Entity | None] = {}
        self._offices: list[tuple[int, str, Entity]] = []
        self._people: dict[str, Entity] = {}
        self._countries: list[tuple[int, str]] = self._named_countries()
        self._positions = [i for i, _ in self._countries]
        self.home = self._home()
        self._gather()
        self._order = sorted(phrases.all, key=lambda p: (p.head.i, p.first))
        for phrase in self._order:
            self.entity(phrase)

    # --- what the whole dispatch says -------------------------------------------------------------

    def _named_countries(self) -> list[tuple[int, str]]:
        return [(i, c) for i, c, _ in self._weighted()]

    def _weighted(self) -> list[tuple[int, str, float]]:
        found = []
        for phrase in self._phrases.all:
            for mention in filter(None, (phrase.mention, *phrase.peoples)):
                entry = mention.entry
                if entry.country and len(entry.country) == 3 and entry.country not in BODIES_WITHOUT_SECTOR:
                    found.append((mention.first, entry.country, WEIGHTS.get(entry.kind, 0.0)))
        return sorted(found)

    def _home(self) -> str | None:
        score: Counter[str] = Counter()
        lines = [t.line for t in self._doc.tokens[:1]]
        first = lines[0] if lines else 0
        for i, country, weight in self._weighted():
            line = self._doc.tokens[i].line - first
            score[country] += weight * (TITLE_WEIGHT if line == 0 else LEAD_WEIGHT if line == 1 else 1)  # type: ignore[assignment]
        return score.most_common(1)[0][0] if score else None

    def _gather(self) -> None:
        """Collect the persons that the dispatch names in full, with what their titles say."""
        guesses: list[tuple[Entity, Phrase, Role]] = []
        for phrase in self._phrases.all:
            name = self._person_name(phrase)
            if name is None:
                continue
            entity = _merged(self._described(phrase, name), self._known_person(name))
            self._learn(entity)
            holder = self._holder_of(phrase)
            if holder.role is not None:
                guesses.append((entity, holder, holder.role))
        for entity, holder, role in guesses:
            self._learn(replace(entity, country=entity.country or self._country(holder, role)))

    def _learn(self, entity: Entity) -> None:
        """Add what is said of a person under every key of the name, those already known by it first."""
        keys = self._keys(entity.name)
        known = next((self._people[k] for k in keys if k in self._people and not k.startswith(FIRST)), None)
        whole = _merged(known, entity)
        for key in dict.fromkeys((*keys, *self._keys(whole.name))):
            if not key.startswith(FIRST) or key not in self._people or self._people[key].name in (entity.name, whole.name):
                self._people[key] = whole

    def _holder_of(self, phrase: Phrase) -> Phrase:
        """Return the phrase that carries the office of a name: the title before it or the apposition after it."""
        holder = phrase
        while holder.owner is not None and holder.owner.name is holder:
            holder = holder.owner
        return holder if holder.role is not None else phrase.apposition or phrase

    def _person_name(self, phrase: Phrase) -> str | None:
        if phrase.kind in {"known", "name"} and phrase.is_person_name:
            return self._words(phrase.head.i, phrase.core_last)
        if phrase.kind == "name" and phrase.owner is not None and phrase.owner.name is phrase and phrase.owner.role is not None and phrase.owner.role.person:
            return self._words(phrase.head.i, phrase.core_last)
        return None

    def _keys(self, name: str) -> list[str]:
        parts = plain(name).replace("-", " ").split()
        if not parts:
            return []
        keys = [" ".join(parts), parts[-1]]
        words = plain(name).split()
        keys.append(words[-1])
        if len(words) > 1 and len(words[0]) > 2:
            keys.append(FIRST + words[0])
        if len(words) > 2:
            keys.append(" ".join(words[1:]))
            keys.extend(w for w in words[1:-1] if len(w) > 3 and w not in PARTICLES)
        return list(dict.fromkeys(keys))

    def _described(self, phrase: Phrase, name: str) -> Entity:
        """Return what the phrase itself says of the person ``name``."""
        holder, gender = phrase, phrase.title
        apposition = phrase.apposition
        if phrase.owner is not None and phrase.owner.name is phrase:
            holder = phrase.owner
        sources = [p for p in (holder if holder is not phrase else None, holder.owner if holder.owner and holder.owner.name is holder else None, apposition) if p is not None]
        entity = Entity(name, person=True, gender=gender if gender != "None" else None)
        for source in sources:
            if source.role is None:
                country = self._explicit(source)
                entity = _merged(entity, Entity(name, country, None, person=True))
                continue
            sex = source.head.morph.get("Gender")
            entity = _merged(entity, Entity(
                name, self._explicit(source), self._sector(source, source.role), person=True,
                gender=sex, office=source.role.office,
            ))  # fmt: skip
        return entity

    def _known_person(self, name: str) -> Entity | None:
        entries = [e for e in self.names.lookup(name) if e.kind in {"leader", "actor"}]
        entry = self._current(entries)
        if entry is None:
            return None
        return Entity(name, entry.country, entry.sector, entry.wikidata, True, office=entry.role)

    def _current(self, entries: Iterable[Entry]) -> Entry | None:
        """Return the entry in office on the day of publication, else the first."""
        entries = list(entries)
        day = self._published
        if day is not None:
            for entry in entries:
                if (entry.start is None or entry.start <= day) and (entry.end is None or day <= entry.end):
                    return entry
        if not entries:
            return None
        entry = entries[0]
        if day is not None and entry.end is not None and entry.end < day and entry.sector == "GOV":
            return replace(entry, sector="ELI")
        return entry

    # --- phrases ----------------------------------------------------------------------------------

    def entity(self, phrase: Phrase) -> Entity | None:
        """Return who the phrase denotes, or None where it is a thing."""
        key = id(phrase)
        if key not in self._entities:
            self._entities[key] = None
            self._entities[key] = self._resolve(phrase)
        return self._entities[key]

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
        words = self._words(phrase.head.i, phrase.core_last)
        if phrase.is_person_name or mention.of("surname"):
            person = self._person(words)
            if person is not None:
                return person
        if entry.kind == "surname":
            entry = self._current([e for e in mention.entries if e.kind == "surname"]) or entry
            return Entity(entry.name, entry.country, entry.sector, entry.wikidata, True, office=entry.role)
        if entry.kind in {"country", "capital"}:
            return self._state(entry.country, words if entry.kind == "country" else None)
        if entry.kind == "place":
            return None
        sector = None if entry.country in {"UNO", "EUR", "IGO"} else entry.sector
        return Entity(entry.name if entry.kind == "group" else words, entry.country, sector, entry.wikidata)

    def _state(self, code: str | None, words: str | None = None) -> Entity | None:
        entry = self.names.countries.get(code or "")
        if entry is None:
            return Entity(words, code, "GOV") if words else None
        return Entity(words or entry.name, code, "GOV", entry.wikidata)

    def _person(self, words: str) -> Entity | None:
        keys = self._keys(words)
        if len(keys) == 1:
            keys.append(FIRST + keys[0])
        return next((self._people[key] for key in keys if key in self._people), None)

    def _of_name(self, phrase: Phrase) -> Entity | None:
        words = self._words(phrase.head.i, phrase.core_last)
        person = self._person(words)
        if person is not None:
            return person
        surnames = [e for e in self.names.lookup(words.split()[-1]) if e.kind == "surname"]
        if surnames and (phrase.title or phrase.owner):
            entry = self._current(surnames)
            if entry is not None:
                return Entity(entry.name, entry.country, entry.sector, entry.wikidata, True, office=entry.role)
        return Entity(words, self._explicit(phrase), None, person=phrase.is_person_name)

    def _of_people(self, phrase: Phrase, mention: Mention) -> Entity | None:
        country = mention.entry.country
        det = phrase.det.norm if phrase.det else ""
        if det in {"les", "aux", "des"} and not any(c for c in phrase.complements):
            state = self._state(country)
            return replace(state, plural=True) if state else None
        return Entity(self._words(phrase.head.i, phrase.last), country, "CVL", person=not phrase.plural, plural=phrase.plural, gender=phrase.head.morph.get("Gender"))

    def _of_noun(self, phrase: Phrase) -> Entity | None:
        role = phrase.role
        flat = plain(phrase.head.lemma)
        of = [inner for prep, inner in phrase.complements if prep.norm in {"de", "d'", "des", "du"}]
        if flat in self._quantities and of and (inner := self.entity(of[0])) is not None:
            return replace(inner, plural=True)
        if phrase.name is not None:
            return self._of_titled(phrase, role, phrase.name)
        if role is None:
            return None
        if role.document:
            return self._author(phrase, of)
        if flat in STATES and not phrase.peoples and (phrase.det is None or phrase.det.norm in DEFINITE):
            return self._the_country(phrase, of)
        return self._of_role(phrase, role)

    def _of_titled(self, phrase: Phrase, role: Role | None, name: Phrase) -> Entity | None:
        inner = self.entity(name)
        if role is None and inner is not None and not inner.person and name.kind == "name":
            return None
        if inner is None:
            inner = Entity(self._words(name.head.i, name.core_last))
        if inner.person or role is None or name.kind == "known":
            return inner
        country = inner.country or self._country(phrase, role)
        return Entity(inner.name, country, self._sector(phrase, role), person=role.person, gender=phrase.head.morph.get("Gender"), office=role.office)

    def _author(self, phrase: Phrase, of: list[Phrase]) -> Entity | None:
        for inner in of:
            entity = self.entity(inner)
            if entity is not None:
                return entity
        if phrase.peoples:
            return self._state(phrase.peoples[0].entry.country)
        if of or phrase.det is None or phrase.det.norm in {"un", "une", "des"}:
            return None
        return self._last(phrase.first, lambda e: e.sector not in {"CVL", "UAF"})

    def _the_country(self, phrase: Phrase, of: list[Phrase]) -> Entity | None:
        for inner in of:
            if inner.mention is not None and inner.mention.entry.country:
                return self._state(inner.mention.entry.country)
        if phrase.plural:
            return Entity(self._description(phrase), None, "GOV", plural=True)
        return self._state(self.country_before(phrase.first))

    def country_before(self, position: int) -> str | None:
        """Return the last country named before token ``position``, else the dispatch's home."""
        at = bisect_left(self._positions, position)
        return self._countries[at - 1][1] if at else self.home

    def _of_role(self, phrase: Phrase, role: Role) -> Entity | None:
        country, sector = self._country(phrase, role), self._sector(phrase, role)
        gender, plural = phrase.head.morph.get("Gender"), phrase.plural
        definite = phrase.det is None or phrase.det.norm in DEFINITE
        if role.person and definite and not plural and not role.people:
            holder = self._holder(phrase, role, country)
            if holder is not None:
                return holder
        entity = Entity(self._description(phrase), country, sector, None, role.person, plural, gender, role.office)
        if definite and country is None and sector in {None, *NO_DEFAULT}:
            before = [e for i, office, e in self._offices if office == role.office and e.plural == plural]
            if before:
                return before[-1]
        self._offices.append((phrase.head.i, role.office, entity))
        return entity

    def _holder(self, phrase: Phrase, role: Role, country: str | None) -> Entity | None:
        """Return the named person who holds the office: in this dispatch, else in the leaders' table."""
        explicit = self._explicit(phrase)
        former = phrase.former
        named = [e for e in dict.fromkeys(self._people.values()) if e.office == role.office]
        if not explicit and not phrase.complements:
            before = [e for i, o, e in self._offices if o == role.office and e.person]
            named_first = [e for e in named if e.country == country] or named
            return named_first[0] if named_first else before[-1] if before else None
        fits = [e for e in named if e.country == country]
        if fits and not former and (role.canon or not phrase.complements or len(fits) == 1 and role.lemma not in {"ministre", "porte-parole", "responsable"}):
            return fits[0]
        return None

    # --- country and sector of a description --------------------------------------------------------

    def _explicit(self, phrase: Phrase) -> str | None:
        """Return the country that the phrase itself names."""
        for people in phrase.peoples:
            return self._which(people)
        for prep, inner in phrase.complements:
            if prep.norm not in {"de", "d'", "du", "des"}:
                continue
            found = self._names_country(inner)
            if found:
                return found
        for prep, inner in phrase.complements:
            if prep.norm not in {"de", "d'", "du", "des"} and phrase.role is not None and not phrase.role.inherit:
                found = self._names_country(inner)
                if found:
                    return found
        if phrase.name is not None and phrase.name.kind == "noun":
            return self._explicit(phrase.name)
        return None

    def _names_country(self, inner: Phrase) -> str | None:
        if inner.mention is not None and inner.kind in {"known", "people"}:
            if inner.mention.entry.kind in {"surname"}:
                person = self._of_known(inner, inner.mention)
                return person.country if person else None
            return inner.mention.entry.country
        if inner.kind == "name":
            person = self._person(self._words(inner.head.i, inner.core_last))
            if person is not None:
                return person.country
        explicit = self._explicit(inner)
        if explicit:
            return explicit
        if inner.name is not None:
            return self._names_country(inner.name)
        return inner.role.country if inner.role is not None else None

    def _which(self, people: Mention) -> str | None:
        """Return the country of a demonym; where two share it (congolais), the one that the dispatch names."""
        codes = list(dict.fromkeys(e.country for e in people.entries if e.kind == "demonym"))
        if len(codes) < 2:
            return codes[0] if codes else people.entry.country
        counts = Counter(c for _, c in self._countries)
        named = {c for m in self._phrases.all if m.mention and m.mention.entry.kind in {"country", "capital"} for c in [m.mention.entry.country]}
        return max(codes, key=lambda c: (c in named, counts[c or ""]))

    def _country(self, phrase: Phrase, role: Role) -> str | None:
        if role.country:
            return role.country
        explicit = self._explicit(phrase)
        if explicit:
            return explicit
        for _, inner in phrase.complements:
            if inner.role is not None and (entity := self.entity(inner)) is not None and entity.country:
                return entity.country
        if phrase.det is not None and phrase.det.norm in POSSESSIVES:
            owner = self._last(phrase.first, lambda e: e.country is not None)
            if owner is not None:
                return owner.country
        same = [e.country for i, office, e in self._offices if office == role.office and e.country]
        if same and role.sector not in NO_DEFAULT:
            return same[-1]
        if role.sector in NO_DEFAULT:
            return None
        return self.home

    def _sector(self, phrase: Phrase, role: Role) -> str | None:
        country = self._explicit(phrase) or role.country
        if country in BODIES_WITHOUT_SECTOR - {"IMG"}:
            return None
        sector = role.sector
        if role.inherit:
            for prep, inner in phrase.complements:
                if prep.norm in {"de", "d'", "du", "des", "au", "à"} and (given := self._own_sector(inner)):
                    sector = given
                    break
            else:
                for adjective in phrase.adjectives:
                    sector = self._roles.sector_of(adjective) or sector
        elif role.sector in {"CVL", "UAF", "MIL", "SOC", "PTY"} and role.lemma not in {"militaire"}:
            for adjective in phrase.adjectives:
                given = self._roles.sector_of(adjective)
                if given in {"REB", "LEG", "REL", "MED", "LAB", "CRM"}:
                    sector = given
        if phrase.former and sector in {"GOV", "MIL", "LEG", "SPY", "PTY"} and role.person:
            return "ELI"
        return sector

    def _own_sector(self, inner: Phrase) -> str | None:
        if inner.role is not None and not inner.role.document:
            return self._sector(inner, inner.role)
        if inner.mention is not None and inner.mention.entry.kind not in {"country", "capital", "place", "demonym"}:
            return inner.mention.entry.sector
        return None

    def country_near(self, phrase: Phrase) -> str | None:
        """Return the country that the phrase names or is in, or None."""
        if phrase.mention is not None:
            return phrase.mention.entry.country
        return self._explicit(phrase)

    # --- pronouns and pairs -------------------------------------------------------------------------

    def _last(self, before: int, fits: object) -> Entity | None:
        assert callable(fits)
        for phrase in reversed([p for p in self._phrases.all if p.first < before and id(p) in self._entities]):
            entity = self._entities[id(phrase)]
            if entity is not None and fits(entity):
                return entity
        return None

    def antecedent(self, token: Token) -> Token | None:
        """Return the head of the phrase that the pronoun stands for, or None."""
        phrase = self._antecedent(token)
        return phrase.head if phrase else None

    def pronoun(self, token: Token) -> Entity | None:
        """Return who a pronoun denotes, or None."""
        phrase = self._antecedent(token)
        return self.entity(phrase) if phrase else None

    def pronouns(self, token: Token) -> tuple[Entity, ...]:
        """Return everyone a plural pronoun denotes."""
        phrase = self._antecedent(token)
        if phrase is None:
            return ()
        return tuple(e for p in (phrase, *phrase.conjuncts) if (e := self.entity(p)) is not None)

    def _antecedent(self, token: Token) -> Phrase | None:
        if token.morph.get("PronType") == "Rel" or token.norm in {"qui", "que", "qu'", "dont"}:
            for up in (token, *token.ancestors()):
                if up.dep == "acl:relcl":
                    return self._phrases.at.get(up.head.i)
            return None
        if token.morph.get("Person") in {"1", "2"} or token.norm in {"on", "y", "en", "ce", "c'", "cela"}:
            return None
        return self._best(token)

    def _best(self, token: Token) -> Phrase | None:
        gender, number = _features(token)
        best, best_score = None, -99.0
        for phrase in self._order:
            if phrase.last >= token.i:
                break
            distance = token.sentence - phrase.head.sentence
            if distance > REACH:
                continue
            entity = self.entity(phrase)
            if entity is None or not _agrees(entity, phrase, gender, number):
                continue
            score = -2.0 * distance + 3.0 * _subject(phrase) + 1.5 * entity.person - (token.i - phrase.last) / 100
            score -= 2.0 * (phrase.owner is not None and phrase is not phrase.owner.name)
            if score > best_score:
                best, best_score = phrase, score
        return best

    def pair(self, phrase: Phrase) -> tuple[Entity, ...]:
        """Return the two that ``les deux hommes`` or ``les deux pays`` stands for, or ()."""
        words = [t.norm for t in self._doc.tokens[phrase.first : phrase.core_last + 1]]
        if "deux" not in words or plain(phrase.head.norm) not in PAIRS:
            return ()
        persons = PAIRS[plain(phrase.head.norm)]
        found: dict[str, Entity] = {}
        for other in reversed([p for p in self._order if p.head.i < phrase.first]):
            entity = self.entity(other)
            if entity is None or entity.person != persons or not persons and entity.sector != "GOV" or entity.plural:
                continue
            found.setdefault(entity.name if persons else entity.country or entity.name, entity)
            if len(found) == 2:
                return tuple(reversed(found.values()))
        return ()

    # --- words --------------------------------------------------------------------------------------

    def _words(self, first: int, last: int) -> str:
        tokens = self._doc.tokens
        return " ".join(self._doc.text[tokens[first].start : tokens[last].end].split())

    def _description(self, phrase: Phrase) -> str:
        return self._words(phrase.head.i, phrase.last)


def _merged(old: Entity | None, new: Entity | None) -> Entity:
    """Return what both say together: the longer name, the first country, sector, gender and office given."""
    if old is None or new is None:
        given = old or new
        assert given is not None
        return given
    return Entity(
        old.name if len(old.name) >= len(new.name) else new.name, old.country or new.country, old.sector or new.sector,
        old.wikidata or new.wikidata, old.person or new.person, False, old.gender or new.gender, old.office or new.office,
    )  # fmt: skip


def _features(token: Token) -> tuple[str | None, str | None]:
    if token.pos not in {"PRON"}:
        return token.morph.get("Gender"), token.morph.get("Number")
    flat = token.norm.lstrip("-").replace("t-", "")
    gender = "Fem" if flat.startswith("elle") or flat.startswith("celle") else "Masc" if flat in {"il", "ils"} or flat.startswith("celui") else None
    number = "Plur" if flat in {"ils", "elles", "leur", "eux", "ceux"} else "Sing" if flat in {"il", "elle", "lui", "celui", "celle"} else None
    return gender, number


def _agrees(entity: Entity, phrase: Phrase, gender: str | None, number: str | None) -> bool:
    plural = entity.plural or phrase.plural or bool(phrase.conjuncts)
    if number is not None and plural != (number == "Plur"):
        return False
    own = entity.gender or (phrase.head.morph.get("Gender") if not entity.person else None)
    return gender is None or own is None or own == gender


def _subject(phrase: Phrase) -> bool:
    return phrase.head.relation == "nsubj"
