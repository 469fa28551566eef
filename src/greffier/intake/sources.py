"""Reads files, folders, globs and standard input, and streams the dispatches and failures they hold."""

from __future__ import annotations

import glob
import io
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from greffier.errors import EmptyDispatch, GreffierError, IntakeError, NotFrench, TooLarge
from greffier.french import Lexicon, default_lexicon
from greffier.intake.build import from_text
from greffier.intake.decode import BOMS, decode
from greffier.intake.html import from_html, looks_like_html
from greffier.intake.jsonl import MARKS, from_record, parse_record
from greffier.intake.language import check_french
from greffier.interchange import from_json
from greffier.records import Dispatch, Reading

SUFFIXES = (".txt", ".html", ".htm", ".json", ".jsonl")
MAX_SIZE = 1_000_000  # bytes of one dispatch's text
MARKUP = 20  # a page or record may be this many times larger than the text in it
STDIN = "-"
READ = {"id", "text", "claims", "events", "quantities"}  # the keys by which a reading is known


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read: the name of the file (and line), and the error with its sentence."""

    name: str
    error: GreffierError


@dataclass(frozen=True, slots=True)
class _Settings:
    max_size: int
    force: bool
    published: date | None
    lexicon: Lexicon
    readings: bool = False


def read_sources(
    paths: Sequence[str],
    *,
    max_size: int = MAX_SIZE,
    force: bool = False,
    published: date | None = None,
    lexicon: Lexicon | None = None,
) -> Iterator[Dispatch | Failure]:
    """Yield a Dispatch or a Failure for each dispatch of the paths, in order; one failure stops nothing.

    A path is a file, a folder (searched for .txt, .html, .htm, .json, .jsonl, sorted), a glob, or
    ``-`` for standard input. ``max_size`` is in bytes of text; ``published`` is the day of those that
    bring none; ``force`` reads texts that are not French. Ids are unique within the run.
    """
    settings = _Settings(max_size, force, published, lexicon or default_lexicon())
    taken: set[str] = set()
    for item in _items(paths, settings):
        if isinstance(item, Dispatch):
            yield _unique(item, taken)
        elif isinstance(item, Failure):
            yield item


def read_anything(
    paths: Sequence[str],
    *,
    max_size: int = MAX_SIZE,
    force: bool = False,
    published: date | None = None,
    lexicon: Lexicon | None = None,
) -> Iterator[Dispatch | Reading | Failure]:
    """Yield what ``read_sources`` does, but a JSON object that holds a whole reading as that Reading.

    Ids stay as they are: a second one may be a later version of the same dispatch.
    """
    yield from _items(paths, _Settings(max_size, force, published, lexicon or default_lexicon(), readings=True))


def _items(paths: Sequence[str], settings: _Settings) -> Iterator[Dispatch | Reading | Failure]:
    for path in paths:
        for name, found in _expanded(path):
            if isinstance(found, Failure):
                yield found
            else:
                yield from _guarded(name, found, settings)


def _expanded(path: str) -> Iterator[tuple[str, Path | Failure | None]]:
    """Yield (name, path); the path is None for standard input, a Failure where there is none."""
    place = Path(path)
    try:
        if path == STDIN:
            yield STDIN, None
        elif place.is_dir():
            yield from _folder(place)
        elif place.exists() or not glob.has_magic(path):
            yield path, place
        else:
            matches = sorted(glob.iglob(path, recursive=True))  # noqa: PTH207  # Path.glob takes no absolute pattern
            if not matches:
                yield path, Failure(path, IntakeError(f"No file matches {path}; check the pattern."))
            for match in matches:
                yield from _folder(Path(match)) if Path(match).is_dir() else [(match, Path(match))]
    except (OSError, ValueError) as problem:
        yield path, Failure(path, _unreadable(problem))


def _folder(folder: Path) -> Iterator[tuple[str, Path | Failure | None]]:
    problems: list[OSError] = []
    found: list[Path] = []
    for base, folders, files in os.walk(folder, onerror=problems.append):
        folders[:] = [f for f in folders if not f.startswith(".")]
        names = [Path(base) / f for f in files if not f.startswith(".") and f.lower().endswith(SUFFIXES)]
        found.extend(n for n in names if n.is_file() or n.is_symlink())
    for problem in problems:
        name = str(problem.filename or folder)
        yield name, Failure(name, _unreadable(problem))
    if not found and not problems:
        message = f"The folder holds no file ending in {', '.join(SUFFIXES)}; give another folder or the files."
        yield str(folder), Failure(str(folder), EmptyDispatch(message))
    for path in sorted(found):
        yield str(path), path


def _guarded(name: str, path: Path | None, settings: _Settings) -> Iterator[Dispatch | Reading | Failure]:
    try:
        if path is None:
            yield from _stream(name, "", getattr(sys.stdin, "buffer", io.BytesIO()), settings)
            return
        with path.open("rb") as stream:
            if stat.S_ISREG(os.fstat(stream.fileno()).st_mode) and path.suffix.lower() != ".jsonl":
                _refuse_size(os.fstat(stream.fileno()).st_size, settings.max_size * MARKUP, settings.max_size)
            yield from _stream(name, path.suffix.lower(), stream, settings)
    except GreffierError as error:
        yield Failure(name, error)
    except (OSError, ValueError) as problem:
        yield Failure(name, _unreadable(problem))


def _stream(name: str, suffix: str, stream: BinaryIO, settings: _Settings) -> Iterator[Dispatch | Reading | Failure]:
    """Read one open file: lines of JSON as they come, everything else as a whole."""
    limit = settings.max_size * MARKUP
    first = stream.readline(limit + 1)
    marked = first.startswith(tuple(mark for mark, _ in BOMS[1:]))  # UTF-16: lines are found after decoding
    if not marked and suffix not in {".txt", ".html", ".htm"} and (suffix == ".jsonl" or _is_record(first)):
        yield from _lines(name, first, stream, settings)
        return
    rest = stream.read(limit + 1 - len(first)) if len(first) <= limit else b""
    yield from _whole(name, suffix, first + rest, settings)


def _is_record(line: bytes) -> bool:
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        record = parse_record(decode(line)[0])
    except GreffierError:
        return False
    return any(key in record for key in MARKS)


def _lines(name: str, first: bytes, stream: BinaryIO, settings: _Settings) -> Iterator[Dispatch | Reading | Failure]:
    limit, number, line, any_line = settings.max_size * MARKUP, 0, first, False
    while line:
        number += 1
        place = f"{name}:{number}"
        if len(line) > limit:
            while line and not line.endswith(b"\n"):  # pass over the rest of the line, a piece at a time
                line = stream.readline(limit)
            yield Failure(place, _too_large(settings.max_size))
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            any_line = True
            yield _record(place, line, _numbered(name, number), settings)
        line = stream.readline(limit + 1)
    if not any_line and number <= 1:
        yield Failure(name, EmptyDispatch("The file is empty; give a file with at least one JSON object."))


def _record(place: str, line: bytes, default_id: str | None, settings: _Settings) -> Dispatch | Reading | Failure:
    try:
        record = parse_record(decode(line)[0])
        if settings.readings and record.keys() >= READ:
            return from_json(record)
        return _accepted(
            from_record(record, default_id=default_id, published=settings.published, lexicon=settings.lexicon),
            settings,
        )
    except GreffierError as error:
        return Failure(place, error)


def _whole(name: str, suffix: str, data: bytes, settings: _Settings) -> Iterator[Dispatch | Reading | Failure]:
    if not data.strip():
        raise EmptyDispatch("The file is empty; give a file that holds a dispatch.")
    head = data[:4096].decode("latin-1")
    stem = _stem(name)
    if suffix in {".html", ".htm"} or (suffix != ".txt" and looks_like_html(head.removeprefix("ï»¿"))):
        _refuse_size(len(data), settings.max_size * MARKUP, settings.max_size)
        page = from_html(data, id=stem, published=settings.published, lexicon=settings.lexicon)
        yield _accepted(page, settings)
        return
    if suffix in {".json", ".jsonl"} or head.lstrip().startswith("{"):
        records = list(_json(name, data, suffix, settings))
        if records:
            yield from records
            return
    _refuse_size(len(data), settings.max_size * 4, settings.max_size)  # UTF-16 and UTF-32 are larger than UTF-8
    text, warnings = decode(data)
    dispatch = from_text(text, id=stem, published=settings.published, warnings=warnings, lexicon=settings.lexicon)
    yield _accepted(dispatch, settings)


def _json(name: str, data: bytes, suffix: str, settings: _Settings) -> Iterator[Dispatch | Reading | Failure]:
    """Read a JSON object over several lines, or lines of JSON in an encoding that hides the line ends."""
    _refuse_size(len(data), settings.max_size * MARKUP, settings.max_size)
    text = decode(data)[0]
    try:
        record = parse_record(text)
    except GreffierError:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > 1 and _is_record(lines[0].encode("utf-8", "surrogatepass")):
            for number, line in enumerate(lines, 1):
                code = line.encode("utf-8", "surrogatepass")
                yield _record(f"{name}:{number}", code, _numbered(name, number), settings)
            return
        if suffix in {".json", ".jsonl"}:
            raise
        return  # a text that begins with a brace
    if settings.readings and record.keys() >= READ:
        yield from_json(record)
        return
    dispatch = from_record(record, default_id=_stem(name), published=settings.published, lexicon=settings.lexicon)
    yield _accepted(dispatch, settings)


def _accepted(dispatch: Dispatch, settings: _Settings) -> Dispatch:
    """Return the dispatch if it is not empty, not too large, and French (or forced)."""
    if not dispatch.text.strip():
        raise EmptyDispatch("The file is empty; give a file that holds a dispatch.")
    _refuse_size(len(dispatch.text.encode("utf-8", "surrogatepass")), settings.max_size, settings.max_size)
    try:
        check_french(dispatch.text, settings.lexicon)
    except NotFrench as error:
        if not settings.force:
            raise
        language = str(error).partition(",")[0]
        return replace(dispatch, warnings=(*dispatch.warnings, f"not-french: {language}"))
    return dispatch


def _unique(dispatch: Dispatch, taken: set[str]) -> Dispatch:
    name, number = dispatch.id, 2
    while name in taken:
        name, number = f"{dispatch.id}-{number}", number + 1
    taken.add(name)
    if name == dispatch.id:
        return dispatch
    return replace(dispatch, id=name, warnings=(*dispatch.warnings, f"duplicate-id: {dispatch.id} became {name}"))


def _stem(name: str) -> str | None:
    return None if name == STDIN else Path(name).stem or None


def _numbered(name: str, number: int) -> str | None:
    stem = _stem(name)
    return f"{stem}-{number}" if stem else None


def _refuse_size(size: int, limit: int, max_size: int) -> None:
    if size > limit:
        raise _too_large(max_size)


def _too_large(max_size: int) -> TooLarge:
    return TooLarge(f"The dispatch is larger than {max_size:,} bytes; split it, or raise --max-size.")


def _unreadable(problem: Exception) -> IntakeError:
    if isinstance(problem, FileNotFoundError):
        return IntakeError("The file does not exist; check its name.")
    if isinstance(problem, PermissionError):
        return IntakeError("The file may not be read; change its permissions or run as its owner.")
    if isinstance(problem, IsADirectoryError):
        return IntakeError("This is a folder where a file was expected; check its name.")
    reason = getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
    return IntakeError(f"The file cannot be read ({reason}); check its name and try again.")
