"""Readings for the commands: intake, reading, one sentence on standard error for each input that fails."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from greffier.errors import GreffierError, LexiconError
from greffier.french import Lexicon, default_lexicon
from greffier.messages import Say
from greffier.records import Dispatch, Reading
from greffier.version import FAST_READER, READER

if TYPE_CHECKING:
    from greffier.reading.read import Reader

ASKED = 32  # dispatches of which it is asked at once whether they were read before
BAR_FROM = 2  # files from which a progress bar is worth its line


@dataclass(slots=True)
class Source:
    """Reads what the user names, one dispatch at a time; ``failed`` counts what could not be read."""

    say: Say
    published: date | None = None
    lexicon_folder: Path | None = None
    force: bool = False
    max_size: int = 1_000_000
    quiet: bool = True
    fast: bool = False
    least: float = 0.0
    failed: int = field(default=0, init=False)
    _used: Reader | None = field(default=None, init=False)

    @property
    def reader_version(self) -> str:
        """The version that readings made here carry."""
        return FAST_READER if self.fast else READER

    def readings(self, paths: Sequence[str]) -> Iterator[Reading]:
        """Yield the reading of every dispatch under ``paths``; failures are said and counted."""
        from greffier.intake import Failure, read_sources

        lexicon = Lexicon(self.lexicon_folder) if self.lexicon_folder else default_lexicon()
        found = read_sources(paths, max_size=self.max_size, force=self.force, published=self.published, lexicon=lexicon)
        reader = None
        with self._progress(paths) as tick:
            for entry in found:
                tick()
                if isinstance(entry, Failure):
                    self.fail(entry.name, entry.error)
                    continue
                reader = reader or _reader(lexicon, self.fast)
                reading = self._read(reader, entry)
                if reading:
                    yield reading

    def anything(
        self, paths: Sequence[str], unread: Callable[[Sequence[Dispatch]], Sequence[Dispatch]]
    ) -> Iterator[Reading]:
        """Yield the readings that stand under ``paths``, and those of dispatches that ``unread`` lets through."""
        from greffier.intake.sources import read_anything

        lexicon = Lexicon(self.lexicon_folder) if self.lexicon_folder else default_lexicon()
        settings = {"max_size": self.max_size, "force": self.force, "published": self.published, "lexicon": lexicon}
        waiting: list[Dispatch] = []
        with self._progress(paths) as tick:
            for entry in read_anything(paths, **settings):  # type: ignore[arg-type]
                tick()
                if isinstance(entry, Reading):
                    yield entry
                elif isinstance(entry, Dispatch):
                    waiting.append(entry)
                    if len(waiting) >= ASKED:
                        yield from self._readings(unread(waiting), lexicon)
                        waiting = []
                else:
                    self.fail(entry.name, entry.error)
            yield from self._readings(unread(waiting), lexicon)

    def _readings(self, dispatches: Sequence[Dispatch], lexicon: Lexicon) -> Iterator[Reading]:
        for dispatch in dispatches:
            self._used = self._used or _reader(lexicon, self.fast)
            reading = self._read(self._used, dispatch)
            if reading:
                yield reading

    def of_dispatches(self, dispatches: Iterable[Dispatch]) -> Iterator[Reading]:
        """Yield the reading of each dispatch."""
        lexicon = Lexicon(self.lexicon_folder) if self.lexicon_folder else default_lexicon()
        yield from _reader(lexicon, self.fast).pipe(dispatches)

    def _read(self, reader: Reader, dispatch: Dispatch) -> Reading | None:
        from greffier.reading.confidence import above

        try:
            return above(reader.read(dispatch), self.least)
        except LexiconError:  # the same for every dispatch
            raise
        except Exception as problem:  # a fault of ours in one dispatch must not cost the user the archive
            self.fail(dispatch.id, GreffierError(self.say("error.fault", problem=repr(problem))))
            return None

    def fail(self, name: str, problem: Exception) -> None:
        """Say on standard error, in one line, what went wrong with an input."""
        self.failed += 1
        said = str(problem)
        if self.say.knows(key := f"failure.{type(problem).__name__}"):
            said = self.say(key, problem=problem)
        shown = said if name and said.startswith(name) else self.say("error.line", name=name, problem=said)
        print(" ".join(shown.split()), file=sys.stderr)

    @contextmanager
    def _progress(self, paths: Sequence[str]) -> Iterator[Callable[[], None]]:
        many = len(paths) >= BAR_FROM or any(Path(path).is_dir() or "*" in path for path in paths)
        if self.quiet or not many or not sys.stderr.isatty():
            yield lambda: None
            return
        from rich.console import Console
        from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(self.say("progress.reading"), total=None)
            yield lambda: bar.advance(task)


def _reader(lexicon: Lexicon, fast: bool) -> Reader:
    from greffier.reading.read import Reader

    return Reader(lexicon, fast=fast)
