"""Trains the judge: is a frame's proposal an event, and do two mentions tell the same one?

usage: python training/train_judge.py GOLD_FOLDER … [--write]

Each folder holds annotated dispatches (ID.json in the interchange form) to learn from. Never give it the dispatches to
choose on. Prints cross-validated figures (by dispatch, ten folds, seed fixed) over a grid of thresholds;
``--write`` trains on all and writes src/greffier/french/weights/judge.json. CPU only, about two minutes.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from greffier.french import default_lexicon
from greffier.intake import from_text
from greffier.reading.actors import find_cast
from greffier.reading.claims import find_claims
from greffier.reading.events import find_mentions
from greffier.reading.features import of_mention, of_pair
from greffier.reading.judge import Judge, group, leading_type
from greffier.reading.mentions import Mention
from greffier.reading.parse import parse
from greffier.reading.places import find_places
from greffier.reading.quotes import find_quotations
from greffier.reading.times import find_times
from logistic import fit

OUT = Path(__file__).parents[1] / "src/greffier/french/weights/judge.json"
FOLDS, SEED = 10, 7
HELD_OUT = {f"own-t{n}" for n in range(25, 37)}


@dataclass
class Told:
    """A dispatch's mentions, and for each the index of the gold event it touches (or None) and its type's truth."""

    mentions: list[Mention]
    gold: list[int | None]
    typed: list[bool]
    events: int


def load(path: Path) -> Told:
    """Read one annotated dispatch and propose mentions on it."""
    annotated = json.loads(path.read_text(encoding="utf-8"))
    day = date.fromisoformat(annotated["published"]) if annotated["published"] else None
    dispatch, lexicon = from_text(annotated["text"], id=annotated["id"], published=day), default_lexicon()
    doc = parse(dispatch, lexicon)
    cast = find_cast(doc, lexicon, day)
    claims = find_claims(doc, find_quotations(doc.text, doc.lines), cast, lexicon)
    found = find_mentions(doc, cast, find_places(doc, lexicon, cast), find_times(doc, lexicon, day), claims, lexicon)
    found = sorted(found, key=lambda m: (m.in_title, m.span))
    told = Told(found, [], [], len(annotated["events"]))
    for mention in found:
        index, typed = touched(mention, annotated["events"])
        told.gold.append(index)
        told.typed.append(typed)
    return told


def touched(mention: Mention, events: Sequence[dict[str, Any]]) -> tuple[int | None, bool]:
    """Return the index of the gold event whose triggers a mention overlaps, and whether the type is the same."""
    span, best = mention.span, (0, 0, None, False)
    for index, event in enumerate(events):
        overlap = max((min(span.end, e) - max(span.start, s) for s, e in event["triggers"]), default=0)
        if overlap > 0:
            same = event["type"] == mention.type
            best = max(best, (int(same), overlap, index, same), key=lambda b: b[:2])  # type: ignore[type-var]
    return best[2], best[3]


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
                if t.gold[i] is not None and t.gold[j] is not None:
                    found.append((list(of_pair(t.mentions[i], b)), t.gold[i] == t.gold[j]))
    return found


def train(told: Sequence[Told], accept: float, join: float) -> Judge:
    """Train both regressions."""
    return Judge(fit(event_samples(told)), fit(pair_samples(told)), accept, join)


def measure(told: Iterable[Told], judge: Judge, accept: float, join: float) -> Counter[str]:
    """Count gold, predicted, detected and typed events of dispatches under given thresholds."""
    counts: Counter[str] = Counter()
    for t in told:
        labels = {id(m): (g, y) for m, g, y in zip(t.mentions, t.gold, t.typed, strict=True)}
        kept = [m for m in t.mentions if judge.sure(m) >= accept]
        groups = group(kept, Judge(judge.event, judge.same, accept, join))
        used: set[int] = set()
        counts["gold"] += t.events
        counts["pred"] += len(groups)
        for typed in (True, False):
            for members in groups:
                hits = [labels[id(m)][0] for m in members if labels[id(m)][0] is not None]
                kind = leading_type(members, judge)
                right = [labels[id(m)][0] for m in members if labels[id(m)][1] and m.type == kind]
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
    options.add_argument("--write", action="store_true")
    options.add_argument("--accept", type=float, default=0.3)
    options.add_argument("--join", type=float, default=0.4)
    given = options.parse_args()
    paths = [p for folder in given.folders for p in sorted(folder.glob("*.json")) if p.stem not in HELD_OUT]
    told = [load(path) for path in paths]
    random.Random(SEED).shuffle(told)
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
        OUT.write_text(json.dumps(raw, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
        print(f"{len(final.event):,} + {len(final.same):,} weights -> {OUT}")


if __name__ == "__main__":
    main()
