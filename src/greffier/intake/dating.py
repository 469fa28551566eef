"""Finds the dates that a text writes out, and tells those that have come from those still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from greffier.french import Lexicon
from greffier.records import Span

DATELINE_LINES = 4
CLAUSE = 90  # code points looked at on either side of a date
STAMP = r"(?:publié|publiée|mis en ligne|posté|diffusé)\s*(?:le|:)?\s*"
PLACE = r"(?:(?-i:[A-ZÀ-Ý])[\w'’.-]*(?:[ /][\w'’.-]+){0,3}\s*(?:\([^()\n]{1,40}\))?\s*(?:[,–—-]|\s)\s*)?"
AGENCY = r"(?:\s*\([^()\n]{2,40}\)|\s*[,/]\s*(?-i:[A-Z]{2,12}))?"


@dataclass(frozen=True, slots=True)
class DateWords:
    """A date as the text writes it. ``year`` and ``weekday`` (0 = Monday) are None where not given.

    ``kind`` is ``stamp``, ``dateline`` or ``text``; ``shift`` the days from it to the day of
    publication where the text says so (« hier mardi 16 décembre »), else None; ``past`` is False
    where the date is still to come or only a term.
    """

    span: Span
    day: int
    month: int
    year: int | None
    weekday: int | None
    kind: str
    shift: int | None
    past: bool

    def in_year(self, year: int) -> date | None:
        """Return the day in that year, or None where there is none or the weekday does not agree."""
        try:
            found = date(year, self.month, self.day)
        except ValueError:
            return None
        return found if self.weekday in (None, found.weekday()) else None

    def published(self, year: int) -> date | None:
        """Return the day of publication that the words point to in that year."""
        found = self.in_year(year)
        return found + timedelta(days=self.shift or 0) if found else None


class Calendar:
    """The compiled patterns of dates, made once for each lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Compile months and weekdays of ``times.toml`` and the cues of ``published.toml``."""
        times, cues = lexicon.table("times"), lexicon.table("published")
        self.months = {_key(k): int(v) for k, v in times["months"].items()}
        self.weekdays = {_key(k): int(v) for k, v in times["weekdays"].items()}
        self.shift: Mapping[str, int] = cues["shift"]
        month, weekday = _either(self.months), _either(self.weekdays)
        shift = "|".join(re.escape(k) for k in self.shift)
        core = (
            rf"(?:(?P<weekday>{weekday})[\s,]+(?:matin\s+|soir\s+|midi\s+)?)?(?:le\s+)?(?P<day>\d{{1,2}}|1er)\s+"
            rf"(?P<month>{month})\b\.?(?:\s+(?P<year>(?:19|20)\d\d)\b)?"
        )
        numeric = r"(?P<nday>\d{1,2})[/.](?P<nmonth>\d{1,2})(?:[/.](?P<nyear>(?:20)?\d\d))?(?!\d)"
        self.text = re.compile(
            rf"(?:\b(?P<shift>{shift})[\s,]+)?(?<![\w.,/])(?:{core}|(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d))",
            re.IGNORECASE,
        )
        self.dateline = re.compile(
            rf"\s*(?:{PLACE}(?:le\s+)?(?:{core}|{numeric}){AGENCY}\s*(?:\.\s*)?(?:[–—=:-]|\.(?=\s)|(?<=\.)(?=\s)))",
            re.IGNORECASE,
        )
        self.stamp = re.compile(rf"\b{STAMP}(?:{core}|{numeric}|(?P<iso>(?:19|20)\d\d-\d\d-\d\d))", re.IGNORECASE)
        self.bare = re.compile(rf"\b(?:{weekday})\b(?!\s+(?:\d|1er|prochain))", re.IGNORECASE)
        self.future = re.compile("|".join(cues["future"]), re.IGNORECASE)
        self.clause = re.compile(cues["clause"], re.IGNORECASE)

    def month_of(self, name: str) -> int:
        """Return the number of a month by its name or abbreviation."""
        return self.months[_key(name)]


def calendar(lexicon: Lexicon) -> Calendar:
    """Return the calendar of the lexicon."""
    return lexicon.compiled("intake:calendar", lambda: Calendar(lexicon))


def find_dates(text: str, cal: Calendar) -> tuple[DateWords, ...]:
    """Return the stamps, the dateline and all other dates with a day and a month, in this order."""
    heads = list(_heads(text, cal))
    taken = [h.span for h in heads]
    others = []
    for match in cal.text.finditer(text):
        span = Span(*match.span())
        if not any(span.overlaps(t) for t in taken):
            found = _read(match, span, "text", cal, is_past(text, span, cal))
            others.extend([found] if found else [])
    return (*heads, *others)


def _heads(text: str, cal: Calendar) -> Iterator[DateWords]:
    for match in cal.stamp.finditer(text):
        found = _read(match, Span(*match.span()), "stamp", cal, True)
        if found:
            yield found
    for number, line in enumerate(re.finditer(r"[^\n\r]+", text)):
        head = cal.dateline.match(line.group()) if number < DATELINE_LINES else None
        if head:
            span = Span(line.start() + head.start(), line.start() + head.end())
            found = _read(head, span, "dateline", cal, True)
            if found:
                yield found


def is_past(text: str, span: Span, cal: Calendar) -> bool:
    """Tell whether the clause around a date speaks of what has been, not of what is to come."""
    before = text[max(0, span.start - CLAUSE) : span.start]
    after = text[span.end : span.end + CLAUSE]
    cuts = [m.end() for m in cal.clause.finditer(before)]
    left = before[cuts[-1] if cuts else 0 :]
    right_cuts = [m.start() for m in cal.clause.finditer(after)]
    fronted = len(left.strip()) < 4 and right_cuts and right_cuts[0] < 2 and after[right_cuts[0]] == ","
    if fronted:  # « Le 3 mai, le sommet se tiendra … »: the clause goes on behind the comma
        right_cuts = [c for c in right_cuts if c > 2]
    right = after[: right_cuts[0] if right_cuts else CLAUSE]
    return not cal.future.search(left + " | " + right)


def _read(match: re.Match[str], span: Span, kind: str, cal: Calendar, past: bool) -> DateWords | None:
    parts: dict[str, Any] = {"iso": None, "nday": None, "shift": None, **match.groupdict()}
    year: int | None
    if parts["iso"]:
        year, month, day = (int(n) for n in parts["iso"].split("-"))
    elif parts["nday"]:
        day, month = int(parts["nday"]), int(parts["nmonth"])
        year = int(parts["nyear"]) % 100 + 2000 if parts["nyear"] else None
    else:
        day = 1 if parts["day"].lower() == "1er" else int(parts["day"])
        month = cal.month_of(parts["month"])
        year = int(parts["year"]) if parts["year"] else None
    weekday = cal.weekdays[_key(parts["weekday"])] if parts.get("weekday") else None
    shift = cal.shift[parts["shift"].lower()] if parts["shift"] else None
    found = DateWords(span, day, month, year, weekday, kind, shift, past or shift is not None)
    return found if found.in_year(year or 2024) or (weekday is not None and 1 <= day <= 31) else None


@lru_cache(maxsize=256)
def _key(name: str) -> str:
    return name.lower().rstrip(".")


def _either(names: Mapping[str, int]) -> str:
    return "|".join(sorted((re.escape(n) for n in names), key=len, reverse=True))
