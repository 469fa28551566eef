"""How many: the figures that matter to the story, with their bounds, their object and their role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from greffier.french import Lexicon
from greffier.reading.numbers import Numeral, NumberWords, find_numerals, number_words
from greffier.reading.parse import Document, Token
from greffier.records import Quantity, Role, Span, Why

# How far behind a number the noun that it counts is looked for, and how far a role word behind that.
NOUN_REACH = 5
AFTER_REACH = 4
YEARS = range(1900, 2101)
SMALL = 3
BEFORE_NOUN = frozenset({"ADJ", "DET", "ADP", "NUM"})
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "X"})


@dataclass(frozen=True, slots=True)
class Counted:
    """The lexicon of counted things, compiled: what noun, verb or neighbour gives which role."""

    words: NumberWords
    nouns: Mapping[str, Role]
    kit: frozenset[str]
    forces_only: frozenset[str]
    verbs: Mapping[str, Role]
    verbs_subject: Mapping[str, Role]
    nouns_of: Mapping[str, Role]
    currencies: Mapping[str, str]
    currency_of: Mapping[str, str]
    central_africa: tuple[str, ...]
    before: frozenset[str]
    never: frozenset[str]
    pointed: frozenset[str]
    definite: frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A numeral with the noun that it counts (None where it stands alone) and the end of the phrase."""

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
        """Return the token whose place in the sentence decides the role."""
        return self.noun or self.last


def find_quantities(doc: Document, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """Return the figures of a dispatch in text order (one entry a mention; ``claim`` is left None).

    Dates, ages, durations, distances, percentages, ranks and numbers that belong to a name are none.
    """
    counted = _counted(lexicon)
    found: list[Quantity] = []
    for start, end in doc.sentences:
        tokens = doc.tokens[start:end]
        previous: Quantity | None = None
        for numeral in find_numerals(tokens, counted.words):
            quantity = _quantity(doc, _candidate(tokens, numeral, counted), counted, previous)
            if quantity:
                found.append(quantity)
                previous = quantity
    return tuple(found)


def _counted(lexicon: Lexicon) -> Counted:
    def build() -> Counted:
        table = lexicon.table("numbers")
        nouns = dict(table["nouns"])
        kit, forces = frozenset(nouns.pop("kit")), frozenset(nouns.pop("forces_only"))
        guards = {k: frozenset(v) for k, v in table["guards"].items()}
        return Counted(
            number_words(lexicon), _roles(nouns), kit, forces, _roles(table["verbs"]), _roles(table["verbs_subject"]),
            _roles(table["nouns_of"]), table["currencies"], table["currency_of"],
            tuple(table["central_africa"]["words"]), guards["before"], guards["never"], guards["pointed"],
            guards["definite"],
        )  # fmt: skip

    return lexicon.compiled("counted things", build)


def _roles(table: Mapping[str, Any]) -> dict[str, Role]:
    return {lemma: cast(Role, role) for role, lemmas in table.items() for lemma in lemmas}


def _candidate(tokens: Sequence[Token], numeral: Numeral, counted: Counted) -> Candidate:
    """Find the noun that a number counts: the first noun behind it that only adjectives part from it."""
    at = numeral.last + 1
    limit = min(len(tokens), at + NOUN_REACH)
    while at < limit:
        token = tokens[at]
        if token.pos in ("NOUN", "PROPN") or (token.pos in ("ADJ", "NUM", "X") and _closes(tokens, at)):
            return Candidate(numeral, tokens, token, _phrase_end(tokens, at))
        if token.norm in ("autres", "autre"):
            return Candidate(numeral, tokens, None, at + 1)
        if token.pos not in BEFORE_NOUN or token.norm in ("à", "dans", "en", "sur", "par", "pour", "contre"):
            break
        at += 1
    return Candidate(numeral, tokens, None, numeral.last + 1)


def _closes(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether an adjective stands for a noun (« deux blessés », « trois Français »)."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is None or following.pos not in ("NOUN", "PROPN", "ADJ")


def _phrase_end(tokens: Sequence[Token], at: int) -> int:
    """Return the end of the noun phrase: adjectives, and one « de » with its noun."""
    end = at + 1
    while end < len(tokens) and tokens[end].pos in ("ADJ", "PROPN") and tokens[end].norm[:1].isalpha():
        end += 1
    if end + 1 < len(tokens) and tokens[end].norm in ("de", "d'") and tokens[end + 1].pos in ("NOUN", "PROPN"):
        end += 2
        while end < len(tokens) and tokens[end].pos == "ADJ":
            end += 1
    return end


def _quantity(doc: Document, found: Candidate, counted: Counted, previous: Quantity | None) -> Quantity | None:
    unit = _currency(doc, found, counted)
    if unit is None and not _matters(found, counted):
        return None
    role, words = ("cost", found.head) if unit else _role(found, counted, previous)
    if unit is None and not _told(found, counted, role):
        return None
    value, low, high = found.numeral.bounds()
    if value is None and low is None:
        return None
    tokens = found.tokens[found.numeral.start : found.end]
    kept = doc.span(tokens)
    thing = _object(doc, found) or (previous.object if previous and found.noun is None else None)
    why = Why(f"{role} by « {words.norm} »", (words.span,))
    return Quantity(kept, value, low, high, unit or _measure(found), thing, cast(Role, role), why=why)


def _object(doc: Document, found: Candidate) -> str | None:
    if found.noun is None:
        return None
    at = found.noun.i - found.tokens[0].i
    return doc.span(found.tokens[at : found.end]).of(doc.text) if found.end > at else found.noun.text


def _measure(found: Candidate) -> str | None:
    return "tonnes" if found.noun and found.noun.lemma == "tonne" else None


def _currency(doc: Document, found: Candidate, counted: Counted) -> str | None:
    """Return the ISO code of the money that the number counts, or None."""
    noun = found.noun
    at = found.numeral.last + 1
    sign = found.tokens[at] if at < len(found.tokens) else None
    word = next((t for t in (noun, sign) if t and t.norm in counted.currencies), None)
    if word is None:
        return None
    following = found.tokens[word.i - found.tokens[0].i + 1 :][:1]
    code = counted.currency_of.get(following[0].norm) if following else None
    if code:
        return code
    code = counted.currencies[word.norm]
    if code == "XOF" and sum(w in doc.text for w in counted.central_africa) > 1:
        return "XAF"
    return code


def _matters(found: Candidate, counted: Counted) -> bool:
    """Tell whether a number counts something at all: no date, share, distance, name or rank."""
    numeral, tokens, noun = found.numeral, found.tokens, found.noun
    before = tokens[numeral.start - 1] if numeral.start else None
    after = tokens[numeral.last + 1] if numeral.last + 1 < len(tokens) else None
    if after and (after.norm in counted.never or after.norm.startswith(("%", "°"))):
        return False
    if noun and (noun.lemma in counted.never or noun.norm in counted.never):
        return False
    if before and (before.norm in counted.before or before.norm.endswith(("n°", "-"))):
        return False
    if _is_year(found, before):
        return False
    if noun is None:
        return _stands_alone(found, before, after, counted)
    return not (numeral.first and _named(tokens[numeral.first - 1], found))


def _is_year(found: Candidate, before: Token | None) -> bool:
    numeral = found.numeral
    if numeral.kind != "exact" or numeral.value not in YEARS or len(found.last.text) != 4:
        return False
    follows = found.noun is not None and found.noun.i == found.last.i + 1 and found.noun.norm.endswith("s")
    return not follows or (before is not None and before.norm in ("en", "de", "depuis", "fin", "début", "mi"))


def _named(before: Token, found: Candidate) -> bool:
    """Tell whether the digits belong to a name right before them (« Logone 2025 », « Europe 1 »)."""
    return before.pos == "PROPN" and before.text[:1].isupper() and not found.numeral.words


def _stands_alone(found: Candidate, before: Token | None, after: Token | None, counted: Counted) -> bool:
    """Tell whether a number without a noun still counts something told before (« 22 restent … »)."""
    numeral = found.numeral
    if numeral.kind == "exact" and numeral.value in YEARS:
        return False
    if numeral.value == 1 or (before and before.norm in ("tous", "toutes", "les", "eux", "des")):
        return False
    autres = found.end > numeral.last + 1
    if numeral.modified or autres or numeral.kind in ("rough", "vague"):
        return True
    if after is None or numeral.value <= SMALL:
        return False
    acts = after.pos in ("AUX", "VERB") or after.norm in ("d'", "sont", "ont", "étaient", "avaient")
    return acts or (before is not None and before.norm == "dont")


def _told(found: Candidate, counted: Counted, role: str) -> bool:
    """Tell whether a counted thing is a figure of the story: « les deux pays » only points at them."""
    numeral, noun = found.numeral, found.noun
    one = numeral.kind == "exact" and numeral.value == 1
    if one:
        return role in ("killed", "injured") and numeral.words
    if noun is None or numeral.kind != "exact" or numeral.value > SMALL:
        return True
    if role != "other":
        return True
    before = found.tokens[numeral.start - 1].norm if numeral.start else ""
    return not (before in counted.definite or noun.lemma in counted.pointed)


def _role(found: Candidate, counted: Counted, previous: Quantity | None) -> tuple[str, Token]:
    """Return the role of a figure and the word that gives it."""
    noun = found.noun
    lemma = _lemma(noun) if noun else ""
    if lemma in counted.kit and noun:
        return "strength", noun
    by_noun = counted.nouns.get(lemma)
    if by_noun and by_noun not in ("strength", "held", "displaced") and noun:
        return by_noun, noun
    for give in (_role_behind, _role_above):
        given = give(found, counted)
        if given:
            return given
    if by_noun and noun and not (lemma in counted.forces_only):
        return by_noun, noun
    if noun is None and previous:
        return previous.role, found.last
    return "other", found.head


def _lemma(token: Token) -> str:
    return token.lemma.lower() if token.lemma else token.norm


def _role_behind(found: Candidate, counted: Counted) -> tuple[str, Token] | None:
    """A participle right behind the phrase: « treize soldats tués », « 12 personnes arrêtées »."""
    for token in found.tokens[found.end - 1 : found.end + AFTER_REACH]:
        if token.norm in (",", ";", "(", ":", "et", "qui", "que", "à"):
            return None
        if token.pos in ("VERB", "ADJ", "NOUN") and token is not found.noun:
            role = counted.verbs.get(_verb_lemma(token))
            if role and token.morph.get("VerbForm") == "Part" and not _active(token):
                return role, token
            if token.pos == "VERB":
                return None
    return None


def _verb_lemma(token: Token) -> str:
    return token.lemma


def _active(verb: Token) -> bool:
    """Tell whether a participle is active (« ont tué »): its auxiliary is avoir without été."""
    helpers = [c for c in verb.children if c.relation == "aux"]
    return bool(helpers) and all(c.lemma == "avoir" for c in helpers)


def _role_above(found: Candidate, counted: Counted) -> tuple[str, Token] | None:
    """The verb or noun above: « tué treize soldats », « la mort de treize soldats », « 22 ont péri »."""
    token = found.head
    for _ in range(3):
        head = token.head
        if head is token:
            return None
        given = _given(token, head, counted)
        if given:
            return given
        if token.relation not in ("conj", "nmod", "appos", "nummod", "amod", "det", "obl"):
            return None
        token = head
    return None


def _given(token: Token, head: Token, counted: Counted) -> tuple[str, Token] | None:
    if head.pos in ("VERB", "AUX"):
        if token.relation == "nsubj" and not token.dep.endswith("pass"):
            role = counted.verbs_subject.get(head.lemma)
            if role is None and not _active(head) and head.morph.get("VerbForm") == "Part":
                role = counted.verbs.get(head.lemma)
            return (role, head) if role else None
        role = counted.verbs.get(head.lemma) or counted.verbs_subject.get(head.lemma)
        return (role, head) if role and token.relation in ("nsubj", "obj", "obl", "conj", "appos", "nmod") else None
    if token.relation in ("nmod", "nummod") and head.pos == "NOUN":
        role = counted.nouns_of.get(head.lemma)
        return (role, head) if role else None
    return None
