"""Logistic regression, and choice among options, over string features, by Adam with L2 decay; NumPy, deterministic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

EPOCHS, RATE, DECAY = 250, 0.05, 1.5e-3
MIN_COUNT = 2  # features seen once are left out
NEGLIGIBLE = 0.02


def fit(samples: Sequence[tuple[list[str], bool]]) -> dict[str, float]:
    """Fit a logistic regression by Adam with L2 decay."""
    counts = Counter(f for features, _ in samples for f in set(features))
    names = {f: i + 1 for i, f in enumerate(sorted(f for f, n in counts.items() if n >= MIN_COUNT))}
    rows = [[0, *(names[f] for f in set(features) if f in names)] for features, _ in samples]
    index = np.concatenate([np.array(r) for r in rows])
    owner = np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    truth = np.array([float(y) for _, y in samples])
    weights, m, v = (np.zeros(len(names) + 1) for _ in range(3))
    for step in range(1, EPOCHS + 1):
        scores = np.bincount(owner, weights[index], len(rows))
        error = (1 / (1 + np.exp(-scores)) - truth) / len(rows)
        gradient = np.bincount(index, error[owner], len(weights)) + DECAY * np.r_[0, weights[1:]]
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
        weights -= RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    fitted = {"": float(weights[0])} | {f: float(weights[i]) for f, i in names.items()}
    return {f: round(w, 3) for f, w in fitted.items() if abs(w) >= NEGLIGIBLE}


def fit_choice(
    groups: Sequence[Sequence[tuple[Sequence[str], bool]]], decay: float, epochs: int = 150
) -> dict[str, float]:
    """Fit a log-linear choice: of each group's options, those that are right share the probability alike."""
    usable = [g for g in groups if any(right for _, right in g)]
    counts = Counter(f for g in usable for facts, _ in g for f in facts)
    names = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= MIN_COUNT))}
    rows = [[names[f] for f in facts if f in names] for g in usable for facts, _ in g]
    index = np.concatenate([np.array(row, int) for row in rows])
    owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    sizes = np.array([len(g) for g in usable])
    starts, of = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(usable)), sizes)
    truth = np.array([right / sum(r for _, r in g) for g in usable for _, right in g])
    weights, m, v = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, epochs + 1):
        scores = np.bincount(owner, weights[index], len(rows))
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[of])
        error = (likely / np.add.reduceat(likely, starts)[of] - truth) / len(usable)
        gradient = np.bincount(index, error[owner], len(names)) + decay * weights
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
        weights -= RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return {f: round(float(weights[i]), 3) for f, i in names.items() if abs(weights[i]) >= NEGLIGIBLE}
