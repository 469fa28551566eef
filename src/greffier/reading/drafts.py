"""Drafts: claims in the making, before their speakers are resolved and their places in one another found."""

from __future__ import annotations

from dataclasses import dataclass, field

from greffier.reading.parse import Token
from greffier.reading.speakers import Speaker
from greffier.records import Span


@dataclass(eq=False, slots=True)
class Draft:
    """A claim in the making. ``anchor`` is the token of its cue (None for a bare quotation)."""

    rule: str
    cue: Span | None
    content: list[Span]
    speaker: Speaker
    anchor: Token | None = None
    addressee: Span | None = None
    entry: str = ""
    rejected: list[tuple[str, str]] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Return where the content begins."""
        return self.content[0].start

    @property
    def end(self) -> int:
        """Return where the content ends."""
        return self.content[-1].end
