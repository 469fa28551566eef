"""Mentions: what one trigger tells of an event."""

from __future__ import annotations

from dataclasses import dataclass

from greffier.reading.evocation import Evocation
from greffier.reading.frames import Frame
from greffier.reading.sides import Scene
from greffier.records import Actor, Place, Span, Status, When


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
