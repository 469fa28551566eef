"""Status: did it happen? Decided from negation, mood, tense and the words that govern the trigger."""

from __future__ import annotations

from dataclasses import dataclass

from greffier.french import Lexicon
from greffier.reading.parse import Token
from greffier.reading.syntax import preposition
from greffier.records import Status

VERBAL = frozenset({"VERB", "AUX"})
CLAUSAL = frozenset({"xcomp", "ccomp", "advcl", "acl", "obl", "obj", "nmod", "dep"})
DECLARED = "announced by"


@dataclass(frozen=True, slots=True)
class StatusWords:
    """The word lists of status.toml as sets."""

    lists: dict[str, frozenset[str]]

    def has(self, name: str, word: str) -> bool:
        """Tell whether a lemma is in a list."""
        return word in self.lists.get(name, frozenset())


def status_words(lexicon: Lexicon) -> StatusWords:
    """Return the status words of a lexicon, compiled once."""
    return lexicon.compiled(
        "status:words", lambda: StatusWords({k: frozenset(v) for k, v in lexicon.table("status").items()})
    )


def status_of(trigger: Token, words: StatusWords, attributed: bool, performative: bool = False) -> tuple[Status, str]:
    """Return the status of the act that ``trigger`` names, and the reason as a short phrase.

    ``attributed`` tells that a source carries the statement, so that a hearsay conditional counts as told;
    ``performative`` that such an act is carried out by being announced.
    """
    verbal = trigger.pos in VERBAL or trigger.morph.get("VerbForm")
    status, reason = _of_verb(trigger, words, attributed) if verbal else _of_noun(trigger, words, attributed)
    if reason.startswith(DECLARED):
        return ("occurred" if performative else "planned"), reason
    return status, reason


def finite_form(verb: Token) -> Token:
    """Return the token that carries mood and tense: the first auxiliary, or the verb itself."""
    auxiliaries = [c for c in verb.children if c.relation == "aux" and c.morph.get("VerbForm") != "Part"]
    return auxiliaries[0] if auxiliaries else verb


def is_negated(verb: Token, words: StatusWords) -> str | None:
    """Return the negating word of a verb, or None. « ne … que » is no negation, nor is « plus de cent »."""
    ne = any(c.norm in {"ne", "n'"} for c in verb.children)
    for child in verb.children:
        if words.has("negators", child.norm) and (ne or child.norm == "jamais"):
            return child.norm
        if (
            ne
            and child.relation in {"nsubj", "obj"}
            and any(words.has("negators", c.norm) for c in (child, *child.children))
        ):
            return child.norm
    return None


def _of_verb(verb: Token, words: StatusWords, attributed: bool) -> tuple[Status, str]:
    negator = is_negated(verb, words)
    if negator:
        condition = _condition(verb, words)
        if condition:  # « si l'accès n'est pas rétabli »: nothing is said to have failed yet
            return "hypothetical", f"under the condition « {condition} »"
        return "negated", f"negated by « {negator} »"
    form = finite_form(verb)
    if "Inf" in (verb.morph.get("VerbForm"), form.morph.get("VerbForm")):
        return _of_infinitive(verb, words, attributed)
    condition = _condition(verb, words)
    if condition:
        return "hypothetical", f"under the condition « {condition} »"
    mood, tense = form.morph.get("Mood"), form.morph.get("Tense")
    if mood == "Cnd":
        return _of_conditional(verb, form, attributed)
    if tense == "Fut":
        return "planned", "future tense"
    if mood == "Sub" and any(c.relation == "aux" for c in verb.children):
        return _denied(verb.head, words) or ("occurred", "told as done")
    if mood == "Sub":
        return _governed(verb.head, words, attributed, "occurred")
    return "occurred", "told as done"


def _of_conditional(verb: Token, form: Token, attributed: bool) -> tuple[Status, str]:
    """Past conditional is hearsay; present conditional in reported speech is a future seen from the past."""
    if form is not verb:
        return (
            ("occurred", "hearsay that a source carries")
            if attributed
            else ("hypothetical", "hearsay without a source")
        )
    return ("planned", "future in the past") if attributed else ("hypothetical", "conditional mood")


def _condition(verb: Token, words: StatusWords) -> str | None:
    for token in (verb, *verb.ancestors()):
        mark = next((c for c in token.children if c.relation == "mark" and words.has("conditions", c.norm)), None)
        if mark:
            return mark.text
        if token.relation not in {"conj", "xcomp"}:
            break
    return None


def _of_infinitive(verb: Token, words: StatusWords, attributed: bool) -> tuple[Status, str]:
    name = preposition(verb)
    if name and words.has("negating_prepositions", name):
        return "negated", f"negated by « {name} »"
    if name == "pour":
        return "hypothetical", "a purpose"
    if name in {"après"} or any(c.relation == "aux" for c in verb.children):
        return _denied(verb.head, words) or ("occurred", "told as done")
    if verb.head is verb:
        return "occurred", "told as done"
    return _governed(verb.head, words, attributed, "occurred")


def _denied(governor: Token, words: StatusWords) -> tuple[Status, str] | None:
    if words.has("negated", governor.lemma):
        return "negated", f"denied by « {governor.text} »"
    return None


def _governed(governor: Token, words: StatusWords, attributed: bool, default: Status) -> tuple[Status, str]:
    """Decide by the word that governs the trigger: « doit … », « envisage de … », « crainte de … »."""
    suffix = "" if governor.pos in VERBAL else "_nouns" if governor.pos in {"NOUN", "PROPN"} else "_adjectives"
    if governor.pos in VERBAL and is_negated(governor, words):
        if words.has("excluding", governor.lemma) or words.has("excluding", governor.norm):
            return "hypothetical", f"not excluded by « {governor.text} »"
        return "negated", f"governed by the negated « {governor.text} »"
    if words.has("declared" + suffix, governor.lemma):
        return "planned", f"{DECLARED} « {governor.text} »"
    for status in ("negated", "hypothetical", "planned", "ongoing"):
        if words.has(status + suffix, governor.lemma) or words.has(status + suffix, governor.norm):
            if status == "planned" and governor.lemma in {"aller"} and governor.morph.get("Tense") == "Imp":
                continue
            return status, f"governed by « {governor.text} »"
    if governor.pos in VERBAL and governor.morph.get("Mood") != "Cnd":
        if finite_form(governor).morph.get("Tense") == "Fut":
            return "planned", f"governed by the future « {governor.text} »"
        return default, "told as done"
    if governor.morph.get("Mood") == "Cnd":
        return "hypothetical", f"governed by the conditional « {governor.text} »"
    return default, "told as done"


def _of_noun(noun: Token, words: StatusWords, attributed: bool) -> tuple[Status, str]:
    for child in noun.children:
        if child.relation in {"det", "advmod"} and words.has("negators", child.norm) and child.norm != "plus":
            return "negated", f"negated by « {child.norm} »"
        if child.relation in {"amod", "acl"}:
            for status in ("hypothetical", "planned"):
                if words.has(f"{status}_adjectives", child.lemma) or words.has(f"{status}_adjectives", child.norm):
                    return status, f"qualified by « {child.norm} »"
    name = preposition(noun)
    if name and words.has("negating_prepositions", name):
        return "negated", f"negated by « {name} »"
    if noun.head is noun:
        return "occurred", "told as done"
    governor = noun.head
    if governor.pos in VERBAL and noun.relation in {"obj", "nsubj", "obl", "ccomp", "xcomp"}:
        return _noun_under_verb(noun, governor, words, attributed)
    if governor.pos == "NOUN" and noun.relation == "nmod" and name in {"de", "à"}:
        return _governed(governor, words, attributed, "occurred")
    return "occurred", "told as done"


def _noun_under_verb(noun: Token, verb: Token, words: StatusWords, attributed: bool) -> tuple[Status, str]:
    """A noun that is subject or object takes part in the status of its verb; an adjunct stands by itself."""
    core = noun.relation == "obj" or noun.dep in {"nsubj", "nsubj:pass", "obl:arg"}
    if not core:
        return "occurred", "told as done"
    own = _of_verb(verb, words, attributed)
    light = noun.relation == "obj" or noun.dep == "nsubj:pass"
    if own[0] == "negated" and (words.has("excluding", verb.lemma) or words.has("excluding", verb.norm)):
        return "hypothetical", f"not excluded by « {verb.text} »"
    if light and own[0] in {"negated", "planned", "hypothetical"} and noun.child("det") is not None:
        definite = any(
            c.relation == "det" and c.norm in {"le", "la", "l'", "les", "ce", "cet", "cette", "ces"}
            for c in noun.children
        )
        if not definite or own[0] == "planned":
            return own
    if light:
        return _governed(verb, words, attributed, "occurred")
    if words.has("ongoing", verb.lemma):
        return "ongoing", f"governed by « {verb.text} »"
    if own[0] == "negated" and (words.has("happening", verb.lemma) or any(c.norm == "lieu" for c in verb.children)):
        return own
    return "occurred", "told as done"
