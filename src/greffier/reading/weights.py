"""Weights: the arithmetic that the learned decisions share."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

BUCKETS = (0, 1, 2, 3, 5, 8, 13, 10**9)


def bucket(number: int) -> int:
    """Return the first bound that is not below ``number``."""
    return next(bound for bound in BUCKETS if number <= bound)


def probability(weights: Mapping[str, float], features: Iterable[str]) -> float:
    """Return the logistic of the summed weights of the features (the empty key is the bias)."""
    get = weights.get
    total = math.fsum([get(feature, 0.0) for feature in features]) + get("", 0.0)  # exact, so the same everywhere
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
