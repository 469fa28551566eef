"""Lessons: what one annotated dispatch teaches, as labels of its words, cut into the windows that the encoder sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from greffier.reading.encoder import windows
from greffier.reading.insight import FIGURES, MODES, PARTS, RELATIONS, STATUSES, TYPES
from greffier.reading.parse import Document, Token
from greffier.records import Span

NONE = -100  # a word of which nothing is known
SAYS_MOST = ("NOUN", "VERB", "PROPN", "ADJ", "PRON")


@dataclass
class Lesson:
    """One window: its pieces, the place of each word's first piece, and the words' labels (by place in ``places``)."""

    pieces: tuple[int, ...]
    places: tuple[int, ...]
    types: list[int]
    parts: list[list[int]]
    statuses: list[int]
    figures: list[int]
    modes: list[tuple[int, list[int]]]
    links: list[tuple[int, int, list[int]]]  # relation, word, the words it is linked to (none: nobody)


@dataclass
class Labels:
    """The labels of a dispatch, by index of the word."""

    triggers: dict[int, tuple[int, int, list[int]]] = field(default_factory=dict)
    parts: dict[int, set[int]] = field(default_factory=dict)
    figures: dict[int, int] = field(default_factory=dict)
    links: dict[tuple[str, int], list[int]] = field(default_factory=dict)


def head(words: Sequence[Token]) -> int:
    """Return the index of the word that the others of a phrase hang on."""
    inside = set(words)
    tops = [t for t in words if t.is_root or t.head not in inside] or list(words)
    return next((t for t in tops if t.pos in SAYS_MOST), tops[0]).i


def labels_of(doc: Document, record: dict[str, Any]) -> Labels:
    """Return the labels that a reading in interchange form gives the words of its dispatch."""
    found = Labels()
    for claim in record["claims"]:
        _claim(doc, claim, found)
    for figure in record["quantities"]:
        words = _within(doc, figure["span"])
        number = next((t for t in words if t.pos == "NUM"), words[0] if words else None)
        if number is not None:
            found.figures[number.i] = 1 + FIGURES.index(figure["role"])
    for event in record["events"]:
        _event(doc, event, found)
    return found


def _within(doc: Document, span: Sequence[int] | None) -> tuple[Token, ...]:
    return doc.within(Span(*span)) if span else ()


def _claim(doc: Document, claim: dict[str, Any], found: Labels) -> None:
    cue, speaker = _within(doc, claim["cue"]), _within(doc, claim["speaker"])
    for name, words in (("cue", cue), ("speaker", speaker)):
        for token in words:
            found.parts.setdefault(token.i, set()).add(PARTS.index(name))
    for piece in claim["content"]:
        words = _within(doc, piece)
        for token in words:
            found.parts.setdefault(token.i, set()).add(PARTS.index("content"))
        for name, edge in (("first", words[:1]), ("last", words[-1:])):
            for token in edge:
                found.parts[token.i].add(PARTS.index(name))
    if cue and speaker:
        found.links.setdefault(("speaker", head(cue)), []).append(head(speaker))
    elif cue and claim["speaker"] is None and not claim["speaker_actor"]:
        found.links.setdefault(("speaker", head(cue)), [])


def _event(doc: Document, event: dict[str, Any], found: Labels) -> None:
    heads = [head(words) for span in event["triggers"] if (words := _within(doc, span))]
    modes = [MODES.index(mode) for mode in event["modes"]]
    for number, word in enumerate(heads):
        found.triggers[word] = (1 + TYPES.index(event["type"]), STATUSES.index(event["status"]), modes)
        line = doc.tokens[word].line
        for relation, told in (
            ("actor", event["actors"]),
            ("recipient", event["recipients"]),
            ("place", [event["place"]] if event["place"] else []),
            ("date", [event["date"]] if event["date"] else []),
        ):
            spans = [one.get("span") for one in told]
            linked = [head(words) for span in spans if (words := _within(doc, span))]
            here = number == 0 or any(doc.tokens[i].line == line for i in linked)
            if linked and here:
                found.links[relation, word] = linked
            elif not told:  # nobody; where somebody is only implied, nothing is taught
                found.links[relation, word] = []
    for word in heads:
        found.links["same", word] = sorted({other for other in heads if other != word})


def lessons(doc: Document, record: dict[str, Any], cut: Any) -> list[Lesson]:
    """Return the lessons of a dispatch, a window each."""
    labels = labels_of(doc, record)
    skipped = {t.i for span in record.get("boilerplate") or [] for t in _within(doc, span)}
    found = []
    for window in windows(doc, cut):
        at = {word: number for number, word in enumerate(window.words)}
        taught = [labels.triggers.get(word) for word in window.words]
        links = []
        for (relation, word), linked in labels.links.items():
            inside = [at[other] for other in linked if other in at]
            if word in at and (inside or not linked or relation == "same"):
                links.append((RELATIONS.index(relation), at[word], inside))
        found.append(
            Lesson(
                window.pieces,
                window.places,
                [NONE if w in skipped else t[0] if t else 0 for w, t in zip(window.words, taught, strict=True)],
                [[int(k in labels.parts.get(w, ())) for k in range(len(PARTS))] for w in window.words],
                [t[1] if t else NONE for t in taught],
                [NONE if w in skipped else labels.figures.get(w, 0) for w in window.words],
                [(number, t[2]) for number, t in enumerate(taught) if t],
                links,
            )
        )
    return found
