"""Writes readings to a stream in the form that is asked for, one by one where the form allows it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from greffier.export import html, table
from greffier.interchange import to_json
from greffier.messages import Say
from greffier.records import Reading


def write(readings: Iterable[Reading], form: str, out: TextIO, say: Say, table_name: str) -> None:
    """Write the readings as ``sheet``, ``json``, ``jsonl``, ``csv`` (the table ``table_name``) or ``html``."""
    if form == "sheet":
        _sheets(readings, out, say)
    elif form == "jsonl":
        for reading in readings:
            out.write(json.dumps(to_json(reading), ensure_ascii=False) + "\n")
            out.flush()
    elif form == "json":
        objects = [to_json(reading) for reading in readings]
        whole = objects[0] if len(objects) == 1 else objects
        out.write(json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
    elif form == "csv":
        table.write(readings, table_name, out)
    else:
        out.write(html.page(list(readings), say))


def _sheets(readings: Iterable[Reading], out: TextIO, say: Say) -> None:
    from rich.console import Console

    from greffier.cli.sheet import show

    console = Console(file=out, highlight=False, emoji=False, markup=False)
    for reading in readings:
        show(reading, console, say)
