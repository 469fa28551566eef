"""What a ledger costs and how soon it answers, by the benchmark, on 1,000 dispatches that are made here.

The bounds are generous: they catch what grows with the ledger or got many times as slow, on a busy machine as well.
"""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median
from types import ModuleType

from greffier.ledger.ledger import Ledger
from greffier.records import Reading
from ledger.told import accord, attack

PROGRAM = Path(__file__).parents[2] / "benchmarks" / "ledger.py"

DISPATCHES, STEP = 1000, 192
MOST_ADDING, MOST_GROWTH, MOST_ANSWER, MOST_BYTES = 80, 8, 300, 60_000
SYLLABLES = ("ka", "mo", "tin", "sal", "bou", "ré", "gao", "di", "ouan", "fé")


def program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ledger_benchmark", PROGRAM)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def made() -> Iterator[Reading]:
    """Yield attacks on villages that are not, some told by several, and some accords."""
    chance = random.Random(5)
    places = ["".join(chance.sample(SYLLABLES, 3)).capitalize() for _ in range(DISPATCHES // 3)]
    for number in range(DISPATCHES):
        name, year, month = f"d{number}", chance.randint(2016, 2025), chance.randint(1, 12)
        published = date(year, month, chance.randint(1, 28))
        if number % 10 == 0:
            turn = chance.choice([("ended", "met fin"), ("created", "souscrit"), ("planned_end", "veut mettre fin")])
            yield accord(name, published=published, transition=turn[0], verb=turn[1], source="Radio Dune")
            continue
        value = chance.randint(2, 90)
        about = {"dead": str(value), "value": value, "place": chance.choice(places), "day": chance.randint(1, 28)}
        yield attack(name, source=chance.choice(["Radio Dune", "Agence du Fleuve"]), **about)  # type: ignore[arg-type]


def test_a_thousand_dispatches_are_added_and_asked_for_in_good_time(tmp_path: Path) -> None:
    benchmark = program()
    with Ledger(tmp_path / "ledger.db") as ledger:
        costs = benchmark.cost(ledger, made(), STEP)
        assert ledger.counts()["dispatches"] == DISPATCHES
        size = (tmp_path / "ledger.db").stat().st_size / DISPATCHES
        asked = benchmark.answers(ledger)
    spent = [each for _, each in costs]
    assert max(spent) <= MOST_ADDING and spent[-1] <= MOST_GROWTH * min(spent)
    assert size <= MOST_BYTES
    slow = {name: times for name, times in asked.items() if median(times.values()) > MOST_ANSWER}
    assert not slow
