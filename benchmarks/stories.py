"""How well the ledger tells affairs: scores annotated stories and writes the table into docs/ledger.md.

usage: python benchmarks/stories.py [FOLDER …] [--fast] [--write]

Each folder holds a story (``dispatches.jsonl``, ``gold.json``, ``readings/ID.json``); without one, those of
../shared/gold/stories. The dispatches are added to a new ledger twice: as annotated, so that the ledger alone is
tested, and as greffier reads them (``--fast``: by the frames alone). What it tells is scored by
../shared/bench/score_story.py. ``--write`` puts the table into docs/ledger.md, without it the table is printed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from greffier import Ledger, Reader, Reading, from_json
from greffier.intake.jsonl import from_record

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
PAGE = ROOT / "docs" / "ledger.md"
MARKS = ("<!-- stories: begin -->", "<!-- stories: end -->")
SCORES = ("same event", "conflicts", "arrangements")


def scorer() -> ModuleType:
    """Load the program that scores a story."""
    spec = importlib.util.spec_from_file_location("score_story", SHARED / "bench" / "score_story.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def annotated(story: Path) -> Iterator[Reading]:
    """Yield the readings that people made."""
    for path in sorted((story / "readings").glob("*.json")):
        yield from_json(json.loads(path.read_text(encoding="utf-8")))


def machine(story: Path, reader: Reader) -> Iterator[Reading]:
    """Yield the readings that greffier makes."""
    with (story / "dispatches.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield reader.read(from_record(json.loads(line), default_id=None, published=None, lexicon=reader.lexicon))


def told(readings: Iterator[Reading]) -> dict[str, Any]:
    """Return what a new ledger tells of the readings."""
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "ledger.db") as ledger:
        ledger.add_batch(list(readings))
        ledger.work_out()
        return ledger.story()


def rows(stories: list[Path], name: str, read: Any) -> Iterator[str]:
    """Yield a row for each story, and one for their mean."""
    judge, found = scorer(), []
    for story in stories:
        gold, said = json.loads((story / "gold.json").read_text(encoding="utf-8")), told(read(story))
        scores = [judge.same_event(gold, said), judge.conflicts(gold, said), judge.arrangements(gold, said)]
        found.append([each["F1"] for each in scores])
        cells = [f"{x['F1']:.2f} (P {x['P'] or 0:.2f}, R {x['R'] or 0:.2f})" for x in scores]
        yield f"| {story.name} | {name} | {' | '.join(cells)} |"
    means = [sum(column) / len(found) for column in zip(*found, strict=True)]
    yield f"| mean | {name} | {' | '.join(f'**{mean:.3f}**' for mean in means)} |"


def main() -> None:
    """Measure, and print or write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="*", type=Path)
    options.add_argument("--fast", action="store_true")
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    stories = given.folders or sorted(p for p in (SHARED / "gold" / "stories").iterdir() if p.is_dir())
    reader = Reader(fast=given.fast)
    name = "as frames read" if given.fast else "as greffier reads"
    table = "\n".join(
        [
            f"| story | readings | {' | '.join(f'{score}: F1' for score in SCORES)} |",
            "|---|---|---|---|---|",
            *rows(stories, "annotated", annotated),
            *rows(stories, name, lambda story: machine(story, reader)),
        ]
    )
    print(table)
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        pattern = re.compile(re.escape(MARKS[0]) + ".*?" + re.escape(MARKS[1]), re.DOTALL)
        PAGE.write_text(pattern.sub(lambda _: f"{MARKS[0]}\n{table}\n{MARKS[1]}", page), encoding="utf-8")


if __name__ == "__main__":
    main()
