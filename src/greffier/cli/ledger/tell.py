"""``greffier show``, ``brief``, ``story``: one thing whole, what is new, what the ledger says together."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from greffier.cli import options
from greffier.cli.ledger.options import AsOf, Place, opened
from greffier.cli.options import HELP
from greffier.messages import say_in

Name = Annotated[str, typer.Argument(metavar="ID", help=HELP("help.show_id"))]
Since = Annotated[str, typer.Option("--since", metavar="MOMENT", help=HELP("help.brief_since"))]
AsJson = Annotated[bool, typer.Option("--json", help=HELP("help.show_json"))]


def show(
    name: Name, json_: AsJson = False, as_of: AsOf = None, ledger: Place = None, lang: options.Lang = None
) -> None:
    """Show one thing whole."""
    say = say_in(lang)
    with opened(ledger, say) as book:
        book.work_out()
        found = book.show(name, as_of)
    if json_:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    from greffier.cli.ledger.whole import lines

    typer.echo("\n".join(lines(found, say)))


def brief(since: Since = "yesterday", ledger: Place = None, lang: options.Lang = None) -> None:
    """Say what is new."""
    from greffier.cli.ledger.page import page

    say = say_in(lang)
    with opened(ledger, say) as book:
        book.work_out()
        typer.echo(page(book.brief(since), say))


def story(as_of: AsOf = None, ledger: Place = None, lang: options.Lang = None) -> None:
    """Write what the ledger says together, for score_story.py."""
    say = say_in(lang)
    with opened(ledger, say) as book:
        book.work_out()
        typer.echo(json.dumps(book.story(as_of), ensure_ascii=False, indent=1))
