"""Tells a dispatch's own prose from what stands around it: the title line, and the boilerplate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from greffier.errors import LexiconError
from greffier.french import Lexicon, default_lexicon
from greffier.records import Span

LINE = re.compile(r"[^\n\r]+")
MARKS = re.compile(r"[\s►▶→•·>»*|▪◆–-]*")  # that lead to a link; an em dash signs a quotation
SENTENCE_END = re.compile(r"(?<![.…])\.[\s»\"”’)\]]*$")
MAX_TITLE = 260  # code points
HEAD_LINES, TAIL_LINES = 3, 4
LONGEST = 700  # code points; no line of boilerplate is longer


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A compiled entry of ``boilerplate.toml``'s lines."""

    regex: re.Pattern[str]
    max: int
    prose: bool
    where: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    lines: tuple[_Pattern, ...]
    label: re.Pattern[str]
    inline: re.Pattern[str]
    tail: re.Pattern[str]


def find_boilerplate(text: str, lexicon: Lexicon | None = None) -> tuple[Span, ...]:
    """Return the spans (code points) that are not the dispatch's own prose, in order, none overlapping.

    Whole lines where a line is boilerplate, else the bits inside a line. Never raises on any text.
    """
    patterns = _patterns(lexicon or default_lexicon())
    lines = [m for m in LINE.finditer(text) if m.group().strip()]
    spans: list[Span] = []
    for number, line in enumerate(lines):
        if _is_boilerplate(line.group(), number, len(lines), patterns):
            spans.append(_stripped(line.group(), line.start()))
        else:
            first, last = number == 0, number == len(lines) - 1
            spans.extend(_bits(line.group(), line.start(), first, last, patterns))
    if len(lines) == 1:  # a text of one line is never all boilerplate
        return tuple(s for s in spans if s.end - s.start < len(lines[0].group().strip()))
    return tuple(spans)


def find_title(text: str, boilerplate: tuple[Span, ...] = ()) -> Span | None:
    """Return the span of the first line of prose where it is a title, else None.

    A title is followed by more text, is not long, and does not end like a sentence.
    """
    lines = [m for m in LINE.finditer(text) if m.group().strip()]
    prose = [m for m in lines if not any(b.start <= m.start() and m.end() <= b.end for b in boilerplate)]
    if len(prose) < 2:
        return None
    span = _stripped(prose[0].group(), prose[0].start())
    words = span.of(text)
    if len(words) > MAX_TITLE or SENTENCE_END.search(words) or not re.search(r"\w", words):
        return None
    longest = max(len(m.group()) for m in prose[1:6])
    return span if len(words) <= longest else None


def _is_boilerplate(line: str, number: int, count: int, patterns: _Patterns) -> bool:
    if len(line) > LONGEST:
        return False
    words = line[MARKS.match(line).end() :].rstrip()  # type: ignore[union-attr]  # it matches the empty string
    ends_like_prose = words.endswith(".") and not words.endswith("...")
    for pattern in patterns.lines:
        if len(words) > pattern.max or (ends_like_prose and not pattern.prose):
            continue
        if _stands(pattern.where, number, count) and pattern.regex.match(words):
            return True
    return False


def _stands(where: str, number: int, count: int) -> bool:
    head, tail = number < HEAD_LINES, number >= count - TAIL_LINES
    return {"any": True, "start": head, "end": tail, "edge": head or tail}[where]


def _bits(line: str, start: int, first: bool, last: bool, patterns: _Patterns) -> Iterator[Span]:
    """Yield the spans of boilerplate inside a line of prose."""
    head = patterns.label.match(line) if first else None
    tail = patterns.tail.search(line) if last else None
    low, high = head.end() if head else 0, tail.start() if tail else len(line)
    if head and head.end() < len(line.rstrip()):
        yield _stripped(head.group(), start)
    for bit in patterns.inline.finditer(line, low, high):
        yield Span(start + bit.start(), start + bit.end())
    if tail and line[:high].strip():
        yield _stripped(tail.group(), start + high)


def _stripped(line: str, start: int) -> Span:
    lead = len(line) - len(line.lstrip())
    return Span(start + lead, start + max(len(line.rstrip()), lead + 1))


def _patterns(lexicon: Lexicon) -> _Patterns:
    def build() -> _Patterns:
        table = lexicon.table("boilerplate")
        try:
            return _compiled(table)
        except (re.error, KeyError, TypeError) as problem:
            raise LexiconError(f"An entry of boilerplate.toml cannot be used ({problem}); mend it.") from None

    return lexicon.compiled("intake:boilerplate", build)


def _compiled(table: dict[str, Any]) -> _Patterns:
    lines = tuple(
        _Pattern(
            re.compile(entry["pattern"], 0 if entry.get("case") else re.IGNORECASE),
            int(entry.get("max", 200)),
            bool(entry.get("prose")),
            entry.get("where", "any"),
        )
        for entry in table["lines"]
    )
    return _Patterns(
        lines,
        re.compile(table["labels"]["pattern"]),
        re.compile("|".join(table["inline"]["patterns"]), re.IGNORECASE),
        re.compile(table["tail"]["pattern"]),
    )
