"""Sentences of the text itself: where they begin and end by punctuation, quotation marks heeded."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from greffier.reading.quotes import SPACES, Quotation
from greffier.records import Span

TERMINATOR = re.compile(r"[.!?…]+")
WORD_BEFORE = re.compile(r"[^\W\d_]+$")
LONGEST_TITLE = 6


class Sentences:
    """The sentences of a text. A sentence may begin inside a quotation; it never crosses a line."""

    def __init__(
        self, text: str, lines: Sequence[Span], quotations: Sequence[Quotation], titles: frozenset[str]
    ) -> None:
        """Split every line; ``titles`` are lower-case abbreviations that a full stop does not end."""
        self._text, self._titles = text, titles
        self._closing = {q.outer.end - 1 for q in quotations if q.closed}
        self._opening = {q.outer.start for q in quotations}
        self.spans = [span for line in lines for span in self._split(line)]
        self._starts = [span.start for span in self.spans]

    def at(self, offset: int) -> Span:
        """Return the sentence that holds the code point ``offset`` (the nearest one before it otherwise)."""
        return self.spans[max(0, bisect_right(self._starts, offset) - 1)]

    def _split(self, line: Span) -> Iterator[Span]:
        start = line.start
        for match in TERMINATOR.finditer(self._text, line.start, line.end):
            end = self._end(match, line)
            if end is not None and end > start:
                yield Span(start, end)
                start = self._skip(end, line.end)
        if start < line.end:
            yield Span(start, line.end)

    def _end(self, match: re.Match[str], line: Span) -> int | None:
        """Return where the sentence ends, closing marks included, if it ends at this punctuation."""
        end = match.end()
        while True:
            ahead = self._skip(end, line.end)
            if ahead < line.end and (ahead in self._closing or (self._text[ahead] == ")" and ahead == end)):
                end = ahead + 1
            else:
                break
        if ahead >= line.end:
            return end
        begins = self._text[ahead].isupper() or self._text[ahead].isdigit() or ahead in self._opening
        if ahead in self._opening:
            inside = self._skip(ahead + 1, line.end)
            begins = inside < line.end and (self._text[inside].isupper() or self._text[inside] in "«“\"('…")
        glued = ahead == match.end() and not self._glued(match.start(), ahead)
        if not begins or glued or self._abbreviation(match):
            return None
        return end

    def _glued(self, stop: int, ahead: int) -> bool:
        """Tell whether a missing space is a slip (``samedi.Le ministre``), not part of a name or figure."""
        text = self._text
        if ahead in self._opening:
            return True
        return stop > 0 and text[stop - 1].islower() and text[ahead].isupper() and text[ahead + 1 : ahead + 2].islower()

    def _abbreviation(self, match: re.Match[str]) -> bool:
        if match.group() != ".":
            return False
        word = WORD_BEFORE.search(self._text, max(0, match.start() - LONGEST_TITLE), match.start())
        if word is None:
            return False
        return (len(word.group()) == 1 and word.group().isupper()) or word.group().lower() in self._titles

    def _skip(self, at: int, end: int) -> int:
        while at < end and self._text[at] in SPACES:
            at += 1
        return at
