"""Options that commands share, and what is made of their values."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from greffier.errors import UsageError
from greffier.messages import Say, say_in

# Help is worded when the commands are declared, so it follows the locale and not --lang.
HELP = say_in(None)
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(b|kb|mb|gb|k|m|g)?", re.IGNORECASE)
UNITS = {"b": 1, "k": 1000, "m": 1000**2, "g": 1000**3}


class Language(StrEnum):
    """The languages that views and messages come in."""

    fr = "fr"
    en = "en"


class Table(StrEnum):
    """The tables that CSV comes in."""

    events = "events"
    claims = "claims"
    quantities = "quantities"
    arrangements = "arrangements"


Lang = Annotated[Language | None, typer.Option("--lang", help=HELP("help.lang"))]
Published = Annotated[str | None, typer.Option("--published", metavar="DATE", help=HELP("help.published"))]
Lexicon = Annotated[Path | None, typer.Option("--lexicon", metavar="DIR", help=HELP("help.lexicon"))]
Force = Annotated[bool, typer.Option("--force", help=HELP("help.force"))]
Fast = Annotated[bool, typer.Option("--fast", help=HELP("help.fast"))]
Least = Annotated[
    float, typer.Option("--min-confidence", min=0.0, max=1.0, metavar="SHARE", help=HELP("help.min_confidence"))
]
MaxSize = Annotated[str, typer.Option("--max-size", metavar="SIZE", help=HELP("help.max_size"))]


def day(value: str | None, say: Say) -> date | None:
    """Return the day that ``--published`` names, or None without it (UsageError for no day)."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(say("error.bad_date", value=value)) from None


def size(value: str, say: Say) -> int:
    """Return the bytes that ``--max-size`` names: ``5MB``, ``500kB``, ``1000`` (UsageError for no size)."""
    match = SIZE.fullmatch(value.strip())
    if not match:
        raise UsageError(say("error.bad_size", value=value))
    unit = (match[2] or "b")[0].lower()
    return int(float(match[1]) * UNITS[unit])
