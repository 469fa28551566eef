"""Writes rows: a table in a terminal, JSON Lines or CSV elsewhere."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, TextIO

from greffier.cli.ledger.cells import HEADINGS, cells
from greffier.errors import UsageError
from greffier.messages import Say

BAR = "|"
WIDE = 110  # columns from which a table is easier to read than a list


class Out:
    """Where rows go. ``table`` says that a person looks at them in a terminal."""

    table = False

    def __init__(self, stream: TextIO, kind: str, say: Say) -> None:
        """Write rows of a kind to a stream."""
        self.stream, self.kind, self.say = stream, kind, say

    def put(self, row: Any) -> None:
        """Write one row."""
        raise NotImplementedError

    def more(self, shown: int) -> None:
        """Say that there are more rows than were shown."""
        print(self.say("table.more", count=shown), file=sys.stderr)

    def close(self) -> None:
        """Write what is still held."""


class Lines(Out):
    """JSON Lines: one object a row."""

    def put(self, row: Any) -> None:
        """Write one row."""
        self.stream.write(json.dumps(_plain(row), ensure_ascii=False) + "\n")


class Csv(Out):
    """CSV: the fields of a row; several values in a cell stand between bars, what is nested is JSON."""

    def __init__(self, stream: TextIO, kind: str, say: Say) -> None:
        """Write the heading with the first row."""
        super().__init__(stream, kind, say)
        self._writer: Any = csv.writer(stream, lineterminator="\n")
        self._begun = False

    def put(self, row: Any) -> None:
        """Write one row."""
        plain = _plain(row)
        if not self._begun:
            self._writer.writerow(plain)
            self._begun = True
        self._writer.writerow(_cell(value) for value in plain.values())


class Table(Out):
    """A table for a terminal."""

    table = True

    def __init__(self, stream: TextIO, kind: str, say: Say) -> None:
        """Hold the rows until all are there, so that columns fit."""
        super().__init__(stream, kind, say)
        self._rows: list[Any] = []

    def put(self, row: Any) -> None:
        """Hold one row."""
        self._rows.append(row)

    def close(self) -> None:
        """Print the table."""
        from rich.box import SIMPLE_HEAD
        from rich.console import Console
        from rich.table import Table as Grid

        console = Console(file=self.stream, highlight=False, emoji=False, markup=False)
        if not self._rows:
            console.print(self.say("table.nothing"))
            return
        if console.width < WIDE:
            for row in self._rows:
                console.print(_block(cells(row, self.say)))
            return
        grid = Grid(box=SIMPLE_HEAD, expand=True, padding=(0, 1), header_style="dim")
        for heading, ratio in HEADINGS[self.kind]:
            width = {"no_wrap": True} if heading == "id" else {"ratio": ratio}
            grid.add_column(self.say(f"table.{heading}"), overflow="fold", **width)
        for row in self._rows:
            grid.add_row(*cells(row, self.say))
        console.print(grid)


def _block(shown: tuple[str, ...]) -> Any:
    """Return a row as a few lines, for terminals too narrow for columns."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    first, second, *rest, last = (" ".join(cell.split()) if "•" not in cell else cell for cell in shown)
    lines = [Text(first, style="bold", overflow="fold"), Text(second, overflow="fold")]
    lines += [Text(" · ".join(cell for cell in rest if cell), overflow="fold")] if any(rest) else []
    return Padding(Group(*lines, Text(last, style="dim")), (0, 0, 1, 0))


FORMS: dict[str, type[Out]] = {"table": Table, "jsonl": Lines, "csv": Csv}


@contextmanager
def write(form: str | None, output: Path | None, kind: str, say: Say) -> Iterator[Out]:
    """Give where rows of a kind go: a table in a terminal, else JSON Lines; a file is put in place once it is whole."""
    chosen = form or ("table" if output is None and sys.stdout.isatty() else "jsonl")
    if output is None:
        out = FORMS[chosen](sys.stdout, kind, say)
        yield out
        out.close()
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("w", encoding="utf-8", errors="replace", newline="") as stream:
            out = FORMS[chosen](stream, kind, say)
            yield out
            out.close()
        part.replace(output)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UsageError(say("error.cannot_write", name=output, problem=reason)) from None
    finally:
        part.unlink(missing_ok=True)


def _plain(row: Any) -> dict[str, Any]:
    return row if isinstance(row, dict) else {f.name: _value(getattr(row, f.name)) for f in fields(row)}


def _value(value: Any) -> Any:
    if isinstance(value, tuple) and value and hasattr(value[0], "__dataclass_fields__"):
        return [asdict(each) for each in value]
    return value


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return BAR.join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | tuple | dict) else value
