"""Trains the choice of an event's modes: which of its type's modes, or none?

usage: python training/train_modes.py GOLD_FOLDER … [--insights FOLDER] [--write]

Learns from our own readings: every event that we find, of the right type, that a gold event matches. Prints
cross-validated shares (by dispatch, ten folds, seed fixed) of the events whose modes are right, for each folder, beside
what the frames alone reach; ``--write`` trains on all and writes french/weights/modes.json, or without ``--insights``
modes_fast.json. Run it after train_sides.py and train_judge.py, whose events it sees. CPU only, two minutes.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotated import annotated, ship, shuffled
from greffier.french import default_lexicon
from greffier.reading.choosing import around, choice
from greffier.reading.choosing import decide as choose
from greffier.reading.moding import Moding, Whole, decide, hints_of, rows
from logistic import fit_choice
from matched import matched

FOLDS = 10
DECAY = 5e-3


@dataclass
class Sample:
    """An event as we read it, the modes that gold gives it, whether it counts when we measure, and its folder."""

    event: Whole
    gold: frozenset[str]
    counts: bool
    folder: str


def load(path: Path, insights: Path | None) -> list[Sample]:
    """Return the samples of one annotated dispatch."""
    read, samples = annotated(path, insights), []
    whole, model = around(read.mentions), choice(fast=insights is None)
    for event in matched(read):
        if event.gold["type"] == event.kind:
            gold = frozenset(event.gold["modes"])
            actors, recipients = choose(event.own, whole, model)
            happened = event.happening if not all(m.shifted for m in event.own) else None
            place = read.places.of_happening(happened, actors, recipients) if happened else None
            told = Whole(event.own, actors, recipients, place)
            samples.append(Sample(told, gold, event.counts, path.parent.name))
    return samples


def train(samples: Sequence[Sample]) -> dict[str, float]:
    """Fit the choice; where gold gives several modes, they share the probability."""
    hints, groups = hints_of(default_lexicon()), []
    for s in samples:
        options = [(sorted(seen), mode in s.gold if mode else not s.gold) for mode, seen in rows(s.event, hints)]
        if len(options) > 1:
            groups.append(options)
    return fit_choice(groups, DECAY)


def measure(samples: Sequence[Sample], weights: dict[str, float]) -> Counter[str]:
    """Count the events that count and those whose modes are right, ours and the frames'."""
    found, model = Counter[str](), Moding(weights, hints_of(default_lexicon()))
    for s in samples:
        if s.counts:
            found[s.folder] += 1
            found[s.folder + " frames"] += {m for x in s.event.mentions for m in x.frame.modes} == s.gold
            found[s.folder + " chosen"] += set(decide(s.event, model)) == s.gold
    return found


def main() -> None:
    """Cross-validate, and train on all where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--insights", type=Path)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    read = shuffled(given.folders, lambda path: load(path, given.insights))
    total: Counter[str] = Counter()
    for fold in range(FOLDS):
        weights = train([s for i, t in enumerate(read) if i % FOLDS != fold for s in t])
        total += measure([s for i, t in enumerate(read) if i % FOLDS == fold for s in t], weights)
    for folder in sorted(name for name in total if " " not in name):
        ours, frames = (total[f"{folder} {by}"] / total[folder] for by in ("chosen", "frames"))
        print(f"{folder}: modes {ours:.3f}, the frames alone {frames:.3f} (of {total[folder]})")
    if given.write:
        final = train([s for t in read for s in t])
        ship("modes", final, given.insights)


if __name__ == "__main__":
    main()
