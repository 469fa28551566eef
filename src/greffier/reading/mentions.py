"""Mentions: what one trigger tells of an event, and which mentions of a dispatch tell the same event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from greffier.reading.evocation import Evocation
from greffier.reading.frames import Frame
from greffier.reading.sides import Scene
from greffier.records import Actor, Place, Span, Status, When

DEFINITE = frozenset({"le", "la", "l'", "les", "ce", "cet", "cette", "ces", "son", "sa", "ses", "leur", "leurs"})
RESULT = 0.6
JOIN = 0.8  # two mentions whose likeness reaches this tell one event


@dataclass(frozen=True, slots=True)
class Mention:
    """One trigger with all that was read around it. ``claim`` is the index of the carrying claim."""

    evoked: Evocation
    type: str
    status: Status
    reason: str
    scene: Scene
    place: Place | None
    date: When | None
    claim: int | None
    in_title: bool
    span: Span
    shifted: bool = False  # an act still to come, told by the type of its announcement
    chance: float | None = None  # what the judge made of it, once asked

    @property
    def frame(self) -> Frame:
        """Return the frame that was evoked."""
        return self.evoked.frame

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Return who acts, as the frame's slots propose."""
        return self.scene.proposed[0]

    @property
    def recipients(self) -> tuple[Actor, ...]:
        """Return to whom it is done, as the frame's slots propose."""
        return self.scene.proposed[1]

    @property
    def definite(self) -> bool:
        """Tell whether a nominal trigger points back to something known (« cette attaque », « le coup d'État »)."""
        head = self.evoked.head
        return head.pos == "NOUN" and any(c.relation == "det" and c.norm in DEFINITE for c in head.children)


def group(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Group the mentions of one event, body first, in the order of the text; each group keeps that order."""
    ordered = sorted(mentions, key=lambda m: (m.in_title, m.span))
    groups: list[list[Mention]] = []
    for mention in ordered:
        best, likeness = None, JOIN
        for candidate in groups:
            score = min_likeness(mention, candidate)
            if score >= likeness:
                best, likeness = candidate, score
        if best is None:
            groups.append([mention])
        else:
            best.append(mention)
    return sorted(groups, key=lambda g: min(m.span for m in g))


def min_likeness(mention: Mention, told: Sequence[Mention]) -> float:
    """Return how alike a mention is to those already joined; 0 where one of them forbids it."""
    scores = [likeness(mention, other) for other in told]
    return 0.0 if min(scores) <= -1 else max(scores)


def likeness(a: Mention, b: Mention) -> float:
    """Return how likely two mentions tell one event: below -1 they cannot, from JOIN on they do."""
    if a.type != b.type or (a.status == "negated") != (b.status == "negated"):
        return -2.0
    parts = (_dates(a.date, b.date), _sides(a, b), _modes(a, b), _places(a.place, b.place))
    if min(parts) <= -1:
        return -2.0
    same_word = a.evoked.head.lemma == b.evoked.head.lemma or a.frame is b.frame
    close = abs(a.evoked.head.sentence - b.evoked.head.sentence)
    score = sum(parts) + (0.5 if same_word else 0.0)
    score += 0.4 if a.in_title or b.in_title else 0.0
    score += 0.4 if b.definite or a.definite else 0.0
    score += 0.4 if close == 0 else 0.2 if close == 1 else 0.0
    if a.frame.joins or b.frame.joins:  # a consequence (« tué », « blessé ») belongs to the act beside it
        score += RESULT if close == 0 else RESULT / 2 if close == 1 else 0.0
    return score


def _dates(a: When | None, b: When | None) -> float:
    if a is None or b is None:
        return 0.0
    if (a.earliest, a.latest) == (b.earliest, b.latest):
        return 0.5
    starts_before = a.earliest is None or b.latest is None or a.earliest <= b.latest
    ends_after = b.earliest is None or a.latest is None or b.earliest <= a.latest
    return 0.1 if starts_before and ends_after else -2.0


def _sides(a: Mention, b: Mention) -> float:
    """Compare actors with actors and recipients with recipients: the same, one unnamed, or at odds."""
    return min(_compare(a.actors, b.actors), 0.4) + _compare(a.recipients, b.recipients)


def _compare(a: tuple[Actor, ...], b: tuple[Actor, ...]) -> float:
    if not a or not b:
        return 0.0
    first, second = {x.country for x in a}, {x.country for x in b}
    names = {x.name for x in a} & {x.name for x in b}
    if names:
        return 0.4
    if first == second:
        return 0.3
    return 0.0 if first & second - {None} or None in first | second else -2.0


def _modes(a: Mention, b: Mention) -> float:
    first, second = set(a.frame.modes), set(b.frame.modes)
    return 0.0 if not first or not second or first & second else -2.0


def _places(a: Place | None, b: Place | None) -> float:
    if a is None or b is None:
        return 0.0
    if a.country and b.country and a.country != b.country:
        return -2.0
    return 0.3 if a.name == b.name else 0.0
