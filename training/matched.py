"""Our events of an annotated dispatch beside the gold events that they match, for the recipes after the judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from annotated import Annotated, touched
from greffier.reading import events as stage
from greffier.reading.happening import Happening
from greffier.reading.mentions import Mention


@dataclass(frozen=True)
class Matched:
    """One of our events: its mentions and type, what dates and places it, the gold event, whether it counts.

    It counts where the type is right and no event before it took the same gold event.
    """

    mentions: list[Mention]
    kind: str
    happening: Happening | None
    gold: dict[str, Any]
    counts: bool

    @property
    def own(self) -> list[Mention]:
        """Return the mentions of the event's type."""
        return [m for m in self.mentions if m.type == self.kind]


def matched(read: Annotated) -> Iterator[Matched]:
    """Yield every event that we find in a dispatch and that a gold event matches."""
    judge, taken = stage.judge(fast=read.doc.insight is None), set[int]()
    accepted = stage.accepted(read.mentions, judge)
    named = {m.evoked.head: m.type for m in accepted}
    for group in stage.group(accepted, judge):
        mentions = sorted(group, key=lambda m: (m.in_title, m.span))
        kind = stage.leading_type(mentions, judge)
        hits = ((touched(m, read.events)[0]) for m in mentions)
        found = Counter((i, read.events[i]["type"] == kind) for i in hits if i is not None)
        if found:
            (index, typed), _ = found.most_common(1)[0]
            happening = stage.happening(mentions, kind, named)
            yield Matched(mentions, kind, happening, read.events[index], typed and index not in taken)
            taken.add(index)
