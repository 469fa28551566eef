"""What several dispatches tell of one event, measured on the annotated stories where they are at hand."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from greffier.interchange import from_json
from greffier.ledger.cluster import occurrences
from greffier.ledger.model import Telling
from greffier.ledger.sketch import sketch

SHARED = Path(__file__).parents[3] / "shared"
STORIES = SHARED / "gold" / "stories"
FLOOR = 0.84
pytestmark = pytest.mark.skipif(not STORIES.is_dir(), reason="the annotated stories are not at hand")


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_story", SHARED / "bench" / "score_story.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _tellings(story: Path) -> dict[str, Telling]:
    found = {}
    for path in sorted((story / "readings").glob("*.json")):
        reading = from_json(json.loads(path.read_text(encoding="utf-8")))
        for i, event in enumerate(reading.events):
            key = f"{reading.dispatch.id}/{event.triggers[0].start:06}/{i}"
            found[key] = Telling(key, reading, i)
    return found


def _said(tellings: dict[str, Telling]) -> list[list[dict[str, Any]]]:
    return [
        [
            {"id": tellings[key].reading.dispatch.id, "span": [span.start, span.end]}
            for key in occurrence.members
            for span in tellings[key].event.triggers
        ]
        for occurrence in occurrences(sketch(t) for t in tellings.values())
    ]


def test_same_event_keeps_its_floor() -> None:
    scores = []
    for story in sorted(p for p in STORIES.iterdir() if p.is_dir()):
        gold = json.loads((story / "gold.json").read_text(encoding="utf-8"))
        scores.append(_scorer().same_event(gold, {"same_event": _said(_tellings(story))}))
    assert min(s["P"] for s in scores) >= 0.97
    assert sum(s["F1"] for s in scores) / len(scores) >= FLOOR


def test_ten_orders_of_arrival_tell_one_story() -> None:
    for story in sorted(p for p in STORIES.iterdir() if p.is_dir()):
        sketches = [sketch(t) for t in _tellings(story).values()]
        expected = occurrences(sketches)
        for seed in range(10):
            random.Random(seed).shuffle(sketches)
            assert occurrences(sketches) == expected
