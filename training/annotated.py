"""Annotated dispatches as the recipes use them: read by the stages up to the mentions, set beside the gold events."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from greffier.french import default_lexicon
from greffier.intake import from_text
from greffier.reading.actors import find_cast
from greffier.reading.claims import find_claims
from greffier.reading.events import find_mentions
from greffier.reading.insight import Insight, from_scores
from greffier.reading.mentions import Mention
from greffier.reading.parse import Document, parse
from greffier.reading.places import Places, find_places
from greffier.reading.quotes import find_quotations
from greffier.reading.times import Times, find_times

SEED = 7
OUT = Path(__file__).parents[1] / "src/greffier/french/weights"
HELD_OUT = frozenset(f"own-t{n}" for n in range(25, 37))  # the examples and the gate: never learned from
# They share a tenth of their wording or more with dispatches to choose on (``annotations.py check`` finds such).
NEAR_DEV = frozenset({"orange-13733", "orange-13899", "orange-34804", "orange-36276"})
T = TypeVar("T")


@dataclass(frozen=True)
class Annotated:
    """One annotated dispatch: the parsed document, its times and places, what the frames propose, the gold events."""

    doc: Document
    times: Times
    places: Places
    mentions: list[Mention]
    events: list[dict[str, Any]]


def annotated(path: Path, insights: Path | None = None) -> Annotated:
    """Read one annotated dispatch (interchange form) as far as the mentions, in the order of the text.

    ``insights`` is a folder that ``train_reader.py`` wrote: what a learned reader, that had not learned from this
    dispatch, makes of it. Without it the dispatch is read as with ``--fast``.
    """
    gold = json.loads(path.read_text(encoding="utf-8"))
    day = date.fromisoformat(gold["published"]) if gold["published"] else None
    dispatch, lexicon = from_text(gold["text"], id=gold["id"], published=day), default_lexicon()
    doc = parse(dispatch, lexicon)
    if insights is not None:
        doc = replace(doc, insight=saved(insights / f"{path.stem}.npz"))
    cast, times = find_cast(doc, lexicon, day), find_times(doc, lexicon, day)
    claims = find_claims(doc, find_quotations(doc.text, doc.lines), cast, lexicon)
    places = find_places(doc, lexicon, cast)
    mentions = find_mentions(doc, cast, places, times, claims, lexicon)
    return Annotated(doc, times.heard(claims, cast), places, mentions, gold["events"])


def saved(path: Path) -> Insight:
    """Load the insight that ``train_reader.py`` saved for a dispatch."""
    with np.load(path) as raw:
        classes, queries, keys = (raw[name].astype(np.float32) for name in ("classes", "queries", "keys"))
        nobody, window = raw["nobody"].astype(np.float32), raw["window"]
    return from_scores(classes, queries, keys, nobody, window)


def to_learn_from(folders: Iterable[Path]) -> list[Path]:
    """Return the annotated dispatches of the folders but those never learned from, in the order of their names."""
    paths = [p for folder in folders for p in sorted(folder.glob("*.json"))]
    return [p for p in paths if p.stem not in HELD_OUT | NEAR_DEV]


def ship(name: str, weights: Any, insights: Path | None) -> None:
    """Write the weights of a decision where they ship from: NAME.json, or NAME_fast.json where no insight was heard."""
    out = OUT / f"{name}{'' if insights else '_fast'}.json"
    out.write_text(json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(weights):,} entries -> {out}")


def shuffled(folders: Iterable[Path], load: Callable[[Path], T]) -> list[T]:
    """Load every annotated dispatch of the folders but the held-out ones, in an order fixed by the seed."""
    told = [load(path) for path in to_learn_from(folders)]
    random.Random(SEED).shuffle(told)
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
