"""Proposals: events that the learned reader sees where no frame is evoked, or where it sees another type.

A frame of its own stands for each type (``FrameIndex.learned``): the type's usual slots, no words. The judge decides
about these as about all others; a word that is proposed twice keeps the proposal of which the judge is surer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from greffier.reading.evocation import VERBAL, Evocation
from greffier.reading.frames import FrameIndex
from greffier.reading.insight import Insight
from greffier.reading.noun_slots import noun_slots
from greffier.reading.parse import Document, Token
from greffier.reading.slots import verb_slots
from greffier.reading.syntax import grammar

WORTH_ASKING = 0.15  # below it, next to nothing that the learned reader sees is an event
LIKELY = 0.5
NAMING = frozenset({"VERB", "AUX", "NOUN", "PROPN", "ADJ", "X"})


def propose(doc: Document, index: FrameIndex, evoked: Sequence[Evocation]) -> list[Evocation]:
    """Return the evocations of the frames together with what the learned reader adds, in the order of the text."""
    if doc.insight is None:
        return list(evoked)
    return sorted([*evoked, *_added(doc, doc.insight, index, evoked)], key=lambda e: e.head.i)


def _added(doc: Document, insight: Insight, index: FrameIndex, evoked: Sequence[Evocation]) -> Iterator[Evocation]:
    known = {(e.head.i, e.frame.type) for e in evoked}
    inner = {token.i for e in evoked for token in e.tokens[1:]}
    for token in doc.tokens:
        if token.pos not in NAMING or token.i in inner or token.relation == "aux":
            continue
        kind, chance = insight.best_type(token.i)
        if chance >= WORTH_ASKING and (token.i, kind) not in known:
            evocation = _evocation(token, kind, chance, index)
            if kind != "REJECT" or not any(t.lemma in grammar("charges") for t in evocation.slots.among("obj|de")):
                yield evocation  # « a rejeté les accusations » denies: a claim, and the accusation stays an event


def _evocation(token: Token, kind: str, chance: float, index: FrameIndex) -> Evocation:
    frame = index.learned[kind]
    if chance < LIKELY:  # what is hardly one does not swallow its objects
        frame = replace(frame, opaque=False)
    anchor = token.head if token.dep == "cop" else token
    slots = verb_slots(anchor) if token.pos in VERBAL else noun_slots(token, frame.of, index.light)
    return Evocation(frame, (token,), slots, 0.0, (("any frame", f"none knows the word; seen {chance:.2f}"),))
