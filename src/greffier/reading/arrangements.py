"""Arrangements: what stands between states, as events change it, and what stays or is disputed without an event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast as as_type

from greffier.reading.frames import Evocation, Frame
from greffier.reading.parse import Token
from greffier.records import Actor, ArrangementKind, Change, Status, Transition

PLANNED = frozenset({"planned", "hypothetical"})


def change_of(
    frame: Frame, actors: Sequence[Actor], recipients: Sequence[Actor], status: Status, evoked: Evocation
) -> Change | None:
    """Return what standing arrangement an event of this frame changes, or None."""
    if not frame.arrangement:
        return None
    transition = frame.arrangement["transition"]
    if status == "negated":
        return None
    if transition == "ended" and status in PLANNED:
        transition = "planned_end"
    parties = tuple(dict.fromkeys(a.country for a in (*actors, *recipients) if a.country))
    kind = as_type(ArrangementKind, frame.arrangement["kind"])
    return Change(kind, parties, _object(evoked), as_type(Transition, transition))


def _object(evoked: Evocation) -> str | None:
    """Name the arrangement by the noun phrase the trigger governs, in the words of the text."""
    filler = next(iter(evoked.slots.get("obj|de|subj|à")), None)
    head = filler if filler is not None and filler.pos in {"NOUN", "PROPN"} else None
    if head is None:
        return None
    return " ".join(t.text for t in _core(head))


def _core(head: Token) -> list[Token]:
    kept = [head] + [c for c in head.children if c.relation in {"amod", "flat"} and c.i > head.i]
    for child in head.children:
        if child.relation == "nmod" and child.i - head.i <= 4:
            kept += [child, *(c for c in child.children if c.relation == "case")]
    return sorted(kept, key=lambda t: t.i)
