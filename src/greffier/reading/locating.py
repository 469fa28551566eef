"""Where an event happened: the choice among the places named in its sentences and around them, or none of them.

The weights are those of a log-linear choice (one probability for each place, one for « no place told »),
``french/weights/places.json``, trained by ``training/train_places.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, fsum

from greffier.reading.happening import NOUNS, VERBAL, Happening, tense_of, way
from greffier.reading.parse import Document, Token
from greffier.reading.phrases import Phrase
from greffier.reading.weights import shipped
from greffier.records import Actor, Place

BACK = 2  # sentences before an event whose places may be its own
GAPS = (1, 3, 6, 10, 16, 30)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the text: its phrase, the place it names, and whether a preposition puts something there."""

    phrase: Phrase
    place: Place
    locative: bool
    preposition: Token | None


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of a dispatch's places: all spots in the text's order, how often each country is named so."""

    doc: Document
    spots: tuple[Spot, ...]
    counts: Counter[str | None]
    home: str | None


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the grammar alone says of where an event was: a country; the first tokens of the places it governs."""

    country: str | None
    governed: frozenset[int]


Option = tuple[Spot | None, list[str]]


@cache
def placing(fast: bool = False) -> Mapping[str, float]:
    """Return the weights that ship: those that hear the learned reader, or the ``fast`` ones."""
    raw = shipped("places", fast)
    return {name: float(weight) for name, weight in raw.items()}


def choose(options: Sequence[Option], weights: Mapping[str, float]) -> Spot | None:
    """Return the spot of the event: of the countries most likely, the mention most likely; None: no place told."""
    scores = [fsum(weights.get(name, 0.0) for name in seen) for _, seen in options]
    top = max(scores)
    likely = [exp(score - top) for score in scores]
    countries: dict[str | None, float] = {}
    for (spot, _), share in zip(options, likely, strict=True):
        country = spot.place.country if spot else None
        countries[country] = countries.get(country, 0.0) + share
    best = max(countries, key=countries.__getitem__)
    return max(zip(options, likely, strict=True), key=lambda pair: (_is_in(pair[0][0], best), pair[1]))[0][0]


def _is_in(spot: Spot | None, country: str | None) -> bool:
    return (spot.place.country if spot else None) == country


def options(
    ground: Ground, event: Happening, actors: Sequence[Actor], recipients: Sequence[Actor], grammar: Grammar
) -> list[Option]:
    """Return every spot that may be the event's with what is seen of it; first stands « none »."""
    near = _near(ground, event)
    own = [s for s in near if s.phrase.first in grammar.governed and s.place.country]
    near = own or near  # « l'attaque d'un village malien »: no other place is asked
    nothing = [
        *(f"none:{f}" for f in _facts(event, near)),
        *_ruled(event, None, grammar),
        *_linked(ground, event, None),
    ]
    found: list[Option] = [(None, nothing)]
    counts = Counter(s.place.country for s in near)
    sides = ({a.country for a in actors}, {a.country for a in recipients})
    for spot in near:
        seen = [*_pair(ground, event, spot, near), *_place(ground, event, spot), *_sides(event, spot, *sides)]
        seen += [*_ruled(event, spot, grammar), *_linked(ground, event, spot)]
        seen.append(f"agree:{min(counts[spot.place.country], 3)}")
        found.append((spot, seen))
    return found


def _linked(ground: Ground, event: Happening, spot: Spot | None) -> Iterator[str]:
    """Yield what the learned reader makes of a place, or of none, as the event's."""
    insight = ground.doc.insight
    if insight is not None:
        words = None if spot is None else range(spot.phrase.first, spot.phrase.last + 1)
        step = insight.linked("place", [h.i for h in event.heads], words)
        yield f"seen:{spot is None}:{step}"
        yield f"seen:{spot is None}:{step}:{event.kind}"


def _ruled(event: Happening, spot: Spot | None, grammar: Grammar) -> Iterator[str]:
    same = _is_in(spot, grammar.country)
    yield f"rule:{same}:{spot is None}"
    yield f"rule:{same}:{spot is None}:{event.kind}"
    if spot is None:
        yield f"governs:{bool(grammar.governed)}"
    elif spot.phrase.first in grammar.governed:
        yield "governed"
        yield f"governed:{event.kind}"


def _near(ground: Ground, event: Happening) -> list[Spot]:
    sentences = {h.sentence for h in event.heads}
    lines = {h.line for h in event.heads}
    first = event.heads[0].i
    last = next((s for s in reversed(ground.spots) if s.locative and s.phrase.last < first), None)
    found = []
    for spot in ground.spots:
        at = spot.phrase.head
        close = any(0 <= s - at.sentence <= BACK for s in sentences)
        if close or at.line in lines or at.line <= 1 or spot is last:
            found.append(spot)
    return found


def _facts(event: Happening, near: Sequence[Spot]) -> Iterator[str]:
    sentences = {h.sentence for h in event.heads}
    inside = [s for s in near if s.phrase.head.sentence in sentences]
    yield "bias"
    yield f"type:{event.kind}"
    yield f"status:{event.status}"
    yield f"{event.kind}:{event.status}"
    yield f"mentions:{min(len(event.heads), 4)}"
    yield f"inside:{min(len(inside), 3)}"
    yield f"locative:{min(sum(s.locative for s in inside), 2)}"
    yield f"locative:{any(s.locative for s in inside)}:{event.kind}"
    yield f"body:{any(h.line > 0 for h in event.heads)}"
    for head in event.heads[:3]:
        yield f"is:{head.lemma}"
        yield f"dep:{head.pos}:{head.dep}"
        yield f"tense:{tense_of(head)}"
        det = head.child("det")
        yield f"det:{head.pos}:{det.norm if det else 'none'}"


def _pair(ground: Ground, event: Happening, spot: Spot, near: Sequence[Spot]) -> Iterator[str]:
    """Yield how a spot stands to the mention of the event that is nearest to it."""
    inside = [h for h in event.heads if h.sentence == spot.phrase.head.sentence]
    put = "at" if spot.locative else "named"
    if not inside:
        yield from _away(event, spot, put)
        return
    head = min(inside, key=lambda h: abs(h.i - spot.phrase.head.i))
    word = "noun" if head.pos in NOUNS else "verb"
    gap = spot.phrase.first - head.i if spot.phrase.first > head.i else head.i - spot.phrase.last
    side = "after" if spot.phrase.first > head.i else "before"
    far = sum(gap > bound for bound in GAPS)
    yield f"inside:{put}"
    yield f"inside:{put}:{event.kind}"
    yield f"inside:{put}:{side}:{far}"
    yield f"inside:{put}:{spot.place.precision}"
    path, held = way(spot.phrase.head, head), event.held(spot.phrase.head)
    turned = f"{path.clauses}:{min(path.nouns, 2)}:{path.meet.pos in VERBAL}" if path else "apart"
    yield f"path:{put}:{word}:{path}"
    yield f"clauses:{put}:{turned}"
    yield f"held:{put}:{held}"
    yield f"held:{held}:{event.kind}"
    others = [s for s in near if s.phrase.head.sentence == head.sentence and s is not spot]
    nearer = [s for s in others if abs(s.phrase.head.i - head.i) < abs(spot.phrase.head.i - head.i)]
    yield f"nearer:{put}:{min(len(nearer), 2)}:{min(sum(s.locative for s in nearer), 2)}"
    yield f"others:{put}:{any(s.locative for s in others)}"
    rivals = sum(
        t.sentence == head.sentence and abs(t.i - spot.phrase.head.i) < abs(head.i - spot.phrase.head.i)
        for t in event.rivals
    )
    yield f"rivals:{put}:{min(rivals, 2)}"


def _away(event: Happening, spot: Spot, put: str) -> Iterator[str]:
    head = min(event.heads, key=lambda h: abs(h.i - spot.phrase.head.i))
    at = spot.phrase.head
    far = head.sentence - at.sentence
    same = "line" if at.line == head.line else "title" if at.line == 0 else "lead" if at.line == 1 else "other"
    yield f"away:{put}"
    yield f"away:{put}:{same}:{max(min(far, 3), -1)}"
    yield f"away:{put}:{event.kind}"
    yield f"away:{same}:{event.kind}"
    yield f"away:{put}:{same}:{head.pos}"
    yield f"away:{put}:{spot.place.precision}"
    yield f"away:tense:{tense_of(head)}:{put}"


def _place(ground: Ground, event: Happening, spot: Spot) -> Iterator[str]:
    """Yield what a spot is by itself, and how much the dispatch is about its country."""
    phrase = spot.phrase
    put = "at" if spot.locative else "named"
    preposition = spot.preposition.norm if spot.preposition else "none"
    yield f"kind:{put}:{phrase.kind}:{spot.place.precision}"
    yield f"precision:{spot.place.precision}:{event.kind}"
    yield f"prep:{preposition}"
    yield f"prep:{preposition}:{spot.place.precision}"
    yield f"relation:{put}:{phrase.head.relation}"
    yield f"under:{put}:{phrase.head.head.lemma}"
    yield f"home:{spot.place.country == ground.home}:{put}"
    yield f"home:{spot.place.country == ground.home}:{event.kind}"
    share = ground.counts[spot.place.country] / max(1, sum(ground.counts.values()))
    yield f"share:{round(share * 4)}:{put}"
    yield f"opens:{put}:{phrase.first - ground.doc.sentences[phrase.head.sentence][0] <= 1}"
    yield f"owned:{put}:{phrase.owner is not None}"


def _sides(event: Happening, spot: Spot, actors: set[str | None], recipients: set[str | None]) -> Iterator[str]:
    country = spot.place.country
    acts, suffers = country in actors, country in recipients
    put = "at" if spot.locative else "named"
    yield f"sides:{acts}:{suffers}:{put}"
    yield f"sides:{acts}:{suffers}:{event.kind}"
    yield f"sides:{acts}:{suffers}:{bool(actors - {None})}:{bool(recipients - {None})}"
