"""Trains the choice of sides: who, of all that are named around an event, acts, and to whom is it done?

usage: python training/train_sides.py GOLD_FOLDER … [--insights FOLDER] [--write]

Learns from the frame proposals that touch a gold event of their type. Prints cross-validated shares of events whose
actor countries, recipient countries, and both are right, over thresholds; ``--write`` trains on all and writes
french/weights/sides.json, or without ``--insights`` (what the learned reader made of each dispatch, by folds)
sides_fast.json. Run it before train_judge.py, which sees what the frames propose.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

from annotated import annotated, ship, shuffled, touched
from greffier.reading.choosing import UNNAMED, Around, Choice, Sides, around, decide
from greffier.reading.mentions import Mention
from greffier.reading.sides import ROLES
from greffier.score import same_actor
from logistic import fit_choice

FOLDS = 10
DECAY, ALSO = 3e-3, 0.7
Rows = Mapping[str, list[tuple[list[str], bool]]]


@dataclass
class Sample:
    """A gold event, the mentions that tell it, what the dispatch tells as a whole, and the options of both roles."""

    told: list[Mention]
    whole: Around
    gold: dict[str, Any]
    rows: Rows


def load(path: Path, insights: Path | None = None) -> list[Sample]:
    """Return the samples of one annotated dispatch: the gold events that a mention of their type touches.

    ``insights`` as ``annotated`` has it: what a learned reader sees that had not learned from the dispatch.
    """
    read = annotated(path, insights)
    groups: dict[int, list[Mention]] = {}
    for mention in read.mentions:
        index, typed = touched(mention, read.events)
        if typed and index is not None:
            groups.setdefault(index, []).append(mention)
    whole = around(read.mentions)
    return [Sample(told, whole, gold := read.events[i], _rows(told, whole, gold)) for i, told in groups.items()]


def _rows(told: Sequence[Mention], whole: Around, gold: Mapping[str, Any]) -> Rows:
    event = Sides.of(told, whole)
    parties = event.parties()
    found = {}
    for role in ROLES:
        side = gold[f"{role}s"]
        known = {a["country"] for a in side}
        right = {party: party in known for party in parties}
        for party, named in parties.items():
            if party.startswith(UNNAMED) and None in known:
                right[party] = any(_same(c.actor, a) for _, c in named for a in side if a["country"] is None)
        rows = [(party, sorted(facts)) for party, facts in event.rows(role, parties)]
        found[role] = [(facts, not side if party is None else right[party]) for party, facts in rows]
    return found


def _same(actor: Any, gold: Mapping[str, Any]) -> bool:
    span = [actor.span.start, actor.span.end] if actor.span else None
    return bool(same_actor(dict(gold), {"span": span, "name": actor.name, "country": actor.country}))


def train(samples: Sequence[Sample], keep: Mapping[str, float]) -> Choice:
    """Train both roles."""
    return Choice({role: fit_choice([s.rows[role] for s in samples], DECAY) for role in ROLES}, keep, ALSO)


def measure(samples: Sequence[Sample], model: Choice) -> Counter[str]:
    """Count the gold events whose sides are right, by country as the scorer does, their mentions taken together."""
    counts: Counter[str] = Counter()
    for s in samples:
        hits = []
        for role, side in zip(ROLES, decide(s.told, s.whole, model), strict=True):
            hits.append({a.country for a in side} == {a["country"] for a in s.gold[f"{role}s"]})
            counts[role] += hits[-1]
        counts["both"] += all(hits)
        counts["n"] += 1
    return counts


def main() -> None:
    """Cross-validate, and train on all where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--write", action="store_true")
    options.add_argument("--insights", type=Path)
    options.add_argument("--actor", type=float, default=0.0)
    options.add_argument("--recipient", type=float, default=0.0)
    given = options.parse_args()
    told = shuffled(given.folders, partial(load, insights=given.insights))
    totals = {g: Counter[str]() for g in product((0.0, 0.1, 0.2), (0.0, 0.05, 0.1))}
    for fold in range(FOLDS):
        model = train([s for i, t in enumerate(told) if i % FOLDS != fold for s in t], {})
        for a, r in totals:
            tested = Choice(model.weights, {"actor": a, "recipient": r}, ALSO)
            totals[a, r] += measure([s for i, t in enumerate(told) if i % FOLDS == fold for s in t], tested)
    for (a, r), c in totals.items():
        shares = ", ".join(f"{k} {c[k] / c['n']:.3f}" for k in ("actor", "recipient", "both"))
        print(f"keep {a} {r}: {shares} (of {c['n']})")
    if given.write:
        keep = {"actor": given.actor, "recipient": given.recipient}
        final = train([s for t in told for s in t], keep)
        raw = {"keep": keep, "also": ALSO, **final.weights}
        ship("sides", raw, given.insights)


if __name__ == "__main__":
    main()
