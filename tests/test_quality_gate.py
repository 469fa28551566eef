"""The floors: how well greffier reads must not fall under what it has reached.

``floors.toml`` holds, for each set, the least that each row may have; they stand a little under what was measured.
The examples ship with the repository; the other sets are read where they lie beside it.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from greffier import Reader, Reading, to_json
from greffier.intake import from_text
from greffier.score import score

ROOT = Path(__file__).parents[1]
FLOORS: dict[str, Any] = tomllib.loads((ROOT / "tests" / "floors.toml").read_text(encoding="utf-8"))
FOLDERS = {"examples": ROOT / "examples" / "gold", "dev": ROOT.parent / "shared" / "gold" / "dev"}
SEED = FOLDERS["dev"] / "seed.json"


def digest(folder: Path) -> str:
    """Return the SHA-256 of all gold files of a folder, in the order of their names."""
    whole = hashlib.sha256()
    for path in sorted(folder.glob("*.json")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def read_gold(gold: dict[str, Any], given: bool = True) -> Reading:
    day = date.fromisoformat(gold["published"]) if given and gold["published"] else None
    return Reader().read(from_text(gold["text"], id=gold["id"], published=day))


def test_the_examples_are_those_that_the_floors_were_measured_on() -> None:
    assert digest(FOLDERS["examples"]) == FLOORS["examples"]["sha256"]


def under(floors: dict[str, Any], gold: dict[str, Any], readings: dict[str, Any]) -> list[str]:
    """Return the rows that lie under their floor (an extra rate: over its most)."""
    rows = {name.strip(): row for name, row in score(gold, readings).items()}
    fallen = []
    for name, floor in floors["least"].items():
        reached = rows[name].get("F1", rows[name].get("acc")) or 0.0
        if reached < floor:
            fallen.append(f"{name}: {reached:.3f} < {floor}")
    for name, limit in floors.get("most", {}).items():
        reached = rows[name]["acc"] or 0.0
        if reached > limit:
            fallen.append(f"{name}: {reached:.3f} > {limit}")
    return fallen


@pytest.mark.parametrize("name", list(FOLDERS))
def test_reading_holds_its_floors(name: str) -> None:
    folder = FOLDERS[name]
    if not folder.is_dir():
        pytest.skip(f"{folder} is not on this machine")
    gold = {g["id"]: g for g in (json.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.json")))}
    fallen = under(FLOORS[name], gold, {ident: to_json(read_gold(g)) for ident, g in gold.items()})
    assert not fallen, "; ".join(fallen)


@pytest.fixture(scope="module")
def seed() -> tuple[dict[str, Any], Reading]:
    if not SEED.is_file():
        pytest.skip(f"{SEED} is not on this machine")
    gold = json.loads(SEED.read_text(encoding="utf-8"))
    return gold, read_gold(gold, given=False)


def test_the_seed_is_read_without_a_date(seed: tuple[dict[str, Any], Reading]) -> None:
    gold, reading = seed
    assert reading.dispatch.published == date(2024, 3, 27)
    assert reading.dispatch.published_reason
    assert len(reading.dispatch.boilerplate) == len(gold["boilerplate"])
    assert any(a.kind == "deployment" and a.transition == "unchanged" for a in reading.arrangements)
    assert any(w.startswith("clash") for w in reading.warnings)


def test_the_seed_holds_its_floors(seed: tuple[dict[str, Any], Reading]) -> None:
    gold, reading = seed
    rows = {name.strip(): row for name, row in score({"seed": gold}, {"seed": to_json(reading)}).items()}
    for name, floor in FLOORS["seed"]["least"].items():
        reached = rows[name].get("R", rows[name].get("acc")) or 0.0
        assert reached >= floor - 0.0005, name
