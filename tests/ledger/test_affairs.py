"""On two whole affairs: conflicts and arrangements reach their floors, and the order of arrival changes nothing."""

from __future__ import annotations

import importlib.util
import json
import random
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from greffier.interchange import from_json
from greffier.ledger.account import accounts
from greffier.ledger.cluster import occurrences
from greffier.ledger.conflicts import find_conflicts, story_conflicts
from greffier.ledger.ids import telling_keys
from greffier.ledger.model import Telling
from greffier.ledger.sketch import sketch
from greffier.ledger.timelines import find_timelines, story_arrangements
from greffier.records import Reading

SHARED = Path("/work/shared")
STORIES = SHARED / "gold" / "stories"
SCORER = SHARED / "bench" / "score_story.py"
FLOORS = {"conflicts": 0.80, "arrangements": 0.85}

pytestmark = pytest.mark.skipif(not SCORER.is_file(), reason="the affairs are not on this machine")


@cache
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_story", SCORER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def readings(story: Path) -> list[Reading]:
    return [from_json(json.loads(p.read_text(encoding="utf-8"))) for p in sorted((story / "readings").glob("*.json"))]


def told(found: list[Reading]) -> dict[str, list[dict[str, Any]]]:
    tellings = [
        Telling(key, reading, index)
        for reading in found
        for index, key in enumerate(telling_keys(reading.dispatch.id, [e.triggers[0].start for e in reading.events]))
    ]
    whole = accounts(found, tellings, occurrences([sketch(t) for t in tellings]))
    return {
        "same_event": [],
        "conflicts": story_conflicts(find_conflicts(whole)),
        "arrangements": story_arrangements(find_timelines(whole)),
    }


def stories() -> list[Path]:
    return sorted(p for p in STORIES.iterdir() if p.is_dir())


@pytest.mark.parametrize("measure", sorted(FLOORS))
def test_the_mean_over_the_affairs_reaches_its_floor(measure: str) -> None:
    scores = []
    for story in stories():
        gold = json.loads((story / "gold.json").read_text(encoding="utf-8"))
        scores.append(getattr(scorer(), measure)(gold, told(readings(story)))["F1"])
    assert sum(scores) / len(scores) >= FLOORS[measure]


def test_ten_orders_of_arrival_tell_the_same() -> None:
    for story in stories():
        found = readings(story)
        first = told(found)
        for seed in range(10):
            mixed = random.Random(seed).sample(found, len(found))
            assert told(mixed) == first
