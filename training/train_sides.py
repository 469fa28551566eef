"""Trains the choice of sides: who, of all that are named around a trigger, acts, and to whom is it done?

usage: python training/train_sides.py GOLD_FOLDER … [--write]

Learns from the frame proposals that touch a gold event of their type. Prints cross-validated shares of mentions whose
actor countries, recipient countries, and both are right, over a grid of thresholds; ``--write`` trains on all and
writes src/greffier/french/weights/sides.json. Run it before train_judge.py, which sees the sides that it gives.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from annotated import annotated, shuffled, touched
from greffier.reading.sides import ROLES, Candidate, Scene, Sides, candidates, decide, features
from greffier.score import same_actor
from logistic import fit

OUT = Path(__file__).parents[1] / "src/greffier/french/weights/sides.json"
FOLDS = 10


@dataclass
class Sample:
    """A scene, its candidates, and the gold event that it tells."""

    scene: Scene
    found: list[Candidate]
    gold: dict[str, Any]


def load(path: Path) -> list[Sample]:
    """Return the samples of one annotated dispatch: the mentions that touch a gold event of their type."""
    read = annotated(path)
    told = [(m.scene, *touched(m, read.events)) for m in read.mentions]
    hits = [(scene, index) for scene, index, typed in told if typed and index is not None]
    return [Sample(scene, candidates(scene), read.events[index]) for scene, index in hits]


def right(candidate: Candidate, side: Sequence[dict[str, Any]]) -> bool:
    """Tell whether a candidate is one of a gold side: the same actor, or of the same country."""
    actor = candidate.actor
    known = {
        "span": [actor.span.start, actor.span.end] if actor.span else None,
        "name": actor.name,
        "country": actor.country,
    }
    return any((a["country"] == actor.country and actor.country is not None) or same_actor(a, known) for a in side)


def train(samples: Sequence[Sample], accept: dict[str, float]) -> Sides:
    """Train both roles."""
    weights = {}
    for role in ROLES:
        rows = [(list(features(s.scene, c, role)), right(c, s.gold[f"{role}s"])) for s in samples for c in s.found]
        weights[role] = fit(rows)
    return Sides(weights, accept)


def measure(samples: Sequence[Sample], model: Sides) -> Counter[str]:
    """Count the gold events whose sides are right, by country as the scorer does, their mentions taken together."""
    counts: Counter[str] = Counter()
    events: dict[int, list[Sample]] = {}
    for s in samples:
        events.setdefault(id(s.gold), []).append(s)
    for told in events.values():
        chosen = decide([s.scene for s in told], model)
        hits = []
        for role, side in zip(ROLES, chosen, strict=True):
            hits.append({a.country for a in side} == {a["country"] for a in told[0].gold[f"{role}s"]})
            counts[role] += hits[-1]
        counts["both"] += all(hits)
        counts["n"] += 1
    return counts


def main() -> None:
    """Cross-validate, and train on all where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--write", action="store_true")
    options.add_argument("--actor", type=float, default=0.6)
    options.add_argument("--recipient", type=float, default=0.7)
    given = options.parse_args()
    told = shuffled(given.folders, load)
    grid = list(product((0.5, 0.6, 0.7), (0.6, 0.7, 0.8)))
    totals = {g: Counter[str]() for g in grid}
    for fold in range(FOLDS):
        model = train([s for i, t in enumerate(told) if i % FOLDS != fold for s in t], {})
        for a, r in grid:
            tested = Sides(model.weights, {"actor": a, "recipient": r})
            totals[a, r] += measure([s for i, t in enumerate(told) if i % FOLDS == fold for s in t], tested)
    for (a, r), c in totals.items():
        shares = ", ".join(f"{k} {c[k] / c['n']:.3f}" for k in ("actor", "recipient", "both"))
        print(f"accept {a} {r}: {shares} (of {c['n']})")
    if given.write:
        accept = {"actor": given.actor, "recipient": given.recipient}
        final = train([s for t in told for s in t], accept)
        raw = {"accept": accept, **final.weights}
        OUT.write_text(json.dumps(raw, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
        print(f"{sum(len(w) for w in final.weights.values()):,} weights -> {OUT}")


if __name__ == "__main__":
    main()
