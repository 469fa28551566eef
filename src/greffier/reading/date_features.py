"""What is seen of an event and a time that may date it, as names that the weights of ``dating.py`` know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from greffier.reading.happening import NOUNS, VERBAL, Happening, governor_of, tense_of, way
from greffier.reading.occasions import Occasions
from greffier.reading.parse import Document, Token
from greffier.reading.time_links import BREAKS, OF, Links, Told, features
from greffier.reading.weights import bucket
from greffier.records import When

NEAR_SENTENCES = 2
DAYS_OF = ((1, "day"), (7, "week"), (31, "month"), (366, "year"))
RECENT = 7  # days before publication in which a report's own scene plays
# Words that may stand between a time and the word it belongs to.
WITHIN = OF | {"en", "au", "à", "depuis", "le", "ce", "dès", "dans", "fin", "début"}


@dataclass(frozen=True, slots=True)
class Telling:
    """What a dispatch tells of time: its day, all times in the text's order, and who is heard around them."""

    doc: Document
    links: Links
    published: date | None
    told: tuple[Told, ...]
    occasions: Occasions | None = None
    recent: tuple[Told, ...] = field(init=False)
    main: date | None = field(init=False)

    def __post_init__(self) -> None:
        """Find the recent days and the main one: that of the scene which the dispatch reports."""
        recent = tuple(t for t in self.told if self.is_recent(t.when))
        body = [t for t in recent if t.head.line > 0]
        votes: Counter[date] = Counter()
        for time in body:
            votes[time.when.earliest] += 2 if time.head.line == body[0].head.line else 1  # type: ignore[index]
        object.__setattr__(self, "recent", recent)
        object.__setattr__(self, "main", max(votes, key=votes.__getitem__) if votes else None)

    def is_recent(self, when: When) -> bool:
        """Tell whether a time is a day or a night of the week up to publication."""
        if self.published is None or when.earliest is None or when.latest is None:
            return False
        return 0 <= (self.published - when.earliest).days <= RECENT and (when.latest - when.earliest).days <= 1

    def is_main(self, when: When) -> bool:
        """Tell whether a time is the day of the scene that the dispatch reports."""
        return self.is_recent(when) and when.earliest == self.main


def facts(telling: Telling, event: Happening, near: Sequence[Told]) -> Iterator[str]:
    """Yield what makes an event more or less likely to be dated at all."""
    sentences = {h.sentence for h in event.heads}
    days = {t.when.earliest for t in telling.recent}
    yield from ("bias", f"type:{event.kind}", f"status:{event.status}", f"{event.kind}:{event.status}")
    yield f"uttered:{event.uttered}"
    yield f"mentions:{bucket(len(event.heads))}"
    yield f"sentences:{min(len(sentences), 3)}"
    yield f"inside:{min(sum(t.head.sentence in sentences for t in near), 3)}"
    yield f"around:{min(len(near), 5)}"
    yield f"recent:{min(len(days), 4)}:{event.uttered}"
    yield f"recent:all:{bucket(len(telling.recent))}"
    yield f"body:{any(h.line > 0 for h in event.heads)}"
    yield f"line:{min(min(h.line for h in event.heads), 6)}"
    yield from (f"tense:{tense}" for tense in sorted({tense_of(h) for h in event.heads}))
    yield f"pos:{event.heads[0].pos}"
    yield from _form(event.heads[0])


def _form(head: Token) -> Iterator[str]:
    """Yield how a mention stands in its clause: its relation, the words that bring it in, its number."""
    yield f"dep:{head.dep}"
    words = [c.norm for c in head.children if c.relation in ("case", "mark", "det") and c.i < head.i]
    yield from (f"word:{word}" for word in words)
    if head.pos in NOUNS:
        yield f"number:{head.morph.get('Number', 'none')}:{'det' if words else 'bare'}"
    yield f"under:{head.head.relation if head.head is not head else 'root'}:{head.relation}"


def seen(telling: Telling, event: Happening, told: Told, near: Sequence[Told]) -> Iterator[str]:
    """Yield the observations on a time and the event's mention that stands nearest to it."""
    head = event.nearest(told.head)
    inside = head.sentence == told.head.sentence
    if inside:
        yield from _inside(telling, event, told, near, head)
    else:
        yield from _away(telling, event, told, near, head)
    yield from _placed(telling, event, told)
    yield from _contested(event, told)
    yield from _scene(telling, event, told, head)
    if telling.occasions is not None:
        where = "inside" if inside else _where(head, told)
        yield from telling.occasions.features(head, told, event.uttered, where)


def _inside(telling: Telling, event: Happening, told: Told, near: Sequence[Told], head: Token) -> Iterator[str]:
    others = [t for t in near if t.head.sentence == head.sentence]
    yield from features(telling.doc, head, told, others, telling.links.speech, event.uttered)
    yield "inside:title" if head.line == 0 else "inside"
    yield from (f"inside:{f}" for f in _form(head))
    yield f"inside:{event.kind}"
    yield f"inside:only:{len(others) == 1}"
    yield f"inside:{event.uttered}:{tense_of(head)}"
    yield f"inside:mentions:{min(len(event.heads), 3)}"
    yield from _clauses(head, told, event.held(told.head))
    yield from _beside(head, told)


def _away(telling: Telling, event: Happening, told: Told, near: Sequence[Told], head: Token) -> Iterator[str]:
    where = _where(head, told)
    alone = not any(t.head.sentence == head.sentence for t in near)
    det = next((c.norm for c in head.children if c.relation == "det"), "none")
    governor = governor_of(told.head)
    said = governor is not None and governor.lemma in telling.links.speech
    start, end = telling.doc.sentences[told.head.sentence]
    lemmas = {h.lemma for h in event.heads}
    yield from ("away", f"away:{where}", f"away:{where}:{event.uttered}", f"away:{where}:{head.pos}")
    yield f"away:first:{told.head.line == 1}:{event.uttered}"
    yield f"away:det:{det}:{head.pos}"
    yield f"away:{where}:alone:{alone}"
    yield f"away:kind:{told.kind}"
    yield f"away:{event.kind}"
    yield f"away:tense:{tense_of(head)}:{tense_of(told.head)}"
    yield f"away:{where}:tense:{tense_of(head)}"
    yield f"away:steps:{min(sum(1 for _ in told.head.ancestors()), 4)}"
    yield f"away:said:{said}:{event.uttered}"
    yield f"away:opens:{told.first.i - start <= 1}"
    if any(t.lemma in lemmas and t.pos in VERBAL | NOUNS for t in telling.doc.tokens[start:end]):
        yield "away:echo"
    yield f"away:many:{min(sum(t.head.sentence == told.head.sentence for t in near), 3)}"


def _where(head: Token, told: Told) -> str:
    far = told.head.sentence - head.sentence
    if told.head.line == 0 or head.line == 0:
        return "title" if head.line else "under title"
    if told.head.line == head.line:
        return f"line{far:+d}" if abs(far) <= NEAR_SENTENCES else "line"
    if abs(far) <= 1:
        return f"next line{far:+d}"
    return "before" if far < 0 else "after"


def _clauses(head: Token, told: Told, held: str) -> Iterator[str]:
    """Yield how many clauses lie between a time and a trigger, on either side."""
    path = way(told.head, head)
    if path is None:
        yield "clauses:apart"
        return
    word = "noun" if head.pos in NOUNS else "verb"
    yield f"clauses:{path.clauses}"
    yield f"clauses:{word}:{path.clauses}:{min(path.nouns, 1)}"
    yield f"clauses:{word}:{held}:{path.meet is head}:{head.relation}"


def _beside(head: Token, told: Told) -> Iterator[str]:
    """Yield what stands right before a time, whatever the parse hangs it on."""
    before = told.first.left
    if before is not None and before.norm in WITHIN:
        before = before.left
    if before is None or before.sentence != head.sentence:
        return
    yield f"beside:{before is head}:{before.pos}"
    yield f"beside:{before is head or before.head is head}:{before.norm in BREAKS}"
    word: Token | None = before
    while word is not None and word.sentence == head.sentence and word.pos not in NOUNS | VERBAL:
        word = word.left
    own = word if word is not None and word.sentence == head.sentence else None
    yield f"last word:{own is head}:{own.pos if own else ''}"


def _contested(event: Happening, told: Told) -> Iterator[str]:
    """Yield which other event may claim a time: one that it hangs on, those that stand nearer to it."""
    inside, held = event.inside(told.head.sentence), event.held(told.head)
    others = [t for t in event.rivals if t.sentence == told.head.sentence]
    if not inside:
        alike = [t for t in others if event.rivals[t] == event.kind]
        yield f"held:away:{held}"
        yield f"rivals:away:{min(len(others), 3)}"
        yield f"alike:{bool(alike)}:{event.holder(told.head) in alike}"
        return
    gap = min(abs(h.i - told.head.i) for h in inside)
    nearer = min(sum(abs(t.i - told.head.i) < gap for t in others), 2)
    yield f"held:inside:{held}"
    yield f"rivals:nearer:{nearer}"
    yield f"rivals:nearer:{nearer}:{held}"
    yield f"rivals:{min(len(others), 3)}:{held}"


def _scene(telling: Telling, event: Happening, told: Told, head: Token) -> Iterator[str]:
    """Yield how a time stands to the scene that the dispatch reports: a report of one day dates most of its events."""
    main, days = telling.is_main(told.when), len({t.when.earliest for t in telling.recent})
    inside = head.sentence == told.head.sentence
    where = "inside" if inside else "away"
    yield f"scene:{where}:{min(days, 4)}:{main}"
    yield f"scene:{where}:{main}:{event.uttered}:{tense_of(head)}"
    if inside:
        return
    first, here = event.heads[0].i, told.when.earliest
    between = [t for t in telling.told if told.last.i < t.first.i < first and t.when.earliest != here]
    sentences = {h.sentence for h in event.heads}
    own = sum(t.head.sentence in sentences for t in telling.told)
    yield f"scene:between:{min(len(between), 2)}:{main}"
    yield f"scene:recent between:{min(sum(telling.is_recent(t.when) for t in between), 2)}:{event.uttered}"
    yield f"scene:own:{min(own, 2)}:{main}"
    yield f"scene:{main}:{event.kind}"
    yield f"scene:{main}:{event.status}"
    yield f"scene:all:{days == 1}:{main}:{event.uttered}:{own == 0}"


def _placed(telling: Telling, event: Happening, told: Told) -> Iterator[str]:
    """Yield where the time lies, seen from the day of publication, and how that fits tense and status."""
    at = lies(told.when, telling.published)
    yield f"lies:{at}"
    for beside in (event.status, event.uttered, tense_of(event.heads[-1]), event.kind):
        yield f"lies:{at}:{beside}"
    yield f"line:{min(told.head.line, 3)}"


def lies(when: When, published: date | None) -> str:
    """Name where a time lies, seen from the day of publication, and how wide it is."""
    if when.earliest is None:
        return "until"
    if when.latest is None:
        return "since"
    if published is None:
        return "unknown"
    if when.earliest > published:
        return "ahead"
    far = (published - when.latest).days
    ago = next((name for days, name in ((0, "today"), *DAYS_OF) if far <= days), "long")
    length = (when.latest - when.earliest).days
    wide = next((name for days, name in DAYS_OF if length < days), "long")
    return f"{ago}/{wide}"


def openness(event: Happening, told: Told) -> Iterator[str]:
    """Yield what makes a time the beginning of something that still goes on."""
    yield from ("open", f"open:{event.status}", f"open:{event.kind}", f"open:{event.kind}:{event.status}")
    yield f"open:kind:{told.kind}"
    yield from (f"open:is:{lemma}" for lemma in sorted({h.lemma for h in event.heads}))
    yield f"open:by:{told.head.head.lemma}"
    yield f"open:since:{_under_since(told)}"


def _under_since(told: Told) -> bool:
    """Tell whether « depuis » brings in what a time hangs on (« depuis le coup d'État du 30 août »)."""
    return any(c.norm == "depuis" for t in (told.head, *told.head.ancestors()) if t.pos in NOUNS for c in t.children)
