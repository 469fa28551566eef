"""Mending: helps the parser where it is known to err: words that it cannot read, weekdays that mislead it.

Present tenses that the tagger takes for nouns or adverbs (« Kigali dément », « Kiev attaque la Crimée ») are shown to
it as a verb that it knows, in the same form: tags and attachments are that verb's, word and lemma stay what they are.
A bare weekday behind a verb (« manifesteront dimanche à Sfax », « a bombardé vendredi un marché ») is its adjunct and
holds nothing: what the parser hung on the weekday hangs on the verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from greffier.french import Lexicon

if TYPE_CHECKING:
    from greffier.reading.parse import Token

STAND_IN, AIMING = "nie", "refuse"
WEST = "ouest"  # for « l'est de », which the tagger takes for a verb
INFINITIVE = ("er", "ir")
VERBAL = frozenset({"VERB", "AUX"})
OF = frozenset({"de", "d'", "du", "des"})
HELD = frozenset({"nmod", "obj", "obl", "appos", "xcomp", "acl"})  # relations in which a verb's complements get lost
TAKEN = frozenset({"obj", "iobj", "xcomp", "ccomp"})  # what a weekday is taken for


def shown(forms: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Return what the parser is shown of the words of a line."""
    always, between, articles = lexicon.compiled("stand-ins", lambda: _words(lexicon))
    return [_stand_in(forms, k, always, between, articles) for k, form in enumerate(forms)]


def _words(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    grammar = lexicon.table("grammar")
    only, too, articles = (frozenset(grammar[k].split()) for k in ("only_verbs", "verbs_too", "articles"))
    return only, too, articles


def _stand_in(
    forms: Sequence[str], k: int, always: frozenset[str], between: frozenset[str], articles: frozenset[str]
) -> str:
    form = forms[k]
    if form == "est" and 0 < k < len(forms) - 1 and forms[k - 1].lower() == "l'" and forms[k + 1] in OF:
        return WEST
    if form in always or (form in between and _is_verb(forms, k, articles)):
        return STAND_IN
    return AIMING if form == "menace" and _aims(forms, k, articles) else form


def _aims(forms: Sequence[str], k: int, articles: frozenset[str]) -> bool:
    """Tell whether « menace » stands before « de » and an infinitive, and behind no article: a verb."""
    after = [f for f in forms[k + 1 : k + 4] if f not in articles | {"se", "s'", "y", "en", "lui"}]
    if k == 0 or forms[k - 1].lower() in articles or len(after) < 2 or after[0] not in OF:
        return False
    return after[1].endswith(("er", "ir", "re"))


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
        if token.pos in VERBAL and token.norm.endswith(INFINITIVE) and token.norm == token.lemma:
            _is_infinitive(token)
        if token.norm in {"que", "qu'"} and token.left is not None and token.left.text == ",":
            _relative(token)
        if token.norm in weekdays and token.left is not None and token.left.head is token:
            _give_back(token, token.left)
        if token.norm in weekdays and _bare(token) and token.head.pos in VERBAL and token.head.i < token.i:
            _free(token, token.head, times)


def _bare(token: Token) -> bool:
    return not any(c.relation in {"det", "case"} for c in token.children)


def _is_infinitive(verb: Token) -> None:
    """No finite form ends so: « menace de la déclencher »."""
    if verb.morph.get("VerbForm") == "Inf":
        return
    verb.morph = {**verb.morph, "VerbForm": "Inf"}
    if verb.relation == "obl" and verb.head.pos in VERBAL:
        _relate(verb, "xcomp")


def _relative(that: Token) -> None:
    """« condamne ces essais, que Pékin ignore »: behind an object and a comma, « que » is relative to the object."""
    clause = that.head
    noun = next((c for c in clause.head.children if c.relation == "obj" and c.i < that.i), None)
    if clause.relation != "ccomp" or noun is None or noun.pos not in {"NOUN", "PROPN"} or noun.i < clause.head.i:
        return
    if max(t.i for t in noun.subtree()) == that.i - 2:
        _hang(clause, noun)
        _relate(clause, "acl:relcl")


def _give_back(day: Token, noun: Token) -> None:
    """« a tenu ces propos lundi »: the noun before a weekday, hung on it, takes its place and its article."""
    if noun.pos not in {"NOUN", "PROPN"} or day.head.pos not in VERBAL or day.head.i > noun.i:
        return
    for child in [c for c in day.children if c.i < noun.i]:
        _hang(child, noun)
    _relate(noun, day.dep)
    _relate(day, "obl:mod")
    _hang(noun, day.head)


def _hang(token: Token, head: Token) -> None:
    token.head.children.remove(token)
    token.head = head
    head.children = sorted([*head.children, token], key=lambda t: t.i)


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
        _hang(child, verb)


def _relate(token: Token, relation: str) -> None:
    token.dep, token.relation = relation, relation.partition(":")[0]
