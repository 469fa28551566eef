"""Nesting: puts claims in the order of the text, tells each its form and the claim that it is nested in."""

from __future__ import annotations

from collections.abc import Sequence

from greffier.reading.drafts import Draft
from greffier.reading.parse import Token
from greffier.reading.scene import Scene
from greffier.records import Form, Span

REPEATED = 0.34  # share of a title claim's words that the body must hold for the claim to be the body's
MOST_HEADINGS = 40
LONGEST_HEADING = 100  # code points of an intertitle
ENDS = frozenset('.!?…:;"»”')
STEM = 5  # a word of the title counts as repeated where the body has one with the same first letters


def in_order(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts by where they begin, the longer first, without two for one cue or one content."""
    ordered = sorted(drafts, key=lambda d: (_begin(d), -d.end, d.rule))
    kept: list[Draft] = []
    seen: set[tuple[int, int]] = set()
    for draft in ordered:
        key = (draft.start, draft.end)
        if key in seen:
            continue
        seen.add(key)
        kept.append(draft)
    return kept


def _begin(draft: Draft) -> int:
    return min(draft.start, draft.cue.start) if draft.cue is not None else draft.start


def parents(drafts: Sequence[Draft]) -> list[int | None]:
    """Return, for each draft, the index of the smallest other one whose content holds its cue and content."""
    found: list[int | None] = [None] * len(drafts)
    around: list[int] = []
    for number in sorted(range(len(drafts)), key=lambda n: (drafts[n].start, -drafts[n].end)):
        draft = drafts[number]
        around = [n for n in around if drafts[n].end > draft.start]
        holders = [n for n in around if _holds(drafts[n], draft)]
        found[number] = min(holders, key=lambda n: _size(drafts[n]), default=None)
        around.append(number)
    return found


def _holds(outer: Draft, inner: Draft) -> bool:
    span = Span(outer.start, outer.end)
    if not (span.start <= inner.start and inner.end <= span.end):
        return False
    if inner.cue is not None and not any(s.holds(inner.cue) for s in outer.content):
        return False
    return (outer.start, outer.end) != (inner.start, inner.end) and any(
        s.start <= inner.start < s.end for s in outer.content
    )


def _size(draft: Draft) -> int:
    return sum(s.end - s.start for s in draft.content)


def form_of(scene: Scene, content: Sequence[Span]) -> Form:
    """Return ``direct`` where all words are quoted, ``indirect`` where none is, ``mixed`` otherwise."""
    quoted = plain = False
    for span in content:
        for token in scene.doc.within(span):
            if not any(c.isalnum() for c in token.text):
                continue
            if scene.around(token.start) is not None:
                quoted = True
            else:
                plain = True
    if quoted and plain:
        return "mixed"
    return "direct" if quoted else "indirect"


def without_repeated_title(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """Leave out what the title and the intertitles claim where the body claims it again."""
    headings = [line for line in scene.doc.lines if _is_heading(scene, line)][:MOST_HEADINGS]
    heads = {id(d) for d in drafts if any(h.start <= d.start < h.end for h in headings)}
    body = [_told(scene, d) for d in drafts if id(d) not in heads] if heads else []
    return [d for d in drafts if id(d) not in heads or not _repeated(scene, d, body)]


def _is_heading(scene: Scene, line: Span) -> bool:
    """Tell whether a line is the title or an intertitle: short, and without punctuation at its end."""
    if scene.doc.dispatch.title == line:
        return True
    words = line.of(scene.text).rstrip()
    return len(words) < LONGEST_HEADING and words[-1:] not in ENDS


def _told(scene: Scene, draft: Draft) -> tuple[frozenset[str], str | None, str | None]:
    return _words(scene, draft.content), _speaker(scene, draft), draft.anchor.lemma if draft.anchor else None


def _repeated(scene: Scene, draft: Draft, body: Sequence[tuple[frozenset[str], str | None, str | None]]) -> bool:
    own, speaker, cue = _told(scene, draft)
    for words, other, verb in body:
        same = bool(speaker) and speaker == other
        if same and cue is not None and cue == verb:
            return True
        if own and len(own & words) >= (0.15 if same else REPEATED) * len(own):
            return True
    return not own


def _words(scene: Scene, content: Sequence[Span]) -> frozenset[str]:
    return frozenset(
        _stem(t) for s in content for t in scene.doc.within(s) if t.pos in {"NOUN", "PROPN", "VERB", "ADJ", "NUM"}
    )


def _stem(token: Token) -> str:
    return token.norm[:STEM]


def _speaker(scene: Scene, draft: Draft) -> str | None:
    head = draft.speaker.head
    actor = scene.cast.actor(head) if head is not None else None
    return actor.name if actor is not None else None
