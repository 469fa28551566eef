"""Writes the list of all modules and their duties into CONTRIBUTING.md, from the first sentence of each module.

usage: python scripts/write_map.py
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "greffier"
PAGE = ROOT / "CONTRIBUTING.md"
MARKS = ("<!-- modules: begin -->", "<!-- modules: end -->")


def duty(path: Path) -> str:
    """Return the first sentence of a module, on one line."""
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(doc.split("\n\n")[0].replace("``", "`").split())


def listing() -> str:
    """Return the table of modules, folder by folder, in Markdown."""
    rows = [(path.relative_to(PACKAGE).as_posix(), duty(path)) for path in sorted(PACKAGE.rglob("*.py"))]
    rows.sort(key=lambda row: (row[0].count("/"), row[0]))
    return "\n".join(
        ["| module | duty |", "|---|---|", *(f"| `{name}` | {said.replace('|', '¦')} |" for name, said in rows)]
    )


def written(page: str) -> str:
    """Return the page with the table of modules brought up to date."""
    pattern = re.compile(re.escape(MARKS[0]) + ".*?" + re.escape(MARKS[1]), re.DOTALL)
    return pattern.sub(lambda _: f"{MARKS[0]}\n{listing()}\n{MARKS[1]}", page)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
