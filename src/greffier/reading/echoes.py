"""Echoes: sentences that take up the quotation before them by a noun, and say whose it is with no verb of saying.

« Tel est l'engagement pris par le gouverneur », « Le mot est de la maire », « le chef s'en est tenu à cette phrase ».
"""

from __future__ import annotations

from collections.abc import Sequence

from greffier.reading.parse import Token
from greffier.reading.syntax import antecedent, grammar, preposition

SUCH = frozenset({"tel", "telle", "tels", "telles", "voilà"})
POINTING = frozenset({"ce", "cet", "cette", "ces"})
DEFINITE = frozenset({"le", "la", "l'", "les"})
NOMINAL = frozenset({"NOUN", "PROPN"})
OWNING = frozenset({"de", "par"})
OPENING = 3  # words before the noun in « Le mot est de X », « Telle est la réponse de X »


def echoed_by(sentence: Sequence[Token]) -> Token | None:
    """Return the head of who has said what stands before a sentence, or None where it does not tell."""
    for place, token in enumerate(sentence):
        if token.lemma not in grammar("echo_nouns") or token.pos != "NOUN":
            continue
        determiner = next((c.norm for c in token.children if c.relation == "det"), "")
        opens = place <= OPENING
        if opens and (sentence[0].norm in SUCH or (place == 1 and determiner in DEFINITE | POINTING)):
            if (owner := _owner(token, sentence, sentence[0].norm in SUCH)) is not None:
                return owner
        elif determiner in POINTING and (speaker := _kept_to(token)) is not None:
            return speaker
    return None


def _owner(noun: Token, sentence: Sequence[Token], such: bool) -> Token | None:
    """Return X of « l'engagement (pris) par X », « la réponse de X », « le mot est de X »."""
    inside = [t for t in noun.subtree() if t.i > noun.i and t.head in {noun, *_participles(noun)}]
    if not such:
        is_copula = len(sentence) > 2 and sentence[2].lemma == "être"
        inside = [t for t in sentence if t.i > sentence[2].i] if is_copula else []
    owners = (t for t in inside if t.pos in NOMINAL and preposition(t) in OWNING)
    return next(owners, None)


def _participles(noun: Token) -> list[Token]:
    return [c for c in noun.children if c.relation == "acl" and c.morph.get("VerbForm") == "Part"]


def _kept_to(noun: Token) -> Token | None:
    """Return the subject of the verb by which somebody keeps to their words."""
    verb = noun.head
    if verb.lemma not in grammar("echo_verbs") or noun.relation not in {"obj", "obl"}:
        return None
    own = [antecedent(c) for c in verb.children if c.relation == "nsubj"]
    return own[0] if own else _stranded(verb)


def _stranded(verb: Token) -> Token | None:
    """Return the subject that the parser gave to a clause before: « X, dont le fils est blessé, s'en tient … »."""
    clause = next((c for c in verb.children if c.relation == "advcl" and c.i < verb.i), None)
    return next((c for c in clause.children if c.relation == "nsubj" and c.i < clause.i), None) if clause else None
