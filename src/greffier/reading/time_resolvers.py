"""Says which days a matched time expression bounds, one resolver for each kind of expression."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from greffier.reading import calendar
from greffier.reading.calendar import Bounds, add_days, day_bounds, shift, unit_bounds

LONG_AGO = 3  # days
EARLIEST_YEAR, LATEST_YEAR = 1000, 2200


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is resolved against: publication, the last day and the last time told, the tense.

    ``near`` tells that the day stands on the same line."""

    published: date | None
    day: date | None
    told: Bounds | None
    future: Callable[[], bool]
    nearest: bool = False
    near: bool = False

    @property
    def way(self) -> int:
        """Return 1 where the governing verb looks ahead, else −1."""
        return 1 if self.future() else -1


Parts = dict[str, str | None]
Words = dict[str, dict[str, Any]]


def _word(parts: Parts, slot: str, words: dict[str, Any]) -> Any:
    value = parts.get(slot)
    return None if value is None else words.get(" ".join(value.lower().split()))


def _number(parts: Parts, words: Words) -> int:
    value = (parts.get("n") or "").lower()
    return int(value) if value.isdigit() else int(words["numbers"].get(value, 0))


def _day(value: str | None) -> int:
    digits = re.sub(r"\D", "", value or "")
    return int(digits) if digits else 1


def _explicit(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    year, month = int(parts["y"] or 0), int(parts["m"] or 0)
    if len(parts["y"] or "") == 2:
        year += 2000 if year < 70 else 1900
    found = calendar.safe_date(year, month, int(parts["d"] or 0)) if EARLIEST_YEAR <= year <= LATEST_YEAR else None
    return day_bounds(found) if found else None


def _date(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    month, number = _word(parts, "mo", words["months"]), _day(parts["d"])
    weekday = _word(parts, "wd", words["weekdays"])
    if parts["y"]:
        day = calendar.safe_date(int(parts["y"]), month, number)
    else:
        day = _yearless(month, number, weekday, _word(parts, "which", words["which"]), setting)
    if day is None:
        return None
    if weekday is not None and day.weekday() != weekday:
        other = calendar.weekday_near(day, weekday, 0)
        return Bounds(min(day, other), max(day, other), "range")
    return day_bounds(day)


def _yearless(month: int, number: int, weekday: int | None, which: int | None, setting: Setting) -> date | None:
    anchor = setting.published
    if anchor is None:
        return None
    last, following = (calendar.day_of_year(anchor, month, number, way) for way in (-1, 1))
    if weekday is not None:
        fitting = [d for d in (last, following) if d and d.weekday() == weekday]
        if len(fitting) == 1 and abs((fitting[0] - anchor).days) < 200:
            return fitting[0]
    if which is not None:
        return last if which < 0 else following
    if setting.nearest and last and following:
        return min(last, following, key=lambda d: abs((d - anchor).days))
    return following if setting.way > 0 else last


def _weekday(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    weekday = _word(parts, "wd", words["weekdays"])
    which, told = _word(parts, "which", words["which"]), _word(parts, "which", words["which_told"])
    anchor = setting.day if told else setting.published
    if anchor is None:
        return None
    if which or told:
        way = which or told
        day = calendar.weekday_near(add_days(anchor, way) or anchor, weekday, way)
    else:
        day = calendar.weekday_near(anchor, weekday, setting.way)
    return day_bounds(day)


def _day_only(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    """« le 9 »: of the month last told, else the last such day."""
    anchor = setting.day if setting.day and setting.day != setting.published else setting.published
    day = calendar.safe_date(anchor.year, anchor.month, _day(parts["d"])) if anchor else None
    if anchor and setting.published and day and day > setting.published and setting.way < 0:
        before = shift(day, -1, "month")
        day = before if before and before.day == day.day else None
    return day_bounds(day) if day else None


def _month(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    month = _word(parts, "mo", words["months"])
    which = _word(parts, "which", words["which"])
    if parts.get("y"):
        bounds = unit_bounds(date(int(parts["y"] or 1), month, 1), "month")
    elif setting.published is None:
        return None
    elif which:
        near = calendar.month_of(setting.published, month, which)
        same = setting.published.month == month
        moved = shift(setting.published, which, "month") if same else None
        bounds = calendar.month_of(moved, month, which) if moved else near
    else:
        bounds = calendar.month_of(setting.published, month, setting.way)
    part = _word(parts, "part", words["parts"])
    return bounds if part is None else calendar.third(bounds, part)


def _season(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    first_month, first_day, last_month, last_day = _word(parts, "season", words["seasons"])
    which = _word(parts, "which", words["which"])
    if parts.get("y"):
        start: date | None = date(int(parts["y"] or 1), first_month, first_day)
    elif setting.published is None:
        return None
    else:
        near = date(setting.published.year, 1, 1) if parts.get("this") else setting.published
        way = 1 if parts.get("this") else which or setting.way
        start = calendar.day_of_year(near, first_month, first_day, way)
    end = calendar.day_of_year(start, last_month, last_day, 1) if start else None
    if start is None or end is None:
        return None
    if which == -1 and setting.published and end >= setting.published:
        start, end = shift(start, -1, "year"), shift(end, -1, "year")
    bounds = Bounds(start, end, "season")
    part = _word(parts, "part", words["parts"])
    return bounds if part is None else calendar.third(bounds, part)


def _holiday(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    month, number = _word(parts, "holiday", words["holidays"])
    day = calendar.day_of_year(setting.published, month, number, setting.way) if setting.published else None
    return day_bounds(day) if day else None


def _day_span(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    last = _date({**parts, "wd": None, "which": None}, words, setting)
    if last is None or last.earliest is None:
        return None
    month = _word(parts, "mo1", words["months"]) or last.earliest.month
    year = last.earliest.year - (1 if month > last.earliest.month else 0)
    first = calendar.safe_date(year, month, _day(parts["d1"]))
    return Bounds(first, last.latest, "range") if first and first <= last.earliest else None


def _year(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    bounds = unit_bounds(date(int(parts["y"] or 1), 1, 1), "year")
    part = _word(parts, "part", words["parts"])
    return bounds if part is None else calendar.third(bounds, part)


def _year_span(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    first, last = int(parts["y1"] or 0), int(parts["y"] or 0)
    return Bounds(date(first, 1, 1), date(last, 12, 31), "range") if first < last else None


def _decade(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    tens = parts.get("tens") or _word(parts, "tens_word", words["decades"])
    first = int(parts["y"] or 0) or 1900 + int(tens or 0)
    if not parts["y"] and int(tens or 0) < 20:
        first += 100
    if first % 10:
        return None
    bounds = Bounds(date(first, 1, 1), date(first + 9, 12, 31), "range")
    part = _word(parts, "part", words["parts"])
    return bounds if part is None else calendar.third(bounds, part)


def _deictic(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    day = add_days(setting.published, _word(parts, "word", words["deictic"])) if setting.published else None
    return day_bounds(day) if day else None


def _anaphoric(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    offset = _word(parts, "word", words["anaphoric"]) if parts.get("word") else -1
    day = add_days(setting.day, offset) if setting.day else None
    return day_bounds(day) if day else None


def _night(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    """The night told of: after the day told, but the one just gone where that is the day of publication."""
    day, told = setting.day, setting.told
    if told and told.precision == "range" and told.earliest and told.latest == add_days(told.earliest, 1):
        return told
    if day and setting.published and not setting.near and (setting.published - day).days > LONG_AGO:
        day = setting.published  # what was told of long ago is no longer what the night follows
    if day is None:
        return None
    start = add_days(day, -1) if day == setting.published and setting.way < 0 else day
    return Bounds(start, add_days(start, 1) if start else None, "range")


def _this_night(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    day = setting.published
    start = add_days(day, -1 if setting.way < 0 else 0) if day else None
    return Bounds(start, add_days(start, 1), "range") if start else None


def _unit_which(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    unit = _word(parts, "unit", words["units"])
    way, told = _word(parts, "which", words["which"]), _word(parts, "which", words["which_told"])
    anchor = setting.published
    if told:
        anchor = (setting.told.earliest if setting.told else None) or setting.day
    moved = shift(anchor, way or told, "week" if unit == "weekend" else unit) if anchor else None
    if moved is None or unit in ("decade", "century"):
        return None
    if unit == "weekend" and way == -1 and anchor and anchor.weekday() == 6:
        moved = anchor - calendar.DAY * 7
    bounds = unit_bounds(moved, unit)
    part = _word(parts, "part", words["parts"])
    return bounds if part is None else calendar.third(bounds, part)


def _this_unit(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    unit = _word(parts, "unit", words["units"])
    back = parts.get("told") or parts.get("same")
    anchor = (setting.told.earliest if setting.told else None) if back else setting.published
    if anchor is None or unit in ("day", "decade", "century"):
        return None
    bounds = unit_bounds(anchor, unit)
    part = _word(parts, "part", words["parts"])
    return bounds if part is None else calendar.third(bounds, part)


def _part_of_year(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    """« au premier semestre »: of the year named, else of the last year in which it has begun."""
    months = calendar.MONTHS_IN[_word(parts, "unit", words["units"])]
    rank = _word(parts, "rank", words["rank"])
    rank = 12 // months if rank < 0 else rank
    if rank * months > 12 or not (parts["y"] or setting.published):
        return None
    year = int(parts["y"]) if parts["y"] else setting.published.year if setting.published else 0
    first = date(year, (rank - 1) * months + 1, 1)
    if not parts["y"] and setting.published and first > setting.published and setting.way < 0:
        first = first.replace(year=year - 1)
    return Bounds(first, calendar.month_end(first.year, rank * months), "range")


def _last_hours(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    before = add_days(setting.published, -1) if setting.published else None
    return Bounds(before, setting.published, "range") if before else None


def _since_then(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    start = setting.told.earliest if setting.told else setting.day
    return Bounds(start, None, "open") if start else None


def _ago(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    return _counted(parts, words, setting.published, -1)


def _counted(parts: Parts, words: Words, anchor: date | None, sign: int) -> Bounds | None:
    """The unit that lies ``n`` units from the anchor: the day, the week, the month or the year."""
    unit, count = _word(parts, "unit", words["units"]), _number(parts, words)
    day = shift(anchor, sign * count, unit, bool(parts.get("half"))) if anchor and count else None
    return unit_bounds(day, unit if unit not in ("decade", "century") else "year") if day else None


def _since_ago(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    unit, count = _word(parts, "unit", words["units"]), _number(parts, words)
    day = shift(setting.published, -count, unit, bool(parts["half"])) if setting.published else None
    return Bounds(day, None, "open") if day and count else None


def _within(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    unit, count = _word(parts, "unit", words["units"]), _number(parts, words)
    day = shift(setting.published, count, unit) if setting.published and count else None
    return Bounds(setting.published, day, "range") if day else None


def _ahead(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    return _counted(parts, words, setting.published, 1)


def _last_units(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    unit, count = _word(parts, "unit", words["units"]), _number(parts, words)
    past = (parts["which"] or "").lower().startswith("dern")
    day = shift(setting.published, -count if past else count, unit) if setting.published and count else None
    if day is None:
        return None
    return Bounds(day, setting.published, "range") if past else Bounds(setting.published, day, "range")


def _later(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    unit, count = _word(parts, "unit", words["units"]), _number(parts, words)
    back = (parts["way"] or "").lower() not in ("plus tard", "après")
    told = setting.told
    if told is None or told.earliest is None or not count:
        return None
    sign = -1 if back else 1
    start = shift(told.earliest, sign * count, unit)
    end = shift(told.latest, sign * count, unit) if told.latest else None
    if start is None or (not back and not setting.future() and _is_ahead(start, setting)):
        return None  # counted from a time that is not the one meant
    if unit in ("month", "year"):
        return unit_bounds(start, unit)
    return Bounds(start, end, told.precision)


def _is_ahead(day: date, setting: Setting) -> bool:
    return setting.published is not None and day > setting.published


def _after_event(parts: Parts, words: Words, setting: Setting) -> Bounds | None:
    """« dix ans après l'attaque »: the attack, counted from publication; else from the time told."""
    if not parts.get("object"):
        return _later(parts, words, setting)
    sign = -1 if (parts["way"] or "").lower() in ("après", "au lendemain") else 1
    if not parts.get("n"):
        day = add_days(setting.published, sign) if setting.published else None
        return day_bounds(day) if day else None
    return _counted(parts, words, setting.published, sign)


Resolver = Callable[[Parts, Words, Setting], Bounds | None]
RESOLVERS: dict[str, Resolver] = {
    "iso": _explicit, "slashed": _explicit, "date": _date, "weekday": _weekday, "day_only": _day_only,
    "month": _month,
    "bare_month": _month, "season": _season, "holiday": _holiday, "day_span": _day_span, "year": _year,
    "year_span": _year_span, "decade": _decade, "deictic": _deictic, "anaphoric": _anaphoric,
    "this_night": _this_night, "told_night": _night, "unit_which": _unit_which, "this_unit": _this_unit,
    "ago": _ago, "since_ago": _since_ago, "within": _within, "in": _ahead, "last_units": _last_units,
    "part_of_year": _part_of_year, "last_hours": _last_hours, "since_then": _since_then,
    "later": _later, "after_event": _after_event,
}  # fmt: skip
