"""Insight: what the learned reader makes of each word — what it names, who is linked to it, how the act stands.

For every word of a document the encoder gives how probable it is that it names an event of each type, cues a claim,
belongs to a speaker or to what is said; for a trigger, how the act stands and its modes; for a figure, its role; and
for two words how probably the one is the other's actor, recipient, place, date or speaker, or tells the same event.
Stages ask it as one voice among others: frames and grammar propose and explain, and know what no weights can.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from greffier.reading.encoder import Window, session, windows
from greffier.reading.parse import Document
from greffier.reading.weights import degree
from greffier.records import Status

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
PARTS = ("cue", "speaker", "content", "first", "last")
STATUSES: tuple[Status, ...] = ("occurred", "ongoing", "planned", "hypothetical", "negated")
MODES = (
    "visit", "third-party", "multilateral", "phone", "withdraw", "release", "disarm", "ceasefire", "access", "resign",
    "assist", "change", "yield", "meet", "disapprove", "investigate", "allege", "restrict", "arrest", "relations",
    "expel", "territory", "violence", "demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize", "convict",
    "discontinue", "troops", "weapons", "police", "militia", "seize", "censor", "curfew", "martial-law", "deport",
    "withhold", "misinformation", "cyber", "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive",
    "firearms", "explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
)  # fmt: skip
FIGURES = ("strength", "killed", "injured", "arrested", "displaced", "held", "cost", "other")
RELATIONS = ("actor", "recipient", "place", "date", "speaker", "same")
SHARE = 64  # numbers a relation has to itself in the queries and in the keys
HEADS = (len(TYPES) + 1, len(PARTS), len(STATUSES), len(MODES), len(FIGURES) + 1)
Numbers = NDArray[np.float32]


@dataclass(slots=True)
class Insight:
    """The probabilities for each word of a document, by its index among the tokens.

    ``types`` has « no event » first, ``figures`` « no figure ». Words are linked inside one window only.
    """

    types: Numbers
    parts: Numbers
    statuses: Numbers
    modes: Numbers
    figures: Numbers
    queries: Numbers
    keys: Numbers
    nobody: Numbers
    window: NDArray[np.int32]
    _links: dict[tuple[str, int], tuple[int, list[float]]] = field(default_factory=dict)

    def type_of(self, word: int, kind: str) -> float:
        """Return how probable it is that a word names an event of a type."""
        return float(self.types[word, 1 + TYPES.index(kind)])

    def event(self, word: int) -> float:
        """Return how probable it is that a word names any event."""
        return 1.0 - float(self.types[word, 0])

    def best_type(self, word: int) -> tuple[str, float]:
        """Return the likeliest type of event that a word names, and how probable it is."""
        best = int(self.types[word, 1:].argmax())
        return TYPES[best], float(self.types[word, 1 + best])

    def opinion(self, word: int) -> str:
        """Say what a word names in the reader's eyes, and what comes next: « ASSAULT 0.93, then COERCE 0.04 »."""
        names = ("no event", *TYPES)
        first, second = (int(k) for k in np.argsort(-self.types[word], kind="stable")[:2])
        return f"{names[first]} {self.types[word, first]:.2f}, then {names[second]} {self.types[word, second]:.2f}"

    def part(self, word: int, name: str) -> float:
        """Return how probable it is that a word is part of a cue, speaker or content, or opens or ends a content."""
        return float(self.parts[word, PARTS.index(name)])

    def status(self, word: int, name: Status) -> float:
        """Return how probable it is that the act a word names stands so."""
        return float(self.statuses[word, STATUSES.index(name)])

    def mode(self, word: int, name: str) -> float:
        """Return how probable a mode of the event is that a word names."""
        return float(self.modes[word, MODES.index(name)])

    def link(self, relation: str, word: int, other: int | None) -> float:
        """Return how probably ``other`` is the actor, date … of what ``word`` names; None: that there is none."""
        low, chances = self._row(relation, word)
        if other is None:
            return chances[-1]
        return chances[other - low] if 0 <= other - low < len(chances) - 1 else 0.0

    def linked(self, relation: str, words: Iterable[int], others: Iterable[int] | None) -> str:
        """Return in steps (``weights.degree``) how probably one of ``others`` (None: nobody) is linked to a word."""
        ends, best = None if others is None else tuple(others), 0.0
        for word in words:
            low, chances = self._row(relation, word)
            high = low + len(chances) - 1
            found = [chances[-1]] if ends is None else [chances[end - low] for end in ends if low <= end < high]
            best = max(best, *found, 0.0)
        return str(degree(best))

    def same(self, a: int, b: int) -> float:
        """Return how much two words seem to tell one event, as a logit without a share for the others."""
        if self.window[a] != self.window[b]:
            return 0.0
        low = RELATIONS.index("same") * SHARE
        part = slice(low, low + SHARE)
        both = self.queries[a, part] @ self.keys[b, part] + self.queries[b, part] @ self.keys[a, part]
        alone = (self.queries[a, part] + self.queries[b, part]) @ self.nobody[RELATIONS.index("same")]
        return float(both - alone) / float(2 * SHARE**0.5)

    def _row(self, relation: str, word: int) -> tuple[int, list[float]]:
        """Return the first word of a window and the softmax over its words, « nobody » last, as the encoder learned."""
        known = self._links.get((relation, word))
        if known is None:
            number = RELATIONS.index(relation)
            part = slice(number * SHARE, (number + 1) * SHARE)
            low, high = np.searchsorted(self.window, [self.window[word], self.window[word] + 1])  # they only rise
            query, members = self.queries[word, part], np.arange(low, high)
            scores = np.append(self.keys[members, part] @ query, self.nobody[number] @ query) / SHARE**0.5
            known = self._links[relation, word] = (int(low), _softmax(scores[None])[0].tolist())
        return known


def look(doc: Document) -> Insight:
    """Return the insight into a document. Deterministic; the cost is linear in its length."""
    found = windows(doc)
    return assembled(len(doc.tokens), found, [_run(window) for window in found])


def _run(window: Window) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    pieces = np.array([window.pieces], dtype=np.int64)
    classes, queries, keys, nobody = session().run(None, {"pieces": pieces})
    places = list(window.places)
    return classes[0][places], queries[0][places], keys[0][places], nobody


def assembled(size: int, found: Sequence[Window], outputs: Sequence[Any]) -> Insight:
    """Lay what the encoder gave for each window (its words' rows) out by the words of the document."""
    relations = len(RELATIONS)
    classes = np.zeros((size, sum(HEADS)), np.float32)
    queries, keys = (np.zeros((size, relations * SHARE), np.float32) for _ in range(2))
    nobody = np.zeros((relations, SHARE), np.float32)
    window = np.full(size, -1, np.int32)
    for number, (stretch, rows) in enumerate(zip(found, outputs, strict=True)):
        words = list(stretch.words)
        classes[words], queries[words], keys[words], nobody = rows
        window[words] = number
    return from_scores(classes, queries, keys, nobody, window)


def from_scores(
    classes: Numbers, queries: Numbers, keys: Numbers, nobody: Numbers, window: NDArray[np.int32]
) -> Insight:
    """Turn the encoder's scores of all words (a row each) into probabilities."""
    types, parts, statuses, modes, figures = np.split(classes, np.cumsum(HEADS)[:-1], axis=1)
    return Insight(
        _softmax(types), _sigmoid(parts), _softmax(statuses), _sigmoid(modes), _softmax(figures),
        queries, keys, nobody, window,
    )  # fmt: skip


def _softmax(scores: Numbers) -> Numbers:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Numbers = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32, copy=False)
    return shares


def _sigmoid(scores: Numbers) -> Numbers:
    chances: Numbers = (1 / (1 + np.exp(-np.clip(scores, -30, 30)))).astype(np.float32, copy=False)
    return chances
