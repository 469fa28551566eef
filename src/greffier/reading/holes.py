"""Holes: what the outlet sets between subject and verb of what is said, which is its own and not the speaker's."""

from __future__ import annotations

from greffier.reading.clauses import free_verb, group_start
from greffier.reading.scene import Scene
from greffier.records import Span

RELATIVES = frozenset({"qui", "dont", "où", "que", "qu'", "lequel", "laquelle", "lesquels", "lesquelles"})
DESCRIBING = frozenset({"NOUN", "VERB", "ADJ"})
TOGETHER = ("accompagné", "flanqué", "entouré", "assisté")  # who else took part belongs to what is said


def without_hole(scene: Scene, span: Span) -> list[Span]:
    """Return the pieces of a stretch of what is said without « , qui …, » or « , blessé …, » before its first verb.

    Two commas between a subject and its verb always set off words; within quotation marks they are the speaker's.
    """
    tokens = scene.tokens
    first, last = scene.first_from(span.start), scene.first_from(span.end)
    if first >= last or scene.around(tokens[first].start) is not None:
        return [span]
    begin = first + 1 if tokens[first].norm in {"que", "qu'", "et", "mais"} else first
    verb = free_verb(tokens, begin, last, (), scene.mended)
    if verb is None or scene.around(tokens[verb].start) not in {None, scene.around(span.start)}:
        return [span]
    close = group_start(tokens, verb, begin) - 1
    if close <= begin or tokens[close].norm != ",":
        return [span]
    opening = next(
        (k for k in range(begin + 1, close - 1) if tokens[k].norm == "," and _sets_off(scene, k, begin)), None
    )
    if opening is None or scene.around(tokens[opening].start) is not None:
        return [span]
    pieces = (scene.trimmed(span.start, tokens[opening].start), scene.trimmed(tokens[close].end, span.end))
    return [p for p in pieces if p is not None]


def _sets_off(scene: Scene, k: int, first: int) -> bool:
    """Tell whether the comma at ``k`` stands behind a subject, and opens what describes it."""
    tokens = scene.tokens
    following = tokens[k + 1]
    if tokens[first].pos == "ADP" or k + 1 in scene.opens or following.norm.startswith(TOGETHER):
        return False
    aged = following.pos == "NUM" and k + 2 < len(tokens) and tokens[k + 2].norm == "ans"
    described = following.pos in DESCRIBING and not following.norm.endswith("ant")
    describes = following.norm in RELATIVES or described or aged
    return describes and tokens[k - 1].pos in {"NOUN", "PROPN", "ADJ", "PUNCT", "PRON"} and not scene.is_time(k - 1)
