"""``greffier score``: how good readings are, against gold."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from greffier import score as scorer
from greffier.cli import options
from greffier.cli.options import HELP
from greffier.cli.source import Source
from greffier.errors import InterchangeError, UsageError
from greffier.interchange import to_json
from greffier.messages import say_in
from greffier.records import Dispatch
from greffier.score_errors import cases, report

Json = dict[str, Any]
Gold = Annotated[Path, typer.Argument(metavar="GOLD", help=HELP("help.score_gold"))]
Pred = Annotated[Path | None, typer.Argument(metavar="[PRED|FOLDER]", help=HELP("help.score_pred"))]
AsJson = Annotated[bool, typer.Option("--json", help=HELP("help.score_json"))]
ByDispatch = Annotated[bool, typer.Option("--by-dispatch", help=HELP("help.score_by_dispatch"))]
Errors = Annotated[bool, typer.Option("--errors", help=HELP("help.score_errors"))]
Infer = Annotated[bool, typer.Option("--infer-published", help=HELP("help.score_infer"))]


def score(
    gold: Gold,
    predicted: Pred = None,
    as_json: AsJson = False,
    by_dispatch: ByDispatch = False,
    errors: Errors = False,
    infer: Infer = False,
    lexicon: options.Lexicon = None,
    fast: options.Fast = False,
    lang: options.Lang = None,
) -> None:
    """Print how the readings fare against the gold."""
    say = say_in(lang)
    if as_json and (by_dispatch or errors):
        raise UsageError(say("error.data_only", option="--errors" if errors else "--by-dispatch"))
    reference = scorer.load(gold)
    if not reference:
        raise UsageError(say("error.no_gold", name=gold))
    source = Source(say, lexicon_folder=lexicon, force=True, fast=fast)
    read = _of_gold(reference, source, infer) if predicted is None else _predictions(predicted, source)
    missing = sorted(set(reference) - set(read))
    if missing:
        print(say("error.missing", names=", ".join(missing)), file=sys.stderr)
    if as_json:
        typer.echo(json.dumps(scorer.score(reference, read), indent=1))
    else:
        _show(reference, read, by_dispatch, errors)
    if source.failed:
        raise typer.Exit(1)


def _show(reference: Mapping[str, Json], read: Mapping[str, Json], by_dispatch: bool, errors: bool) -> None:
    total: Counter[str] = Counter()
    for name, wanted in reference.items():
        counts = scorer.tally(wanted, read.get(name))
        total.update(counts)
        if by_dispatch:
            typer.echo(scorer.line(name, counts))
    typer.echo(scorer.table("total", total))
    if errors:
        found = [case for name, wanted in reference.items() for case in cases(wanted, read.get(name))]
        typer.echo("\n" + report(found))


def _of_gold(reference: Mapping[str, Json], source: Source, infer: bool) -> dict[str, Json]:
    """Read the texts of the gold; unlike intake's, they are taken as they stand, so that offsets agree."""
    found = source.of_dispatches(_dispatch(name, wanted, infer) for name, wanted in reference.items())
    return {reading.dispatch.id: to_json(reading) for reading in found}


def _dispatch(name: str, wanted: Json, infer: bool) -> Dispatch:
    from greffier.intake import from_text

    published = wanted.get("published")
    if infer or published is None:
        return from_text(wanted["text"], published=None, id=name)
    return from_text(wanted["text"], published=date.fromisoformat(published), id=name)


def _predictions(path: Path, source: Source) -> dict[str, Json]:
    """Load predictions, or read dispatches: what holds no ``events`` is no prediction."""
    try:
        loaded = scorer.load(path)
    except InterchangeError:
        loaded = {}
    if loaded and all("events" in reading for reading in loaded.values()):
        return loaded
    return {reading.dispatch.id: to_json(reading) for reading in source.readings([str(path)])}


__all__ = ["score"]
