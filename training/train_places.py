"""Trains the placing of events: in which of the places named around an event did it happen, or is none told?

usage: python training/train_places.py GOLD_FOLDER … [--insights FOLDER] [--write]

Learns from our own readings: every event that we find and that a gold event matches, and the gold events with their own
words. Prints cross-validated shares (by dispatch, ten folds, seed fixed) of the matched events of the right type whose
country is right, over a grid of decays, beside what the grammar alone reaches; ``--write`` trains on all and writes
french/weights/places.json, or without ``--insights`` places_fast.json.
Run it after train_sides.py and train_judge.py. CPU only, about a minute.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotated import Annotated, annotated, ship, shuffled
from choice import fit
from greffier.reading.choosing import around, choice, decide
from greffier.reading.happening import Happening
from greffier.reading.locating import Option, choose
from greffier.reading.times import heads_of
from greffier.records import Actor, Span
from matched import matched
from train_time_links import WORDS

FOLDS = 10
DECAYS = (3e-3, 6e-3, 1.2e-2)


@dataclass
class Sample:
    """An event's options, the country that gold gives it, the grammar's, and whether it counts when we measure."""

    options: list[Option]
    gold: str | None
    rule: str | None
    counts: bool


def load(path: Path, insights: Path | None) -> list[Sample]:
    """Return the samples of one annotated dispatch."""
    read = annotated(path, insights)
    return [*_own(read), *_given(read)]


def _country(event: dict[str, Any]) -> str | None:
    return event["place"]["country"] if event["place"] else None


def _own(read: Annotated) -> Iterator[Sample]:
    whole = around(read.mentions)
    for event in matched(read):
        if event.happening is None or event.own[0].shifted:
            continue
        actors, recipients = decide(event.own, whole, choice(fast=read.doc.insight is None))
        rule = read.places.of_event(event.happening.heads, event.kind)
        options = read.places.options(event.happening, actors, recipients)
        yield Sample(options, _country(event.gold), rule.country if rule else None, event.counts)


def _given(read: Annotated) -> Iterator[Sample]:
    told = [heads_of([t for s in e["triggers"] for t in read.doc.within(Span(*s))]) for e in read.events]
    named = {head: e["type"] for e, heads in zip(read.events, told, strict=True) for head in heads}
    for e, heads in zip(read.events, told, strict=True):
        if heads:
            rivals = {head: kind for head, kind in named.items() if head not in heads}
            event = Happening(tuple(heads), e["type"], e["status"], e["type"] in WORDS, rivals)
            sides = (
                [Actor(None, a["name"], a["country"], a["sector"]) for a in e[s]] for s in ("actors", "recipients")
            )
            yield Sample(read.places.options(event, *sides), _country(e), None, False)


def train(samples: Sequence[Sample], decay: float) -> dict[str, float]:
    """Fit the choice among the places of every event (all options in the right country count as right)."""
    cases = [[(seen, (spot.place.country if spot else None) == s.gold) for spot, seen in s.options] for s in samples]
    return fit(cases, decay)


def measure(samples: Sequence[Sample], weights: dict[str, float]) -> Counter[str]:
    """Count the right countries, ours and the grammar's, among the events that count."""
    found: Counter[str] = Counter()
    for s in samples:
        if s.counts:
            spot = choose(s.options, weights)
            found["n"] += 1
            found["right"] += (spot.place.country if spot else None) == s.gold
            found["rule"] += s.rule == s.gold
    return found


def main() -> None:
    """Cross-validate, and train on all where asked."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("folders", nargs="+", type=Path)
    given.add_argument("--insights", type=Path)
    given.add_argument("--write", action="store_true")
    given.add_argument("--decay", type=float, default=DECAYS[0])
    asked = given.parse_args()
    read = shuffled(asked.folders, lambda path: load(path, asked.insights))
    for decay in DECAYS:
        total: Counter[str] = Counter()
        for fold in range(FOLDS):
            weights = train([s for i, t in enumerate(read) if i % FOLDS != fold for s in t], decay)
            total += measure([s for i, t in enumerate(read) if i % FOLDS == fold for s in t], weights)
        shares = f"place {total['right'] / total['n']:.3f}, the grammar alone {total['rule'] / total['n']:.3f}"
        print(f"decay {decay}: {shares} (of {total['n']})")
    if asked.write:
        final = train([s for t in read for s in t], asked.decay)
        ship("places", final, asked.insights)


if __name__ == "__main__":
    main()
