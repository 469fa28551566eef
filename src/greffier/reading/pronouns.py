"""Pronouns and pairs: finds the phrase that a pronoun, ``ce dernier`` or ``les deux hommes`` takes up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from greffier.reading.gazetteer import plain
from greffier.reading.parse import Token
from greffier.reading.phrases import Phrase

RELATIVE = frozenset({"qui", "que", "qu'", "dont", "lequel", "laquelle", "lesquels", "lesquelles"})
NOBODY = frozenset({"on", "y", "en", "ce", "c'", "cela", "ça", "ceci", "tout", "rien"})
PROPOSITIONAL = frozenset({"faire", "dire", "savoir", "prouver", "confirmer", "répéter", "croire", "penser"})
FEMININE = frozenset({"elle", "elles", "celle", "celles", "celle-ci", "celle-là"})
MASCULINE = frozenset({"il", "ils", "celui", "ceux", "celui-ci", "celui-là"})
PLURAL = frozenset({"ils", "elles", "leur", "eux", "ceux", "celles", "ceux-ci", "celles-ci"})
SINGULAR = frozenset({"il", "elle", "lui", "celui", "celle", "celui-ci", "celle-ci"})
# What ``les deux …`` stands for: persons (True) or states (False).
PAIRS = {"hommes": True, "dirigeants": True, "presidents": True, "ministres": True, "responsables": True,
         "femmes": True, "chefs": True, "homologues": True, "pays": False, "capitales": False, "etats": False,
         "voisins": False, "parties": False, "camps": False, "nations": False, "gouvernements": False}  # fmt: skip
# Sentences that a pronoun reaches back; what each sentence further back costs; what speaks for a candidate.
REACH, FAR, SUBJECT, PERSON, INSIDE = 6, 2.0, 3.0, 1.5, 2.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that may be taken up, and what is known of whom it denotes."""

    phrase: Phrase
    person: bool
    plural: bool
    gender: str | None
    name: str
    country: str | None
    sector: str | None


def relative_head(token: Token) -> Token | None:
    """Return the noun that a relative pronoun's clause hangs on, or None."""
    for up in (token, *token.ancestors()):
        if up.dep == "acl:relcl":
            return up.head
    return None


def features(token: Token) -> tuple[str | None, str | None]:
    """Return gender and number (UD values) that a pronoun asks of its antecedent, None where it leaves them open."""
    if token.pos != "PRON":
        return token.morph.get("Gender"), token.morph.get("Number")
    flat = token.norm.lstrip("-")
    flat = flat[2:] if flat.startswith("t-") else flat
    gender = "Fem" if flat in FEMININE else "Masc" if flat in MASCULINE else None
    number = "Plur" if flat in PLURAL else "Sing" if flat in SINGULAR else None
    return gender, number


def resolvable(token: Token) -> bool:
    """Tell whether a pronoun takes up a phrase of the text (first and second persons do not)."""
    if token.norm in {"le", "l'"} and token.relation == "obj" and token.head.lemma in PROPOSITIONAL:
        return False  # « menace de le faire », « il l'a dit »
    return token.morph.get("Person") not in {"1", "2"} and token.norm.lstrip("-") not in NOBODY


def best(token: Token, phrases: Sequence[Phrase], look: Callable[[Phrase], Candidate | None]) -> Phrase | None:
    """Return the phrase that a personal pronoun takes up: near, a subject, a person, of its gender and number."""
    gender, number = features(token)
    found, high = None, -99.0
    for phrase in reversed(phrases):
        distance = token.sentence - phrase.head.sentence
        if distance > REACH:
            break
        if phrase.last >= token.i:
            continue
        if -FAR * distance + SUBJECT + PERSON <= high:
            continue
        given = look(phrase)
        if given is None or not _agrees(given, gender, number):
            continue
        score = -FAR * distance + SUBJECT * _is_subject(phrase) + PERSON * given.person - (token.i - phrase.last) / 100
        score -= INSIDE * (phrase.owner is not None and phrase is not phrase.owner.name)
        if score > high:
            found, high = phrase, score
    return found


def pair(
    phrase: Phrase, words: Sequence[str], before: Sequence[Phrase], look: Callable[[Phrase], Candidate | None]
) -> tuple[Phrase, ...]:
    """Return the two phrases that ``les deux hommes`` or ``les deux pays`` takes up, or ()."""
    head = plain(phrase.head.norm)
    if "deux" not in words or head not in PAIRS or phrase.complements:
        return ()
    persons = PAIRS[head]
    found: dict[str, Phrase] = {}
    for other in reversed(before):
        given = look(other)
        if given is None or given.plural or given.person != persons or (not persons and given.sector != "GOV"):
            continue
        found.setdefault(given.name if persons else given.country or given.name, other)
        if len(found) == 2:
            return tuple(reversed(found.values()))
    return ()


def _agrees(given: Candidate, gender: str | None, number: str | None) -> bool:
    if number is not None and given.plural != (number == "Plur"):
        return False
    return gender is None or given.gender is None or given.gender == gender


def _is_subject(phrase: Phrase) -> bool:
    return phrase.head.relation == "nsubj"
