"""Frames: loads the event frames of the lexicon; ``evocation.py`` finds which word evokes which.

The format of a frame is described in ``french/lexicon/frames/README.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from greffier.codebook import plover
from greffier.errors import LexiconError
from greffier.french import Lexicon
from greffier.french.lemmas import Lemmas, lemmas_of

SKIPPED_IN_PHRASES = frozenset(
    {"le", "la", "les", "l'", "un", "une", "des", "du", "de", "d'", "à", "au", "aux", "en", "son"}
)
CLITICS = frozenset({"en", "y"})
# Where to look for a party inside a thing: « la décision de Paris », « un convoi de l'armée ». A frame or type may
# leave some out: who is asked for sanctions against X is not X.
INNER = ("de", "par", "contre", "à", "entre", "avec")
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
        "inner",
        "mutual",
        "direction",
        "of",
        "future",
        "words",
        "opaque",
        "seek",
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
    inner: tuple[str, ...]
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


@dataclass(slots=True)
class Entry:
    """A word or phrase that evokes a frame."""

    frame: Frame
    kind: str  # verb, noun, adjective
    pronominal: bool = False
    rest: tuple[str, ...] = ()  # the further lemmas of a phrase
    clitic: str = ""  # « en » of « s'en prendre à », « y » of « y voir »


@dataclass(slots=True)
class FrameIndex:
    """All frames of a lexicon, by the lemma that evokes them, with the semantic classes they use."""

    verbs: dict[str, list[Entry]] = field(default_factory=dict)
    nouns: dict[str, list[Entry]] = field(default_factory=dict)
    adjectives: dict[str, list[Entry]] = field(default_factory=dict)
    light: dict[str, str] = field(default_factory=dict)
    lemmas: Lemmas | None = None
    count: int = 0
    learned: dict[str, Frame] = field(default_factory=dict)  # by type: what no frame knows and the learned reader sees


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
    index.learned = {
        kind: _frame({"id": f"learned.{kind.lower()}", "type": kind, "sure": 0.0}, raw.get("types", {}), classes)
        for kind in plover().types
    }
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
    raw = {name: list(words) for name, words in classes.items()}

    def conditions(key: str) -> tuple[tuple[str, frozenset[str]], ...]:
        pairs = entry.get(key, {}).items()
        return tuple((slot, _expand([w] if isinstance(w, str) else w, raw, set())) for slot, w in pairs)

    def get(key: str, fallback: Any) -> Any:
        return entry.get(key, default.get(key, fallback))

    return Frame(
        id=entry["id"], type=entry["type"],
        modes=tuple(entry.get("modes", ())), contexts=tuple(entry.get("contexts", ())),
        needs=conditions("needs"), bars=conditions("bars"),
        sentence=_expand(entry.get("sentence", ()), raw, set()), unless=_expand(entry.get("unless", ()), raw, set()),
        actor=tuple(get("actor", ["subj"])), recipient=tuple(get("recipient", ["obj"])),
        inner=tuple(get("inner", INNER)),
        mutual=bool(get("mutual", False)),
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
        index.verbs.setdefault(lemma, []).append(Entry(frame, "verb", pronominal))
    for noun in sorted(_expand(entry.get("nouns", ()), raw, set())):
        index.nouns.setdefault(noun, []).append(Entry(frame, "noun"))
    for adjective in entry.get("adjectives", ()):
        index.adjectives.setdefault(adjective, []).append(Entry(frame, "adjective"))
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
    table.setdefault(first, []).append(Entry(frame, "verb" if verb else "noun", pronominal, rest, clitic))
