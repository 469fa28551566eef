"""How fast greffier reads, how soon it answers, how much memory it takes.

usage: python benchmarks/speed.py [ARTICLES.jsonl.gz] [--articles 300] [--category monde] [--write]

Without the article file (fields title, paragraphs, published, category) the dispatches of examples/ are read instead.
Prints a Markdown table: the bare parse (tok2vec, morphologizer, parser), the reading with ``--fast`` and the whole
reading in the same run,
start to first result of ``greffier read`` on one dispatch (best of three, disk warm), peak memory.
``--write`` puts the table into docs/quality.md.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from greffier import Dispatch, Reader
from greffier.reading.parse import parse, pipeline

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "quality.md"
MARKS = ("<!-- speed: begin -->", "<!-- speed: end -->")
EXAMPLES = ROOT / "examples" / "dispatches"


def articles(path: Path, category: str) -> Iterator[Dispatch]:
    """Yield the articles of one category of a gzipped JSON Lines file as dispatches."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["category"] == category:
                text = "\n".join([row["title"], *row["paragraphs"]])
                yield Dispatch(row["id"], text, date.fromisoformat(row["published"]))


def examples() -> Iterator[Dispatch]:
    """Yield the example dispatches."""
    for path in sorted(EXAMPLES.glob("*.txt")):
        yield Dispatch(path.stem, path.read_text(encoding="utf-8"))


def speeds(dispatches: list[Dispatch]) -> dict[str, float]:
    """Return words per second of the bare parse, our parse, the reading with ``--fast`` and the whole reading."""
    whole, fast = Reader(), Reader(fast=True)
    whole.read(dispatches[0])  # loads everything
    fast.read(dispatches[0])
    lines = [line for d in dispatches for line in d.text.split("\n") if line]
    begun = time.perf_counter()
    words = sum(len(doc) for doc in pipeline().pipe(lines, batch_size=64))
    found = {"words": float(words), "bare": words / (time.perf_counter() - begun)}
    runs: dict[str, Callable[[Dispatch], object]] = {
        "fast": fast.read,
        "parse": lambda dispatch: parse(dispatch, fast.lexicon),
        "whole": whole.read,
    }
    for name, run in runs.items():
        begun = time.perf_counter()
        for dispatch in dispatches:
            run(dispatch)
        found[name] = words / (time.perf_counter() - begun)
    return found


def first_result() -> float:
    """Return seconds from the start of ``greffier read`` on one dispatch to its end: the best of three."""
    file = min(EXAMPLES.glob("*.txt"))
    command = [sys.executable, "-m", "greffier", "read", "--format", "jsonl", str(file)]
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - begun)
    return min(taken)


def main() -> None:
    """Measure and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("articles_file", nargs="?", type=Path)
    options.add_argument("--articles", type=int, default=300)
    options.add_argument("--category", default="monde")
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    source = articles(given.articles_file, given.category) if given.articles_file else examples()
    dispatches = list(islice(source, given.articles))
    page = table(dispatches)
    print(page)
    if given.write:
        old = PAGE.read_text(encoding="utf-8")
        pattern = re.compile(re.escape(MARKS[0]) + ".*?" + re.escape(MARKS[1]), re.DOTALL)
        PAGE.write_text(pattern.sub(lambda _: f"{MARKS[0]}\n{page}\n{MARKS[1]}", old), encoding="utf-8")


def table(dispatches: list[Dispatch]) -> str:
    """Measure, and return the table in Markdown."""
    found = speeds(dispatches)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    share = found["fast"] / found["bare"]
    rows = [
        f"{len(dispatches)} dispatches, {found['words']:,.0f} words, one process, {os.cpu_count()} cores.\n",
        "| what | measured |\n|---|---|",
        f"| bare parse | {found['bare']:,.0f} words/s |",
        f"| our parse stage alone | {found['parse']:,.0f} words/s |",
        f"| reading with `--fast` | {found['fast']:,.0f} words/s ({share:.2f} of the bare parse) |",
        f"| whole reading, with the learned reader | {found['whole']:,.0f} words/s |",
        f"| start to first result of `greffier read` | {first_result():.1f} s |",
        f"| peak memory of the run | {memory:,.0f} MB |",
    ]
    return "\n".join(rows)


if __name__ == "__main__":
    main()
