"""A log-linear choice among options by string features, fitted by Adam with L2 decay; NumPy only, deterministic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

EPOCHS, RATE = 200, 0.05
MIN_COUNT, NEGLIGIBLE = 6, 0.02
Case = Sequence[tuple[Sequence[str], bool]]  # of each option, what is seen of it and whether it is right


def fit(cases: Sequence[Case], decay: float) -> dict[str, float]:
    """Fit the choice: the probability of all right options together is raised; cases without one are left out.

    ``logistic.fit_choice`` asks instead that all right options be alike; here one of them may take it all.
    """
    usable = [case for case in cases if any(right for _, right in case)]
    rows = [set(seen) for case in usable for seen, _ in case]
    counts = Counter(name for row in rows for name in row)
    names = {n: i for i, n in enumerate(sorted(n for n, c in counts.items() if c >= MIN_COUNT))}
    known = [[names[n] for n in sorted(row) if n in names] for row in rows]
    index = np.concatenate([np.array(row, int) for row in known])
    owner = np.repeat(np.arange(len(rows)), [len(row) for row in known])
    sizes = np.array([len(case) for case in usable])
    starts, of = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(usable)), sizes)
    right = np.array([right for case in usable for _, right in case], float)
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
