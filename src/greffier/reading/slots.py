"""Slots: where the agent, the patient and the prepositional complements of a trigger stand in the parse.

Voice, control, coordination, relative clauses and light verbs are resolved here once, for all frames.
Slot names are those of ``lexicon/frames/README.md``: subj, obj, refl, inf, que, and prepositions by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from greffier.reading.parse import Token

TIME_NOUNS = frozenset(
    "lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre "
    "octobre novembre décembre jour journée semaine mois an année heure minute matin soir nuit week-end veille lendemain "
    "hier fois printemps été automne hiver début fin mi-mars".split()
)
PREPOSITIONS = {
    "d": "de", "d'": "de", "du": "de", "des": "de", "au": "à", "aux": "à", "jusqu'": "jusque", "jusqu'à": "jusque",
}  # fmt: skip
LIFTED = ("avec", "contre", "sur", "vers", "à")
PARTICIPLE = "Part"
NEGATORS = frozenset({"pas", "jamais", "rien", "point", "guère", "nullement", "aucun", "aucune"})
CLITICS = frozenset("ne n' se s' le la l' les lui leur y en".split())
SUBJECTS = ("nsubj", "csubj")
OBLIQUE = frozenset({"obl", "nmod", "iobj", "obj", "advcl", "dep", "acl", "xcomp", "ccomp"})
INFINITIVE_CLAUSES = frozenset({"xcomp", "ccomp", "advcl", "acl", "obl", "obj", "nmod", "dep", "parataxis"})
RELATIVES = frozenset(
    "qui que qu' dont lequel laquelle lesquels lesquelles auquel auxquels auxquelles duquel desquels desquelles".split()
)
CONTRACTED_RELATIVES = {"auquel": "à", "auxquels": "à", "auxquelles": "à", "duquel": "de", "desquels": "de", "dont": "de"}
# Verbs of movement and change that take être: their bare participle has an active subject.
UNACCUSATIVE = frozenset(
    [
        "arriver",
        "partir",
        "venir",
        "revenir",
        "devenir",
        "entrer",
        "rentrer",
        "sortir",
        "mourir",
        "naître",
        "rester",
        "tomber",
        "retourner",
        "parvenir",
        "intervenir",
        "décéder",
        "monter",
        "descendre",
        "passer",
        "survenir",
        "repartir",
        "ressortir",
    ]
)
# Governing verbs whose object, not subject, is the subject of the infinitive below them.
OBJECT_CONTROL = frozenset(
    [
        "appeler",
        "exhorter",
        "inviter",
        "obliger",
        "forcer",
        "contraindre",
        "pousser",
        "autoriser",
        "aider",
        "accuser",
        "empêcher",
        "presser",
        "sommer",
        "enjoindre",
        "laisser",
        "faire",
        "demander",
        "ordonner",
        "permettre",
        "interdire",
        "encourager",
        "soupçonner",
        "convaincre",
        "charger",
    ]
)


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
    if any(c.dep == "aux:pass" for c in verb.children):
        return verb.lemma not in UNACCUSATIVE
    if any(c.dep == "nsubj:pass" for c in verb.children) and not any(c.dep == "aux:tense" for c in verb.children):
        return verb.lemma not in UNACCUSATIVE
    if verb.morph.get("VerbForm") != PARTICIPLE or verb.morph.get("Tense") == "Pres":
        return False
    has_auxiliary = any(c.relation == "aux" for c in verb.children)
    return (not has_auxiliary and verb.lemma not in UNACCUSATIVE and verb.relation != "conj") or (
        verb.relation == "conj"
        and not has_auxiliary
        and verb.head.pos in {"VERB", "AUX"}
        and is_passive(verb.head)
        and verb.lemma not in UNACCUSATIVE
    )


def is_pronominal(verb: Token) -> bool:
    """Tell whether a verb stands with a reflexive pronoun."""
    return any(c.norm in {"se", "s'"} and c.i < verb.i for c in verb.children)


def verb_slots(verb: Token) -> Slots:
    """Return the slots of a verb, voice undone: subj is the agent and obj the patient."""
    slots = Slots(verb, passive=is_passive(verb))
    for child in verb.children:
        _add_dependent(slots, child)
    _modified_noun(slots)
    _relative_object(slots)
    _lost_object(slots)
    _lost_complements(slots)
    if not slots.filled.get("obj" if slots.passive else "subj"):
        for subject in inherited_subject(verb) or adjacent_subject(verb):
            slots.add("obj" if slots.passive else "subj", subject)
    _add_governor(slots)
    return slots


def _relative_object(slots: Slots) -> None:
    """« Kigali, que Kinshasa accuse »: the parser often takes « que » for a conjunction."""
    verb = slots.token
    if verb.dep == "acl:relcl" and not slots.passive and not slots.filled.get("obj"):
        if any(c.norm in {"que", "qu'"} for c in verb.children):
            slots.add("obj", verb.head)


def _lost_object(slots: Slots) -> None:
    """Mend an object that the parser took for an adjunct: « a rencontré, mercredi, l'ambassadrice », « cherche des appuis »."""
    found = slots.filled.get("obj", [])
    if slots.passive or any(t.lemma not in TIME_NOUNS for t in found):
        return
    verb = slots.token
    times = [c for c in verb.children if c.lemma in TIME_NOUNS and c.i > verb.i]
    for child in [*verb.children, *(c for t in times for c in t.children)]:
        near = child.relation == "dep" and 0 < child.i - verb.i <= 3
        if child.pos not in {"NOUN", "PROPN"} or not (near or child.relation in {"obl", "iobj", "nmod", "appos"}):
            continue
        partitive = any(c.norm == "des" and c.relation == "case" for c in child.children)
        bare = preposition(child) is None and child.lemma not in TIME_NOUNS
        if child.i > verb.i and (partitive and child.head is verb or bare):
            slots.filled["obj"] = [child]
            return


def _lost_complements(slots: Slots) -> None:
    """Lift what the parser hung on another complement: « par téléphone avec X », « tiré des missiles sur X »."""
    for name in LIFTED:
        if slots.filled.get(name):
            continue
        for child in slots.token.children:
            if child.relation not in {"obl", "obj"} or child.i < slots.token.i:
                continue
            for inner in child.children:
                if inner.relation == "nmod" and preposition(inner) == name:
                    slots.add(name, inner)


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
        token = token.head
    return [token] if token.head is token or token.relation in {"dep", "nsubj", "parataxis", "conj"} else []


def _add_dependent(slots: Slots, child: Token) -> None:
    relation = child.relation
    if child.norm in NEGATORS or any(c.norm in NEGATORS for c in child.children if c.relation == "det"):
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
        name = preposition(child)
        if name:
            slots.add(name, child)
    elif any(c.norm in {"que", "qu'"} for c in child.children if c.relation == "mark"):
        slots.add("que", child)


def _modified_noun(slots: Slots) -> None:
    """Give a participle that modifies a noun that noun: « les soldats tués », « la ministre visitant … »."""
    verb = slots.token
    if verb.relation not in {"acl", "amod", "nmod"} or verb.dep == "acl:relcl" or verb.morph.get("VerbForm") != PARTICIPLE:
        return
    if verb.head.pos in {"NOUN", "PROPN", "PRON", "NUM"}:
        slots.add("obj" if slots.passive else "subj", verb.head)


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
        if head.lemma in OBJECT_CONTROL and verb.morph.get("VerbForm") == "Inf":
            objects = [antecedent(c) for c in head.children if c.relation in {"obj", "iobj", "obl"} and c.pos != "VERB"]
            if objects:
                return objects[:1]
        own = [antecedent(c) for c in head.children if c.relation == "nsubj"]
        return own or inherited_subject(head, depth + 1)
    return []


def _subject_through_noun(verb: Token, noun: Token, depth: int) -> list[Token]:
    """« son refus de négocier », « la décision de Paris de retirer … »: who owns the noun does the act."""
    if verb.morph.get("VerbForm") != "Inf" and verb.relation != "conj":
        return []
    if verb.relation == "conj" and verb.morph.get("VerbForm") == PARTICIPLE and verb.child("cc") is not None:
        # « a évincé les troupes … et recherché »: the parser coordinates the verb with a word of the object
        above = next((t for t in noun.ancestors() if t.pos == "VERB" and t.i < verb.i), None)
        return [antecedent(c) for c in above.children if c.relation == "nsubj"] if above is not None else []
    owners = [c for c in noun.children if c.relation == "nmod" and preposition(c) == "de" and c.i < verb.i]
    possessive = [c for c in noun.children if is_possessive(c)]
    if owners or possessive:
        return (owners or possessive)[:1]
    if noun.relation in {"obj", "obl"} and noun.head.pos == "VERB":
        own = [antecedent(c) for c in noun.head.children if c.relation == "nsubj"]
        return own or inherited_subject(noun.head, depth + 1)
    return []


def is_possessive(token: Token) -> bool:
    """Tell whether a token is a possessive determiner of the third person."""
    return token.relation == "det" and token.norm in {"son", "sa", "ses", "leur", "leurs"}


def antecedent(token: Token) -> Token:
    """Return the noun a relative pronoun stands for, or the token itself."""
    if token.pos != "PRON" or token.norm not in RELATIVES:
        return token
    clause = token.head
    while clause.dep not in {"acl:relcl"} and clause.relation not in {"acl"} and clause.head is not clause:
        clause = clause.head
    return clause.head if clause.head is not clause and clause.head.pos not in {"VERB", "AUX"} else token


def noun_slots(noun: Token, of: str, light: dict[str, str]) -> Slots:
    """Return the slots of a nominal trigger.

    ``of`` says what « de X » is (subj, obj or none); ``light`` maps a light verb's lemma to the slot
    that its subject fills (subj for « mener », obj for « subir »).
    """
    slots = Slots(noun)
    for child in noun.children:
        _add_modifier(slots, child, of)
    governor = noun.head
    if governor is not noun and governor.pos == "VERB":
        _light_verb(slots, noun, governor, light)
    _add_governor(slots)
    return slots


def _add_governor(slots: Slots) -> None:
    """Fill « head » with the word above the trigger and « prep » with the preposition before it."""
    if slots.token.head is not slots.token:
        slots.add("head", slots.token.head)
    for child in slots.token.children:
        if child.relation in {"case", "mark"}:
            slots.add("prep", child)


def _add_modifier(slots: Slots, child: Token, of: str) -> None:
    name = preposition(child)
    if is_possessive(child):
        slots.add("poss", child)
    elif child.pos in {"VERB", "AUX"} and child.morph.get("VerbForm") == "Inf":
        slots.add("inf", child)
        slots.add(name or "de", child)
    elif child.relation == "nsubj":
        slots.add("subj", child)
    elif child.lemma in TIME_NOUNS and child.relation == "nmod":
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
    if role is None:
        return
    whole = verb_slots(verb)
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


def coordinated(token: Token) -> Iterator[Token]:
    """Yield a head and the heads coordinated with it."""
    yield token
    for child in token.children:
        if child.relation == "conj":
            yield from coordinated(child)
