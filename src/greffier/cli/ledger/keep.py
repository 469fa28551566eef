"""``greffier log``, ``verify``, ``backup``, ``restore``, ``purge``: looking after a ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from greffier.cli import options
from greffier.cli.ledger.options import SHOWN, AsOf, By, Form, Note, Place, opened
from greffier.cli.ledger.tables import write
from greffier.cli.options import HELP
from greffier.messages import say_in

FormOption = Annotated[Form | None, typer.Option("--format", "-f", help=HELP("help.ledger_format"))]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=HELP("help.output"))]
Limit = Annotated[int | None, typer.Option("--limit", "-n", metavar="N", help=HELP("help.ledger_limit"))]
File = Annotated[Path, typer.Argument(metavar="FILE", help=HELP("help.backup_file"))]
Source = Annotated[Path, typer.Argument(metavar="FILE", help=HELP("help.restore_file"))]
Dispatches = Annotated[list[str], typer.Argument(metavar="DISPATCH...", help=HELP("help.purge_dispatches"))]
Yes = Annotated[bool, typer.Option("--yes", help=HELP("help.purge_yes"))]


def log(
    limit: Limit = None,
    as_of: AsOf = None,
    form: FormOption = None,
    output: Output = None,
    ledger: Place = None,
    lang: options.Lang = None,
) -> None:
    """List what was recorded, by whom, when."""
    say = say_in(lang)
    with opened(ledger, say) as book, write(form, output, "log", say) as out:
        most = limit if limit is not None else SHOWN if out.table else 0
        for number, row in enumerate(book.log(limit=most + 1 if most else None, as_of=as_of)):
            if most and number == most:
                out.more(most)
                break
            out.put(row)


def verify(ledger: Place = None, lang: options.Lang = None) -> None:
    """Check the whole ledger."""
    say = say_in(lang)
    with opened(ledger, say) as book:
        faults = book.verify()
        for fault in faults:
            typer.echo(say(f"fault.{fault.code}", **fault.values))
        if faults:
            typer.echo(say("kept.broken", count=len(faults)), err=True)
            raise typer.Exit(1)
        typer.echo(say("kept.whole", **book.counts()))


def backup(file: File, ledger: Place = None, lang: options.Lang = None) -> None:
    """Write the whole ledger into one file."""
    say = say_in(lang)
    with opened(ledger, say) as book:
        typer.echo(say("kept.backed_up", count=book.backup(file), file=file))


def restore(file: Source, ledger: Place = None, lang: options.Lang = None) -> None:
    """Make a ledger of a backup."""
    say = say_in(lang)
    with opened(ledger, say, make=True) as book:
        typer.echo(say("kept.restored", count=book.restore(file), file=file))


def purge(
    dispatches: Dispatches,
    yes: Yes = False,
    note: Note = None,
    by: By = None,
    ledger: Place = None,
    lang: options.Lang = None,
) -> None:
    """Remove what must not be kept, leaving a trace that it was."""
    say = say_in(lang)
    with opened(ledger, say, by=by) as book:
        if not yes:
            typer.confirm(say("kept.sure", names=", ".join(dispatches)), abort=True)
        for name in dispatches:
            typer.echo(say("kept.purged", name=name, count=book.purge(name, note=note)))
