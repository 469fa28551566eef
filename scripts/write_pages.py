"""Writes what the pages show of the house itself: the list of modules, and the sheet of an example dispatch.

usage: python scripts/write_pages.py

CONTRIBUTING.md gets every module with its first sentence, README.md the beginning of each part of a real sheet.
"""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "greffier"
PAGE = ROOT / "CONTRIBUTING.md"
README = ROOT / "README.md"
EXAMPLE = ROOT / "examples" / "dispatches" / "accord-de-tessalit.txt"
MODULES = ("<!-- modules: begin -->", "<!-- modules: end -->")
SHEET = ("<!-- sheet: begin -->", "<!-- sheet: end -->")
RECORDS = 3  # records shown of each part


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


def filled(page: str, marks: tuple[str, str], content: str) -> str:
    """Return the page with ``content`` between the marks."""
    pattern = re.compile(re.escape(marks[0]) + ".*?" + re.escape(marks[1]), re.DOTALL)
    return pattern.sub(lambda _: f"{marks[0]}\n{content}\n{marks[1]}", page)


def written(page: str) -> str:
    """Return CONTRIBUTING.md with the table of modules brought up to date."""
    return filled(page, MODULES, listing())


def sheet() -> str:
    """Return the beginning of each part of the example's sheet, as a terminal of 100 columns shows it."""
    from rich.console import Console

    from greffier import read
    from greffier.cli.sheet import show
    from greffier.messages import say_in

    console = Console(width=100, record=True, file=io.StringIO(), highlight=False, emoji=False, markup=False)
    show(read(EXAMPLE.read_text(encoding="utf-8"), id=EXAMPLE.stem), console, say_in("en"))
    kept: list[str] = []
    shown = 0
    for block in re.split(r"\n\s*\n", console.export_text()):
        numbered = re.match(r"\s+\d+\s", block)
        shown = shown + 1 if numbered else 0
        if shown <= RECORDS:
            kept.append(re.sub(r"[ \t]+$", "", block, flags=re.MULTILINE))
        elif shown == RECORDS + 1:
            kept.append(" …")
    return "```text\n" + "\n\n".join(kept).strip("\n") + "\n```"


def main() -> None:
    """Write both pages."""
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    README.write_text(filled(README.read_text(encoding="utf-8"), SHEET, sheet()), encoding="utf-8")


if __name__ == "__main__":
    main()
