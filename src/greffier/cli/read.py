"""``greffier read``: dispatches in, readings out, in the form that is asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from greffier.cli import options
from greffier.cli.options import HELP
from greffier.cli.source import Source
from greffier.cli.writers import write
from greffier.errors import UsageError
from greffier.messages import Say, say_in


class Format(StrEnum):
    """The forms that readings are written in."""

    sheet = "sheet"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    html = "html"


Paths = Annotated[list[str] | None, typer.Argument(metavar="[FILE|FOLDER|GLOB|-]...", help=HELP("help.read_paths"))]
Form = Annotated[Format | None, typer.Option("--format", "-f", help=HELP("help.format"))]
TableOption = Annotated[options.Table | None, typer.Option("--table", help=HELP("help.table"))]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=HELP("help.output"))]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=HELP("help.quiet"))]


def read(
    paths: Paths = None,
    form: Form = None,
    table: TableOption = None,
    output: Output = None,
    published: options.Published = None,
    lexicon: options.Lexicon = None,
    lang: options.Lang = None,
    force: options.Force = False,
    max_size: options.MaxSize = "1MB",
    fast: options.Fast = False,
    min_confidence: options.Least = 0.0,
    quiet: Quiet = False,
) -> None:
    """Read dispatches and write their readings."""
    say = say_in(lang)
    chosen = _form(form, table, output, say)
    if not paths and sys.stdin.isatty():
        raise UsageError(say("error.no_input"))
    source = Source(
        say,
        published=options.day(published, say),
        lexicon_folder=lexicon,
        force=force,
        max_size=options.size(max_size, say),
        quiet=quiet,
        fast=fast,
        least=min_confidence,
    )
    with _opened(output, say) as out:
        write(source.readings(paths or ["-"]), chosen, out, say, table or options.Table.events)
    if source.failed:
        raise typer.Exit(1)


def _form(form: Format | None, table: options.Table | None, output: Path | None, say: Say) -> Format:
    if table and form is None:
        return Format.csv
    if table and form is not Format.csv:
        raise UsageError(say("error.table_needs_csv"))
    if form:
        return form
    return Format.sheet if output is None and sys.stdout.isatty() else Format.jsonl


@contextmanager
def _opened(output: Path | None, say: Say) -> Iterator[TextIO]:
    """Give standard output, or the file; a file is only put in place once it is whole."""
    if output is None:
        yield sys.stdout
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("w", encoding="utf-8", errors="replace", newline="") as out:
            yield out
        part.replace(output)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UsageError(say("error.cannot_write", name=output, problem=reason)) from None
    finally:
        part.unlink(missing_ok=True)


__all__ = ["Format", "read"]
