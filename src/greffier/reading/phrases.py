"""Noun phrases: finds who and what the text names, from article to apposition, by one scan of each line.

The scan trusts words and their order first; the parse decides only what order cannot
(whether ``à Paris`` belongs to the ambassador, what is coordinated with what).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from greffier.reading.gazetteer import Mention, plain
from greffier.reading.parse import Document, Token
from greffier.reading.people import is_capital, name_end
from greffier.reading.roles import Role, Roles

OF = frozenset({"de", "d'", "du", "des"})
PREPOSITIONS = frozenset({"à", "au", "aux", "en", "pour", "chez", "auprès", "sur", "dans", "contre"})
PREMODIFIERS = frozenset({"DET", "NUM", "ADJ"})
INDEFINITE = frozenset({"un", "une", "des", "d'", "de", "plusieurs", "certains", "quelques"})
HYPHENS = frozenset("-‑")
MEASURES = frozenset({"plus", "moins", "près", "beaucoup"})
PARTITIVES = frozenset({"un", "une", "certains", "certaines", "plusieurs"})
NUMERALS = frozenset(
    {"vingt", "trente", "quarante", "cinquante", "soixante", "quatre", "dix", "cent", "deux", "trois", "cinq", "mille"}
)
NOUNS = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})
CLOSERS = frozenset({",", ".", ")", ":", ";", "…", "-", "–", "("})
LAST = frozenset({"dernier", "derniers", "dernière", "dernières"})
PLURALS = frozenset({"les", "des", "ces", "plusieurs", "certains", "certaines", "quelques", "leurs", "ses", "nos"})
POINTING = frozenset({"ce", "cet", "cette", "ces"})
ARTICLES = {"le": "Masc", "un": "Masc", "ce": "Masc", "la": "Fem", "une": "Fem", "cette": "Fem"}
NAMED = frozenset({"leader", "surname"})
DEEPEST = 6


@dataclass(eq=False, slots=True)
class Phrase:
    """A noun phrase: token indices ``first`` … ``last`` (inclusive), ``head`` the noun or the name's first word.

    ``kind``: ``known`` (in the gazetteer), ``name`` (a capitalised name), ``noun``, ``people`` (``les Russes``).
    ``name`` is the name that a title carries; ``apposition`` the office that follows a name.
    """

    first: int
    last: int
    head: Token
    kind: str
    core_last: int
    mention: Mention | None = None
    role: Role | None = None
    det: Token | None = None
    adjectives: list[Token] = field(default_factory=list)
    peoples: list[Mention] = field(default_factory=list)
    complements: list[tuple[Token, Phrase]] = field(default_factory=list)
    name: Phrase | None = None
    apposition: Phrase | None = None
    acronym: str | None = None
    title: str | None = None
    former: bool = False
    owner: Phrase | None = None
    conjuncts: list[Phrase] = field(default_factory=list)

    @property
    def is_person_name(self) -> bool:
        """Tell whether the core is a personal name (known leader, or a name of several words or with a title)."""
        if self.kind == "known":
            return self.mention is not None and self.mention.entry.kind in NAMED
        return self.kind == "name" and (self.core_last > self.head.i or self.title is not None)

    @property
    def plural(self) -> bool:
        """Tell whether the phrase is a plural."""
        if self.det is not None and self.det.norm in PLURALS:
            return True
        return self.head.morph.get("Number") == "Plur" or bool(self.det and self.det.morph.get("Number") == "Plur")

    @property
    def gender(self) -> str | None:
        """Return ``Masc`` or ``Fem`` as the article has it, else as the tagger has the head, else None."""
        return ARTICLES.get(self.det.norm if self.det else "") or self.head.morph.get("Gender")


class Phrases:
    """All noun phrases of a document; ``at[i]`` is the innermost phrase that holds token ``i``."""

    def __init__(self, doc: Document, known: tuple[Mention, ...], roles: Roles) -> None:
        """Scan the document once."""
        self.doc, self._roles = doc, roles
        self._tokens = doc.tokens
        self._known: Mapping[int, Mention] = {m.first: m for m in known}
        self.top: list[Phrase] = []
        self.all: list[Phrase] = []
        self.at: dict[int, Phrase] = {}
        i = 0
        while i < len(self._tokens):
            phrase = self._phrase(i, 0)
            if phrase is None:
                i += 1
                continue
            self._appose(phrase)
            self.top.append(phrase)
            i = phrase.last + 1
        for phrase in self.top:
            self._register(phrase)
        self._coordinate()

    def _register(self, phrase: Phrase) -> None:
        self.all.append(phrase)
        for i in range(phrase.first, phrase.last + 1):
            self.at[i] = phrase
        for _, inner in phrase.complements:
            inner.owner = phrase
            self._register(inner)
        for part in (phrase.name, phrase.apposition):
            if part is not None:
                part.owner = phrase
                self._register(part)

    def _ends(self, j: int, line: int) -> bool:
        return j >= len(self._tokens) or self._tokens[j].line != line

    def _phrase(self, i: int, depth: int) -> Phrase | None:
        """Return the phrase that begins exactly at token ``i``, without comma-set apposition, or None."""
        tokens, line = self._tokens, self._tokens[i].line
        j, det, former, title = i, None, False, None
        while not self._ends(j, line):
            token = tokens[j]
            presumed = plain(token.norm) in self._roles.premodifiers and not self._stands_alone(j)
            core = None if presumed or self._counts(token) else self._core(j, j > i)
            if core is not None:
                core.first, core.det, core.title = i, det, title
                core.former = former
                self._extend(core, depth)
                return core
            flat = plain(token.norm)
            if flat in self._roles.titles and (
                is_capital(token) or (not self._ends(j + 1, line) and is_capital(tokens[j + 1]))
            ):
                title = self._roles.titles[flat]
            elif flat in self._roles.former_before:
                former = True
            elif flat in self._roles.premodifiers and not self._stands_alone(j):
                pass
            elif step := self._measure(j):
                j += step
                continue
            elif not (token.pos in PREMODIFIERS or (token.text in HYPHENS and former) or self._counts(token)):
                return None
            if token.pos == "DET" or token.norm in INDEFINITE:
                det = det or token
            j += 1
        return None

    def _counts(self, token: Token) -> bool:
        """Tell whether a token is a compound numeral that the tagger may take for a noun (``quarante-neuf``)."""
        return token.text.islower() and "-" in token.norm and token.norm.split("-")[0] in NUMERALS

    def _measure(self, j: int) -> int:
        """Return 2 where an adverb of quantity with ``de`` stands at ``j`` (``plus de``, ``près d'``), else 0."""
        token = self._tokens[j]
        measured = (
            token.norm in MEASURES and not self._ends(j + 1, token.line) and self._tokens[j + 1].norm in {"de", "d'"}
        )
        return 2 if measured else 0

    def _core(self, j: int, inside: bool) -> Phrase | None:
        """Return the bare core that begins at token ``j``: a known name, a personal name or a noun."""
        token, mention = self._tokens[j], self._known.get(j)
        following = None if self._ends(j + 1, token.line) else self._tokens[j + 1]
        if token.norm in LAST and j > 0 and self._tokens[j - 1].norm in POINTING and self._stands_alone(j):
            return Phrase(j, j, token, "pronoun", j)
        if token.pos == "PRON" and token.norm in PARTITIVES and following is not None and following.norm in OF:
            return Phrase(j, j, token, "noun", j)
        titled = j > 0 and plain(self._tokens[j - 1].norm) in self._roles.titles
        found = self._roles.at(self._tokens, j)
        if found and mention is not None and mention.entry.kind != "demonym" and found[1] <= mention.last:
            found = None
        if found and (token.pos in NOUNS or self._mistagged(j, found[0])) and not (titled and is_capital(token)):
            role, last = found
            alone = self._stands_alone(j) or (inside and not self._before_noun(j))
            if token.pos != "ADJ" or last > j or (role.person and alone):
                inside_core = [m for k in range(j + 1, last + 1) if (m := self._known.get(k)) and m.of("demonym")]
                return Phrase(j, last, token, "noun", last, role=role, peoples=inside_core)
        end = name_end(self._tokens, j, self._known, self._roles, titled)
        if end is not None and (mention is None or end > mention.last + 1):
            return Phrase(j, end - 1, token, "name", end - 1, mention=mention)
        if mention is not None:
            return self._known_core(j, mention, inside)
        short = (inside or self._contracted(j)) and is_capital(token) and plain(token.norm) in self._roles.short
        if short or (token.pos == "NOUN" and plain(token.norm) not in self._roles.titles and token.text[:1].isalpha()):
            return Phrase(j, j, token, "noun", j)
        return None

    def _contracted(self, j: int) -> bool:
        """Tell whether the article of token ``j`` is in the preposition before it: « au Nord »."""
        return j > 0 and self._tokens[j - 1].norm in {"au", "du"}

    def _mistagged(self, j: int, role: Role) -> bool:
        """Tell whether an office behind its article was taken for a verb: « l'opposant russe », « un passant »."""
        before = self._tokens[j - 1] if j > 0 else None
        return self._tokens[j].pos == "VERB" and role.person and before is not None and before.pos == "DET"

    def _known_core(self, j: int, mention: Mention, inside: bool) -> Phrase | None:
        if mention.entry.kind != "demonym":
            return Phrase(j, mention.last, self._tokens[j], "known", mention.last, mention=mention)
        token = self._tokens[mention.last]
        noun = token.pos in {"NOUN", "PROPN"} or is_capital(token) or self._stands_alone(mention.last)
        if noun and (inside or (is_capital(token) and token.pos in {"NOUN", "PROPN"})):
            return Phrase(j, mention.last, token, "people", mention.last, mention=mention)
        return None

    def _before_noun(self, j: int) -> bool:
        """Tell whether a noun or name follows token ``j``, so that an adjective there qualifies it."""
        return not self._ends(j + 1, self._tokens[j].line) and self._tokens[j + 1].pos in {"NOUN", "PROPN"}

    def _stands_alone(self, j: int) -> bool:
        """Tell whether no noun follows token ``j``, so that an adjective there must be one itself."""
        token = self._tokens[j]
        if self._ends(j + 1, token.line):
            return True
        return self._tokens[j + 1].pos not in {"NOUN", "ADJ", "PROPN"}

    def _extend(self, phrase: Phrase, depth: int) -> None:
        """Let the phrase grow over adjectives, complements and the name that follows it."""
        line = phrase.head.line
        while not self._ends(phrase.last + 1, line):
            j = phrase.last + 1
            grown = self._adjective(phrase, j) or self._acronym(phrase, j) or self._complement(phrase, j, depth)
            if not (grown or self._attach_name(phrase, j)):
                return

    def _adjective(self, phrase: Phrase, j: int) -> bool:
        token, mention = self._tokens[j], self._known.get(j)
        if phrase.kind not in {"noun", "people"} or phrase.name is not None:
            return False
        if mention is None and is_capital(token) and phrase.role is not None and phrase.role.person:
            return False  # « la paysanne Rosa Quispe »: a name, whatever the tagger makes of it
        if (mention is not None and mention.entry.kind == "demonym") or (
            mention and mention.of("demonym") and token.text[0].islower()
        ):
            phrase.peoples.append(mention)
            phrase.last = mention.last
            return True
        if token.text in HYPHENS and self._tokens[j - 1].end == token.start and not self._ends(j + 1, token.line):
            phrase.last = j + 1
            phrase.adjectives.append(self._tokens[j + 1])
            return True
        participle = (
            token.pos == "VERB"
            and token.morph.get("VerbForm") == "Part"
            and token.head.i <= j
            and token.relation in {"acl", "amod"}
        )
        if (
            ((token.pos == "ADJ" and token.norm not in {"même"}) or (participle and token.morph.get("Tense") != "Pres"))
            and phrase.kind == "noun"
            and not (is_capital(token) and token.pos != "ADJ")
        ):
            phrase.adjectives.append(token)
            phrase.last = j
            if plain(token.norm) in self._roles.former_after:
                phrase.former = True
            return True
        return False

    def _acronym(self, phrase: Phrase, j: int) -> bool:
        tokens = self._tokens
        if tokens[j].text != "(" or self._ends(j + 2, phrase.head.line) or tokens[j + 2].text != ")":
            return False
        if not is_capital(tokens[j + 1]):
            return False
        phrase.acronym, phrase.last = tokens[j + 1].text, j + 2
        return True

    def _complement(self, phrase: Phrase, j: int, depth: int) -> bool:
        token = self._tokens[j]
        if depth >= DEEPEST or self._ends(j + 1, phrase.head.line) or phrase.name is not None:
            return False
        of = token.norm in OF
        if not of and not (token.norm in PREPOSITIONS and phrase.kind == "noun" and phrase.role is not None):
            return False
        if (
            of
            and phrase.kind not in {"noun", "name", "people"}
            and not (phrase.mention and phrase.mention.entry.kind in {"body", "seat"})
        ):
            return False
        inner = self._phrase(j + 1, depth + 1)
        if inner is None or (phrase.kind == "name" and inner.kind == "noun" and inner.role is None):
            return False
        near = phrase.first <= inner.head.head.i <= phrase.last
        if not of and not (near and (self._located(inner) or self._within(phrase, inner))):
            return False
        if of and inner.head.pos == "VERB":
            return False
        phrase.complements.append((token, inner))
        phrase.last = inner.last
        return True

    def _within(self, phrase: Phrase, inner: Phrase) -> bool:
        """Tell whether a body that a source speaks from belongs to it: « une source à la présidence »."""
        source = phrase.role is not None and phrase.role.inherit and phrase.role.sector is None
        return source and inner.role is not None and not inner.role.document

    def _located(self, inner: Phrase) -> bool:
        """Tell whether a phrase after ``à``, ``en`` … is a place or a portfolio, and so can belong to an office."""
        if inner.mention is not None and inner.kind == "known":
            entry = inner.mention.entry
            return entry.kind in {"country", "capital", "place"} or entry.country in {"UNO", "EUR", "IGO"}
        return inner.kind == "noun" and is_capital(inner.head)

    def _attach_name(self, phrase: Phrase, j: int) -> bool:
        """Attach the name that follows a title or a generic noun without a comma (``le colonel Moré``)."""
        if (
            phrase.kind != "noun"
            or phrase.name is not None
            or (not is_capital(self._tokens[j]) and plain(self._tokens[j].norm) not in self._roles.titles)
        ):
            return False
        if self._tokens[j].pos in {"DET", "ADP", "PRON", "CCONJ"} and phrase.role is None:
            return False
        if phrase.role is None and phrase.det is None and not is_capital(phrase.head):
            return False
        name = self._core(j, True)
        end = name_end(self._tokens, j, self._known, self._roles, phrase.role is not None)
        if name is None and end is not None:
            name = Phrase(j, end - 1, self._tokens[j], "name", end - 1)
        if name is None or name.kind not in {"known", "name"}:
            if name is None or name.role is None or not phrase.role or not self._ranks(name):
                return False
            self._extend(name, DEEPEST)
        person = name.kind == "name" or name.is_person_name
        state = name.kind == "known" and name.mention and name.mention.entry.kind in {"country", "capital"}
        if phrase.role is None and (person or not phrase.complements) and state:
            return False
        if person and phrase.role is not None and not phrase.role.person and phrase.complements:
            return False
        self._acronym_of(name)
        phrase.name, phrase.last = name, name.last
        return True

    def _ranks(self, name: Phrase) -> bool:
        return name.role is not None and name.role.person and is_capital(name.head)

    def _acronym_of(self, name: Phrase) -> None:
        if not self._ends(name.last + 1, name.head.line):
            self._acronym(name, name.last + 1)

    def _appose(self, phrase: Phrase) -> None:
        """Attach a comma-set apposition: an office after a name, a name after an office."""
        j = phrase.last + 1
        if self._ends(j + 1, phrase.head.line) or self._tokens[j].text != ",":
            return
        inner = phrase.complements[-1][1] if phrase.complements else None
        if inner is not None and inner.last == phrase.last and inner.is_person_name:  # « l'épouse de X, un Français »
            self._appose(inner)
            if inner.last > phrase.last:
                phrase.last = inner.last
                return
        named = phrase.is_person_name or (phrase.kind == "noun" and phrase.name is not None)
        titled = phrase.kind == "noun" and phrase.role is not None and phrase.name is None and phrase.role.person
        if not (named or titled):
            return
        other = self._phrase(j + 1, 0)
        if other is None or not self._closed(other.last + 1, phrase.head.line):
            return
        office = other.kind == "people" or (other.role is not None and other.role.person)
        if phrase.is_person_name and office and not other.plural and not self._has_name(other):
            phrase.apposition, phrase.last = other, other.last
        elif titled and self._has_name(other) and not (phrase.det and phrase.det.norm in {"des", "plusieurs"}):
            phrase.name, phrase.last = other, other.last
        elif phrase.kind == "name" and other.role is not None and other.name is None and other.det is None:
            phrase.apposition, phrase.last = other, other.last

    def _has_name(self, phrase: Phrase) -> bool:
        return phrase.is_person_name or phrase.kind == "name" or (phrase.name is not None and phrase.kind == "noun")

    def _closed(self, j: int, line: int) -> bool:
        """Tell whether an apposition may end before token ``j``."""
        if self._ends(j, line):
            return True
        token = self._tokens[j]
        return token.text in CLOSERS or token.pos in {"VERB", "AUX", "PRON", "ADV", "ADP", "SCONJ"}

    def _coordinate(self) -> None:
        """Link each phrase to those coordinated with it: by the parse, or by a bare ``et`` between two names."""
        for phrase in self.all:
            for token in self._tokens[phrase.first : phrase.last + 1]:
                if self.at.get(token.i) is not phrase:
                    continue
                for child in token.children:
                    other = self.at.get(child.i)
                    if child.relation == "conj" and other is not None and other is not phrase and child.i > phrase.last:
                        while other.owner is not None and other.owner.first > phrase.last:
                            other = other.owner
                        if other not in phrase.conjuncts:
                            phrase.conjuncts.append(other)
