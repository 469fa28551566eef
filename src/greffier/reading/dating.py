"""When an event happened: the choice among the times told in its sentences and around them, or none of them.

The weights are those of a log-linear choice (one probability for each time, one for « no time told »),
``french/weights/dates.json``, trained by ``training/train_time_links.py``; what is seen is in ``date_features.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from math import exp, fsum

from greffier.reading.date_features import NEAR_SENTENCES, Telling, facts, openness, seen
from greffier.reading.happening import NOUNS, Happening, governor_of
from greffier.reading.parse import Token
from greffier.reading.time_bonds import bonded
from greffier.reading.time_links import OF, Told, dates_another
from greffier.reading.weights import shipped
from greffier.records import When

# Kinds of time that cannot begin what goes on: they are counted from elsewhere or lie ahead.
UNOPENED = frozenset({"within", "in"})
# A date too many costs less than one that is missed: « no time told » must be this much the likelier to be believed.
RELUCTANCE = 0.42
Option = tuple[When | None, list[str]]


@cache
def dates(fast: bool = False) -> Mapping[str, float]:
    """Return the weights that ship: those that hear the learned reader, or the ``fast`` ones."""
    raw = shipped("dates", fast)
    return {name: float(weight) for name, weight in raw.items()}


def choose(options: Sequence[Option], weights: Mapping[str, float]) -> When | None:
    """Return the time that dates the event: of the days most likely, the mention most likely; None: not dated."""
    likely = [exp(min(fsum(weights.get(name, 0.0) for name in names), 50.0)) for _, names in options]
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


def options(telling: Telling, event: Happening, around: Sequence[Told]) -> list[Option]:
    """Return every time that may date the event with what is seen of it; first stands « none ».

    ``around`` are the times of the sentences that are asked, in the order of the text.
    """
    near = [
        t
        for t in _near(event, around)
        if not _only_reacted_to(event, t, telling.links.reactions) and not all(dates_another(h, t) for h in event.heads)
    ]
    insight, heads = telling.doc.insight, [h.i for h in event.heads]
    nothing = [f"none:{f}" for f in facts(telling, event, near)]
    if insight is not None:
        nothing += _linked("none", event, insight.linked("date", heads, None))
    found: list[Option] = [(None, nothing)]
    days = [_days(t.when) for t in near]
    for time in bonded(telling.doc, event, near, telling.published):
        names = [*seen(telling, event, time, near), f"agree:{min(days.count(_days(time.when)), 3)}"]
        if insight is not None:
            told = range(time.first.i, time.last.i + 1)
            names += _linked("time", event, insight.linked("date", heads, told))
        found.append((time.when, names))
        opened = _opened(time, telling.published)
        if opened:
            found.append((opened, [*names, *openness(event, time)]))
    return found


def _linked(name: str, event: Happening, step: str) -> list[str]:
    """Return what the learned reader makes of a time, or of none, as the event's."""
    return [f"seen:{name}:{step}", f"seen:{name}:{step}:{event.kind}", f"seen:{name}:{step}:{event.uttered}"]


def _only_reacted_to(event: Happening, told: Told, reactions: frozenset[str]) -> bool:
    """Tell whether a time is that of a reaction (« a rejeté jeudi les accusations ») to the event."""
    verb = governor_of(told.head)
    if verb is None or verb.lemma not in reactions or verb in event.heads:
        return False
    inside = event.inside(told.head.sentence)
    if any(h in told.head.ancestors() or _follows(told, h) for h in inside):
        return False
    return bool(inside) and all(h.pos in NOUNS and verb is governor_of(h) for h in inside)


def _follows(told: Told, noun: Token) -> bool:
    """Tell whether a time stands right behind a noun with « de » (« les attentats du 13 novembre »)."""
    before = told.first.left
    if told.first.norm in OF:
        return before is noun
    return before is not None and before.norm in OF and before.left is noun


def _opened(told: Told, published: date | None) -> When | None:
    """Return the time as the beginning of what still goes on, where it can be one."""
    when = told.when
    if when.earliest is None or when.latest is None or told.kind in UNOPENED:
        return None
    if published is None or when.earliest >= published:
        return None
    return replace(when, latest=None, precision="open")


def _near(event: Happening, told: Sequence[Told]) -> list[Told]:
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
