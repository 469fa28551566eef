"""What a ledger costs and how soon it answers, at size.

usage: python benchmarks/ledger.py READINGS.jsonl [--ledger PLACE] [--most N] [--write]

READINGS holds readings as ``greffier read`` writes them. They are added to a new ledger (a temporary file, or
``--ledger``, which must not exist), then each list and search is asked five times. Prints a Markdown table:
milliseconds of processor time a dispatch, by how many are in already; bytes a dispatch; the median milliseconds of
each answer, for the first 50 rows. ``--write`` puts the table into docs/ledger.md.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from greffier import Filter, Ledger, Reading, from_json

PAGE = Path(__file__).parents[1] / "docs" / "ledger.md"
MARKS = ("<!-- size: begin -->", "<!-- size: end -->")
STEP, BATCH, ROWS, TIMES = 1000, 64, 50, 5
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


def readings(path: Path) -> Iterator[Reading]:
    """Yield the readings of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield from_json(json.loads(line))


def cost(ledger: Ledger, found: Iterator[Reading]) -> list[str]:
    """Add the readings; return a row for every step: dispatches, milliseconds each."""
    rows, count, spent, done = [], 0, 0.0, 0
    while batch := list(islice(found, BATCH)):
        began = time.process_time()
        ledger.add_batch(batch)
        spent += time.process_time() - began
        count += len(batch)
        if count - done >= STEP:
            began = time.process_time()
            ledger.work_out()
            spent += time.process_time() - began
            rows.append(f"| add, {count:,} in | {1000 * spent / (count - done):.1f} ms a dispatch |")
            spent, done = 0.0, count
    ledger.work_out()
    return rows


def median(ask: Callable[[], object]) -> float:
    """Return the median milliseconds of an answer."""
    spent = []
    for _ in range(TIMES):
        began = time.perf_counter()
        ask()
        spent.append(time.perf_counter() - began)
    return 1000 * statistics.median(spent)


def answers(ledger: Ledger) -> Iterator[str]:
    """Yield a row for each list, over all filters: the median and the slowest."""
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
    for name, ask in lists.items():
        times = {label: median(lambda ask=ask, wanted=wanted: ask(wanted)) for label, wanted in FILTERS.items()}  # type: ignore[misc]
        slowest = max(times, key=lambda label: times[label])
        yield f"| {name} | {statistics.median(times.values()):.0f} ms (slowest: {slowest}, {times[slowest]:.0f} ms) |"


def main() -> None:
    """Measure, print, and write the table where it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readings", type=Path)
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--most", type=int)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.ledger or Path(folder) / "ledger.db"
        with Ledger(place) as ledger:
            rows = cost(ledger, islice(readings(given.readings), given.most))
            count = ledger.counts()["dispatches"]
            rows.append(f"| size of the file | {place.stat().st_size / max(1, count):,.0f} bytes a dispatch |")
            rows += answers(ledger)
    table = "\n".join(["| | |", "|---|---|", *rows])
    print(table)
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        pattern = re.compile(re.escape(MARKS[0]) + ".*?" + re.escape(MARKS[1]), re.DOTALL)
        PAGE.write_text(pattern.sub(lambda _: f"{MARKS[0]}\n{table}\n{MARKS[1]}", page), encoding="utf-8")


if __name__ == "__main__":
    main()
