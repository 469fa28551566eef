"""The Typer application: collects the commands, and answers ``--version``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from greffier.cli import explain, read, schema, score
from greffier.cli.ledger import add, decide, keep, lists, tell
from greffier.cli.options import HELP
from greffier.version import VERSION

app = typer.Typer(
    name="greffier",
    help=HELP("help.app") + "\n" + HELP("help.app_examples"),
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("read", help=HELP("help.read"))(read.read)
app.command("explain", help=HELP("help.explain"))(explain.explain)
app.command("score", help=HELP("help.score"))(score.score)
app.command("schema", help=HELP("help.schema"))(schema.schema)
for module, names in {
    add: ("add",),
    lists: ("events", "occurrences", "timeline", "claims", "actors", "conflicts", "arrangements", "search"),
    tell: ("show", "brief", "story"),
    decide: ("accept", "reject", "correct", "join", "split", "undo", "decisions"),
    keep: ("log", "verify", "backup", "restore", "purge"),
}.items():
    for name in names:
        app.command(name, help=HELP(f"help.{name}"))(getattr(module, name))


@app.callback(invoke_without_command=True)
def entrance(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=HELP("help.version"))] = False,
) -> None:
    """Answer what needs no command."""
    if version:
        typer.echo(f"greffier {VERSION}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def command() -> Any:
    """Return the whole command line as one command object."""
    return typer.main.get_command(app)
