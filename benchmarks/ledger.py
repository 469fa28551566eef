"""What a ledger costs and how soon it answers, at size.

usage: python benchmarks/ledger.py READINGS.jsonl [--ledger PLACE] [--most N] [--copies N] [--step N] [--read] [--write]

READINGS holds readings as ``greffier read`` writes them; ``--copies`` adds each again, with other words, names and
days, where no corpus of the size wanted is at hand. They are added to a new ledger (a temporary file, or
``--ledger``, which must not exist), then each list and search is asked five times. Prints a Markdown table:
milliseconds of processor time a dispatch, by how many are in already (``--step``); bytes a dispatch; the median
milliseconds of processor time of each answer, for the first 50 rows. ``--read`` reads some of the dispatches again, to
set adding against reading. ``--write`` puts the table into docs/ledger.md. tests/ledger/test_size.py runs the same on
1,000 made dispatches.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from greffier import Filter, Ledger, Reader, Reading, from_json

PAGE = Path(__file__).parents[1] / "docs" / "ledger.md"
MARKS = ("<!-- size: begin -->", "<!-- size: end -->")
STEP, BATCH, ROWS, TIMES = 1000, 64, 50, 5
ALPHABET = ("aeiou", "bcdfghjklmnpqrstvwxz")
LONG_WORD, DAY = re.compile(r"\w{5,}"), re.compile(r"\d{4}-\d{2}-\d{2}")
SHIFT = 11  # days by which a copy is later than the one before
SHOWN = (1, 2, 4, 8, 12, 16, 20, 24, 28)  # steps in the table, beside the last
SAMPLE = 60  # dispatches read to know what reading costs
FILTERS = {
    "everything": Filter(),
    "a country": Filter(actor="FRA"),
    "a person": Filter(actor="Macron"),
    "a dyad": Filter(dyad="USA:IRN"),
    "a type": Filter(type="ASSAULT"),
    "a mode": Filter(mode="drone"),
    "a place": Filter(place="Paris"),
    "two months": Filter(first=date(2019, 1, 1), last=date(2019, 3, 1)),
    "a speaker": Filter(speaker="USA"),
    "a source": Filter(source="AFP"),
    "a type and a country": Filter(type="ACCUSE", actor="USA"),
    "as of a moment": Filter(as_of=date.today().isoformat()),
}


def readings(path: Path, copies: int = 0) -> Iterator[Reading]:
    """Yield the readings of a JSON Lines file; then all of them again, altered, as often as ``copies`` says."""
    for number in range(copies + 1):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                found = json.loads(line)
                yield from_json(altered(found, number) if number else found)


def altered(found: Any, number: int) -> Any:
    """Return a reading (interchange form) as another of its size: other long words and names, later days."""
    letters = random.Random(number)
    fresh = "".join("".join(letters.sample(each, len(each))) for each in ALPHABET)
    turn = str.maketrans("".join(ALPHABET), fresh)
    found = {name: value for name, value in found.items() if name != "url"}
    return _altered(found | {"id": f"{found['id']}-{number}"}, turn, timedelta(SHIFT * number))


def _altered(found: Any, turn: dict[int, int], later: timedelta, key: str = "") -> Any:
    if isinstance(found, dict):
        return {name: _altered(value, turn, later, name) for name, value in found.items()}
    if isinstance(found, list):
        return [_altered(value, turn, later, key) for value in found]
    if isinstance(found, str) and key in ("text", "name", "object"):
        return LONG_WORD.sub(lambda word: word.group().translate(turn), found)
    if isinstance(found, str) and DAY.fullmatch(found):
        return (date.fromisoformat(found) + later).isoformat()
    return found


def cost(ledger: Ledger, found: Iterator[Reading], step: int = STEP) -> list[tuple[int, float]]:
    """Add the readings; return for every step how many dispatches are in, and the milliseconds that each cost."""
    rows, count, spent, done = [], 0, 0.0, 0
    while batch := list(islice(found, BATCH)):
        began = time.process_time()
        ledger.add_batch(batch)
        spent += time.process_time() - began
        count += len(batch)
        if count - done >= step:
            began = time.process_time()
            ledger.work_out()
            spent += time.process_time() - began
            rows.append((count, 1000 * spent / (count - done)))
            spent, done = 0.0, count
    ledger.work_out()
    return rows


def median(ask: Callable[[], object]) -> float:
    """Return the median milliseconds of processor time of an answer."""
    spent = []
    for _ in range(TIMES):
        began = time.process_time()
        ask()
        spent.append(time.process_time() - began)
    return 1000 * statistics.median(spent)


def answers(ledger: Ledger) -> dict[str, dict[str, float]]:
    """Return for each list, by filter, the median milliseconds of its first rows."""
    lists: dict[str, Callable[[Filter], object]] = {
        "events": lambda w: ledger.events(w, limit=ROWS),
        "claims": lambda w: ledger.claims(w, limit=ROWS),
        "occurrences": lambda w: ledger.occurrences(w, limit=ROWS),
        "timeline": lambda w: ledger.timeline(w, limit=ROWS),
        "actors": lambda w: ledger.actors(w, limit=ROWS),
        "conflicts": lambda w: ledger.conflicts(w, limit=ROWS),
        "arrangements": lambda w: ledger.arrangements(w, limit=ROWS),
        "search président": lambda w: ledger.search("président", w, limit=ROWS),
    }
    wanted = FILTERS | {"as of halfway": Filter(as_of=halfway(ledger))}
    return {
        name: {label: median(lambda ask=ask, only=only: ask(only)) for label, only in wanted.items()}  # type: ignore[misc]
        for name, ask in lists.items()
    }


def halfway(ledger: Ledger) -> str:
    """Return the moment at which half of the transactions were made."""
    made = ledger.log()
    return made[len(made) // 2].at


def table(costs: list[tuple[int, float]], size: float, asked: dict[str, dict[str, float]], read: float | None) -> str:
    """Return all that was measured as a Markdown table."""
    shown = [each for number, each in enumerate(costs, 1) if number in SHOWN or number == len(costs)]
    rows = [f"| add, {count:,} in | {spent:.1f} ms a dispatch |" for count, spent in shown]
    if read and costs:
        mean = statistics.mean(spent for _, spent in costs)
        rows.append(f"| add against reading ({read:.1f} ms by the frames alone) | {100 * mean / read:.0f} % |")
    rows.append(f"| size of the file | {size:,.0f} bytes a dispatch |")
    for name, times in asked.items():
        slowest = max(times, key=lambda label: times[label])
        middle = statistics.median(times.values())
        rows.append(f"| {name} | {middle:.0f} ms (slowest: {slowest}, {times[slowest]:.0f} ms) |")
    return "\n".join(["| | |", "|---|---|", *rows])


def reading_cost(path: Path) -> float:
    """Return the milliseconds of processor time that reading a dispatch by the frames costs, over SAMPLE of them."""
    from dataclasses import replace

    reader = Reader(fast=True)
    dispatches = [replace(each.dispatch, warnings=()) for each in islice(readings(path), SAMPLE + 1)]
    reader.read(dispatches[-1])  # what is loaded once is no cost of reading
    began = time.process_time()
    for dispatch in dispatches[:SAMPLE]:
        reader.read(dispatch)
    return 1000 * (time.process_time() - began) / max(1, len(dispatches) - 1)


def main() -> None:
    """Measure, print, and write the table where it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readings", type=Path)
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--most", type=int)
    parser.add_argument("--copies", type=int, default=0)
    parser.add_argument("--step", type=int, default=STEP)
    parser.add_argument("--read", action="store_true")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.ledger or Path(folder) / "ledger.db"
        with Ledger(place) as ledger:
            costs = cost(ledger, islice(readings(given.readings, given.copies), given.most), given.step)
            size = place.stat().st_size / max(1, ledger.counts()["dispatches"])
            asked = answers(ledger)
    measured = table(costs, size, asked, reading_cost(given.readings) if given.read else None)
    print(measured)
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        pattern = re.compile(re.escape(MARKS[0]) + ".*?" + re.escape(MARKS[1]), re.DOTALL)
        PAGE.write_text(pattern.sub(lambda _: f"{MARKS[0]}\n{measured}\n{MARKS[1]}", page), encoding="utf-8")


if __name__ == "__main__":
    main()
