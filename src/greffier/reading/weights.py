"""Weights: where those of the learned decisions stand, and the arithmetic that they share."""

from __future__ import annotations

import json
import math
from bisect import bisect
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

BUCKETS = (0, 1, 2, 3, 5, 8, 13, 10**9)
DEGREES = (0.003, 0.01, 0.03, 0.08, 0.18, 0.35, 0.5, 0.65, 0.82, 0.92, 0.97, 0.99)


def shipped(name: str, fast: bool) -> Any:
    """Return the weights of a decision as they ship: those that hear the learned reader, or the ``fast`` ones."""
    file = files("greffier.french") / "weights" / f"{name}{'_fast' if fast else ''}.json"
    return json.loads(file.read_text(encoding="utf-8"))


def bucket(number: int) -> int:
    """Return the first bound that is not below ``number``."""
    return next(bound for bound in BUCKETS if number <= bound)


def probability(weights: Mapping[str, float], features: Iterable[str]) -> float:
    """Return the logistic of the summed weights of the features (the empty key is the bias)."""
    get = weights.get
    total = math.fsum([get(feature, 0.0) for feature in features]) + get("", 0.0)  # exact, so the same everywhere
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def degree(chance: float) -> int:
    """Return the step of a probability on a scale that is fine near 0 and near 1 (0 to 12)."""
    return bisect(DEGREES, chance)
