"""Mending: undoes what the parser is known to get wrong about a line, before any stage sees it.

A bare weekday behind a verb (« manifesteront dimanche à Sfax », « a bombardé vendredi un marché ») is its adjunct and
holds nothing: what the parser hung on the weekday hangs on the verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from greffier.french import Lexicon

if TYPE_CHECKING:
    from greffier.reading.parse import Token

VERBAL = frozenset({"VERB", "AUX"})
OF = frozenset({"de", "d'", "du", "des"})
HELD = frozenset({"nmod", "obj", "obl", "appos", "xcomp", "acl"})  # relations in which a verb's complements get lost
TAKEN = frozenset({"obj", "iobj", "xcomp", "ccomp"})  # what a weekday is taken for


def mend(tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Mend the tokens of one line in place."""
    grammar = lexicon.table("grammar")
    weekdays = lexicon.compiled("weekdays", lambda: frozenset(grammar["weekdays"].split()))
    times = lexicon.compiled("time nouns", lambda: frozenset(grammar["time_nouns"].split()))
    for token in tokens:
        if token.norm in weekdays and _bare(token) and token.head.pos in VERBAL and token.head.i < token.i:
            _free(token, token.head, times)


def _bare(token: Token) -> bool:
    return not any(c.relation in {"det", "case"} for c in token.children)


def _free(day: Token, verb: Token, times: frozenset[str]) -> None:
    """Make a weekday an adjunct of its verb, and give the verb what hangs on the weekday."""
    if day.relation in TAKEN:
        _relate(day, "obl:mod")
    for child in list(day.children):
        case = next((c.norm for c in child.children if c.relation in {"case", "mark"} and c.pos == "ADP"), None)
        if child.i < day.i or child.relation not in HELD or case in OF or child.lemma in times:
            continue
        if child.pos in VERBAL and child.morph.get("VerbForm") == "Inf":
            _relate(child, "xcomp")
        elif child.pos not in {"NOUN", "PROPN", "PRON"}:
            continue
        else:
            _relate(child, "obl:mod" if case else "obj")
        day.children.remove(child)
        verb.children = sorted([*verb.children, child], key=lambda t: t.i)
        child.head = verb


def _relate(token: Token, relation: str) -> None:
    token.dep, token.relation = relation, relation.partition(":")[0]
