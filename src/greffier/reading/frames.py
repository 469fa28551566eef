"""Frames: loads the event frames of the lexicon and finds, for each word, the frame it evokes.

The format of a frame is described in ``french/lexicon/frames/README.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from greffier.errors import LexiconError
from greffier.french import Lexicon
from greffier.french.lemmas import Lemmas, lemmas_of
from greffier.reading.noun_slots import noun_slots
from greffier.reading.parse import Document, Token
from greffier.reading.slots import Slots, verb_slots
from greffier.reading.syntax import is_pronominal

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN"})
SKIPPED_IN_PHRASES = frozenset(
    {"le", "la", "les", "l'", "un", "une", "des", "du", "de", "d'", "à", "au", "aux", "en", "son"}
)
PHRASE_WINDOW = 7
WEAK = 0.5  # a frame below it only supports another; it never beats one that stands by itself
CLITICS = frozenset({"en", "y"})
SUBJECT_PRONOUNS = frozenset({"il", "elle", "on", "ils", "elles", "qui"})
NOUN_PHRASE_WINDOW = 4  # nothing but function words and an adjective parts the words of a nominal phrase
# Words that only count what follows them: « une partie des troupes », « des dizaines de milliers de soldats ».
QUANTITIES = frozenset(
    [
        "dizaine",
        "douzaine",
        "quinzaine",
        "vingtaine",
        "trentaine",
        "quarantaine",
        "cinquantaine",
        "soixantaine",
        "centaine",
        "millier",
        "million",
        "milliard",
        "partie",
        "nombre",
        "moitié",
        "tiers",
        "quart",
        "totalité",
        "total",
        "majorité",
        "multitude",
        "poignée",
        "série",
        "vague",
        "ensemble",
        "reste",
        "plupart",
        "tonne",
        "pan",
    ]
)
BUILT_IN = frozenset({"country", "actor", "person", "place", "body", "number"})
FIELDS = frozenset(
    [
        "id",
        "type",
        "modes",
        "contexts",
        "verbs",
        "nouns",
        "adjectives",
        "phrases",
        "needs",
        "bars",
        "sentence",
        "unless",
        "actor",
        "recipient",
        "mutual",
        "direction",
        "of",
        "future",
        "words",
        "opaque",
        "performative",
        "due",
        "arrangement",
        "joins",
        "sure",
    ]
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One meaning: which words evoke it, what must stand around them, and what it codes."""

    id: str
    type: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    needs: tuple[tuple[str, frozenset[str]], ...]
    bars: tuple[tuple[str, frozenset[str]], ...]
    sentence: frozenset[str]
    unless: frozenset[str]
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    mutual: bool
    of: str
    future: str | None
    words: bool
    opaque: bool
    seek: bool
    performative: bool
    due: bool
    arrangement: Mapping[str, str] | None
    sure: float
    joins: bool = False


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


@dataclass(slots=True)
class _Entry:
    frame: Frame
    kind: str  # verb, noun, adjective
    pronominal: bool = False
    rest: tuple[str, ...] = ()  # the further lemmas of a phrase
    clitic: str = ""  # « en » of « s'en prendre à », « y » of « y voir »


@dataclass(slots=True)
class FrameIndex:
    """All frames of a lexicon, by the lemma that evokes them, with the semantic classes they use."""

    verbs: dict[str, list[_Entry]] = field(default_factory=dict)
    nouns: dict[str, list[_Entry]] = field(default_factory=dict)
    adjectives: dict[str, list[_Entry]] = field(default_factory=dict)
    light: dict[str, str] = field(default_factory=dict)
    lemmas: Lemmas | None = None
    count: int = 0


def frames_of(lexicon: Lexicon) -> FrameIndex:
    """Return the frames of a lexicon, compiled once (LexiconError where an entry is wrong)."""
    return lexicon.compiled("frames:index", lambda: _compile(lexicon))


def _compile(lexicon: Lexicon) -> FrameIndex:
    raw = lexicon.tables("frames")
    classes = _classes(raw.get("classes", {}), lexicon.table("classes"))
    index = FrameIndex(lemmas=lemmas_of(lexicon))
    light = lexicon.table("light")
    index.light = dict.fromkeys(light.get("verbs", []), "subj") | dict.fromkeys(light.get("passive", []), "obj")
    entries = {entry.get("id"): entry for entry in raw.get("frame", [])}  # a later id replaces an earlier one
    for entry in entries.values():
        frame = _frame(entry, raw.get("types", {}), classes)
        _index_words(index, frame, entry, classes)
    index.count = len(entries)
    return index


def _classes(*tables: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    raw: dict[str, list[str]] = {}
    for table in tables:
        for name, words in table.items():
            if isinstance(words, list):
                raw.setdefault(name, []).extend(words)
    return {name: _expand(words, raw, {name}) for name, words in raw.items()}


def _expand(words: Iterable[str], raw: Mapping[str, list[str]], seen: set[str]) -> frozenset[str]:
    found: set[str] = set()
    for word in words:
        name = word.removeprefix("@")
        if word.startswith("@") and name not in BUILT_IN:
            if name not in raw:
                raise LexiconError(
                    f"The class {word} is used in a lexicon file but defined in none; add it to classes.toml."
                )
            if name not in seen:
                found |= _expand(raw[name], raw, seen | {name})
        else:
            found.add(word)
    return frozenset(found)


def _frame(entry: Mapping[str, Any], types: Mapping[str, Any], classes: Mapping[str, frozenset[str]]) -> Frame:
    unknown = set(entry) - FIELDS
    if unknown or "id" not in entry or "type" not in entry:
        what = f"has unknown fields {sorted(unknown)}" if unknown else "lacks id or type"
        raise LexiconError(f"The frame {entry.get('id', entry)!r} {what}; see frames/README.md for the format.")
    default = types.get(entry["type"], {})
    get = lambda key, fallback: entry.get(key, default.get(key, fallback))  # noqa: E731 (three words, used below)
    raw = {name: list(words) for name, words in classes.items()}

    def conditions(key: str) -> tuple[tuple[str, frozenset[str]], ...]:
        pairs = entry.get(key, {}).items()
        return tuple((slot, _expand([w] if isinstance(w, str) else w, raw, set())) for slot, w in pairs)

    return Frame(
        id=entry["id"], type=entry["type"], modes=tuple(entry.get("modes", ())), contexts=tuple(entry.get("contexts", ())),
        needs=conditions("needs"), bars=conditions("bars"),
        sentence=_expand(entry.get("sentence", ()), raw, set()), unless=_expand(entry.get("unless", ()), raw, set()),
        actor=tuple(get("actor", ["subj"])), recipient=tuple(get("recipient", ["obj"])), mutual=bool(get("mutual", False)),
        of=get("of", "subj"), future=get("future", None), words=bool(get("words", False)),
        opaque=bool(get("opaque", False)),
        seek=bool(get("seek", False)),
        performative=bool(get("performative", False)),
        due=bool(get("due", False)),
        arrangement=entry.get("arrangement"), sure=float(entry.get("sure", 0.7)),
        joins=bool(entry.get("joins", False)),
    )  # fmt: skip


def _index_words(
    index: FrameIndex, frame: Frame, entry: Mapping[str, Any], classes: Mapping[str, frozenset[str]]
) -> None:
    raw = {name: list(words) for name, words in classes.items()}
    for verb in sorted(_expand(entry.get("verbs", ()), raw, set())):
        pronominal = verb.startswith(("se ", "s'"))
        lemma = verb.removeprefix("se ").removeprefix("s'")
        index.verbs.setdefault(lemma, []).append(_Entry(frame, "verb", pronominal))
    for noun in sorted(_expand(entry.get("nouns", ()), raw, set())):
        index.nouns.setdefault(noun, []).append(_Entry(frame, "noun"))
    for adjective in entry.get("adjectives", ()):
        index.adjectives.setdefault(adjective, []).append(_Entry(frame, "adjective"))
    for phrase in entry.get("phrases", ()):
        _index_phrase(index, frame, phrase)


def _index_phrase(index: FrameIndex, frame: Frame, phrase: str) -> None:
    words = phrase.replace("'", "' ").lower().split()
    pronominal = words[0] in {"se", "s'"}
    words = words[1:] if pronominal else words
    clitic = words[0] if words[0] in CLITICS and len(words) > 1 else ""
    words = words[1:] if clitic else words
    first, rest = words[0], tuple(w for w in words[1:] if w not in SKIPPED_IN_PHRASES)
    verb = (
        pronominal
        or bool(clitic)
        or (index.lemmas is not None and first.endswith(("er", "ir", "re")) and first in index.lemmas.infinitives)
    )
    table = index.verbs if verb else index.nouns
    table.setdefault(first, []).append(_Entry(frame, "verb" if verb else "noun", pronominal, rest, clitic))


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


def _entries(token: Token, index: FrameIndex) -> list[_Entry]:
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


def _mistagged_verb(token: Token, index: FrameIndex) -> list[_Entry]:
    """A present tense that the tagger took for a noun: « Il presse Damas », « X menace Y ». A subject stands before it."""
    before = (
        token.head if token.head.i == token.i - 1 else next((c for c in token.children if c.i == token.i - 1), None)
    )
    if index.lemmas is None or before is None or before.norm not in SUBJECT_PRONOUNS:
        return []
    return index.verbs.get(index.lemmas.of(token.norm, "VERB"), [])


def _participle_entries(token: Token, index: FrameIndex) -> list[_Entry]:
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
    doc: Document, token: Token, entries: list[_Entry], index: FrameIndex, lemmas: frozenset[str]
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
    entry: _Entry,
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
    if named and words & {"@country", "@body", "@place", "@person", "@actor"}:
        return True
    if token.lemma in QUANTITIES or token.pos == "NUM":
        return any(fits(c, words) for c in token.children if c.relation == "nmod")
    return "@actor" in words and token.pos == "PRON"
