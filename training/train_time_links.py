"""Trains the dating of events: which of the times told around an event is its own, or is none?

usage: python training/train_time_links.py GOLD_FOLDER … [--insights FOLDER] [--write]

Learns from our own readings: every event that we find and that a gold event matches, and the gold events
with their own words. Prints cross-validated shares (by dispatch, five folds, seed fixed) of the matched events of the
right type whose days are right, over a grid of decays; ``--write`` trains on all and writes
french/weights/dates.json, or without ``--insights`` dates_fast.json.
Run it after train_judge.py, whose events it dates. CPU only, about a minute.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotated import annotated, ship, shuffled
from choice import fit
from greffier.reading.dating import Option, choose
from greffier.reading.happening import Happening
from greffier.reading.parse import Document
from greffier.reading.times import Times, heads_of
from greffier.records import Span, When
from matched import matched

FOLDS = 5
DECAYS = (6e-3, 1e-2, 2e-2)
WORDS = frozenset({"AGREE", "CONCEDE", "REQUEST", "REJECT", "THREATEN", "ACCUSE"})
Days = tuple[str | None, str | None]


@dataclass
class Sample:
    """An event's options, the days that gold gives it, and whether it counts when we measure."""

    options: list[Option]
    gold: Days | None
    counts: bool


def days_of(when: When | None) -> Days | None:
    """Return the bounds as the scorer compares them."""
    if when is None:
        return None
    return when.earliest and when.earliest.isoformat(), when.latest and when.latest.isoformat()


def gold_days(event: dict[str, Any]) -> Days | None:
    """Return the bounds of a gold event."""
    return (event["date"]["earliest"], event["date"]["latest"]) if event["date"] else None


def load(path: Path, insights: Path | None) -> list[Sample]:
    """Return the samples of one annotated dispatch."""
    read = annotated(path, insights)
    own = [Sample(read.times.options(m.happening), gold_days(m.gold), m.counts) for m in matched(read) if m.happening]
    return [*own, *_given(read.doc, read.times, read.events)]


def _given(doc: Document, times: Times, events: Sequence[dict[str, Any]]) -> list[Sample]:
    samples = []
    told = [heads_of([t for s in e["triggers"] for t in doc.within(Span(*s))]) for e in events]
    named = {head: e["type"] for e, heads in zip(events, told, strict=True) for head in heads}
    for e, heads in zip(events, told, strict=True):
        if heads:
            rivals = {head: kind for head, kind in named.items() if head not in heads}
            event = Happening(tuple(heads), e["type"], e["status"], e["type"] in WORDS, rivals)
            samples.append(Sample(times.options(event), gold_days(e), False))
    return samples


def train(samples: Sequence[Sample], decay: float) -> dict[str, float]:
    """Fit the choice among the times of every event (all options that bound the right days count as right)."""
    return fit([[(seen, days_of(when) == s.gold) for when, seen in s.options] for s in samples], decay)


def measure(samples: Sequence[Sample], weights: Mapping[str, float]) -> Counter[str]:
    """Count the right days among the events that count, and among those that gold dates."""
    found: Counter[str] = Counter()
    for s in samples:
        if s.counts:
            right = days_of(choose(s.options, weights)) == s.gold
            found["n"] += 1
            found["right"] += right
            found["dated"] += s.gold is not None
            found["right dated"] += right and s.gold is not None
    return found


def main() -> None:
    """Cross-validate, and train on all where asked."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("folders", nargs="+", type=Path)
    given.add_argument("--insights", type=Path)
    given.add_argument("--write", action="store_true")
    given.add_argument("--decay", type=float, default=DECAYS[1])
    asked = given.parse_args()
    told = shuffled(asked.folders, lambda path: load(path, asked.insights))
    for decay in DECAYS:
        total: Counter[str] = Counter()
        for fold in range(FOLDS):
            weights = train([s for i, t in enumerate(told) if i % FOLDS != fold for s in t], decay)
            total += measure([s for i, t in enumerate(told) if i % FOLDS == fold for s in t], weights)
        shares = f"date {total['right'] / total['n']:.3f}, where given {total['right dated'] / total['dated']:.3f}"
        print(f"decay {decay}: {shares} (of {total['n']}, {total['dated']})")
    if asked.write:
        final = train([s for t in told for s in t], asked.decay)
        ship("dates", final, asked.insights)


if __name__ == "__main__":
    main()
