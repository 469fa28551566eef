"""``greffier add``: dispatches are read, readings are taken as they are, and both are kept in the ledger."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from greffier.cli import options
from greffier.cli.ledger.options import By, Place, opened
from greffier.cli.options import HELP
from greffier.cli.source import Source
from greffier.errors import UsageError
from greffier.messages import Say, say_in
from greffier.records import Dispatch, Reading

if TYPE_CHECKING:
    from greffier.ledger.ledger import Ledger

NEWS = ("dispatch", "version", "reading", "known")
BATCH = 64  # dispatches recorded in one transaction: what a stop can cost

Paths = Annotated[list[str] | None, typer.Argument(metavar="[FILE|FOLDER|GLOB|-]...", help=HELP("help.read_paths"))]
Person = Annotated[str | None, typer.Option("--person", metavar="NAME", help=HELP("help.add_person"))]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=HELP("help.add_quiet"))]


def add(
    paths: Paths = None,
    ledger: Place = None,
    person: Person = None,
    published: options.Published = None,
    lexicon: options.Lexicon = None,
    force: options.Force = False,
    max_size: options.MaxSize = "1MB",
    fast: options.Fast = False,
    by: By = None,
    lang: options.Lang = None,
    quiet: Quiet = False,
) -> None:
    """Keep dispatches in the ledger."""
    say = say_in(lang)
    if not paths and sys.stdin.isatty():
        raise UsageError(say("error.no_input"))
    source = Source(say, options.day(published, say), lexicon, force, options.size(max_size, say), quiet, fast)
    with opened(ledger, say, make=True, by=by) as book:
        adding = Adding(book, source, person)
        try:
            adding.all(paths or ["-"])
        finally:
            if not quiet:
                print(adding.summary(say), file=sys.stderr)
    if source.failed:
        raise typer.Exit(1)


@dataclass(slots=True)
class Adding:
    """Adds what a source gives, a batch at a time; what was recorded stays when it is stopped."""

    ledger: Ledger
    source: Source
    person: str | None
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("dispatch", "version", "reading", "known"), 0)
    )

    def all(self, paths: Sequence[str]) -> None:
        """Add everything under the paths; on Ctrl-C what was read so far is recorded first."""
        read: list[Reading] = []
        try:
            for reading in self.source.anything(paths, self._unread):
                read.append(reading)
                if len(read) >= BATCH:
                    self._record(read)
                    read = []
        finally:
            self._record(read)
        self.ledger.work_out()

    def _record(self, readings: Sequence[Reading]) -> None:
        if readings:
            for news in self.ledger.add_batch(readings, person=self.person):
                self.counts[news] += 1

    def _unread(self, dispatches: Sequence[Dispatch]) -> list[Dispatch]:
        left = self.ledger.unread(dispatches, self.source.reader_version)
        self.counts["known"] += len(dispatches) - len(left)
        return left

    def summary(self, say: Say) -> str:
        """Return one line that says what was added."""
        from greffier.ledger.engine import shown

        about: dict[str, Any] = {**self.counts, "failed": self.source.failed, "place": shown(self.ledger.place)}
        return say("added.all", **about)


__all__ = ["add"]
