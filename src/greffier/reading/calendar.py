"""Date arithmetic: the bounds of days, weeks, months, seasons, years and of stretches of them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from greffier.records import Precision

Unit = Literal["day", "week", "weekend", "month", "quarter", "half", "year", "decade", "century"]
DAY = timedelta(days=1)
# How many months a unit holds, for the units that months make.
MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and the last day something can have been; None where that side is open."""

    earliest: date | None
    latest: date | None
    precision: Precision


def safe_date(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def day_bounds(day: date) -> Bounds:
    """Return the bounds of one day."""
    return Bounds(day, day, "day")


def add_days(day: date, count: int) -> date | None:
    """Return the day ``count`` days on, or None outside the calendar."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return None


def add_months(day: date, count: int) -> date | None:
    """Return the same day ``count`` months on, the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift(day: date, count: int, unit: Unit, half: bool = False) -> date | None:
    """Return the day ``count`` units on (half a unit more where ``half``), or None outside the calendar."""
    sign = -1 if count < 0 else 1
    if unit in MONTHS_IN:
        moved = add_months(day, count * MONTHS_IN[unit])
        extra = {"month": 15, "year": 182}.get(unit, 0)
    else:
        moved = add_days(day, count * (1 if unit == "day" else 7))
        extra = 3
    return add_days(moved, sign * extra) if moved and half else moved


def unit_bounds(day: date, unit: Unit) -> Bounds:
    """Return the bounds of the unit that holds ``day`` (weeks run from Monday to Sunday)."""
    if unit == "day":
        return day_bounds(day)
    if unit in ("week", "weekend"):
        monday = day - timedelta(days=day.weekday())
        return Bounds(monday + timedelta(days=5 if unit == "weekend" else 0), monday + timedelta(days=6), "week")
    return _months_bounds(day, unit)


def _months_bounds(day: date, unit: Unit) -> Bounds:
    months = MONTHS_IN[unit]
    if months >= 120:
        years = months // 12
        first = max(1, day.year - day.year % years)
        return Bounds(date(first, 1, 1), date(min(first + years - 1, 9999), 12, 31), "range")
    start = (day.month - 1) // months * months + 1
    precision: Precision = {"month": "month", "year": "year"}.get(unit, "range")  # type: ignore[assignment]
    return Bounds(date(day.year, start, 1), month_end(day.year, start + months - 1), precision)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def third(bounds: Bounds, part: int) -> Bounds:
    """Return the first, middle or last third (0, 1, 2) of a month, a year, a week or a longer stretch.

    A month is cut at its 10th and 20th, as the codebook has it; a year into four months each.
    """
    first, last = bounds.earliest, bounds.latest
    if first is None or last is None:
        return bounds
    if bounds.precision == "month":
        cuts = [(1, 10), (11, 20), (21, last.day)]
        return Bounds(first.replace(day=cuts[part][0]), first.replace(day=cuts[part][1]), "range")
    if bounds.precision == "year":
        return Bounds(date(first.year, part * 4 + 1, 1), month_end(first.year, part * 4 + 4), "range")
    if last.year - first.year == 9:
        cut = [(0, 3), (4, 6), (7, 9)][part]
        return Bounds(date(first.year + cut[0], 1, 1), date(first.year + cut[1], 12, 31), "range")
    length = (last - first).days + 1
    return Bounds(
        first + timedelta(days=length * part // 3),
        first + timedelta(days=length * (part + 1) // 3 - 1),
        "range",
    )


def weekday_near(day: date, weekday: int, way: int) -> date:
    """Return the last such weekday up to ``day`` (way −1), the next from it on (1), or the nearest (0)."""
    back = (day.weekday() - weekday) % 7
    ahead = (weekday - day.weekday()) % 7
    if way == 0:
        way = -1 if back <= ahead else 1
    return day - timedelta(days=back) if way < 0 else day + timedelta(days=ahead)


def day_of_year(anchor: date, month: int, day: int, way: int) -> date | None:
    """Return the last such day up to ``anchor`` (way −1) or the next from it on (way 1), or None.

    29 February is looked for over eight years; a day that no calendar has gives None.
    """
    for step in range(9):
        found = safe_date(anchor.year + way * step, month, day)
        if found and (found <= anchor if way < 0 else found >= anchor):
            return found
    return None


def month_of(anchor: date, month: int, way: int) -> Bounds:
    """Return the last such month that began up to ``anchor`` (way −1) or the next not over (way 1)."""
    year = anchor.year
    if way < 0 and month > anchor.month:
        year -= 1
    if way > 0 and month < anchor.month:
        year += 1
    return Bounds(date(year, month, 1), month_end(year, month), "month")
