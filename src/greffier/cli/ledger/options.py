"""What all commands of the ledger share: where it is, what to look for, how to write what is found."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from greffier.cli import options
from greffier.cli.ledger.tables import write
from greffier.cli.options import HELP
from greffier.errors import LedgerError, UsageError
from greffier.ledger.wanted import Filter
from greffier.messages import Say, say_in

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from greffier.ledger.ledger import Ledger

SHOWN = 50  # rows that a terminal is shown unless --limit says otherwise


class Form(StrEnum):
    """The forms that lists are written in."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


class StatusOption(StrEnum):
    """Whether an event took place."""

    occurred = "occurred"
    ongoing = "ongoing"
    planned = "planned"
    hypothetical = "hypothetical"
    negated = "negated"


def _option(kind: Any, name: str, help_key: str, metavar: str | None = None, *more: str) -> Any:
    return Annotated[kind, typer.Option(f"--{name}", *more, metavar=metavar, help=HELP(f"help.ledger_{help_key}"))]


Place = Annotated[str | None, typer.Option("--ledger", metavar="PLACE", help=HELP("help.ledger_place"))]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help=HELP("help.ledger_by"))]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="MOMENT", help=HELP("help.ledger_as_of"))]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=HELP("help.ledger_note"))]
FILTERS: dict[str, Any] = {
    "actor": _option(str | None, "actor", "actor", "WHO"),
    "dyad": _option(str | None, "dyad", "dyad", "WHO:WHOM"),
    "type_": _option(str | None, "type", "type", "PLOVER"),
    "mode": _option(str | None, "mode", "mode", "MODE"),
    "status": _option(StatusOption | None, "status", "status"),
    "place": _option(str | None, "place", "where", "WHERE"),
    "from_": _option(str | None, "from", "from", "DATE"),
    "to": _option(str | None, "to", "to", "DATE"),
    "speaker": _option(str | None, "speaker", "speaker", "WHO"),
    "source": _option(str | None, "source", "source", "NAME"),
    "dispatch": _option(str | None, "dispatch", "dispatch", "ID"),
    "confidence": _option(float | None, "confidence", "confidence", "0-1"),
    "as_of": AsOf,
}
OUTPUT: dict[str, Any] = {
    "limit": _option(int | None, "limit", "limit", "N", "-n"),
    "form": _option(Form | None, "format", "format", None, "-f"),
    "output": Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=HELP("help.output"))],
    "ledger": Place,
    "lang": options.Lang,
}


@dataclass(slots=True)
class Ask:
    """A question of the command line: the open ledger, what to look for, how many at most, and the language."""

    ledger: Ledger
    connection: Connection
    wanted: Filter
    limit: int | None
    say: Say


@contextmanager
def opened(place: str | None, say: Say, *, make: bool = False, by: str | None = None) -> Iterator[Ledger]:
    """Give the open ledger; what goes wrong with it is said in the language of ``say``."""
    from greffier.ledger.ledger import Ledger

    try:
        with Ledger(place, make=make, by=by) as ledger:
            yield ledger
    except LedgerError as problem:
        raise type(problem)(problem.code, **problem.values).in_language(say.language) from None


def listing(kind: str) -> Callable[[Callable[..., Iterable[Any]]], Callable[..., None]]:
    """Make a command of a function that yields rows: all filters, and all options of what is written, are added.

    The function takes an Ask and its own options; ``kind`` names its table.
    """

    def made(function: Callable[..., Iterable[Any]]) -> Callable[..., None]:
        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        added = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
            for name, annotation in (FILTERS | OUTPUT).items()
        ]
        parameters = [*(p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own), *added]

        @functools.wraps(function)
        def command(**given: Any) -> None:
            say = say_in(given["lang"])
            wanted = _filter(given, say)
            with opened(given["ledger"], say) as ledger:
                ledger.work_out()
                _answer(ledger, function, wanted, given, {p.name: given[p.name] for p in own}, kind, say)

        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        command.__annotations__ = {p.name: p.annotation for p in parameters}
        return command

    return made


def _answer(
    ledger: Ledger,
    function: Callable[..., Iterable[Any]],
    wanted: Filter,
    given: dict[str, Any],
    own: dict[str, Any],
    kind: str,
    say: Say,
) -> None:
    with write(given["form"], given["output"], kind, say) as out:
        limit = given["limit"] if given["limit"] is not None else SHOWN if out.table else 0
        with ledger.reading() as connection:
            ask = Ask(ledger, connection, wanted, limit + 1 if limit else None, say)
            for number, row in enumerate(function(ask, **own)):
                if limit and number == limit:
                    out.more(limit)
                    break
                out.put(row)


def _filter(given: dict[str, Any], say: Say) -> Filter:
    return Filter(
        actor=given["actor"], dyad=given["dyad"], type=given["type_"], mode=given["mode"],
        status=given["status"].value if given["status"] else None, place=given["place"],
        first=day(given["from_"], say, "--from"), last=day(given["to"], say, "--to"), speaker=given["speaker"],
        source=given["source"], confidence=given["confidence"], as_of=given["as_of"], dispatch=given["dispatch"],
    )  # fmt: skip


def day(value: str | None, say: Say, option: str) -> date | None:
    """Return the day that an option names (UsageError for no day)."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(say("ledger_error.bad_day", value=value, option=option)) from None
