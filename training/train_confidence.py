"""Fits the confidence of events and claims, and measures how well it is calibrated.

usage: python training/train_confidence.py GOLD_FOLDER … [--insights FOLDER] [--write]

Each dispatch is judged by a judge that has not learned from it (folds by dispatch, seed fixed). Prints the reliability
table (of the records given such a confidence, how many are right) and the expected calibration error, each fold
measured with what the others gave; ``--write`` writes french/weights/confidence.json, or without ``--insights``
confidence_fast.json, and with ``--table FILE`` the tables as Markdown.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

import train_judge as stage
from annotated import annotated, saved, ship, shuffled
from greffier.french import default_lexicon
from greffier.reading.actors import find_cast
from greffier.reading.claims import find_claims
from greffier.reading.confidence import Confidence, signs
from greffier.reading.events import accepted
from greffier.reading.judge import group, judge, leading_type
from greffier.reading.quotes import find_quotations
from greffier.reading.weights import probability
from greffier.score import assign, content_share
from logistic import fit

FOLDS, BINS, FEWEST = 5, 10, 25
SOFT = 0.3
Samples = list[tuple[Any, bool]]


def events_of(told: Sequence[stage.Told], judge: stage.Judge) -> Samples:
    """Return for each event that a judge gives how sure it is, and whether a gold event of its type is touched."""
    found: Samples = []
    for t in told:
        labels = {(m.evoked.head.i, m.type): (g, y) for m, g, y in zip(t.mentions, t.gold, t.typed, strict=True)}
        used: set[int] = set()
        for members in group(accepted(t.mentions, judge), judge):
            kind = leading_type(members, judge)
            own = [m for m in members if m.type == kind]
            hits = [g for g, y in (labels[m.evoked.head.i, m.type] for m in own) if y and g is not None]
            hit = next((g for g in hits if g not in used), None)
            if hit is not None:
                used.add(hit)
            found.append((max(judge.sure(m) for m in own), hit is not None))
    return found


def claims_of(path: Path, insights: Path | None) -> Samples:
    """Return for each claim of a dispatch its signs, and whether a gold claim has the same content (softly)."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    doc = annotated(path).doc
    if insights is not None:
        doc = replace(doc, insight=saved(insights / f"{path.stem}.npz"))
    lexicon = default_lexicon()
    cast = find_cast(doc, lexicon, doc.dispatch.published)
    claims = find_claims(doc, find_quotations(doc.text, doc.lines), cast, lexicon)
    told = [{"content": [[s.start, s.end] for s in c.content]} for c in claims]

    def alike(a: dict[str, Any], b: dict[str, Any]) -> float:
        share = content_share(a, b)
        return share if share >= SOFT else 0.0

    right = {j for _, j in assign(gold["claims"], told, alike)}
    return [(list(signs(doc, c)), j in right) for j, c in enumerate(claims)]


def staircase(samples: Iterable[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Fit a rising staircase by pooling adjacent violators; a step holds at least FEWEST samples.

    A share counts one right and one wrong more than were seen; what is pooled are shares so counted, so that they rise.
    """
    ordered = sorted(samples)
    steps: list[list[float]] = []  # start, right, count
    for begin in range(0, len(ordered), FEWEST):
        part = ordered[begin : begin + FEWEST]
        steps.append([part[0][0], float(sum(y for _, y in part)), float(len(part))])
        while len(steps) > 1 and _share(steps[-2]) >= _share(steps[-1]):
            last = steps.pop()
            steps[-1][1] += last[1]
            steps[-1][2] += last[2]
    return [(round(step[0], 4), round(_share(step), 3)) for step in steps]


def _share(step: Sequence[float]) -> float:
    _, right, count = step
    return (right + 1) / (count + 2)


def reliability(pairs: Sequence[tuple[float, bool]]) -> tuple[float, list[tuple[float, float, int]]]:
    """Return the expected calibration error over ten equal bins, and (mean confidence, share right, count) a bin."""
    rows, error = [], 0.0
    for low in np.linspace(0, 1, BINS, endpoint=False):
        inside = [(p, y) for p, y in pairs if low <= p < low + 1 / BINS or (p >= 1 and low + 1 / BINS >= 1)]
        if inside:
            mean, share = float(np.mean([p for p, _ in inside])), float(np.mean([y for _, y in inside]))
            rows.append((mean, share, len(inside)))
            error += abs(mean - share) * len(inside) / len(pairs)
    return error, rows


def crossed(parts: Sequence[Samples], learn: Callable[[Samples], Callable[[Any], float]]) -> list[tuple[float, bool]]:
    """Return (confidence, right) of every sample, each fold under what the other folds gave."""
    found = []
    for fold, tested in enumerate(parts):
        ask = learn([s for i, part in enumerate(parts) if i != fold for s in part])
        found += [(ask(x), y) for x, y in tested]
    return found


def by_steps(samples: Samples) -> Callable[[Any], float]:
    """Learn the staircase."""
    steps = staircase(samples)
    return lambda chance: Confidence(steps, {}).of_event(chance)


def by_signs(samples: Samples) -> Callable[[Any], float]:
    """Learn the claims' regression."""
    weights = fit(samples)
    return lambda found: probability(weights, found)


def shown(title: str, pairs: Sequence[tuple[float, bool]]) -> str:
    """Return a reliability table as Markdown."""
    error, rows = reliability(pairs)
    lines = [f"**{title}**: {len(pairs)} records, expected calibration error {error:.3f}", ""]
    lines += ["| confidence | right | records |", "|---|---|---|"]
    lines += [f"| {mean:.2f} | {share:.2f} | {count} |" for mean, share, count in rows]
    return "\n".join([*lines, ""])


def main() -> None:
    """Fit, measure across folds, and write where asked."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--insights", type=Path)
    options.add_argument("--write", action="store_true")
    options.add_argument("--table", type=Path)
    given = options.parse_args()
    known = judge(fast=given.insights is None)
    told = shuffled(given.folders, lambda path: (stage.load(path, given.insights), claims_of(path, given.insights)))
    events: list[Samples] = []
    for fold in range(FOLDS):
        others = [t for i, (t, _) in enumerate(told) if i % FOLDS != fold]
        crossed_judge = stage.train(others, known.accept, known.join)
        events.append(events_of([t for i, (t, _) in enumerate(told) if i % FOLDS == fold], crossed_judge))
    claims = [[s for i, (_, c) in enumerate(told) if i % FOLDS == fold for s in c] for fold in range(FOLDS)]
    title = "with the learned reader" if given.insights else "--fast"
    tables = [
        shown(f"Events, {title}", crossed(events, by_steps)),
        shown(f"Claims, {title}", crossed(claims, by_signs)),
    ]
    print("\n".join(tables))
    if given.table:
        given.table.write_text("\n".join(tables), encoding="utf-8")
    if given.write:
        raw = {"events": staircase([s for p in events for s in p]), "claims": fit([s for p in claims for s in p])}
        ship("confidence", raw, given.insights)


if __name__ == "__main__":
    main()
