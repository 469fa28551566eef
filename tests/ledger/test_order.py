"""Order of arrival: the same dispatches give the same ledger, in any order, at once or one by one."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from sqlalchemy import text

from greffier import from_json
from greffier.ledger.adding import incoming
from greffier.ledger.cluster import occurrences
from greffier.ledger.ids import telling_keys
from greffier.ledger.ledger import Ledger
from greffier.ledger.model import Telling
from greffier.ledger.pack import named
from greffier.ledger.schema import STANDS
from greffier.ledger.sketch import sketch
from greffier.records import Reading
from ledger.told import accord, attack

STORIES = Path("/work/shared/gold/stories")
FOUND = sorted(STORIES.glob("*/readings")) if STORIES.is_dir() else []


def readings() -> list[Reading]:
    told = [attack(f"a{i}", source=f"Radio {i}", dead=dead, value=value) for i, (dead, value) in enumerate(DEAD)]
    told += [attack(f"k{i}", place="Kessana", day=20 + i, source=f"Radio {i}") for i in range(3)]
    return [*told, accord("b1"), accord("b0", transition="created", verb="souscrit")]


DEAD = [("douze", 12), ("treize", 13), ("trente", 30), ("douze", 12)]


def told(place: str, arriving: list[Reading], batch: int) -> str:
    with Ledger(place) as ledger:
        for start in range(0, len(arriving), batch):
            ledger.add(arriving[start : start + batch])
        actors = sorted((row.id, row.names, row.acts, row.undergoes, row.says) for row in ledger.actors())
        return json.dumps([ledger.story(), [sorted(o.id for o in ledger.occurrences()), actors]], sort_keys=True)


def test_ten_orders_of_our_own_dispatches_give_one_ledger(tmp_path: Path) -> None:
    whole = readings()
    first = told(str(tmp_path / "first.db"), whole, len(whole))
    for seed in range(10):
        arriving = random.Random(seed).sample(whole, len(whole))
        assert told(str(tmp_path / f"{seed}.db"), arriving, 1 + seed % 4) == first


@pytest.mark.skipif(not FOUND, reason="the stories are not there")
@pytest.mark.parametrize("folder", FOUND, ids=lambda path: path.parent.name)
def test_ten_orders_of_a_story_give_one_ledger(folder: Path, tmp_path: Path) -> None:
    files = sorted(folder.glob("*.json"))
    whole = [from_json(json.loads(path.read_text(encoding="utf-8"))) for path in files]
    first = told(str(tmp_path / "first.db"), whole, len(whole))
    for seed in range(10):
        arriving = random.Random(seed).sample(whole, len(whole))
        assert told(str(tmp_path / f"{seed}.db"), arriving, 1 + seed) == first


def test_databases_agree(place: str, tmp_path: Path) -> None:
    whole = readings()
    assert told(place, whole, 3) == told(str(tmp_path / "file.db"), whole, 5)


def test_an_edited_page_leaves_no_trace_in_what_stands_now(tmp_path: Path) -> None:
    url = "https://fleuve.example/1"
    old = attack("a1", url=url, dead="deux", value=2)
    new = attack("a1", url=url, dead="douze", value=12, edited_at="2025-03-06T00:00:00Z")
    others = [attack("a2", source="Radio Dune"), accord("b1")]
    both = told(str(tmp_path / "both.db"), [old, *others, new], 1)
    assert both == told(str(tmp_path / "new.db"), [new, *others], 2)


def rebuilt(whole: list[Reading]) -> set[frozenset[str]]:
    """The occurrences that all tellings form when they are worked out at once, without a ledger."""
    sketches = []
    for reading in whole:
        item = incoming(reading)
        own = named(item.reading, item.version_key)
        keys = telling_keys(item.version_key, (event.triggers[0].start for event in own.events))
        sketches += [sketch(Telling(key, own, index)) for index, key in enumerate(keys)]
    return {frozenset(found.members) for found in occurrences(sketches)}


def test_what_is_merged_bit_by_bit_is_what_a_rebuild_from_nothing_gives(tmp_path: Path) -> None:
    whole = readings()
    with Ledger(tmp_path / "ledger.db") as ledger:
        for reading in reversed(whole):
            ledger.add([reading])
        with ledger.reading() as connection:
            query = "SELECT occurrence, key FROM members JOIN tellings ON tellings.id = telling WHERE until = :stands"
            groups: dict[str, set[str]] = {}
            for name, key in connection.execute(text(query), {"stands": STANDS}):
                groups.setdefault(name, set()).add(key)
    assert {frozenset(group) for group in groups.values()} == rebuilt(whole)
