"""Infers the day of publication from the text, with the reason: never from the machine's clock.

It is the latest day on which the text says that something has happened; a weekday with its date, a
named year, the dated events and the offices that the tables know fix the year. Where nothing fixes
it, the answer is None: a bare « jeudi » is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from greffier.french import Lexicon, default_lexicon
from greffier.intake.bounds import Bounds, find_bounds
from greffier.intake.dating import Calendar, DateWords, calendar, find_dates

SAMPLE = 60_000  # code points; beyond, no date of a dispatch's own day stands
YEAR_LONG = timedelta(days=366)
SOON = timedelta(days=10)  # « mercredi 3 mars … le 5 mars »: the later day of one story
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
HEADS = ("stamp", "dateline")


def infer_published(text: str, lexicon: Lexicon | None = None) -> tuple[date | None, str]:
    """Return the inferred day of publication, or None, and the reason as a short English phrase.

    Never raises on any text, and never looks at the clock.
    """
    lexicon = lexicon or default_lexicon()
    text = text[:SAMPLE]
    cal = calendar(lexicon)
    dates = find_dates(text, cal)
    if not dates:
        return None, "no date with a day and a month"
    for words in dates:
        if words.kind in HEADS and words.year:
            day = words.published(words.year)
            if day:
                return day, f"the {words.kind} {_quoted(words, text)}"
    bounds = find_bounds(text, dates, lexicon)
    heads = [w for w in dates if w.kind in HEADS]
    if heads:
        return _from_head(heads[0], text, dates, bounds, cal)
    return _from_text(text, dates, bounds, cal)


def _from_head(
    head: DateWords, text: str, dates: tuple[DateWords, ...], bounds: Bounds, cal: Calendar
) -> tuple[date | None, str]:
    """A dateline without a year: a weekday, the weekdays of the text, or the bounds must fix one."""
    years = [d for y in _years(bounds) if (d := head.published(y)) and bounds.allow(d)]
    years = [d for d in years if _consistent(d, dates)]
    if head.weekday is None and len(years) > 1:
        named = {cal.weekdays[m.group().lower()] for m in cal.bare.finditer(text)}
        years = [d for d in years if d.weekday() in named]
        if len(years) > 1:
            return None, f"nothing fixes the year of the dateline {_quoted(head, text)}"
    if not years:
        return None, f"no year fits the dateline {_quoted(head, text)}"
    return years[-1], f"the dateline {_quoted(head, text)}, {_why_year(years, bounds)}"


def _from_text(text: str, dates: tuple[DateWords, ...], bounds: Bounds, cal: Calendar) -> tuple[date | None, str]:
    anchors = [w for w in dates if w.past and (w.weekday is not None or w.shift is not None)]
    if not anchors:
        return _from_bare_dates(text, dates, bounds, cal)
    found: dict[date, DateWords] = {}
    for words in anchors:
        for year in [words.year] if words.year else _years(bounds):
            day = words.published(year)
            if day and bounds.allow(day) and _consistent(day, dates):
                found.setdefault(day, words)
    if not found:
        return None, f"no year fits {_quoted(anchors[0], text)} and all else that the text dates"
    day = max(found)
    words = found[day]
    if words.weekday is None and not words.year and len({d.year for d in found}) > 1:
        return None, f"nothing fixes the year of {_quoted(words, text)}"
    later = _later(day, dates)
    same = sorted(d for d in found if found[d] is words)
    reason = f"{_quoted(words, text)}, {_why_year(same, bounds)}"
    return (later, f"{reason}; then the text goes on to {later.isoformat()}") if later else (day, reason)


def _from_bare_dates(text: str, dates: tuple[DateWords, ...], bounds: Bounds, cal: Calendar) -> tuple[date | None, str]:
    """Without a weekday beside a date: a full date counts, unless bare weekdays tell of later days."""
    if cal.bare.search(text):
        return None, "no weekday stands with its date, and nothing else fixes the year"
    full = [d for w in dates if w.past and w.year and (d := w.in_year(w.year)) and bounds.allow(d)]
    if full and max(full).year >= bounds.low.year:
        return max(full), f"the latest day that it names is {max(full).isoformat()}"
    return None, "no date whose year is fixed"


def _consistent(day: date, dates: tuple[DateWords, ...]) -> bool:
    """Tell whether every other date of the text can be understood by a reader on ``day``."""
    for words in dates:
        if words.year or words.weekday is None:
            continue
        near = [d for y in (day.year - 1, day.year, day.year + 1) if (d := words.in_year(y))]
        latest = day if words.past else day + YEAR_LONG
        if not any(day - YEAR_LONG < d <= latest for d in near):
            return False
    return True


def _later(day: date, dates: tuple[DateWords, ...]) -> date | None:
    """Return a day shortly after ``day`` that the text dates without a weekday, as past, or None."""
    after = [
        d
        for w in dates
        if w.past and w.weekday is None and not w.year
        for y in (day.year, day.year + 1)
        if (d := w.in_year(y)) and day < d <= day + SOON
    ]
    return max(after, default=None)


def _years(bounds: Bounds) -> Iterator[int]:
    return iter(range(bounds.low.year, bounds.high.year + 1))


def _why_year(days: list[date], bounds: Bounds) -> str:
    """Say what fixes the year, the last of ``days``, all of which fit."""
    clues = [c for c in (bounds.low_by, bounds.high_by) if c]
    clues += [f"{name} in office" for name, _ in bounds.offices[:3]]
    day = days[-1]
    reason = f"a {DAYS[day.weekday()]} in {', '.join(str(d.year) for d in days)}"
    if len(days) > 1:
        reason += f": {day.year} is the latest that fits"
    return reason + (f" ({'; '.join(clues)})" if clues else "")


def _quoted(words: DateWords, text: str) -> str:
    return "« " + re.sub(r"\s+", " ", words.span.of(text)).strip(" .–—=:-") + " »"
