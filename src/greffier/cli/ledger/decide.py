"""``greffier accept``, ``reject``, ``correct``, ``join``, ``split``, ``undo``, ``decisions``: what people decide."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from greffier.cli import options
from greffier.cli.ledger.options import AsOf, By, Form, Note, Place, opened
from greffier.cli.ledger.tables import write
from greffier.cli.options import HELP
from greffier.errors import UsageError
from greffier.messages import Say, say_in

if TYPE_CHECKING:
    from greffier.ledger.judging import Judgement


class State(StrEnum):
    """What has become of a decision."""

    stands = "stands"
    undone = "undone"
    loose = "loose"


Records = Annotated[list[str], typer.Argument(metavar="ID...", help=HELP("help.decide_records"))]
Record = Annotated[str, typer.Argument(metavar="ID", help=HELP("help.decide_record"))]
Settings = Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", help=HELP("help.correct_fields"))]
Numbers = Annotated[list[int], typer.Argument(metavar="NUMBER...", help=HELP("help.undo_numbers"))]
StateOption = Annotated[State | None, typer.Option("--state", help=HELP("help.decisions_state"))]
Training = Annotated[bool, typer.Option("--training", help=HELP("help.decisions_training"))]
NoText = Annotated[bool, typer.Option("--no-text", help=HELP("help.decisions_no_text"))]
FormOption = Annotated[Form | None, typer.Option("--format", "-f", help=HELP("help.ledger_format"))]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=HELP("help.output"))]


def accept(ids: Records, note: Note = None, by: By = None, ledger: Place = None, lang: options.Lang = None) -> None:
    """Say that records are right."""
    _judge("accept", ids, note, by, ledger, say_in(lang))


def reject(ids: Records, note: Note = None, by: By = None, ledger: Place = None, lang: options.Lang = None) -> None:
    """Say that records are wrong."""
    _judge("reject", ids, note, by, ledger, say_in(lang))


def _judge(kind: Judgement, ids: Sequence[str], note: str | None, by: str | None, place: str | None, say: Say) -> None:
    with opened(place, say, by=by) as book:
        for name in ids:
            for number in book.judge(kind, name, note=note):
                typer.echo(say("decided.one", number=number, kind=say(f"decided.{kind}"), name=name))


def correct(
    record: Record,
    settings: Settings,
    note: Note = None,
    by: By = None,
    ledger: Place = None,
    lang: options.Lang = None,
) -> None:
    """Set fields of a record."""
    say = say_in(lang)
    fields = dict(_setting(written, say) for written in settings)
    with opened(ledger, say, by=by) as book:
        number = book.correct(record, fields, note=note)
        typer.echo(say("decided.one", number=number, kind=say("decided.correct"), name=record))


def _setting(written: str, say: Say) -> tuple[str, Any]:
    """Return field and value of ``field=value``; the value is JSON where it can be, else a string."""
    field, equals, value = written.partition("=")
    if not equals or not field.strip():
        raise UsageError(say("ledger_error.bad_setting", value=written))
    try:
        return field.strip(), json.loads(value)
    except ValueError:
        return field.strip(), value


def join(ids: Records, note: Note = None, by: By = None, ledger: Place = None, lang: options.Lang = None) -> None:
    """Say that events, occurrences or actors are one."""
    say = say_in(lang)
    with opened(ledger, say, by=by) as book:
        number = book.join(ids, note=note)
        typer.echo(say("decided.one", number=number, kind=say("decided.join"), name=", ".join(ids)))


def split(ids: Records, note: Note = None, by: By = None, ledger: Place = None, lang: options.Lang = None) -> None:
    """Say that events are not the occurrence, or names not the actor, that they are in."""
    say = say_in(lang)
    with opened(ledger, say, by=by) as book:
        for number in book.split(ids, note=note):
            typer.echo(say("decided.one", number=number, kind=say("decided.split"), name=", ".join(ids)))


def undo(numbers: Numbers, by: By = None, ledger: Place = None, lang: options.Lang = None) -> None:
    """Undo decisions."""
    say = say_in(lang)
    with opened(ledger, say, by=by) as book:
        for number in numbers:
            book.undo(number)
            typer.echo(say("decided.undone", number=number))


def decisions(
    state: StateOption = None,
    training: Training = False,
    no_text: NoText = False,
    as_of: AsOf = None,
    form: FormOption = None,
    output: Output = None,
    ledger: Place = None,
    lang: options.Lang = None,
) -> None:
    """List what people decided, or write it as training data."""
    from greffier.ledger import decisions as made

    say = say_in(lang)
    chosen = "jsonl" if training else form
    with (
        opened(ledger, say) as book,
        write(chosen, output, "decisions", say) as out,
        book.reading() as connection,
    ):
        lessons = made.lessons(connection, texts=not no_text)
        rows: Any = lessons if training else made.decisions(connection, as_of, state.value if state else None)
        for row in rows:
            out.put(row)
