"""Mending: helps the parser where it is known to err: words that it cannot read, weekdays that mislead it.

Present tenses that the tagger takes for nouns or adverbs (« Kigali dément », « Kiev attaque la Crimée ») are shown to it
as a verb that it knows, in the same form: tags and attachments are those of that verb, word and lemma stay what they are.
A bare weekday behind a verb (« manifesteront dimanche à Sfax », « a bombardé vendredi un marché ») is its adjunct and
holds nothing: what the parser hung on the weekday hangs on the verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from greffier.french import Lexicon

if TYPE_CHECKING:
    from greffier.reading.parse import Token

STAND_IN = "nie"
VERBAL = frozenset({"VERB", "AUX"})
OF = frozenset({"de", "d'", "du", "des"})
HELD = frozenset({"nmod", "obj", "obl", "appos", "xcomp", "acl"})  # relations in which a verb's complements get lost
TAKEN = frozenset({"obj", "iobj", "xcomp", "ccomp"})  # what a weekday is taken for


def shown(forms: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Return what the parser is shown of the words of a line."""
    always, between, articles = lexicon.compiled("stand-ins", lambda: _words(lexicon))
    return [
        STAND_IN if form in always or (form in between and _is_verb(forms, k, articles)) else form
        for k, form in enumerate(forms)
    ]


def _words(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    grammar = lexicon.table("grammar")
    only, too, articles = (frozenset(grammar[k].split()) for k in ("only_verbs", "verbs_too", "articles"))
    return only, too, articles


def _is_verb(forms: Sequence[str], k: int, articles: frozenset[str]) -> bool:
    """Tell whether a word that may be a noun stands between a name and an article."""
    if k == 0 or k + 1 == len(forms) or forms[k + 1] not in articles:
        return False
    name = forms[k - 1]
    return name[:1].isupper() and len(name) > 1 and name.lower() not in articles


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
