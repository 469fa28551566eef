"""Finds the time expressions of a line, joins ranges and applies the words before them (« depuis »)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from greffier.french import Lexicon
from greffier.reading.calendar import Bounds, add_days, shift
from greffier.reading.time_resolvers import RESOLVERS, Setting

YEAR = r"(?:1[0-9]\d\d|20\d\d)"
DAY = r"(?:1er|premier|[12]\d|3[01]|0?[1-9])"
LOOK_BACK = 40
APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "‑": "-"})
SPACE = re.compile(r" ")
# Kinds whose words are no other time where the calendar has no such day (« 30 février »).
STRICT = frozenset({"date", "day_span", "slashed", "iso"})


@dataclass(frozen=True, slots=True)
class Found:
    """A time expression in the text; ``kind`` names its pattern; ``of_noun`` marks « dix ans après X »."""

    start: int
    end: int
    kind: str
    bounds: Bounds
    of_noun: bool = False
    since: bool = False


@dataclass(frozen=True, slots=True)
class Expression:
    """One compiled pattern with what must stand before it."""

    kind: str
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled expressions and the word values they use."""

    any_of: re.Pattern[str]
    expressions: tuple[Expression, ...]
    modifiers: dict[str, re.Pattern[str]]
    range_open: re.Pattern[str]
    range_join: re.Pattern[str]
    words: dict[str, dict[str, Any]]


def grammar_of(lexicon: Lexicon) -> Grammar:
    """Return the grammar of time expressions, compiled once for each lexicon."""
    return lexicon.compiled("time grammar", partial(_build, lexicon))


def _build(lexicon: Lexicon) -> Grammar:
    table = lexicon.table("times")
    lists = {
        "wd": "weekdays", "mo": "months", "season": "seasons", "holiday": "holidays", "deictic": "deictic",
        "anaphoric": "anaphoric", "unit": "units", "which": "which",
        "which_told": "which_told", "part": "parts",
        "tens": "decades", "rank": "rank",
    }  # fmt: skip
    slots = {slot: _either(table[name]) for slot, name in lists.items()}
    slots |= {name: _either(words) for name, words in table["words"].items()}
    slots |= {"d": DAY, "y": YEAR, "n": rf"(?:\d{{1,3}}|{_either(table['numbers'])})"}
    slots["year_after"] = table["guards"]["year_after"]
    tails = {name: _tail(pattern) for name, pattern in table["modifiers"].items()}
    expressions = tuple(
        Expression(e["kind"], _compile(_fill(e["pattern"], slots)), tails[e["needs"]] if "needs" in e else None)
        for e in table["expressions"]
    )
    joined = "|".join(re.sub(r"\(\?P<\w+>", "(?:", e.pattern.pattern) for e in expressions if e.kind != "slashed")
    slashed = r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
    words = {name: {w.lower(): v for w, v in table[name].items()} for name in (*lists.values(), "numbers")}
    modifiers = {name: tails[name] for name in ("since", "before", "until", "by", "after", "night")}
    join = _compile(table["modifiers"]["range_join"])
    return Grammar(
        _compile(rf"(?<![\w/-])(?<!\d[.,])(?:{joined}|{slashed})"), expressions, modifiers,
        tails["range_open"], join, words,
    )  # fmt: skip


def _either(words: Any) -> str:
    longest = sorted(words, key=len, reverse=True)
    return (
        "(?:"
        + "|".join(
            re.escape(w).replace(r"\ ", " ").replace(r"\-", "-") + ("" if w[-1] == "." else r"(?!\w)") for w in longest
        )
        + ")"
    )


def _fill(pattern: str, slots: dict[str, str]) -> str:
    return re.sub(r"\{([a-z_]+)\}", lambda m: slots[m.group(1)], pattern)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(SPACE.sub(r"\\s+", pattern.replace(" ?", r"\s*")), re.IGNORECASE)


def _tail(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that must end where the expression begins."""
    return _compile(f"(?:{pattern})\\s*$")


def find_expressions(
    text: str, start: int, end: int, lexicon: Lexicon, setting: Callable[[int], Setting]
) -> Iterator[Found]:
    """Yield the time expressions of ``text[start:end]`` (one line) in order, ranges joined.

    ``setting`` is asked once for each expression, by its offset, when all before it have been yielded.
    """
    grammar = grammar_of(lexicon)
    line = text[start:end].translate(APOSTROPHES)
    pending: Found | None = None
    for found in _atoms(grammar, line, lambda at: setting(start + at)):
        joined = _join(grammar, line, pending, found) if pending else None
        if joined:
            pending = joined
            continue
        if pending:
            yield _moved(_modified(grammar, line, pending, setting(start).published), start)
        pending = found
    if pending:
        yield _moved(_modified(grammar, line, pending, setting(start).published), start)


def _moved(found: Found, by: int) -> Found:
    return replace(found, start=found.start + by, end=found.end + by)


def _atoms(grammar: Grammar, line: str, setting: Callable[[int], Setting]) -> Iterator[Found]:
    at = 0
    told: Bounds | None = None
    while match := grammar.any_of.search(line, at):
        at = match.start()
        end, found = _atom(grammar, line, at, _after(setting(at), told))
        if found:
            yield found
            told = found.bounds if found.bounds.precision != "open" else told
        at = max(end, at + 1)


def _after(setting: Setting, told: Bounds | None) -> Setting:
    """Lay the time told before on the same line over the setting, which knows only the lines above."""
    if told is None:
        return setting
    day = told.latest if told.precision == "day" else setting.day
    return replace(setting, day=day, told=told, near=True)


def _atom(grammar: Grammar, line: str, at: int, setting: Setting) -> tuple[int, Found | None]:
    """Return where the expression at ``at`` ends and what it means (None where it is no time)."""
    before = line[max(0, at - LOOK_BACK) : at]
    for expression in grammar.expressions:
        match = expression.pattern.match(line, at)
        if not match or (expression.needs and not expression.needs.search(before)):
            continue
        if _word_goes_on(line, match.end()):
            continue
        if grammar.modifiers["by"].search(before):
            setting = replace(setting, future=_always)
        elif grammar.modifiers["until"].search(before):
            setting = replace(setting, nearest=True)
        parts = match.groupdict()
        bounds = _resolved(expression.kind, parts, grammar, setting)
        if bounds:
            of_noun = bool(parts.get("object"))
            end = len(line[: match.start("object")].rstrip()) if of_noun else match.end()
            return match.end(), Found(at, end, expression.kind, bounds, of_noun)
        if expression.kind in STRICT:
            return match.end(), None
    return at, None


def _resolved(kind: str, parts: dict[str, str | None], grammar: Grammar, setting: Setting) -> Bounds | None:
    try:
        return RESOLVERS[kind](parts, grammar.words, setting)
    except (ValueError, OverflowError):
        return None  # only at the ends of the calendar (years 1 and 9999), where there is no day to name


def _always() -> bool:
    return True


def _word_goes_on(line: str, end: int) -> bool:
    return end < len(line) and line[end].isalnum() and line[end - 1].isalnum()


def _join(grammar: Grammar, line: str, first: Found, second: Found) -> Found | None:
    """Make one range of two expressions (« du 3 mai au 5 juin »), or None where they are two times."""
    gap, before = line[first.end : second.start], line[max(0, first.start - LOOK_BACK) : first.start]
    if len(gap) > LOOK_BACK or not grammar.range_join.fullmatch(gap):
        return None
    if gap.strip() not in ("-", "–") and not grammar.range_open.search(before):
        return None
    start, end = first.bounds.earliest, second.bounds.latest
    if start is None or end is None:
        return None
    if start > end:
        moved = shift(start, -1, "year") if first.bounds.precision != "day" else add_days(start, -7)
        if first.kind == "date":
            moved = shift(start, -1, "year")
        if moved is None or moved > end:
            return None
        start = moved
    return Found(first.start, second.end, first.kind, Bounds(start, end, "range"))


def _modified(grammar: Grammar, line: str, found: Found, published: date | None) -> Found:
    """Open or shift the bounds by the words before the expression (« depuis », « avant », « d'ici à »)."""
    before = line[max(0, found.start - LOOK_BACK) : found.start]
    for name, pattern in grammar.modifiers.items():
        match = pattern.search(before)
        if match:
            bounds = _modify(name, found, published)
            return replace(found, start=found.start - len(before) + match.start(), bounds=bounds, since=name == "since")
    return found


def _modify(name: str, found: Found, published: date | None) -> Bounds:
    old = found.bounds
    if name == "since":
        return Bounds(old.earliest, None, "open")
    if name == "before" and old.earliest:
        late = old.latest if old.precision == "range" else add_days(old.earliest, -1)
        return Bounds(None, late, "open")
    if name == "until":
        return Bounds(None, old.latest, "open")
    if name == "by":
        start = published if published and old.latest and published <= old.latest else None
        return Bounds(start, old.latest, "range" if start else "open")
    if name == "after" and old.latest:
        return Bounds(add_days(old.latest, 1), None, "open")
    if name == "night" and old.precision == "day" and old.latest:
        return Bounds(old.earliest, add_days(old.latest, 1), "range")
    return old
