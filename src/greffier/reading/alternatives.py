"""Alternatives: where else what a draft says may begin or end, for whoever weighs the rules' choice."""

from __future__ import annotations

from greffier.reading.drafts import Draft
from greffier.reading.scene import Scene
from greffier.records import Span

BOUNDS = frozenset({",", ";", ":", "-", "–", "—", "et", "mais", "puis", "après", "avant", "alors", "depuis", "lors"})
MOST = 12  # alternatives of one draft


def other_contents(scene: Scene, draft: Draft) -> list[list[Span]]:
    """Return other contents for a draft, the nearest to its own first: ends cut or carried on at a bound.

    A bound is punctuation or a word that may begin the outlet's own words; none lies inside quotation marks that
    open in the content. What a draft says before its last span stays as it is.
    """
    *before, last = draft.content
    ends = sorted(_ends(scene, last), key=lambda end: abs(end - last.end))
    spans = (scene.trimmed(last.start, end) for end in ends)
    found = dict.fromkeys(span for span in spans if span is not None and span != last)
    return [[*before, span] for span in found][:MOST]


def _ends(scene: Scene, span: Span) -> list[int]:
    tokens = scene.tokens
    first = scene.first_from(span.start)
    if first >= len(tokens):
        return []
    end = max(scene.sentence_tokens(tokens[first])[1], scene.first_from(span.end))
    outer = scene.around(span.start)
    bounds = [
        tokens[k - 1].end
        for k in range(first + 1, end)
        if tokens[k].norm in BOUNDS and scene.around(tokens[k].start) == outer
    ]
    return [*bounds, tokens[end - 1].end]
