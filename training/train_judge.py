"""Trains the judge: is a frame's proposal an event, and do two mentions tell the same one?

usage: python training/train_judge.py GOLD_FOLDER … [--insights FOLDER] [--write]

Each folder holds annotated dispatches (ID.json in the interchange form) to learn from. Never give it the dispatches to
choose on. Prints cross-validated figures (by dispatch, ten folds, seed fixed) over a grid of thresholds;
``--write`` trains on all and writes french/weights/judge.json, or without ``--insights`` (what the learned reader made
of each dispatch when it had not learned from it) judge_fast.json. CPU only, about two minutes.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotated import annotated, ship, shuffled, touched
from greffier.reading.events import accepted
from greffier.reading.features import of_mention, of_pair
from greffier.reading.judge import Judge, group, leading_type
from greffier.reading.mentions import Mention
from logistic import fit

FOLDS = 10


@dataclass
class Told:
    """A dispatch's mentions, and for each the index of the gold event it touches (or None) and its type's truth."""

    mentions: list[Mention]
    gold: list[int | None]
    typed: list[bool]
    events: int


def load(path: Path, insights: Path | None) -> Told:
    """Read one annotated dispatch and label its mentions."""
    read = annotated(path, insights)
    found = sorted(read.mentions, key=lambda m: (m.in_title, m.span))
    labels = [touched(m, read.events) for m in found]
    return Told(found, [index for index, _ in labels], [typed for _, typed in labels], len(read.events))


def event_samples(told: Iterable[Told]) -> list[tuple[list[str], bool]]:
    """Return a sample for each mention: its features, and whether it touches a gold event of its type."""
    return [
        (list(of_mention(m, m.evoked.head.line)), y) for t in told for m, y in zip(t.mentions, t.typed, strict=True)
    ]


def pair_samples(told: Iterable[Told]) -> list[tuple[list[str], bool]]:
    """Return a sample for each pair of mentions that both touch gold events: is it the same one?"""
    found = []
    for t in told:
        for j, b in enumerate(t.mentions):
            for i in range(j):
                told_apart = t.mentions[i].evoked.head is not b.evoked.head
                if told_apart and t.gold[i] is not None and t.gold[j] is not None:
                    found.append((list(of_pair(t.mentions[i], b)), t.gold[i] == t.gold[j]))
    return found


def train(told: Sequence[Told], accept: float, join: float) -> Judge:
    """Train both regressions."""
    return Judge(fit(event_samples(told)), fit(pair_samples(told)), accept, join)


def measure(told: Iterable[Told], judge: Judge, accept: float, join: float) -> Counter[str]:
    """Count gold, predicted, detected and typed events of dispatches under given thresholds."""
    counts: Counter[str] = Counter()
    for t in told:
        labels = {(m.evoked.head.i, m.type): (g, y) for m, g, y in zip(t.mentions, t.gold, t.typed, strict=True)}
        chosen = Judge(judge.event, judge.same, accept, join)
        groups = group(accepted(t.mentions, chosen), chosen)
        used: set[int] = set()
        counts["gold"] += t.events
        counts["pred"] += len(groups)
        for typed in (True, False):
            for members in groups:
                seen = [(m, *labels[m.evoked.head.i, m.type]) for m in members]
                hits = [event for _, event, _ in seen if event is not None]
                kind = leading_type(members, judge)
                right = [event for m, event, typed_right in seen if typed_right and m.type == kind]
                index = next((h for h in (right if typed else hits) if h not in used), None)
                if index is not None and id(members) not in used:
                    used |= {index, id(members)}
                    counts["detect"] += 1
                    counts["typed"] += typed
    return counts


def main() -> None:
    """Cross-validate, and train on all where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--insights", type=Path)
    options.add_argument("--write", action="store_true")
    options.add_argument("--accept", type=float, default=0.3)
    options.add_argument("--join", type=float, default=0.4)
    given = options.parse_args()
    told = shuffled(given.folders, lambda path: load(path, given.insights))
    grid = [(a, j) for a in (0.2, 0.3, 0.4, 0.5, 0.6) for j in (0.3, 0.4, 0.5, 0.6)]
    totals = {g: Counter[str]() for g in grid}
    for fold in range(FOLDS):
        judge = train([t for i, t in enumerate(told) if i % FOLDS != fold], 0, 0)
        for g in grid:
            totals[g] += measure([t for i, t in enumerate(told) if i % FOLDS == fold], judge, *g)
    for (accept, join), c in totals.items():
        f1 = 2 * c["typed"] / (c["gold"] + c["pred"])
        detect = 2 * c["detect"] / (c["gold"] + c["pred"])
        extra = 1 - c["detect"] / c["pred"]
        print(
            f"accept {accept} join {join}: typed F1 {f1:.3f} detect F1 {detect:.3f} extra {extra:.3f} pred {c['pred']}"
        )
    if given.write:
        final = train(told, given.accept, given.join)
        raw = {"accept": final.accept, "join": final.join, "event": final.event, "same": final.same}
        ship("judge", raw, given.insights)


if __name__ == "__main__":
    main()
