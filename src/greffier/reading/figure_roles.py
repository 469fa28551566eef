"""What a figure stands for: dead, hurt, arrested, displaced, held, forces or something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from greffier.french import Lexicon
from greffier.reading.numbers import Numeral
from greffier.reading.parse import Token
from greffier.records import Role

# How many tokens behind the phrase, and before it, a word that gives the role is looked for.
BEHIND, BEFORE = 10, 3
# From how many on « hommes », « membres » are forces without a word that says so.
MANY = 100
STOPS = frozenset({";", "(", ":", "et", "ou", "qui", "que", "mais", "alors", "lors", "après", "avant"})
# Words that open an aside behind the phrase, and how long it may be.
ASIDES, ASIDE = frozenset({"dont", "parmi", "y"}), 14
FILLERS = frozenset(
    {"le", "la", "les", "l'", "au", "total", "de", "d'", "moins", "plus", "environ", "quelque"}
) | frozenset({"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "hier"})
HELPERS = frozenset({"avoir", "être"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A numeral with the noun that it counts (None where it stands alone) and the end of the phrase.

    ``tokens`` are those of the sentence; ``end`` indexes them.
    """

    numeral: Numeral
    tokens: Sequence[Token]
    noun: Token | None
    end: int

    @property
    def last(self) -> Token:
        """Return the last token of the number."""
        return self.tokens[self.numeral.last]

    @property
    def head(self) -> Token:
        """Return the highest token of the phrase in the parse."""
        token = self.noun or self.last
        first, last = self.tokens[self.numeral.start].i, self.tokens[self.end - 1].i
        while token.head is not token and first <= token.head.i <= last:
            token = token.head
        return token

    @property
    def before(self) -> Token | None:
        """Return the token right before the phrase."""
        return self.tokens[self.numeral.start - 1] if self.numeral.start else None


@dataclass(frozen=True, slots=True)
class Given:
    """A role, the word that gives it, and whether that word is sure of it (not a mere default)."""

    role: Role
    word: Token
    sure: bool = True


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The words of the lexicon that give roles."""

    nouns: Mapping[str, Role]
    kit: frozenset[str]
    struck: frozenset[str]
    civil: frozenset[str]
    armed: frozenset[str]
    forces: frozenset[str]
    verbs: Mapping[str, Role]
    verbs_subject: Mapping[str, Role]
    verbs_with: Mapping[str, Role]
    nouns_of: Mapping[str, Role]


def role_words(lexicon: Lexicon) -> RoleWords:
    """Return the words that give roles, compiled once for each lexicon."""

    def build() -> RoleWords:
        table = lexicon.table("numbers")
        nouns = dict(table["nouns"])
        kit, struck, civil, armed, forces = (
            frozenset(nouns.pop(name)) for name in ("kit", "struck", "civil", "armed", "forces")
        )
        names = ("verbs", "verbs_subject", "verbs_with", "nouns_of")
        return RoleWords(
            _by_lemma(nouns), kit, struck, civil, armed, forces, *(_by_lemma(table[name]) for name in names)
        )

    return lexicon.compiled("role words", build)


def _by_lemma(table: Mapping[str, Any]) -> dict[str, Role]:
    return {lemma: cast(Role, role) for role, lemmas in table.items() for lemma in lemmas}


def role_of(figure: Figure, words: RoleWords) -> Given:
    """Return the role of a figure: kit and casualty nouns first, then what is done to it, then the noun."""
    noun = figure.noun
    lemma = lemma_of(noun, words.nouns) if noun else ""
    if noun and lemma in words.kit:
        word = struck_by(figure, words) or _described(figure, words.civil)
        return Given("other", word) if word else Given("strength", noun)
    own = words.nouns.get(lemma)
    if noun and own is None and noun.pos == "VERB":  # « et onze blessées »
        own = words.verbs.get(noun.lemma)
    if noun and own in ("killed", "injured", "arrested"):
        return Given(own, noun)
    given = next((g for find in (_behind, _above, _ahead, _within) if (g := find(figure, words))), None)
    forces = own == "strength" or lemma in words.forces
    if given and (given.role != "strength" or forces or noun is None):
        return given
    if noun and own:
        return Given(own, noun)
    if noun and lemma in words.forces and (given or figure.numeral.value >= MANY or _described(figure, words.armed)):
        return Given("strength", noun, bool(given))
    return Given("other", figure.head, False)


def struck_by(figure: Figure, words: RoleWords) -> Token | None:
    """Return the verb that takes kit for its target (« a visé cent navires », « 72 ont été abattus »), or None."""
    token, verb = figure.head, figure.head.head
    if verb is not token and verb.lemma in words.struck and verb.pos == "VERB":
        passive = token.dep == "nsubj:pass" or (token.relation == "nsubj" and _passive(verb))
        if token.relation == "obj" or passive or any(c.relation == "expl" for c in verb.children):
            return verb
    behind = (t for t in _following(figure) if t.pos in ("VERB", "ADJ"))
    first = next((t for t in behind if t.lemma not in HELPERS), None)
    participle = first is not None and first.morph.get("VerbForm") == "Part" and not is_active(first)
    return first if first is not None and participle and first.lemma in words.struck else None


def _described(figure: Figure, adjectives: frozenset[str]) -> Token | None:
    """Return the word behind the noun, in its phrase, that is one of the adjectives, or None."""
    start = figure.numeral.last + 1
    return next((t for t in figure.tokens[start : figure.end] if t is not figure.noun and t.lemma in adjectives), None)


def lemma_of(token: Token, table: Mapping[str, Role]) -> str:
    """Return the lemma, or the form without its plural where only that is in the table."""
    lemma = token.lemma.lower()
    return lemma if lemma in table or token.norm.rstrip("s") not in table else token.norm.rstrip("s")


def _behind(figure: Figure, words: RoleWords) -> Given | None:
    """A participle or a verb right behind the phrase: « treize soldats tués », « … ont été arrêtés »."""
    weak: Given | None = None
    for token in _following(figure):
        if token is figure.noun or token.pos not in ("VERB", "ADJ", "NOUN", "AUX") or token.norm in ("été", "être"):
            continue
        role = _of_patient(token, words)
        if role and role != "strength":
            return Given(role, token)
        if role:
            weak = weak or Given(role, token)
        elif token.pos == "VERB" and token.lemma not in HELPERS:
            break
    return weak


def _following(figure: Figure) -> Iterator[Token]:
    """Yield the tokens behind the phrase up to where its clause ends; « , dont … , » is stepped over."""
    tokens, at = figure.tokens, figure.end - 1
    stop = min(len(tokens), figure.end + BEHIND)
    while at < stop:
        token = tokens[at]
        following = tokens[at + 1].norm if at + 1 < len(tokens) else ""
        if token.norm == "," and following in ASIDES:
            close = next((k for k in range(at + 2, min(len(tokens), at + ASIDE)) if tokens[k].norm == ","), None)
            if close is None:
                return
            at, stop = close, min(len(tokens), close + BEHIND)
        elif token.i > figure.last.i and (
            token.norm in STOPS or (token.norm == "," and not _participle_follows(tokens, token))
        ):
            return
        elif token.i > figure.last.i:
            yield token
        at += 1


def _participle_follows(tokens: Sequence[Token], comma: Token) -> bool:
    at = comma.i - tokens[0].i + 1
    at += at < len(tokens) and tokens[at].norm in ("tous", "toutes")
    return at < len(tokens) and tokens[at].pos in ("VERB", "ADJ") and tokens[at].norm[-2:] in ("és", "ée", "es", "é")


def _of_patient(token: Token, words: RoleWords) -> Role | None:
    """Return the role that a word behind the phrase gives it: passive, participle, or its subject."""
    if any(c.relation == "expl" for c in token.children):
        return words.verbs_subject.get(token.lemma)
    if is_active(token):
        with_object = _with_object(token, words)
        return with_object or words.verbs_subject.get(token.lemma)
    if token.morph.get("VerbForm") == "Part" or token.pos in ("ADJ", "NOUN"):
        role = words.verbs.get(token.lemma) or words.verbs_subject.get(token.lemma) or _with_object(token, words)
        casualty = words.nouns.get(lemma_of(token, words.nouns))
        return role or (casualty if casualty in ("killed", "injured", "arrested", "displaced") else None)
    return _with_object(token, words) or words.verbs_subject.get(token.lemma)


def _with_object(verb: Token, words: RoleWords) -> Role | None:
    return next(
        (words.verbs_with[key] for c in verb.children if (key := f"{verb.lemma} {c.lemma}") in words.verbs_with),
        None,
    )


def is_active(verb: Token) -> bool:
    """Tell whether a participle is active (« ont tué »): its auxiliaries are avoir alone."""
    helpers = [c for c in verb.children if c.relation == "aux"]
    return bool(helpers) and all(c.lemma == "avoir" and c.norm != "été" for c in helpers)


def _above(figure: Figure, words: RoleWords) -> Given | None:
    """The verb or noun above: « tué treize soldats », « la mort de treize soldats », « 22 ont péri »."""
    token = figure.head
    for _ in range(3):
        head = token.head
        if head is token:
            return None
        role = _from_head(token, head, words)
        if role:
            return Given(role, head)
        if token.relation not in ("conj", "appos", "nummod", "amod", "det"):
            return None
        token = head
    return None


def _from_head(token: Token, head: Token, words: RoleWords) -> Role | None:
    if head.pos in ("VERB", "AUX", "ADJ") and token.relation == "nsubj":
        if any(c.relation == "expl" for c in head.children):  # « se sont abattues »: nothing is done to it
            return words.verbs_subject.get(head.lemma)
        if token.dep.endswith("pass") or (head.morph.get("VerbForm") == "Part" and not is_active(head)):
            return words.verbs.get(head.lemma) or words.verbs_subject.get(head.lemma)
        return _with_object(head, words) or words.verbs_subject.get(head.lemma) or _in_infinitive(head, words)
    if head.pos == "VERB" and token.relation in ("obj", "obl", "nmod"):
        role = words.verbs.get(head.lemma) if token.relation == "obj" else _with_object(head, words)
        infinitive = head.morph.get("VerbForm") == "Inf"
        # A release still to come leaves them held.
        return "held" if role == "other" and infinitive and head.lemma in ("libérer", "relâcher") else role
    if token.relation in ("nmod", "obl") and head.pos in ("NOUN", "ADJ"):
        return words.nouns_of.get(head.lemma)
    return None


def _in_infinitive(head: Token, words: RoleWords) -> Role | None:
    """Return the role that what somebody managed or tried to do gives them (« ont réussi à fuir »)."""
    below = (c for c in head.children if c.relation == "xcomp" and c.morph.get("VerbForm") == "Inf")
    return next((role for c in below if (role := words.verbs_subject.get(c.lemma))), None)


def _within(figure: Figure, words: RoleWords) -> Given | None:
    """A participle or a relative clause of the phrase: « six élus, qui ont été incarcérés », « femmes évacuées »."""
    for token in (figure.noun, figure.head):
        for clause in token.children if token else ():
            if clause.relation == "acl" and clause.i > figure.last.i and (role := _of_patient(clause, words)):
                return Given(role, clause)
    return None


def _ahead(figure: Figure, words: RoleWords) -> Given | None:
    """A word right before the phrase, where the parse went astray: « blessant quatre civils »."""
    for token in _backwards(figure):
        if token.norm in FILLERS:
            continue
        if token.pos == "VERB" and not _passive(token):
            role = words.verbs.get(token.lemma)
            return Given(role, token) if role else None
        if token.pos in ("NOUN", "ADJ"):
            role = words.nouns_of.get(token.lemma)
            return Given(role, token) if role and figure.before and figure.before.norm in ("de", "d'", "des") else None
        return None
    return None


def _backwards(figure: Figure) -> Iterator[Token]:
    start = figure.numeral.start
    return reversed(figure.tokens[max(0, start - BEFORE) : start])


def _passive(verb: Token) -> bool:
    return any(c.relation == "aux" and (c.lemma == "être" or c.norm == "été") for c in verb.children)
