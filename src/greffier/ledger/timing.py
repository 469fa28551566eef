"""Timing: how the dates of two tellings agree, or the days of publication where a text gives no date."""

from __future__ import annotations

from greffier.ledger.blocking import days
from greffier.ledger.sketch import Sketch

NARROW = 3  # bounds at most so many days apart are as good as a day
VAGUE = 200
MISSED = 3  # by so many days at most a wide date may miss
MOVED = 10  # what was planned may come so many days later
BOTH_UNDATED = ((2, "both_fresh"), (10, "both_recent"), (45, "both_past"))
ONE_DATED = ((3, "fresh"), (20, "recent"), (75, "past"))

Found = tuple[str, str]


def timing(a: Sketch, b: Sketch) -> Found | None:
    """Return the name of a weight of ``merge.toml`` ("veto" where the dates contradict) and the reason in words.

    None where neither dates nor publications are known.
    """
    one, two = days(a), days(b)
    if one and two:
        return _both_dated(one, two, "planned" in (a.status, b.status))
    if one:
        return _one_dated(one, b)
    if two:
        return _one_dated(two, a)
    if a.published and b.published:
        apart = abs(a.published - b.published)
        return _step(apart, BOTH_UNDATED), f"undated, published {apart} days apart"
    return None


def _both_dated(one: tuple[int, int], two: tuple[int, int], planned: bool) -> Found:
    gap = max(one[0], two[0]) - min(one[1], two[1])
    narrow, wide = sorted((one[1] - one[0], two[1] - two[0]))
    if gap <= 0:
        if wide > VAGUE:
            return "vague", "dates meet, one of them vague"
        name = "same_days" if wide <= NARROW else "narrow_in_wide" if narrow <= NARROW else "wide"
        return name, "dates meet"
    reason = f"dates {gap} days apart"
    if planned and gap <= MOVED:
        return "moved", f"planned, {reason}"
    if wide > NARROW and gap <= MISSED:
        return "wide_gap", f"{reason}, one of them wide"
    return (f"gap_{gap}", reason) if gap <= 2 else ("veto", reason)


def _one_dated(dated: tuple[int, int], other: Sketch) -> Found | None:
    if other.published is None:
        return None
    after = dated[0] - other.published
    if after > 0 and other.status == "occurred":
        return "veto", "the other was told before its date"
    awaited = other.status in ("planned", "ongoing") and bool(other.change)
    if awaited and 0 < after <= VAGUE:
        return "ahead", f"a change told {after} days ahead"
    apart = max(0, other.published - dated[1], after)
    return _step(apart, ONE_DATED), f"undated, published {apart} days from the date"


def _step(apart: int, steps: tuple[tuple[int, str], ...]) -> str:
    return next((name for most, name in steps if apart <= most), "distant")
