"""How good the reading is: scores readings of gold dispatches and writes docs/quality.md.

usage: python benchmarks/quality.py [GOLD_FOLDER …] [--write] [--floors]

Each folder holds annotated dispatches (ID.json, interchange form). Each is read with its date of publication given.
Without a folder: the examples' gold, and ../shared/gold/dev where it is there. ``--write`` puts the tables into
docs/quality.md between the marks; without it they are printed. ``--floors`` sets the floors of tests/floors.toml
a little under what was measured just now.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from greffier import Reader, to_json
from greffier.intake import from_text
from greffier.score import Row, score

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "quality.md"
EXAMPLES = ROOT / "examples" / "gold"
DEV = ROOT.parent / "shared" / "gold" / "dev"
FLOORS = ROOT / "tests" / "floors.toml"
SLACK = 0.02
GATED = """event detect|event typed|event dyad|event whole|= status|= date where given|claim soft|claim hard|= speaker
= speaker country|quantity|= role|boilerplate|published""".replace("\n", "|").split("|")
SEED_ROWS = ("event whole", "claim soft", "claim hard", "= speaker", "= speaker country", "quantity", "boilerplate")
MARKS = ("<!-- measured: begin -->", "<!-- measured: end -->")


def gold_of(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the annotated dispatches of a folder by id."""
    loaded = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")))
    return {gold["id"]: gold for gold in loaded}


def read_all(gold: dict[str, dict[str, Any]], reader: Reader) -> dict[str, dict[str, Any]]:
    """Return our readings of the same texts, publication given where the gold has it."""
    found = {}
    for ident, annotated in gold.items():
        day = date.fromisoformat(annotated["published"]) if annotated["published"] else None
        found[ident] = to_json(reader.read(from_text(annotated["text"], id=ident, published=day)))
    return found


def shown(name: str, row: Row) -> str:
    """Return a row of the table."""
    cells = [row["P"], row["R"], row["F1"]] if "F1" in row else [None, None, row["acc"]]
    return (
        f"| {name.strip()} | " + " | ".join("" if c is None else f"{c:.3f}" for c in cells) + f" | {row.get('n', '')} |"
    )


def table(title: str, gold: dict[str, dict[str, Any]], reader: Reader) -> str:
    """Score a set and return its table in Markdown."""
    rows = score(gold, read_all(gold, reader))
    head = f"### {title}\n\n{len(gold)} dispatches.\n\n| row | P | R | F1 or share | of |\n|---|---|---|---|---|\n"
    return head + "\n".join(shown(name, row) for name, row in rows.items()) + "\n"


def digest(folder: Path) -> str:
    """Return the SHA-256 of all gold files of a folder, in the order of their names."""
    whole = hashlib.sha256()
    for path in sorted(folder.glob("*.json")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def floors_of(name: str, folder: Path, reader: Reader) -> str:
    """Return the section of floors.toml for a set: what was measured less a little."""
    gold = gold_of(folder)
    rows = {row.strip(): value for row, value in score(gold, read_all(gold, reader)).items()}
    lines = [
        f"[{name}]",
        f'sha256 = "{digest(folder)}"',
        f'most = {{ "extra rate" = {(rows["extra rate"]["acc"] or 0.0) + SLACK:.3f} }}',
    ]
    lines += [f"[{name}.least]"]
    lines += [
        f'"{row}" = {max(0.0, (rows[row].get("F1") or rows[row].get("acc") or 0.0) - SLACK):.3f}' for row in GATED
    ]
    return "\n".join(lines) + "\n"


def seed_floors(reader: Reader) -> str:
    """Return the floors of the seed dispatch, read without its date: shares of what the gold holds."""
    gold = {ident: g | {"published": None} for ident, g in gold_of(DEV).items() if ident == "seed"}
    rows = {row.strip(): value for row, value in score(gold, read_all(gold, reader)).items()}
    lines = [f'"{row}" = {rows[row].get("R", rows[row].get("acc")) or 0.0:.3f}' for row in SEED_ROWS]
    return "\n".join(["[seed.least]", *lines]) + "\n"


def write_floors(reader: Reader) -> None:
    """Write tests/floors.toml."""
    parts = ["# Written by python benchmarks/quality.py --floors; each floor stands 0.02 under what was measured.\n"]
    parts += [floors_of(name, folder, reader) for name, folder in (("examples", EXAMPLES), ("dev", DEV))]
    FLOORS.write_text("\n".join([*parts, seed_floors(reader)]), encoding="utf-8")


def main() -> None:
    """Measure, and print or write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="*", type=Path)
    options.add_argument("--write", action="store_true")
    options.add_argument("--floors", action="store_true")
    given = options.parse_args()
    if given.floors:
        write_floors(Reader())
        return
    folders = given.folders or [f for f in (EXAMPLES, DEV) if f.is_dir()]
    reader = Reader()
    names = {
        EXAMPLES: "Examples (made-up dispatches of ours, never learned from)",
        DEV: "Dev (agency and Wikinews copy)",
    }
    text = "\n".join(table(names.get(folder, str(folder)), gold_of(folder), reader) for folder in folders)
    if not given.write:
        print(text)
        return
    page = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(re.escape(MARKS[0]) + ".*?" + re.escape(MARKS[1]), re.DOTALL)
    PAGE.write_text(pattern.sub(lambda _: f"{MARKS[0]}\n{text}\n{MARKS[1]}", page), encoding="utf-8")


if __name__ == "__main__":
    main()
