"""Trains the dating of events: which of the times told around an event is its own, or is none?

usage: python training/train_time_links.py GOLD_FOLDER … [--write]

Learns from our own readings: every event that we find and that a gold event matches, and the gold events
with their own words. Prints cross-validated shares (by dispatch, five folds, seed fixed) of the matched events of the
right type whose days are right, over a grid of decays; ``--write`` trains on all and writes
src/greffier/french/weights/dates.json. Run it after train_judge.py, whose events it dates. CPU only, about a minute.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from annotated import annotated, shuffled, touched
from greffier.reading import events as stage
from greffier.reading.dating import Happening, Option, choose
from greffier.reading.mentions import Mention
from greffier.reading.parse import Document
from greffier.reading.times import Times, heads_of
from greffier.records import Span, When

OUT = Path(__file__).parents[1] / "src/greffier/french/weights/dates.json"
FOLDS = 5
EPOCHS, RATE = 200, 0.05
MIN_COUNT, NEGLIGIBLE = 6, 0.02
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


def load(path: Path) -> list[Sample]:
    """Return the samples of one annotated dispatch."""
    read, decide = annotated(path), stage.judge()
    groups = stage.group([m for m in read.mentions if decide.sure(m) >= decide.accept], decide)
    return [*_own(read.times, groups, read.events, decide), *_given(read.doc, read.times, read.events)]


def _own(
    times: Times, groups: Sequence[list[Mention]], events: Sequence[dict[str, Any]], decide: stage.Judge
) -> list[Sample]:
    samples, taken = [], set[int]()
    for mentions in groups:
        kind = stage.leading_type(mentions, decide)
        found = Counter[tuple[int, bool]](
            (index, events[index]["type"] == kind)
            for m in mentions
            for index, _ in [touched(m, events)]
            if index is not None
        )
        event = stage.happening(mentions, kind)
        if not found or event is None:
            continue
        (index, typed), _ = found.most_common(1)[0]
        samples.append(Sample(times.options(event), gold_days(events[index]), typed and index not in taken))
        taken.add(index)
    return samples


def _given(doc: Document, times: Times, events: Sequence[dict[str, Any]]) -> list[Sample]:
    samples = []
    for e in events:
        heads = heads_of([t for s in e["triggers"] for t in doc.within(Span(*s))])
        if heads:
            event = Happening(tuple(heads), e["type"], e["status"], e["type"] in WORDS)
            samples.append(Sample(times.options(event), gold_days(e), False))
    return samples


def train(samples: Sequence[Sample], decay: float) -> dict[str, float]:
    """Fit the choice by Adam: the right options' probability is raised (all that bound the right days count)."""
    usable = [s for s in samples if any(days_of(w) == s.gold for w, _ in s.options)]
    rows = [set(seen) for s in usable for _, seen in s.options]
    counts = Counter(name for row in rows for name in row)
    names = {n: i for i, n in enumerate(sorted(n for n, c in counts.items() if c >= MIN_COUNT))}
    known = [[names[n] for n in sorted(row) if n in names] for row in rows]
    index = np.concatenate([np.array(row, int) for row in known])
    owner = np.repeat(np.arange(len(rows)), [len(row) for row in known])
    sizes = np.array([len(s.options) for s in usable])
    starts, of = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(usable)), sizes)
    right = np.array([days_of(w) == s.gold for s in usable for w, _ in s.options], float)
    weights, m, v = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, EPOCHS + 1):
        scores = np.bincount(owner, weights[index], len(rows))
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[of])
        all_of, right_of = (np.add.reduceat(x, starts)[of] for x in (likely, likely * right))
        error = (likely / all_of - likely * right / np.maximum(right_of, 1e-12)) / len(usable)
        gradient = np.bincount(index, error[owner], len(names)) + decay * weights
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
        weights -= RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return {n: round(float(weights[i]), 3) for n, i in names.items() if abs(weights[i]) >= NEGLIGIBLE}


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
    given.add_argument("--write", action="store_true")
    given.add_argument("--decay", type=float, default=DECAYS[0])
    asked = given.parse_args()
    told = shuffled(asked.folders, load)
    for decay in DECAYS:
        total: Counter[str] = Counter()
        for fold in range(FOLDS):
            weights = train([s for i, t in enumerate(told) if i % FOLDS != fold for s in t], decay)
            total += measure([s for i, t in enumerate(told) if i % FOLDS == fold for s in t], weights)
        shares = f"date {total['right'] / total['n']:.3f}, where given {total['right dated'] / total['dated']:.3f}"
        print(f"decay {decay}: {shares} (of {total['n']}, {total['dated']})")
    if asked.write:
        final = train([s for t in told for s in t], asked.decay)
        OUT.write_text(json.dumps(final, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
        print(f"{len(final):,} weights -> {OUT}")


if __name__ == "__main__":
    main()
