"""Bounds on when a text can have been published, from the years it names, the events and the offices.

A bound says only what is impossible: nothing is published before what it tells of has happened.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from greffier.french import Lexicon
from greffier.intake.dating import DateWords, calendar, is_past
from greffier.records import Span

YEAR = re.compile(
    r"(?<![\d.,/$€-])(?:19[5-9]\d|20[0-4]\d)(?![\d%€$]|[.,/-]\d|\s*(?:$|[€%]|euros|dollars|personnes|soldats|hommes|morts|blessés))"
)
NAME = re.compile(r"[A-ZÀ-Ý][\w'’-]+(?:\s+(?:[a-zà-ÿ]{1,3}\s+)?[A-ZÀ-Ý][\w'’.-]+){0,5}")
OFFICE_WINDOW, OUSTED_WINDOW = 60, 60  # code points around a leader's name
IN_OFFICE_SLACK = timedelta(days=30)  # a dispatch may still call president who left last week
WITHIN = timedelta(days=365)  # « en juillet », « le 9 août » without a year: the last one
MONTH_NAMES = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)

Interval = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Bounds:
    """When a text can have been published: from ``low`` to ``high``, within the offices it names.

    ``low_by`` and ``high_by`` say what sets them (short English); ``offices`` holds, for each leader
    whom the text calls by the office, the periods in which he held one.
    """

    low: date
    high: date
    low_by: str | None = None
    high_by: str | None = None
    offices: tuple[tuple[str, tuple[Interval, ...]], ...] = ()

    def allow(self, day: date) -> bool:
        """Tell whether a text of these bounds can have been published on ``day``."""
        if not self.low <= day <= self.high:
            return False
        against = sum(not any(a <= day <= b for a, b in periods) for _, periods in self.offices)
        return against == 0 or (against == 1 and len(self.offices) > 3)  # one namesake among many is no proof


@dataclass(slots=True)
class _Draft:
    low: date
    high: date
    low_by: str | None = None
    high_by: str | None = None
    offices: list[tuple[str, tuple[Interval, ...]]] = field(default_factory=list)

    def not_before(self, day: date, by: str) -> None:
        if day > self.low:
            self.low, self.low_by = day, by

    def not_after(self, day: date, by: str) -> None:
        if day < self.high:
            self.high, self.high_by = day, by


def find_bounds(text: str, dates: tuple[DateWords, ...], lexicon: Lexicon) -> Bounds:
    """Return the bounds that a text sets to its day of publication. Never raises on any text."""
    cues = lexicon.table("published")
    draft = _Draft(cues["first"], cues["horizon"])
    _years(text, dates, draft, lexicon)
    _events(text, draft, lexicon)
    _offices(text, draft, lexicon)
    if draft.high < draft.low:  # the text tells of something that our reading of its months denies
        draft.high, draft.high_by = cues["horizon"], None
    return Bounds(draft.low, draft.high, draft.low_by, draft.high_by, tuple(draft.offices))


def _years(text: str, dates: tuple[DateWords, ...], draft: _Draft, lexicon: Lexicon) -> None:
    for words in dates:
        day = words.in_year(words.year) if words.year and words.past else None
        if day and day <= draft.high:
            draft.not_before(day, f"it names {day.isoformat()}")
    cal, first = calendar(lexicon), draft.low.year
    for match in YEAR.finditer(text):
        year, span = int(match.group()), Span(*match.span())
        if first < year <= draft.high.year and date(year, 1, 1) > draft.low and is_past(text, span, cal):
            draft.not_before(date(year, 1, 1), f"it names {year}")


def _events(text: str, draft: _Draft, lexicon: Lexicon) -> None:
    known = lexicon.compiled("intake:known", partial(_known, lexicon))
    horizon = draft.high
    for line in re.split(r"[\n\r]+", text):
        lowered = line.lower().replace("’", "'")
        for event in known:
            if event["date"] > horizon or not _named(event, lowered):
                continue
            dated = event["recent"].search(lowered)
            if event["sure"] or dated:
                draft.not_before(event["date"], event["name"])
            if dated:
                draft.not_after(event["date"] + WITHIN, f"{event['name']} ({dated.group().strip()}) is its latest")


def _known(lexicon: Lexicon) -> list[dict[str, Any]]:
    found = []
    for entry in lexicon.table("known_events")["events"]:
        day: date = entry["date"]
        month = MONTH_NAMES[day.month - 1]
        number = rf"(?:{day.day}|1er)" if day.day == 1 else str(day.day)
        # The month or the day of the event, without a year behind it and with no older year meant.
        recent = (
            rf"\b(?:le|du|au|depuis le)\s+{number}\s+{month}\b(?!\s+(?:(?:19|20)\d\d|dernier\s+\d))"
            rf"|\b(?:en|fin|début|mi-?|de|depuis)\s*{month}\b(?!\s+(?:19|20)\d\d)"
        )
        found.append(
            {
                "name": entry["name"], "date": day, "sure": entry.get("sure", True),
                "place": [p.lower() for p in entry.get("place", [])],
                "words": [w.lower() for w in entry["words"]], "recent": re.compile(recent),
            }
        )  # fmt: skip
    return found


def _named(event: dict[str, Any], line: str) -> bool:
    place = event["place"]
    return any(w in line for w in event["words"]) and (not place or any(p in line for p in place))


def _offices(text: str, draft: _Draft, lexicon: Lexicon) -> None:
    leaders = lexicon.compiled("intake:leaders", partial(_leaders, lexicon))
    if not leaders:
        return
    cues = lexicon.table("published")
    office, former, ousted = (
        lexicon.compiled(f"intake:{k}", partial(re.compile, cues[k], re.IGNORECASE))
        for k in ("office", "former", "ousted")
    )
    seen: set[str] = set()
    for start, end, name in _names(text, leaders):
        before = text[max(0, start - OFFICE_WINDOW) : start]
        title = office.search(before)
        if not title or name in seen:
            continue
        periods = leaders[name]
        shown = text[start:end].rstrip(".")
        if former.search(before):
            draft.not_before(min(b for _, b in periods), f"{shown} has left office")
        elif ousted.search(text[max(0, start - OUSTED_WINDOW) : end + OUSTED_WINDOW]):
            draft.not_before(min(a for a, _ in periods), f"{shown} has held office")
        else:
            seen.add(name)
            draft.offices.append((shown, tuple((a, b + IN_OFFICE_SLACK) for a, b in periods)))


def _names(text: str, leaders: dict[str, list[Interval]]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, key) of the leaders' names in a text, the longest name at each place."""
    for match in NAME.finditer(text):
        words = list(re.finditer(r"\S+", match.group()))
        for first in range(len(words)):
            for last in range(len(words), first, -1):
                key = _plain(match.group()[words[first].start() : words[last - 1].end()])
                if key in leaders:
                    yield match.start() + words[first].start(), match.start() + words[last - 1].end(), key
                    break


def _leaders(lexicon: Lexicon) -> dict[str, list[Interval]]:
    """Return the periods in office by plain name (full names, and family names that one leader bears)."""
    horizon: date = lexicon.table("published")["horizon"]
    found: dict[str, list[Interval]] = {}
    owners: dict[str, set[str]] = {}
    for row in lexicon.rows("leaders"):
        start = _day(row.get("from", ""), False)
        if start is None:
            continue
        period = (start, _day(row.get("to", ""), True) or horizon)
        for alias in _aliases(row):
            key = _plain(alias)
            owners.setdefault(key, set()).add(row["name"])
            found.setdefault(key, []).append(period)
    return {k: v for k, v in found.items() if len(k) > 3 and (" " in k or len(owners[k]) == 1)}


def _aliases(row: dict[str, str]) -> Iterable[str]:
    return {row["name"], *(a for a in row.get("aliases", "").split("|") if a)}


def _day(cell: str, end: bool) -> date | None:
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", cell)
    if not match:
        return None
    year, month, day = (int(n) if n else None for n in match.groups())
    try:
        return date(year or 1, month or (12 if end else 1), day or (28 if end else 1))
    except ValueError:
        return None


def _plain(name: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))
    return re.sub(r"[\s’'.-]+", " ", bare).strip()
