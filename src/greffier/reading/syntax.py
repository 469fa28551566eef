"""Syntax: small questions about one token of the parse — its preposition, voice, antecedent, subject."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from greffier.french import default_lexicon
from greffier.reading.parse import Token

PREPOSITIONS = {
    "d": "de", "d'": "de", "du": "de", "des": "de", "au": "à", "aux": "à", "jusqu'": "jusque", "jusqu'à": "jusque",
}  # fmt: skip
PARTICIPLE = "Part"
CLITICS = frozenset(["ne", "n'", "se", "s'", "le", "la", "l'", "les", "lui", "leur", "y", "en"])
RELATIVES = frozenset(
    [
        "qui",
        "que",
        "qu'",
        "dont",
        "lequel",
        "laquelle",
        "lesquels",
        "lesquelles",
        "auquel",
        "auxquels",
        "auxquelles",
        "duquel",
        "desquels",
        "desquelles",
    ]
)
POSSESSIVES = frozenset({"son", "sa", "ses", "leur", "leurs"})


@cache
def grammar(name: str) -> frozenset[str]:
    """Return a word list of lexicon/grammar.toml."""
    return frozenset(default_lexicon().table("grammar")[name].split())


def preposition(token: Token) -> str | None:
    """Return the preposition that introduces a phrase, in its full form (``du`` → ``de``), or None."""
    case = next((c for c in token.children if c.relation in {"case", "mark"} and c.pos in {"ADP", "ADV"}), None)
    if case is None:
        return None
    return PREPOSITIONS.get(case.norm, case.norm)


def is_passive(verb: Token) -> bool:
    """Tell whether a verb form is passive, bare participles that modify a noun included."""
    if is_pronominal(verb):
        return False
    if verb.pos == "ADJ" and any(c.dep == "cop" and c.lemma == "être" for c in verb.children):
        return True  # a participle that the tagger took for an adjective: « a été empoisonné »
    if any(c.dep == "aux:pass" for c in verb.children):
        return verb.lemma not in grammar("unaccusative")
    if any(c.dep == "nsubj:pass" for c in verb.children) and not any(c.dep == "aux:tense" for c in verb.children):
        return verb.lemma not in grammar("unaccusative")
    if verb.morph.get("VerbForm") != PARTICIPLE or verb.morph.get("Tense") == "Pres":
        return False
    has_auxiliary = any(c.relation == "aux" for c in verb.children)
    return (not has_auxiliary and verb.lemma not in grammar("unaccusative") and verb.relation != "conj") or (
        verb.relation == "conj"
        and not has_auxiliary
        and verb.head.pos in {"VERB", "AUX"}
        and is_passive(verb.head)
        and verb.lemma not in grammar("unaccusative")
    )


def is_pronominal(verb: Token) -> bool:
    """Tell whether a verb stands with a reflexive pronoun (« se retire », « nous nous retirons », « je m'engage »)."""
    before = [c.norm for c in verb.children if c.i < verb.i]
    if "se" in before or "s'" in before:
        return True
    own = before.count("nous") > 1 or before.count("vous") > 1
    return own or (("je" in before or "j'" in before) and ("me" in before or "m'" in before))


def is_infinitive(verb: Token) -> bool:
    """Tell whether a verb form is an infinitive, present or perfect (« torturer », « avoir torturé »)."""
    return "Inf" in {t.morph.get("VerbForm") for t in (verb, *(c for c in verb.children if c.relation == "aux"))}


def is_possessive(token: Token) -> bool:
    """Tell whether a token is a possessive determiner of the third person."""
    return token.relation == "det" and token.norm in POSSESSIVES


def antecedent(token: Token) -> Token:
    """Return the noun a relative pronoun stands for, or the token itself."""
    if token.pos != "PRON" or token.norm not in RELATIVES:
        return token
    clause = token.head
    while clause.dep not in {"acl:relcl"} and clause.relation not in {"acl"} and clause.head is not clause:
        clause = clause.head
    return clause.head if clause.head is not clause and clause.head.pos not in {"VERB", "AUX"} else token


def coordinated(token: Token) -> Iterator[Token]:
    """Yield a head and the heads coordinated with it."""
    yield token
    for child in token.children:
        if child.relation == "conj":
            yield from coordinated(child)


def inherited_subject(verb: Token, depth: int = 0) -> list[Token]:
    """Return the subject that a verb takes from the verb or noun above it (control, coordination, apposition)."""
    head = verb.head
    if head is verb or depth > 6:
        return []
    if head.pos in {"NOUN", "PROPN", "ADJ"}:
        return _subject_through_noun(verb, head, depth)
    if verb.relation in {"conj", "xcomp", "advcl", "ccomp", "acl", "obl", "parataxis", "dep"}:
        if verb.relation in {"advcl", "ccomp", "parataxis"} and verb.morph.get("VerbForm") not in {
            "Inf",
            PARTICIPLE,
        }:
            return []
        if verb.relation == "conj" and any(c.relation == "aux" for c in verb.children) is False and is_passive(head):
            return [antecedent(c) for c in head.children if c.dep == "nsubj:pass"]
        if head.lemma in grammar("object_control") and is_infinitive(verb):
            objects = [antecedent(c) for c in head.children if c.relation in {"obj", "iobj", "obl"} and c.pos != "VERB"]
            if objects:
                return objects[:1]
        own = [antecedent(c) for c in head.children if c.relation == "nsubj"]
        return own or inherited_subject(head, depth + 1)
    return []


def _subject_through_noun(verb: Token, noun: Token, depth: int) -> list[Token]:
    """« son refus de négocier », « la décision de Paris de retirer … »: who owns the noun does the act."""
    if verb.relation == "conj" and verb.child("cc") is not None and verb.morph.get("VerbForm") != "Inf":
        # « a évincé les troupes … et recherché »: the parser coordinates the verb with a word of the object
        above = next((t for t in noun.ancestors() if t.pos == "VERB" and t.i < verb.i), None)
        if above is None:
            return []
        own = [antecedent(c) for c in above.children if c.relation == "nsubj"]
        return own or adjacent_subject(above)
    if verb.morph.get("VerbForm") != "Inf" and verb.relation != "conj":
        return []
    owners = [c for c in noun.children if c.relation == "nmod" and preposition(c) == "de" and c.i < verb.i]
    possessive = [c for c in noun.children if is_possessive(c)]
    if owners or possessive:
        return (owners or possessive)[:1]
    if noun.relation in {"obj", "obl"} and noun.head.pos == "VERB":
        own = [antecedent(c) for c in noun.head.children if c.relation == "nsubj"]
        return own or inherited_subject(noun.head, depth + 1)
    return []


def adjacent_subject(verb: Token) -> list[Token]:
    """Return the noun right before a finite verb that the parser left without a subject, or nothing."""
    if verb.morph.get("VerbForm") in {"Inf", PARTICIPLE} and not any(c.relation == "aux" for c in verb.children):
        return []
    token = verb.left
    while token is not None and (token.pos in {"AUX", "ADV"} or token.norm in CLITICS):
        token = token.left
    if token is None or token.pos not in {"NOUN", "PROPN"}:
        return []
    while token.head is not token and token.head.i < token.i and token.head.pos in {"NOUN", "PROPN"}:
        if token.relation == "conj" and token.child("cc") is None:  # « selon une radio, Bamako n'a pas … »
            return [token]
        token = token.head
    return [token] if token.head is token or token.relation in {"dep", "nsubj", "parataxis", "conj"} else []
