"""Says one thing of the ledger whole, in lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from greffier.export.phrases import one_line
from greffier.messages import Say

QUIET = {"text", "why", "boilerplate"}
LONGEST = 300


def lines(found: dict[str, Any], say: Say) -> list[str]:
    """Return what ``Ledger.show`` gave as lines: names and values, what is nested set in."""
    kind = found["kind"]
    head = f"{say(f'show.{kind}')} {found['id']}"
    rest = {key: value for key, value in found.items() if key not in ("kind", "id")}
    return [head, *_of(rest, say, 1)]


def _of(values: dict[str, Any], say: Say, depth: int) -> Iterator[str]:
    for key, value in values.items():
        if value is None or value in ([], (), {}, "") or key in QUIET:
            continue
        label = say(f"show.{key}") if say.knows(f"show.{key}") else key
        yield from _entry(label, value, say, depth)


def _entry(label: str, value: Any, say: Say, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(value, dict):
        yield f"{indent}{label}:"
        yield from _of(value, say, depth + 1)
    elif isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        yield f"{indent}{label}:"
        for each in value:
            inner = list(_of(each, say, depth + 2))
            yield f"{indent}  • {inner[0].strip()}" if inner else f"{indent}  •"
            yield from inner[1:]
    else:
        yield f"{indent}{label}: {_shown(value)}"


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_shown(each) for each in value)
    words = one_line(str(value))
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
