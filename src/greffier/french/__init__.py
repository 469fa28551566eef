"""All that is French: the lexicon (hand-edited TOML, derived TSV tables), the lemma table, their loader.

A lexicon file is found by its name. A user's folder overlays ours: in a TOML file of the same name,
tables merge key by key, lists are appended; rows of a TSV file of the same name come after ours.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from greffier.errors import LexiconError

HERE = Path(__file__).parent / "lexicon"
T = TypeVar("T")


class Lexicon:
    """The French knowledge that the stages use, ours with a user's folder laid over it.

    ``table("cues")`` gives the merged content of ``cues.toml``; ``tables("frames")`` merges every
    file of the folder ``frames/``; ``rows("countries")`` gives the rows of ``countries.tsv``.
    ``compiled(key, build)`` keeps what a stage makes of them, once for each Lexicon.
    """

    def __init__(self, overlay: Path | str | None = None) -> None:
        """Lay ``overlay`` (a folder, or None) over the lexicon that ships (LexiconError if it is none)."""
        self._overlay = Path(overlay) if overlay else None
        if self._overlay and not self._overlay.is_dir():
            raise LexiconError(f"The lexicon folder {self._overlay} does not exist; give a folder of TOML files.")
        if self._overlay:
            _check(self._overlay)
        self._made: dict[str, Any] = {}

    def table(self, name: str) -> dict[str, Any]:
        """Return the content of ``name.toml``, the user's laid over ours."""
        return self.compiled(f"toml:{name}", lambda: self._merged([f"{name}.toml"]))

    def tables(self, folder: str) -> dict[str, Any]:
        """Return the merged content of every TOML file of the folder, in the order of their names."""

        def build() -> dict[str, Any]:
            names = {f"{folder}/{p.name}" for base in self._bases() for p in (base / folder).glob("*.toml")}
            return self._merged(sorted(names))

        return self.compiled(f"folder:{folder}", build)

    def cells(self, name: str) -> Iterator[list[str]]:
        """Yield the rows of ``name.tsv`` as lists of cells, without header and notices (lines with #)."""
        for path in self._paths(f"{name}.tsv"):
            yield from _cells(path)[1:]

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return the rows of ``name.tsv`` as dictionaries from column to cell."""

        def build() -> list[dict[str, str]]:
            return [row for path in self._paths(f"{name}.tsv") for row in _rows(path)]

        return self.compiled(f"tsv:{name}", build)

    def compiled(self, key: str, build: Callable[[], T]) -> T:
        """Return what ``build()`` makes, made once for each Lexicon and key."""
        if key not in self._made:
            self._made[key] = build()
        return self._made[key]  # type: ignore[no-any-return]

    def _bases(self) -> list[Path]:
        return [HERE, self._overlay] if self._overlay else [HERE]

    def _paths(self, name: str) -> list[Path]:
        return [path for base in self._bases() if (path := base / name).is_file()]

    def _merged(self, names: list[str]) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for base in self._bases():
            for name in names:
                if (base / name).is_file():
                    _lay_over(merged, _read_toml(base / name))
        return merged


@cache
def default_lexicon() -> Lexicon:
    """Return the lexicon that ships, without an overlay."""
    return Lexicon()


def _cells(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _rows(path: Path) -> list[dict[str, str]]:
    header, *body = _cells(path)
    for cells in body:
        if len(cells) != len(header):
            raise LexiconError(
                f"In {path} the row that begins with {cells[0]!r} has {len(cells)} cells where the header has "
                f"{len(header)}; mend it and run again."
            )
    return [dict(zip(header, cells, strict=True)) for cells in body]


def _read_toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise LexiconError(f"The lexicon file {path} is not valid TOML ({problem}); mend it and run again.") from None


def _check(overlay: Path) -> None:
    """Refuse a user's folder in which a file has no name of ours, is broken, or has other columns (LexiconError)."""
    for path in sorted(p for p in overlay.rglob("*") if p.suffix in {".toml", ".tsv"}):
        name = path.relative_to(overlay)
        if not (HERE / name).is_file() and not (
            path.suffix == ".toml" and (HERE / name.parent).is_dir() and name.parent.name
        ):
            known = ", ".join(sorted(p.name for p in HERE.iterdir() if p.suffix in {".toml", ".tsv"}))
            raise LexiconError(
                f"greffier has no lexicon file {name}; rename {path} to frames/NAME.toml or one of {known}."
            )
        if path.suffix == ".toml":
            _read_toml(path)
        elif _cells(path)[:1] != _cells(HERE / name)[:1]:
            header = " ".join(_cells(HERE / name)[0])
            raise LexiconError(f"The first line of {path} must name these columns, tab-separated: {header}.")
        else:
            _rows(path)


def _lay_over(base: dict[str, Any], upper: Mapping[str, Any]) -> None:
    for key, value in upper.items():
        if key in base and isinstance(base[key], dict | list) and type(base[key]) is not type(value):
            kind = "a table" if isinstance(base[key], dict) else "a list"
            raise LexiconError(
                f"In your lexicon {key!r} must be {kind} as in the file it is laid over; mend it and run again."
            )
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            _lay_over(base[key], value)
        elif isinstance(value, list) and isinstance(base.get(key), list):
            base[key] = base[key] + value
        else:
            base[key] = value
