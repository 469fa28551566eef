"""Quotations: finds what stands between quotation marks, nested, unclosed and run-on ones included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from greffier.records import Span

OPENING = {"«": "»", "“": "”", "„": "”", "‹": "›", "‘": "’"}
CLOSING = frozenset(OPENING.values())
STRAIGHT = '"'
SINGLE = frozenset("'‘")  # only ever a guess: it is dropped unless its closing mark is found
DEEPEST = 8  # marks beyond this depth are noise, and a bound keeps the cost linear
SPACES = frozenset(" \t\u00a0\u202f\u2009\u2002\u2003")
BEFORE_OPENING = SPACES | frozenset("([{'’—–-:;,«“„‹\"")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks.

    ``outer`` holds the marks, ``inner`` the words without marks and the spaces beside them (code
    points). ``depth`` is 0 outermost; ``parent`` is the index of the enclosing quotation among those
    found. ``closed`` is False where the closing mark (or, for a run-on, the opening one) is missing.
    """

    outer: Span
    inner: Span
    depth: int
    parent: int | None
    closed: bool


@dataclass(slots=True)
class _Open:
    mark: str
    start: int
    guess: bool = False


@dataclass(slots=True)
class _Found:
    outer: Span
    inner: Span
    closed: bool


@dataclass(slots=True)
class _Scan:
    """What one pass over the lines carries along."""

    text: str
    found: list[_Found] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    pending: list[Span] = field(default_factory=list)
    carried: str = ""


def find_quotations(text: str, lines: tuple[Span, ...]) -> tuple[Quotation, ...]:
    """Return the quotations of a text, in the order of their opening marks.

    ``lines`` are the paragraphs; a quotation that is not closed ends with its paragraph, and one that
    runs on over several paragraphs gives one quotation for each. Linear in the length of the text.
    """
    scan = _Scan(text)
    for line in lines:
        _line(scan, line)
    return _nested(sorted(scan.found, key=lambda f: (f.outer.start, -f.outer.end)))


def _line(scan: _Scan, line: Span) -> None:
    end = line.start + len(line.of(scan.text).rstrip())
    odd = line.of(scan.text).count(STRAIGHT) % 2 == 1
    before = len(scan.found)
    for at in _marks(scan.text, line.start, end):
        _mark(scan, at, line, odd)
    if scan.carried and len(scan.found) == before and not scan.stack:
        scan.pending.append(Span(line.start, max(end, line.start + 1)))
    elif not scan.stack:
        scan.carried, scan.pending = "", []
    while scan.stack:
        left = scan.stack.pop()
        if not left.guess:
            _add(scan, left.start, end, closed=False)
            scan.carried, scan.pending = (OPENING.get(left.mark, ""), [])


def _marks(text: str, start: int, end: int) -> Iterator[int]:
    for at in range(start, end):
        char = text[at]
        if char in OPENING or char in CLOSING or char == STRAIGHT or char == "'":
            yield at


def _mark(scan: _Scan, at: int, line: Span, odd: bool) -> None:
    char = scan.text[at]
    if char == STRAIGHT:
        _straight(scan, at, line, odd)
    elif char in SINGLE or char == "’":
        _single(scan, at, line)
    elif char in OPENING and not (char == "“" and _top(scan) == "„"):
        _open(scan, char, at)
    elif not _close(scan, at, "”" if char == "“" else char):
        _stray(scan, at, line)


def _open(scan: _Scan, mark: str, at: int, *, guess: bool = False) -> None:
    if len(scan.stack) < DEEPEST:
        scan.stack.append(_Open(mark, at, guess))


def _straight(scan: _Scan, at: int, line: Span, odd: bool) -> None:
    """A straight mark closes where one is open; where their number is odd, its neighbours decide."""
    opened = any(o.mark == STRAIGHT for o in scan.stack)
    if opened and odd and _looks_opening(scan.text, at, line):
        while scan.stack and scan.stack[-1].mark != STRAIGHT:
            scan.stack.pop()
        left = scan.stack.pop()
        _add(scan, left.start, at, closed=False)
        opened = False
    if opened:
        _close(scan, at, STRAIGHT)
    elif not odd or not _looks_closing(scan.text, at, line):
        _open(scan, STRAIGHT, at)


def _single(scan: _Scan, at: int, line: Span) -> None:
    """A single mark opens at the beginning of a word only, and only as a guess; else it is an apostrophe."""
    char = scan.text[at]
    following = scan.text[at + 1] if at + 1 < line.end else " "
    if char != "‘" and not following.isalnum() and any(o.guess for o in scan.stack) and _preceded(scan.text, at, line):
        _close(scan, at, "’")
    elif char in SINGLE and following.isalnum() and (scan.stack or char == "‘") and _looks_opening(scan.text, at, line):
        _open(scan, char, at, guess=True)


def _preceded(text: str, at: int, line: Span) -> bool:
    return at > line.start and text[at - 1] not in SPACES


def _looks_opening(text: str, at: int, line: Span) -> bool:
    free = at == line.start or text[at - 1] in BEFORE_OPENING
    return free and at + 1 < line.end and text[at + 1] not in SPACES and text[at + 1] not in ",.;:!?)"


def _looks_closing(text: str, at: int, line: Span) -> bool:
    bare = at + 1 >= line.end or not text[at + 1].isalnum()
    return _preceded(text, at, line) and bare


def _top(scan: _Scan) -> str:
    return scan.stack[-1].mark if scan.stack else ""


def _close(scan: _Scan, at: int, closing: str) -> bool:
    """Close the innermost quotation that this mark can close, and what stands open inside it."""
    for depth in range(len(scan.stack) - 1, -1, -1):
        mark = scan.stack[depth].mark
        if mark == closing or OPENING.get(mark) == closing or (mark == "'" and closing == "’"):
            break
    else:
        return False
    for inner in scan.stack[depth + 1 :]:
        if not inner.guess:
            _add(scan, inner.start, at, closed=False)
    left = scan.stack[depth]
    del scan.stack[depth:]
    _add(scan, left.start, at + 1, closed=True)
    return True


def _stray(scan: _Scan, at: int, line: Span) -> None:
    """A closing mark that closes nothing here ends a quotation of an earlier paragraph, or begins one."""
    if scan.carried == scan.text[at] and not scan.stack:
        for whole in scan.pending:
            scan.found.append(_Found(whole, whole, False))
        scan.pending = []
        if inner := _stripped(scan.text, line.start, at):
            scan.found.append(_Found(Span(line.start, at + 1), inner, False))
        scan.carried = ""
    elif scan.text[at] == "”" and _looks_opening(scan.text, at, line):
        _open(scan, "”", at)


def _add(scan: _Scan, start: int, end: int, *, closed: bool) -> None:
    inner = _stripped(scan.text, start + 1, end - 1 if closed else end)
    if inner:
        scan.found.append(_Found(Span(start, end if closed else inner.end), inner, closed))


def _stripped(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in SPACES:
        start += 1
    while end > start and text[end - 1] in SPACES:
        end -= 1
    return Span(start, end) if start < end else None


def _nested(found: list[_Found]) -> tuple[Quotation, ...]:
    """Number the quotations and tell each which one holds it."""
    made: list[Quotation] = []
    around: list[int] = []
    for number, item in enumerate(found):
        while around and made[around[-1]].outer.end <= item.outer.start:
            around.pop()
        parent = around[-1] if around else None
        made.append(Quotation(item.outer, item.inner, len(around), parent, item.closed))
        around.append(number)
    return tuple(made)
