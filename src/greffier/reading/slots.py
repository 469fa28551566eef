"""Slots: where the agent, the patient and the prepositional complements of a verb stand in the parse.

Voice, control, coordination and relative clauses are resolved here once, for all frames; ``noun_slots.py`` does the
same for nouns. Slot names are those of ``lexicon/frames/README.md``: subj, obj, refl, inf, que, neg, and prepositions.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from greffier.reading.parse import Token
from greffier.reading.syntax import (
    CLITICS,
    PARTICIPLE,
    RELATIVES,
    adjacent_subject,
    antecedent,
    grammar,
    inherited_subject,
    is_passive,
    preposition,
)

SUBJECTS = ("nsubj", "csubj")
OBLIQUE = frozenset({"obl", "nmod", "iobj", "obj", "advcl", "dep", "acl", "xcomp", "ccomp"})
INFINITIVE_CLAUSES = frozenset({"xcomp", "ccomp", "advcl", "acl", "obl", "obj", "nmod", "dep", "parataxis"})
TONIC = frozenset({"lui", "elle", "eux", "elles"})
CONTRACTED_RELATIVES = {
    "auquel": "à",
    "auxquels": "à",
    "auxquelles": "à",
    "duquel": "de",
    "desquels": "de",
    "dont": "de",
}


@dataclass(slots=True)
class Slots:
    """The complements of one trigger: slot name → head tokens, in the order of the text."""

    token: Token
    passive: bool = False
    filled: dict[str, list[Token]] = field(default_factory=dict)

    def get(self, names: str) -> list[Token]:
        """Return the fillers of the first filled slot among ``names`` (joined by |)."""
        for name in names.split("|"):
            if self.filled.get(name):
                return self.filled[name]
        return []

    def among(self, names: str) -> list[Token]:
        """Return the fillers of all slots among ``names`` (joined by |)."""
        return [token for name in names.split("|") for token in self.filled.get(name, ())]

    def add(self, name: str, token: Token) -> None:
        """Add a filler once."""
        found = self.filled.setdefault(name, [])
        if token not in found:
            found.append(token)


def verb_slots(verb: Token) -> Slots:
    """Return the slots of a verb, voice undone: subj is the agent and obj the patient."""
    slots = Slots(verb, passive=is_passive(verb))
    for child in verb.children:
        _add_dependent(slots, child)
    _modified_noun(slots)
    _split_subject(slots)
    _subject_set_apart(slots)
    _relative_object(slots)
    _lost_object(slots)
    _lost_complements(slots)
    _inverted_subject(slots)
    if not slots.filled.get("obj" if slots.passive else "subj"):
        for subject in inherited_subject(verb) or adjacent_subject(verb):
            slots.add("obj" if slots.passive else "subj", subject)
    add_governor(slots)
    return slots


def _split_subject(slots: Slots) -> None:
    """« A et B ont signé »: the parser may hang « B ont signé » on A; the plural verb says that A signs too."""
    verb = slots.token
    name = "obj" if slots.passive else "subj"
    own = slots.filled.get(name, [])
    if verb.relation != "conj" or verb.head.pos not in {"NOUN", "PROPN"} or len(own) != 1 or verb.child("cc") is None:
        return
    finite = next((c for c in verb.children if c.relation == "aux"), verb)
    if finite.morph.get("Number") == "Plur" and own[0].morph.get("Number") != "Plur" and verb.head.is_root:
        slots.filled[name] = [verb.head, *own]


def _subject_set_apart(slots: Slots) -> None:
    """« Bissau, elle, a rappelé … », « Niamey, à l'inverse de Paris, l'a ratifié »: the parser loses the subject."""
    verb, name = slots.token, "obj" if slots.passive else "subj"
    if slots.filled.get(name) or not any(c.relation == "aux" for c in verb.children):
        return
    before = [c for c in verb.children if c.i < verb.i and c.relation in {"obl", "dep"}]
    if any(c.norm in TONIC for c in before):
        apart = [c for c in before if c.pos in {"NOUN", "PROPN"} and preposition(c) is None]
        slots.filled["obl"] = [t for t in slots.filled.get("obl", []) if t not in before]
    else:
        taken_for_relative = verb.dep == "acl:relcl" and verb.head.is_root and verb.head.pos in {"NOUN", "PROPN"}
        apart = [verb.head] if taken_for_relative and not _relative_before(verb) else []
    for subject in apart[:1]:
        slots.add(name, subject)


def _relative_before(verb: Token) -> bool:
    """Tell whether a relative pronoun stands between a verb and the noun that it hangs on."""
    return any(t.norm in RELATIVES or t.norm in {"où", "qui"} for t in verb.subtree() if t.i < verb.i)


def _relative_object(slots: Slots) -> None:
    """« Kigali, que Kinshasa accuse »: the parser often takes « que » for a conjunction."""
    verb = slots.token
    open_object = verb.dep == "acl:relcl" and not slots.passive and not slots.filled.get("obj")
    if open_object and any(c.norm in {"que", "qu'"} for c in verb.children):
        slots.add("obj", verb.head)


def _inverted_subject(slots: Slots) -> None:
    """« …, a accusé une conseillère », « la libération qu'avait réclamée Paris »: what follows the verb acts."""
    verb = slots.token
    after = [t for t in slots.filled.get("obj", []) if t.i > verb.i]
    if slots.passive or slots.filled.get("subj") or len(after) != 1 or verb.relation == "conj":
        return
    taken = [c for c in verb.children if c.norm in {"que", "qu'"} and c.i < verb.i]
    finite = verb.morph.get("VerbForm") == "Fin" or any(c.relation == "aux" for c in verb.children)
    first = min((c for c in after[0].children if c.i < after[0].i), key=lambda t: t.i, default=after[0])
    if not finite or first.i != verb.i + 1 or not (taken or _ends_saying(verb)):
        return
    slots.filled["subj"] = after
    slots.filled["obj"] = [t for t in slots.filled["obj"] if t not in after and t not in taken]
    if taken and verb.head is not verb and verb.head.pos in {"NOUN", "PROPN"}:
        slots.add("obj", verb.head)


def _ends_saying(verb: Token) -> bool:
    """Tell whether a verb stands behind what is said: nothing but a comma is before it and its auxiliaries."""
    token = verb.left
    while token is not None and (token.pos in {"AUX", "ADV"} or token.norm in CLITICS):
        token = token.left
    return token is not None and token.text in {",", "?", "!"} and token.sentence == verb.sentence


def _lost_object(slots: Slots) -> None:
    """Mend an object taken for an adjunct: « a rencontré, mercredi, l'ambassadrice », « cherche des appuis »."""
    found = slots.filled.get("obj", [])
    if slots.passive or any(t.lemma not in grammar("time_nouns") for t in found):
        return
    verb = slots.token
    times = [c for c in verb.children if c.lemma in grammar("time_nouns") and c.i > verb.i]
    for child in [*verb.children, *(c for t in times for c in t.children)]:
        near = child.relation == "dep" and 0 < child.i - verb.i <= 3
        if child.pos not in {"NOUN", "PROPN"} or not (near or child.relation in {"obl", "iobj", "nmod", "appos"}):
            continue
        partitive = any(c.norm == "des" and c.relation == "case" for c in child.children)
        bare = preposition(child) is None and child.lemma not in grammar("time_nouns")
        if child.i > verb.i and ((partitive and child.head is verb) or bare):
            slots.filled["obj"] = [child]
            return


def _lost_complements(slots: Slots) -> None:
    """Lift what the parser hung on another complement: « par téléphone avec X », « tiré des missiles sur X »."""
    for name in sorted(grammar("lifted")):
        if slots.filled.get(name):
            continue
        for child in slots.token.children:
            if child.relation not in {"obl", "obj"} or child.i < slots.token.i:
                continue
            for inner in child.children:
                if inner.relation == "nmod" and preposition(inner) == name:
                    slots.add(name, inner)


def _add_dependent(slots: Slots, child: Token) -> None:
    relation = child.relation
    if child.norm in grammar("negators") or any(
        c.norm in grammar("negators") for c in child.children if c.relation == "det"
    ):
        slots.add("neg", child)
    if relation in SUBJECTS:
        slots.add("obj" if slots.passive else "subj", antecedent(child))
    elif child.norm in {"se", "s'", "m'", "me", "nous", "vous"} and child.dep.startswith("expl"):
        slots.add("refl", child)
    elif child.dep == "obl:agent" or (slots.passive and preposition(child) == "par" and relation == "obl"):
        slots.add("subj", child)
    elif child.pos in {"VERB", "AUX"} and relation in INFINITIVE_CLAUSES and not _is_nominal(child):
        _add_clause(slots, child)
    elif child.norm in CONTRACTED_RELATIVES:
        slots.add(CONTRACTED_RELATIVES[child.norm], antecedent(child))
    elif relation in {"obj", "iobj"} and preposition(child) is None:
        slots.add("que" if child.norm in {"que", "qu'"} and relation != "obj" else "obj", antecedent(child))
    elif relation in OBLIQUE:
        slots.add(preposition(child) or "obl", antecedent(child))


def _is_nominal(token: Token) -> bool:
    """Tell whether a word tagged as a verb stands as a noun: « a condamné l'opposant »."""
    return token.norm.endswith(("ant", "ants", "ante", "antes")) and any(c.relation == "det" for c in token.children)


def _add_clause(slots: Slots, child: Token) -> None:
    if child.morph.get("VerbForm") == "Inf":
        slots.add("inf", child)
        meant = taken_up(child)
        if meant is not None:
            slots.add("inf", meant)
        name = preposition(child)
        if name:
            slots.add(name, child)
    elif any(c.norm in {"que", "qu'"} for c in child.children if c.relation == "mark"):
        slots.add("que", child)


def taken_up(verb: Token) -> Token | None:
    """Return the verb that « le faire » takes up: « n'a pas expulsé l'ambassadeur, mais menace de le faire »."""
    if verb.lemma != "faire" or not any(c.norm in {"le", "l'"} and c.pos == "PRON" for c in verb.children):
        return None
    token = verb.head.left
    while token is not None and token.sentence == verb.sentence:
        if token.pos == "VERB" and token is not verb.head:
            return token
        token = token.left
    return None


def _modified_noun(slots: Slots) -> None:
    """Give a participle that modifies a noun that noun: « les soldats tués », « la ministre visitant … »."""
    verb = slots.token
    if (
        verb.relation not in {"acl", "amod", "nmod"}
        or verb.dep == "acl:relcl"
        or verb.morph.get("VerbForm") != PARTICIPLE
    ):
        return
    if verb.head.pos in {"NOUN", "PROPN", "PRON", "NUM"}:
        slots.add("obj" if slots.passive else "subj", verb.head)


def add_governor(slots: Slots) -> None:
    """Fill « head » with the word above the trigger and « prep » with the preposition before it."""
    if slots.token.head is not slots.token:
        slots.add("head", slots.token.head)
    for child in slots.token.children:
        if child.relation in {"case", "mark"}:
            slots.add("prep", child)
