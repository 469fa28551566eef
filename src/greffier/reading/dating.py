"""When an event happened: the choice among the times told in its sentences and around them, or none of them.

The weights are those of a log-linear choice (one probability for each time, one for « no time told »),
``french/weights/dates.json``, trained by ``training/train_time_links.py``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from math import exp, fsum

from greffier.reading.parse import Document, Token
from greffier.reading.time_links import Links, Told, dates_another, features
from greffier.reading.weights import bucket
from greffier.records import When

NEAR_SENTENCES = 2
VERBAL = frozenset({"VERB", "AUX"})
NOUNS = frozenset({"NOUN", "PROPN"})
DAYS_OF = ((1, "day"), (7, "week"), (31, "month"), (366, "year"))
# Kinds of time that cannot begin what goes on: they are counted from elsewhere or lie ahead.
UNOPENED = frozenset({"within", "in"})
# A date too many costs less than one that is missed: « no time told » must be this much the likelier to be believed.
RELUCTANCE = 0.42
Option = tuple[When | None, list[str]]


@dataclass(frozen=True, slots=True)
class Happening:
    """What is known of an event before it is dated; ``heads`` are the words that name it, in the text's order."""

    heads: tuple[Token, ...]
    kind: str
    status: str
    uttered: bool


@cache
def dates() -> Mapping[str, float]:
    """Return the weights that ship."""
    raw = json.loads((files("greffier.french") / "weights" / "dates.json").read_text(encoding="utf-8"))
    return {name: float(weight) for name, weight in raw.items()}


def choose(options: Sequence[Option], weights: Mapping[str, float]) -> When | None:
    """Return the time that dates the event: of the days most likely, the mention most likely; None: not dated."""
    likely = [exp(min(fsum(weights.get(name, 0.0) for name in seen), 50.0)) for _, seen in options]
    days: dict[object, float] = {}
    for (when, _), share in zip(options, likely, strict=True):
        share = share * RELUCTANCE if when is None else share
        days[_days(when)] = days.get(_days(when), 0.0) + share
    best = max(days, key=days.__getitem__)
    return max((pair for pair in zip(options, likely, strict=True) if _days(pair[0][0]) == best), key=_share)[0][0]


def _days(when: When | None) -> object:
    return (when.earliest, when.latest) if when else None


def _share(pair: tuple[Option, float]) -> float:
    return pair[1]


def options(
    doc: Document, event: Happening, told: Sequence[Told], links: Links, published: date | None
) -> list[Option]:
    """Return every time that may date the event with what is seen of it; first stands « none »."""
    near = [
        t
        for t in _near(doc, event, told)
        if not _only_reacted_to(event, t, links.reactions) and not all(dates_another(h, t) for h in event.heads)
    ]
    found: list[Option] = [(None, [f"none:{f}" for f in _facts(doc, event, near)])]
    days = [(t.when.earliest, t.when.latest) for t in near]
    for time in near:
        seen = [*_seen(doc, event, time, near, links.speech), *_placed(event, time, published)]
        seen.append(f"agree:{min(days.count((time.when.earliest, time.when.latest)), 3)}")
        found.append((time.when, seen))
        opened = _opened(time, published)
        if opened:
            found.append((opened, [*seen, *_openness(event, time)]))
    return found


def _only_reacted_to(event: Happening, told: Told, reactions: frozenset[str]) -> bool:
    """Tell whether a time is that of a reaction (« a rejeté jeudi les accusations ») to the event."""
    verb = _governor(told.head)
    if verb is None or verb.lemma not in reactions or verb in event.heads:
        return False
    inside = [h for h in event.heads if h.sentence == told.head.sentence]
    return bool(inside) and all(h.pos in NOUNS and verb is _governor(h) for h in inside)


def _opened(told: Told, published: date | None) -> When | None:
    """Return the time as the beginning of what still goes on, where it can be one."""
    when = told.when
    if when.earliest is None or when.latest is None or told.kind in UNOPENED:
        return None
    if published is None or when.earliest >= published:
        return None
    return replace(when, latest=None, precision="open")


def _openness(event: Happening, told: Told) -> Iterator[str]:
    yield "open"
    yield f"open:{event.status}"
    yield f"open:{event.kind}"
    yield f"open:{event.kind}:{event.status}"
    yield f"open:kind:{told.kind}"
    for lemma in sorted({h.lemma for h in event.heads}):
        yield f"open:is:{lemma}"
    holder = told.head.head
    yield f"open:by:{holder.lemma}"


def _near(doc: Document, event: Happening, told: Sequence[Told]) -> list[Told]:
    """Return the times worth asking about: of the event's sentences, of those around, of the lead, the last told."""
    sentences = {h.sentence for h in event.heads}
    lines = {h.line for h in event.heads}
    first = event.heads[0].i
    lead = next((t.head.sentence for t in told if t.head.line > 0), None)
    last = next((t for t in reversed(told) if t.last.i < first), None)
    found = []
    for time in told:
        at = time.head
        close = min(abs(at.sentence - s) for s in sentences)
        if close <= 1 or (close <= NEAR_SENTENCES and at.line in lines) or at.sentence == lead or time is last:
            found.append(time)
    return found


def _facts(doc: Document, event: Happening, near: Sequence[Told]) -> Iterator[str]:
    """Yield what makes an event more or less likely to be dated at all."""
    yield "bias"
    yield f"type:{event.kind}"
    yield f"status:{event.status}"
    yield f"{event.kind}:{event.status}"
    yield f"uttered:{event.uttered}"
    yield f"mentions:{bucket(len(event.heads))}"
    yield f"sentences:{min(len({h.sentence for h in event.heads}), 3)}"
    sentences = {h.sentence for h in event.heads}
    yield f"inside:{min(sum(t.head.sentence in sentences for t in near), 3)}"
    yield f"around:{min(len(near), 5)}"
    yield f"body:{any(h.line > 0 for h in event.heads)}"
    yield f"line:{min(min(h.line for h in event.heads), 6)}"
    for tense in sorted({tense_of(h) for h in event.heads}):
        yield f"tense:{tense}"
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


def _seen(doc: Document, event: Happening, told: Told, near: Sequence[Told], speech: frozenset[str]) -> Iterator[str]:
    """Yield the observations on a time and the event's mention that stands nearest to it."""
    inside = [h for h in event.heads if h.sentence == told.head.sentence]
    if inside:
        head = min(inside, key=lambda h: abs(h.i - told.head.i))
        others = [t for t in near if t.head.sentence == head.sentence]
        yield from features(doc, head, told, others, speech, event.uttered)
        yield "inside:title" if head.line == 0 else "inside"
        yield from (f"inside:{f}" for f in _form(head))
        yield f"inside:{event.kind}"
        yield f"inside:only:{len(others) == 1}"
        yield f"inside:{event.uttered}:{tense_of(head)}"
        yield f"inside:mentions:{min(len(event.heads), 3)}"
        return
    head = min(event.heads, key=lambda h: abs(h.i - told.head.i))
    where = _where(head, told)
    alone = not any(t.head.sentence == head.sentence for t in near)
    yield "away"
    yield f"away:{where}"
    yield f"away:{where}:{event.uttered}"
    yield f"away:{where}:alone:{alone}"
    yield f"away:kind:{told.kind}"
    yield f"away:{event.kind}"
    yield f"away:tense:{tense_of(head)}:{tense_of(told.head)}"
    yield f"away:{where}:tense:{tense_of(head)}"
    yield f"away:steps:{min(sum(1 for _ in told.head.ancestors()), 4)}"
    governor = _governor(told.head)
    said = governor is not None and governor.lemma in speech
    yield f"away:said:{said}:{event.uttered}"
    yield f"away:opens:{told.first.i - doc.sentences[told.first.sentence][0] <= 1}"
    if any(t.lemma == h.lemma and t.pos in VERBAL | NOUNS for h in event.heads for t in _around(doc, told)):
        yield "away:echo"
    yield f"away:many:{min(sum(t.head.sentence == told.head.sentence for t in near), 3)}"


def _around(doc: Document, told: Told) -> tuple[Token, ...]:
    start, end = doc.sentences[told.head.sentence]
    return doc.tokens[start:end]


def _where(head: Token, told: Told) -> str:
    far = told.head.sentence - head.sentence
    if told.head.line == 0 or head.line == 0:
        return "title" if head.line else "under title"
    if told.head.line == head.line:
        return f"line{far:+d}" if abs(far) <= NEAR_SENTENCES else "line"
    if abs(far) <= 1:
        return f"next line{far:+d}"
    return "before" if far < 0 else "after"


def _placed(event: Happening, told: Told, published: date | None) -> Iterator[str]:
    """Yield where the time lies, seen from the day of publication, and how that fits tense and status."""
    lies = _lies(told.when, published)
    tense = tense_of(event.heads[-1])
    yield f"lies:{lies}"
    yield f"lies:{lies}:{event.status}"
    yield f"lies:{lies}:{event.uttered}"
    yield f"lies:{lies}:{tense}"
    yield f"lies:{lies}:{event.kind}"
    yield f"line:{min(told.head.line, 3)}"


def _lies(when: When, published: date | None) -> str:
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


def _governor(token: Token) -> Token | None:
    return next((t for t in (token, *token.ancestors()) if t.pos in VERBAL), None)


def tense_of(token: Token) -> str:
    """Name the tense that a word is told in: that of the verb it is or hangs on, with its auxiliary."""
    verb = _governor(token)
    if verb is None:
        return "nominal"
    form = [verb, *(c for c in verb.children if c.relation in ("aux", "cop"))]
    finite = next((t for t in form if t.morph.get("VerbForm") == "Fin"), None)
    if finite is None:
        return f"no {verb.morph.get('VerbForm', 'form')}"
    compound = "+" if finite is not verb else ""
    return compound + finite.morph.get("Mood", "Ind") + finite.morph.get("Tense", "")
