"""Trains the choice of an event's status: occurred, ongoing, planned, hypothetical or negated?

usage: python training/train_status.py GOLD_FOLDER … [--insights FOLDER] [--write]

Learns from our own readings: every event that we find and that a gold event matches. Prints cross-validated shares (by
dispatch, ten folds, seed fixed) of the matched events of the right type whose status is right, of all and of those that
gold does not call occurred, beside what the grammar alone reaches; ``--write`` trains on all and writes
french/weights/status.json, or without ``--insights`` status_fast.json.
Run it after train_time_links.py, whose dates it sees. CPU only, a minute.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from annotated import annotated, ship, shuffled
from greffier.reading.mentions import Mention
from greffier.reading.standing import STATUSES, decide, features, told
from greffier.records import When
from matched import matched

FOLDS = 10
EPOCHS, RATE, DECAY = 300, 0.05, 1.5e-3
MIN_COUNT, NEGLIGIBLE = 3, 0.02
Fitted = dict[str, dict[str, float]]


@dataclass
class Sample:
    """An event as we read it, the status that gold gives it, and whether it counts when we measure."""

    mentions: list[Mention]
    kind: str
    when: When | None
    lies: str
    gold: str
    counts: bool

    @property
    def seen(self) -> set[str]:
        """Return what is seen of the event."""
        return features(self.mentions, self.kind, self.when, self.lies)


def load(path: Path, insights: Path | None) -> list[Sample]:
    """Return the samples of one annotated dispatch."""
    read, samples = annotated(path, insights), []
    for event in matched(read):
        when = read.times.of_happening(event.happening) if event.happening else None
        lies = read.times.lies(when)
        samples.append(Sample(event.mentions, event.kind, when, lies, event.gold["status"], event.counts))
    return samples


def train(samples: Sequence[Sample]) -> Fitted:
    """Fit the choice by Adam with L2 decay."""
    rows = [s.seen for s in samples]
    counts = Counter(name for row in rows for name in row)
    names = {n: i + 1 for i, n in enumerate(sorted(n for n, c in counts.items() if c >= MIN_COUNT))}
    known = [np.array([0, *sorted(names[n] for n in row if n in names)]) for row in rows]
    index, owner = np.concatenate(known), np.repeat(np.arange(len(rows)), [len(k) for k in known])
    truth = np.eye(len(STATUSES))[[STATUSES.index(s.gold) for s in samples]]  # type: ignore[arg-type]
    weights, m, v = (np.zeros((len(names) + 1, len(STATUSES))) for _ in range(3))
    for step in range(1, EPOCHS + 1):
        columns = range(len(STATUSES))
        scores = np.stack([np.bincount(owner, weights[index, k], len(rows)) for k in columns], axis=1)
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        error = (likely / likely.sum(axis=1, keepdims=True) - truth) / len(rows)
        gradient = np.stack([np.bincount(index, error[owner, k], len(weights)) for k in columns], axis=1)
        gradient[1:] += DECAY * weights[1:]
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
        weights -= RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    kept = {n: weights[i].round(2) for n, i in {"": 0, **names}.items() if np.abs(weights[i]).max() >= NEGLIGIBLE}
    return {n: dict(zip(STATUSES, map(float, numbers), strict=True)) for n, numbers in kept.items()}


def measure(samples: Sequence[Sample], weights: Fitted) -> Counter[str]:
    """Count the right statuses, ours and the grammar's, among the events that count."""
    found: Counter[str] = Counter()
    for s in samples:
        if s.counts:
            other = "other " if s.gold != "occurred" else "occurred "
            ours = decide(s.mentions, s.kind, s.when, s.lies, weights)  # type: ignore[arg-type]
            found[other] += 1
            found[other + "right"] += ours == s.gold
            found[other + "told"] += told([m for m in s.mentions if m.type == s.kind]) == s.gold
    return found


def main() -> None:
    """Cross-validate, and train on all where asked."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("folders", nargs="+", type=Path)
    given.add_argument("--insights", type=Path)
    given.add_argument("--write", action="store_true")
    asked = given.parse_args()
    read = shuffled(asked.folders, lambda path: load(path, asked.insights))
    total: Counter[str] = Counter()
    for fold in range(FOLDS):
        weights = train([s for i, t in enumerate(read) if i % FOLDS != fold for s in t])
        total += measure([s for i, t in enumerate(read) if i % FOLDS == fold for s in t], weights)
    n, other = total["occurred "] + total["other "], total["other "]
    for name in ("told", "right"):
        both = total[f"occurred {name}"] + total[f"other {name}"]
        label = "the grammar alone" if name == "told" else "weighed"
        print(f"{label}: status {both / n:.3f} (of {n}), other {total[f'other {name}'] / other:.3f} (of {other})")
    if asked.write:
        final = train([s for t in read for s in t])
        rows = {name: [numbers[s] for s in STATUSES] for name, numbers in sorted(final.items())}
        ship("status", rows, asked.insights)


if __name__ == "__main__":
    main()
