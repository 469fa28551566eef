"""Slots of a noun: its complements, its adjectives and possessor, and what a light verb gives it."""

from __future__ import annotations

from greffier.reading.parse import Token
from greffier.reading.slots import OBLIQUE, Slots, add_governor, verb_slots
from greffier.reading.syntax import grammar, is_passive, is_possessive, preposition


def noun_slots(noun: Token, of: str, light: dict[str, str]) -> Slots:
    """Return the slots of a nominal trigger.

    ``of`` says what « de X » is (subj, obj or none); ``light`` maps a light verb's lemma to the slot
    that its subject fills (subj for « mener », obj for « subir »).
    """
    slots = Slots(noun)
    for child in noun.children:
        _add_modifier(slots, child, of)
    whole = noun
    while whole.relation == "nmod" and preposition(whole) == "de" and whole.head.lemma in grammar("series"):
        whole = whole.head  # « mener une série de frappes »
    governor = whole.head
    if governor is not whole and governor.pos == "VERB":
        _light_verb(slots, whole, governor, light)
    add_governor(slots)
    return slots


def _add_modifier(slots: Slots, child: Token, of: str) -> None:
    name = preposition(child)
    if is_possessive(child):
        slots.add("poss", child)
    elif child.pos in {"VERB", "AUX"} and child.morph.get("VerbForm") == "Inf":
        slots.add("inf", child)
        slots.add(name or "de", child)
    elif child.relation == "nsubj":
        slots.add("subj", child)
    elif child.lemma in grammar("time_nouns") and child.relation == "nmod":
        for inner in child.children:
            if inner.relation == "nmod" and preposition(inner) == "de":
                _add_modifier(slots, inner, of)
    elif child.relation in {"nmod", "obl", "acl", "dep"} and name:
        slots.add(name, child)
        if name == "par":
            slots.add("subj", child)
        elif name == "contre":
            slots.add("obj", child)
        elif name == "de" and of in {"subj", "obj"}:
            slots.add(of, child)
    elif child.relation == "amod" and child.pos in {"ADJ", "NOUN", "PROPN"}:
        slots.add("adj", child)
        for further in child.children:  # « l'offensive militaire turque »
            if further.relation == "amod":
                slots.add("adj", further)
    elif child.relation == "acl" and is_passive(child):
        _participle_agent(slots, child)
    elif child.relation == "acl" and child.lemma in grammar("aiming"):
        for aim in verb_slots(child).get("obj"):  # « des tirs visant Israël », « l'attentat qui a tué un policier »
            if aim is not slots.token:
                slots.add("obj", aim)


def _participle_agent(slots: Slots, participle: Token) -> None:
    """« l'attaque menée par X », « des sanctions imposées à Y par Z »: the participle's complements are the noun's."""
    for child in participle.children:
        name = preposition(child)
        if child.dep == "obl:agent" or name == "par":
            slots.add("subj", child)
        elif name and child.relation in OBLIQUE:
            slots.add(name, child)
            if name == "contre":
                slots.add("obj", child)


def _light_verb(slots: Slots, noun: Token, verb: Token, light: dict[str, str]) -> None:
    role = light.get(verb.lemma)
    happens = verb.lemma in grammar("happening")
    if role is None and not happens:
        return
    whole = verb_slots(verb)
    if happens and noun in whole.among("subj|obj"):  # « une rencontre a eu lieu entre X et Y »
        for name in ("entre", "avec", "contre"):
            for side in whole.get(name):
                slots.add(name, side)
        if verb.lemma == "opposer":
            for side in (*whole.get("obj"), *whole.get("à")):
                slots.add("entre", side)
    if role is None:
        return
    if noun in whole.filled.get("subj", []) and not whole.passive:
        return
    for subject in whole.filled.get("subj", []):
        if subject is not noun:
            slots.add(role, subject)
    for name, fillers in whole.filled.items():
        if name not in {"subj", "obj", "refl", "inf", "que"}:
            for filler in fillers:
                if filler is not noun:
                    slots.add(name, filler)
                    if name == "contre":
                        slots.add("obj", filler)
