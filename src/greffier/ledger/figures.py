"""Figures in dispute: units, rounding, bounds, updates and corrections taken into account; factors of ten named."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations

from greffier.ledger.account import Account
from greffier.ledger.affair import affair
from greffier.ledger.counts import CASUALTIES, part, text_before, topic
from greffier.ledger.model import Conflict
from greffier.ledger.statements import Statement, conflict, distinct, statement
from greffier.ledger.words import knowledge
from greffier.records import Quantity, Span

ABOUT = 0.1
FACTORS = (10, 100, 1000)
FACTOR_SLACK = 0.06
BEFORE = 24
OPENING = 90
INFINITY = math.inf
# By the beginning of what is counted: how many days apart and how far apart figures may be and still count one thing.
WINDOWS = {"stock": (45, 3.0), "flow": (120, 1.25), "rest": (14, 3.0), "cost": (400, 3.0), "in": (30, 8.0)}
OTHERWISE = (120, 8.0)
AT_ONCE = (14, 3.0)
# Those who are counted among all the dead (attackers may not be).
PIECES = frozenset({"civilian", "combatant", "children", "women"})
Values = frozenset[float | None]


def figure_statements(account: Account) -> Iterator[Statement]:
    """Yield the reading's figures as statements, each under the topic within which figures can be compared."""
    corrects = is_correction(account)
    for quantity in account.reading.quantities:
        if quantity.value is None and quantity.min is None:
            continue
        found = topic(account, quantity)
        if found is None:
            continue
        claim = quantity.claim if quantity.claim is not None else account.claim_at(quantity.span)
        low, high = bounds(account, quantity)
        before = text_before(account, quantity.span, BEFORE)
        rejected = bool(_pattern("not_pattern").search(before))
        made = statement(account, "quantity", found.key, found.about, quantity.span, account.voice(claim), "")
        made = replace(
            made,
            stance=f"{low:g}–{high:g}",
            low=low,
            high=high,
            value=None if quantity.value is None else float(quantity.value),
            part=part(account, quantity),
            occurrence=found.occurrence,
            former=rejected or bool(_pattern("against_pattern").search(before)) or _is_earlier(account, quantity),
            rejected=rejected,
            retracted=corrects and (rejected or _is_our_word(account, quantity)),
            corrects=corrects and not rejected,
        )
        yield made
        if quantity.role in CASUALTIES and (place := affair(account, quantity.span)):
            yield replace(made, topic=f"figure|{quantity.role}|@{place}")
        if quantity.role == "displaced" and made.voice.actor is not None and (where := account.setting()):
            yield replace(made, topic=f"figure|in|{quantity.role}|{where[0]}")


def figure_conflicts(statements: Iterable[Statement]) -> Iterator[Conflict]:
    """Yield the disputes between figures of one topic: wholes against wholes, and parts that exceed a whole."""
    told = _without_retracted(list(statements))
    refuted = _refuted(told)
    figures = distinct((s for s in told if not s.former), _agree)
    current = [s for s in figures if not _is_updated(s, figures)]
    stale = [s for s in figures if s not in current]
    for counted in sorted({s.part for s in figures}):
        same = [s for s in figures if s.part == counted]
        sides = [s for s in same if any(_clash(s, o, refuted) for o in same)]
        if len(sides) > 1:
            yield conflict("quantity", sides, stale, _factor(sides))
    wholes = [s for s in current if not s.part]
    for piece in (s for s in current if s.part in PIECES):
        less = [w for w in wholes if w.high < piece.low and _disputes(piece, w)]
        if less:
            yield conflict("quantity", [piece, *less], (), _factor([piece, *less]))


def bounds(account: Account, quantity: Quantity) -> tuple[float, float]:
    """Return the least and the most that the figure can stand for, its rounding taken into account."""
    value, low, high = quantity.value, quantity.min, quantity.max
    if low is not None and high is not None and low != high:
        return float(low), float(high)
    if value is None or (low is None) != (high is None):
        return float(low if low is not None else 0), float(high) if high is not None else INFINITY
    if (low is None and high is None) or _pattern("about_pattern").search(account.quote(quantity.span)):
        return value * (1 - ABOUT), value * (1 + ABOUT)
    return float(value), float(value)


def is_correction(account: Account) -> bool:
    """Tell whether the dispatch opens as a correction of what its outlet wrote before."""
    return bool(_pattern("correction_pattern").search(account.reading.dispatch.text[:OPENING]))


def _agree(one: Statement, other: Statement) -> bool:
    """Tell whether two figures say the same: one value, or one the other rounded; a bound says less than a count."""
    if one.part != other.part:
        return False
    if one.value is None or other.value is None:
        return one.stance == other.stance
    if math.isinf(one.high) != math.isinf(other.high):
        return one.value == other.value
    return _meet(one, other) if one.low != one.high or other.low != other.high else one.value == other.value


def _meet(one: Statement, other: Statement) -> bool:
    """Tell whether two figures can be one: their bounds meet, or one is the other rounded."""
    if one.low <= other.high and other.low <= one.high:
        return True
    return _rounds(one, other) or _rounds(other, one)


def _rounds(coarse: Statement, fine: Statement) -> bool:
    """Tell whether the coarse figure is the fine one rounded at its last digit that is not zero."""
    if coarse.value is None or fine.value is None or coarse.value <= 0 or coarse.value != int(coarse.value):
        return False
    step = 1
    while coarse.value % (step * 10) == 0:
        step *= 10
    return step > 1 and abs(coarse.value - fine.value) <= step / 2


def _clash(one: Statement, other: Statement, refuted: frozenset[Values]) -> bool:
    if one is other or _meet(one, other):
        return False
    return frozenset((one.value, other.value)) in refuted or _disputes(one, other)


def _refuted(statements: Sequence[Statement]) -> frozenset[Values]:
    """Return the pairs of values of which a dispatch gives one and refuses the other (« 90, et non 120 »)."""
    pairs = ((a, b) for a in statements if not a.former for b in statements if b.rejected)
    return frozenset(frozenset((a.value, b.value)) for a, b in pairs if a.at.dispatch == b.at.dispatch)


def _disputes(one: Statement, other: Statement) -> bool:
    """Tell whether two figures that differ are two speakers' word on one thing (and no later count)."""
    if one.voice.same(other.voice) or not _comparable(one, other):
        return False
    unsaid = one.voice.actor is None or other.voice.actor is None
    if one.at.dispatch == other.at.dispatch:
        return not unsaid
    early, late = sorted((one, other), key=lambda s: s.order)
    return not unsaid or late.high < early.low or early.published == late.published


def _comparable(one: Statement, other: Statement) -> bool:
    """Tell whether two figures are near enough in time and size to count one thing."""
    days, most = WINDOWS.get(one.topic.split("|")[1], OTHERWISE)
    apart = abs((one.published - other.published).days) if one.published and other.published else 0
    if apart > days:
        return False
    most = max(most, AT_ONCE[1]) if apart <= AT_ONCE[0] else most
    a, b = one.value or one.low, other.value or other.low
    return min(a, b) > 0 and (max(a, b) / min(a, b) <= most or _factor([one, other]) is not None)


def _is_updated(found: Statement, others: Sequence[Statement]) -> bool:
    """Tell whether the same speaker has since given another figure."""
    return any(
        o.voice.actor is not None and o.voice.same(found.voice) and o.part == found.part
        and (o.published or found.published) != found.published and o.order > found.order and not _meet(o, found)
        for o in others
    )  # fmt: skip


def _without_retracted(statements: list[Statement]) -> list[Statement]:
    """Return the statements without the figures that their own outlet took back, and without the taking back."""
    gone = [s for s in statements if s.retracted]
    mended = [s for s in statements if s.corrects]
    kept = [s for s in statements if not s.retracted]
    return [s for s in kept if not any(_takes_back(g, s) for g in (*gone, *mended))]


def _takes_back(late: Statement, found: Statement) -> bool:
    """Tell whether a correction takes a figure back: the very figure, or what it gives another figure for."""
    if found.at.dispatch == late.at.dispatch or (late.published or found.published) != late.published:
        return False
    if found.published and late.published and found.published > late.published:
        return False
    if None not in (found.source, late.source) and found.source != late.source:
        return False
    if late.retracted:
        return found.value == late.value
    known = found.source is not None
    return found.part == late.part and not _meet(found, late) and (known or _factor([found, late]) is not None)


def _factor(sides: Sequence[Statement]) -> int | None:
    """Return 10, 100 or 1000 where two figures are off by just that."""
    for one, other in combinations([s.value for s in sides if s.value], 2):
        ratio = max(one, other) / min(one, other)
        for factor in FACTORS:
            if abs(ratio / factor - 1) <= FACTOR_SLACK:
                return factor
    return None


def _is_earlier(account: Account, quantity: Quantity) -> bool:
    """Tell whether the sentence gives the figure as that of an earlier count (« un précédent bilan »)."""
    return bool(_pattern("former_pattern").search(_sentence_before(account, quantity)))


def _is_our_word(account: Account, quantity: Quantity) -> bool:
    """Tell whether the outlet says that it gave this figure itself (« nous avons fait état de … »)."""
    return bool(_pattern("our_pattern").search(_sentence_before(account, quantity)))


def _sentence_before(account: Account, quantity: Quantity) -> str:
    start = account.page.sentence(quantity.span.start).start
    return account.quote(Span(start, quantity.span.start)) if start < quantity.span.start else ""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(knowledge("disputes")["figures"][name])
