"""``greffier explain``: why each record stands in the reading."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from greffier.cli import options
from greffier.cli.options import HELP
from greffier.cli.source import Source
from greffier.errors import UsageError
from greffier.export.phrases import Phrases
from greffier.messages import Say, say_in
from greffier.records import Arrangement, Claim, Event, Quantity, Reading

Record = Claim | Event | Quantity | Arrangement
KINDS = {"claim": "claims", "event": "events", "quantity": "quantities", "arrangement": "arrangements"}
NAME = re.compile(r"(claim|event|quantity|arrangement):(\d+)")

File = Annotated[str, typer.Argument(metavar="FILE", help=HELP("help.explain_file"))]
Which = Annotated[str | None, typer.Argument(metavar="[RECORD]", help=HELP("help.explain_record"))]


def explain(
    file: File,
    record: Which = None,
    published: options.Published = None,
    lexicon: options.Lexicon = None,
    lang: options.Lang = None,
    force: options.Force = False,
    max_size: options.MaxSize = "1MB",
    fast: options.Fast = False,
) -> None:
    """Print why the records of a dispatch, or one of them, stand in its reading."""
    say = say_in(lang)
    wanted = _wanted(record, say)
    source = Source(say, options.day(published, say), lexicon, force, options.size(max_size, say), fast=fast)
    readings = list(source.readings([file]))
    if wanted and len(readings) > 1:
        raise UsageError(say("error.several", name=file, record=record))
    for reading in readings:
        typer.echo("\n".join(lines(reading, say, wanted)))
    if source.failed:
        raise typer.Exit(1)


def lines(reading: Reading, say: Say, wanted: tuple[str, int] | None = None) -> list[str]:
    """Return the lines that explain all records, or the one that ``wanted`` names (UsageError if it is not there)."""
    if wanted is None:
        return [
            line
            for kind, listed in KINDS.items()
            for index in range(len(getattr(reading, listed)))
            for line in lines(reading, say, (kind, index))
        ]
    kind, index = wanted
    records: tuple[Record, ...] = getattr(reading, KINDS[kind])
    if index >= len(records):
        about = {"dispatch": reading.dispatch.id, "count": len(records), "kind": kind, "index": index}
        raise UsageError(say("error.no_record", **about))
    return [*_heading(reading, kind, index, records[index], say), *_reasons(reading, records[index], say), ""]


def _wanted(record: str | None, say: Say) -> tuple[str, int] | None:
    if record is None:
        return None
    match = NAME.fullmatch(record.strip().lower())
    if not match:
        raise UsageError(say("error.bad_record", value=record))
    return match[1], int(match[2])


def _heading(reading: Reading, kind: str, index: int, record: Record, say: Say) -> list[str]:
    phrases, text = Phrases(say), reading.dispatch.text
    if isinstance(record, Claim):
        told = f"{phrases.speaker(reading, index)}: {phrases.words(text, record.content)}"
    elif isinstance(record, Event):
        told = f"{record.type} {'/'.join(record.modes)}".strip()
        told += f", {phrases.dyad(record)}, {phrases.status(record)}"
    elif isinstance(record, Quantity):
        told = f"{phrases.figure(record)} {record.object or ''} ({phrases.role(record)})"
    else:
        told = phrases.arrangement(record)
    return [f"{kind}:{index}  {told}"]


def _reasons(reading: Reading, record: Record, say: Say) -> list[str]:
    why, phrases = record.why, Phrases(say)
    if why is None:
        return [f"  {say('explain.no_why')}"]
    rows = [(say("explain.rule"), why.rule)]
    if why.words:
        rows.append((say("explain.words"), phrases.words(reading.dispatch.text, why.words)))
    rows += [(say("explain.lost"), f"{alternative} — {reason}") for alternative, reason in why.rejected]
    confidence = getattr(record, "confidence", None)
    if confidence is not None:
        rows.append((say("explain.confidence"), f"{confidence:.2f}"))
    return [f"  {label:<11}{content}" for label, content in rows]


__all__ = ["explain", "lines"]
