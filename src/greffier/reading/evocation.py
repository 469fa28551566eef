"""Evocation: finds, for each word of a document, the frame that it evokes, and says why the others lost."""

from __future__ import annotations

from dataclasses import dataclass

from greffier.reading.frames import Entry, Frame, FrameIndex
from greffier.reading.noun_slots import noun_slots
from greffier.reading.parse import Document, Token
from greffier.reading.slots import Slots, verb_slots
from greffier.reading.syntax import grammar, is_pronominal

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN"})
PHRASE_WINDOW = 7
NOUN_PHRASE_WINDOW = 4  # nothing but function words and an adjective parts the words of a nominal phrase
WEAK = 0.5  # a frame below it only supports another; it never beats one that stands by itself
SUBJECT_PRONOUNS = frozenset({"il", "elle", "on", "ils", "elles", "qui"})
NAMED = frozenset({"@country", "@body", "@place", "@person", "@actor"})


@dataclass(frozen=True, slots=True)
class Evocation:
    """A frame evoked by a word: the trigger tokens (head first), its slots, and what lost against it."""

    frame: Frame
    tokens: tuple[Token, ...]
    slots: Slots
    score: float
    rejected: tuple[tuple[str, str], ...] = ()

    @property
    def head(self) -> Token:
        """Return the word that evokes the frame."""
        return self.tokens[0]

    @property
    def saying_is_due(self) -> bool:
        """Tell whether an act of words is itself still to come (« présentera une proposition »)."""
        return self.frame.due and self.head.morph.get("Tense") == "Fut"


def evocations(doc: Document, index: FrameIndex) -> list[Evocation]:
    """Return the frame each word of the document evokes (the best one a word), in the order of the text."""
    lemma_sets: dict[int, frozenset[str]] = {}
    found = []
    for token in doc.tokens:
        entries = _entries(token, index)
        if not entries:
            continue
        if token.sentence not in lemma_sets:
            lemma_sets[token.sentence] = frozenset(t.lemma for t in doc.sentence(token))
        best = _best(doc, token, entries, index, lemma_sets[token.sentence])
        if best:
            found.append(best)
    return _without_parts(found)


def _without_parts(found: list[Evocation]) -> list[Evocation]:
    """Drop an evocation whose head is a further word of another's phrase (« coup » … « État »)."""
    inner = {token.i for e in found for token in e.tokens[1:]}
    return [e for e in found if e.head.i not in inner]


def _entries(token: Token, index: FrameIndex) -> list[Entry]:
    if token.relation == "aux":
        return []
    if token.pos in VERBAL:
        found = index.verbs.get(token.lemma, [])
        if not found and any(c.relation == "det" for c in token.children):
            found = index.nouns.get(token.norm, []) or index.nouns.get(token.norm.removesuffix("s"), [])
        return found
    if token.pos == "NOUN" or token.pos == "PROPN":
        lemma = (
            token.lemma if token.pos == "NOUN" else index.lemmas.of(token.norm, "NOUN") if index.lemmas else token.norm
        )
        found = index.nouns.get(lemma) or index.nouns.get(token.norm) or []
        return _mistagged_verb(token, index) or found or _participle_entries(token, index)
    if token.pos == "ADJ":
        return (
            index.adjectives.get(token.lemma) or index.adjectives.get(token.norm) or _participle_entries(token, index)
        )
    return []


def _mistagged_verb(token: Token, index: FrameIndex) -> list[Entry]:
    """A present tense that the tagger took for a noun: « Il presse Damas », « …, mais menace de le faire »."""
    if index.lemmas is None:
        return []
    before = (
        token.head if token.head.i == token.i - 1 else next((c for c in token.children if c.i == token.i - 1), None)
    )
    after_subject = before is not None and before.norm in SUBJECT_PRONOUNS
    bare = not any(c.relation in {"det", "case", "amod", "nummod"} for c in token.children)
    coordinated = token.relation == "conj" and token.child("cc") is not None and token.child("xcomp", "acl") is not None
    if not after_subject and not (bare and coordinated):
        return []
    return index.verbs.get(index.lemmas.of(token.norm, "VERB"), [])


def _participle_entries(token: Token, index: FrameIndex) -> list[Entry]:
    """A participle that the tagger took for an adjective or a noun (« tués », « expulsés ») still evokes its verb."""
    if token.norm.endswith(("que", "gue")):  # « un accueil critique » is no participle of critiquer
        return []
    if index.lemmas is None or not token.norm.endswith(
        ("é", "ée", "és", "ées", "i", "ie", "is", "ies", "u", "ue", "us", "ues", "ant")
    ):
        return []
    if token.pos in NOMINAL and (token.i == 0 or any(c.relation == "det" for c in token.children)):
        return []
    lemma = index.lemmas.of(token.norm, "VERB")
    return index.verbs.get(lemma, []) if lemma != token.norm else []


def _best(
    doc: Document, token: Token, entries: list[Entry], index: FrameIndex, lemmas: frozenset[str]
) -> Evocation | None:
    fitting: list[Evocation] = []
    lost: list[tuple[str, str]] = []
    slots: dict[str, Slots] = {}
    for entry in entries:
        evoked, reason = _try(doc, token, entry, index, lemmas, slots)
        if evoked:
            fitting.append(evoked)
        else:
            lost.append((entry.frame.id, reason))
    if not fitting:
        return None
    fitting.sort(key=lambda e: (e.frame.sure < WEAK, -e.score, e.frame.id))
    best = fitting[0]
    lost += [
        (e.frame.id, f"fits less well ({e.score:.1f} < {best.score:.1f})")
        for e in fitting[1:]
        if e.frame is not best.frame
    ]
    return Evocation(best.frame, best.tokens, best.slots, best.score, tuple(dict(lost).items()))


def _try(
    doc: Document,
    token: Token,
    entry: Entry,
    index: FrameIndex,
    lemmas: frozenset[str],
    cache: dict[str, Slots],
) -> tuple[Evocation | None, str]:
    frame = entry.frame
    if entry.kind == "verb" and entry.pronominal != is_pronominal(token) and (entry.pronominal or not entry.rest):
        return None, "the verb is not pronominal" if entry.pronominal else "the verb is pronominal"
    if entry.clitic and not any(c.norm == entry.clitic and c.i < token.i for c in token.children):
        return None, f"lacks « {entry.clitic} »"
    rest = _phrase_tokens(doc, token, entry.rest)
    if rest is None:
        return None, f"lacks « {' '.join(entry.rest)} »"
    if frame.sentence and not (frame.sentence & lemmas):
        return None, "none of the words it asks for stands in the sentence"
    if frame.unless & lemmas:
        return None, f"« {min(frame.unless & lemmas)} » stands in the sentence"
    kind = "verb" if token.pos in VERBAL or entry.kind == "verb" else f"noun:{frame.of}"
    if kind not in cache:
        anchor = (
            token.head if token.dep == "cop" else token
        )  # « ont été en contact »: the complements hang on « contact »
        cache[kind] = verb_slots(anchor) if kind == "verb" else noun_slots(token, frame.of, index.light)
    slots = cache[kind]
    for slot, words in frame.needs:
        if not any(fits(filler, words) for filler in slots.among(slot)):
            return None, f"nothing fitting stands as its {slot}"
    for slot, words in frame.bars:
        if any(fits(filler, words) for filler in slots.among(slot)):
            return None, f"what stands as its {slot} is excluded"
    score = (
        2.0 * len(frame.needs) + 1.5 * len(entry.rest) + (0.5 if frame.sentence else 0) + entry.pronominal + frame.sure
    )
    return Evocation(frame, (token, *rest), slots, score), ""


def _phrase_tokens(doc: Document, token: Token, rest: tuple[str, ...]) -> tuple[Token, ...] | None:
    """Find the further words of a phrase after its head (or before it, where a passive turned it round)."""
    found: list[Token] = []
    position = token.i + 1
    for word in rest:
        window = doc.tokens[position : position + (PHRASE_WINDOW if token.pos in VERBAL else NOUN_PHRASE_WINDOW)]
        hit = next((t for t in window if t.sentence == token.sentence and word in (t.lemma, t.norm)), None)
        if hit is None and token.pos in VERBAL:
            hit = next((c for c in token.children if c.dep == "nsubj:pass" and word in (c.lemma, c.norm)), None)
        if hit is None:
            return None
        found.append(hit)
        position = hit.i + 1 if hit.i > token.i else position
    return tuple(found)


def fits(token: Token, words: frozenset[str]) -> bool:
    """Tell whether a filler's lemma is among the words, or of a built-in class (@country, @person, @number …)."""
    if "*" in words or token.lemma in words or token.norm in words:
        return True
    if "@number" in words and (token.pos == "NUM" or any(c.dep == "nummod" for c in token.children)):
        return True
    named = token.pos == "PROPN" or (token.text[:1].isupper() and token.pos in {"NOUN", "ADJ", "X"})
    if named and words & NAMED:
        return True
    if token.lemma in grammar("quantities") or token.pos == "NUM":
        return any(fits(c, words) for c in token.children if c.relation == "nmod")
    return "@actor" in words and token.pos == "PRON"
