"""Figures in dispute: units, rounding, bounds, updates and corrections taken into account; factors of ten named."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise

from greffier.ledger.account import Account, country_names, demonyms
from greffier.ledger.affair import affair
from greffier.ledger.model import Conflict
from greffier.ledger.statements import Statement, conflict, distinct, statement
from greffier.ledger.words import folded, knowledge, stem
from greffier.records import Quantity, Span

ABOUT = 0.1
FACTORS = (10, 100, 1000)
FACTOR_SLACK = 0.06
APART_DAYS = 120
BEFORE = 24
OPENING = 90
CASUALTIES = frozenset({"killed", "injured", "arrested", "displaced", "held"})
INFINITY = math.inf
NUMERAL = re.compile(r"\d[\d.,\s]* (?:millions?|milliards?)", re.IGNORECASE)


def figure_statements(account: Account) -> Iterator[Statement]:
    """Yield the reading's figures as statements, each under the topic within which figures can be compared."""
    corrects = is_correction(account)
    for quantity in account.reading.quantities:
        if _is_trigger(account, quantity) or (quantity.value is None and quantity.min is None):
            continue
        topic = _topic(account, quantity)
        if topic is None:
            continue
        key, about, occurrence = topic
        claim = quantity.claim if quantity.claim is not None else account.claim_at(quantity.span)
        low, high = bounds(account, quantity)
        before = (
            account.quote(Span(max(0, quantity.span.start - BEFORE), quantity.span.start))
            if quantity.span.start
            else ""
        )
        made = statement(account, "quantity", key, about, quantity.span, account.voice(claim), f"{low:g}–{high:g}")
        rejected = bool(_pattern("not_pattern").search(before))
        made = replace(
            made,
            low=low,
            high=high,
            value=None if quantity.value is None else float(quantity.value),
            part=_part(account, quantity),
            occurrence=occurrence,
            former=rejected or bool(_pattern("against_pattern").search(before)) or _is_earlier(account, quantity),
            retracted=corrects and (rejected or _is_our_word(account, quantity)),
            corrects=corrects and not rejected,
        )
        yield made
        if quantity.role in CASUALTIES and (place := affair(account, quantity.span)):
            yield replace(made, topic=f"figure|{quantity.role}|@{place}")


def figure_conflicts(statements: Iterable[Statement]) -> Iterator[Conflict]:
    """Yield the disputes between figures of one topic: wholes against wholes, and parts that exceed a whole."""
    told = _without_retracted(list(statements))
    counted = [s for s in told if not s.former]
    contrasts = _contrasts(counted)
    figures = distinct(counted, _agree)
    current = [s for s in figures if not _is_updated(s, figures)]
    stale = [s for s in figures if s not in current]
    for part in sorted({s.part for s in figures}):
        same = [s for s in figures if s.part == part]
        sides = [s for s in same if any(_clash(s, o, contrasts) for o in same)]
        if len(sides) > 1:
            yield conflict("quantity", sides, stale, _factor(sides))
    wholes = [s for s in current if not s.part]
    for piece in (s for s in current if s.part not in ("", "assailant")):
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
    return bool(_cased("correction_pattern").search(account.reading.dispatch.text[:OPENING]))


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


def _contrasts(statements: Sequence[Statement]) -> frozenset[frozenset[float | None]]:
    """Return the pairs of values that one dispatch sets side by side without saying on whose word."""
    plain = [s for s in statements if s.voice.actor is None and s.occurrence is not None and not s.part]
    pairs = ((a, b) for a, b in combinations(plain, 2) if a.at.dispatch == b.at.dispatch and not _meet(a, b))
    return frozenset(frozenset((a.value, b.value)) for a, b in pairs)


def _clash(one: Statement, other: Statement, contrasts: frozenset[frozenset[float | None]]) -> bool:
    if one is other or _meet(one, other):
        return False
    return _disputes(one, other) or frozenset((one.value, other.value)) in contrasts


def _disputes(one: Statement, other: Statement) -> bool:
    """Tell whether two figures that differ are two speakers' (and no later count of the same)."""
    if one.at.dispatch == other.at.dispatch and None in (one.voice.actor, other.voice.actor):
        return one.part != other.part and one.voice.actor is not other.voice.actor
    if one.voice.same(other.voice):
        return False
    early, late = sorted((one, other), key=lambda s: s.order)
    if early.published and late.published and (late.published - early.published).days > APART_DAYS:
        return False
    if early.voice.actor is not None and late.voice.actor is not None:
        return True
    return late.high < early.low or early.published == late.published


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


def _topic(account: Account, quantity: Quantity) -> tuple[str, str, str | None] | None:
    """Return the key under which the figure is compared, what it is about, and its occurrence; None for none."""
    words = quantity.object or account.quote(quantity.span)
    if quantity.role in CASUALTIES:
        event = _event_of(account, quantity, knowledge("disputes")["figures"]["events"][quantity.role])
        if event is None:
            return None
        occurrence = account.occurrences[event]
        return f"figure|{quantity.role}|{occurrence}", f"{quantity.role}: {words}", occurrence
    unit = folded(quantity.unit or "")
    if quantity.role == "strength" or (quantity.role == "other" and unit):
        return _force_topic(account, quantity, unit, words)
    if quantity.role == "cost":
        about = _cost_words(account, quantity)
        return (f"figure|cost|{unit}|{about}", f"cost: {words}", None) if about else None
    return None


def _force_topic(account: Account, quantity: Quantity, unit: str, words: str) -> tuple[str, str, str | None] | None:
    owner = _owner(account, quantity, words)
    if owner is None:
        return None
    hosts = [c for c in account.setting() if c != owner]
    key = f"figure|force|{_facet(account, quantity)}|{owner}|{hosts[0] if hosts else ''}|{unit}"
    return key, f"{quantity.role}: {words}", None


def _owner(account: Account, quantity: Quantity, words: str) -> str | None:
    """Return the country whose forces are counted: named beside the figure, in its sentence, or in the dispatch."""
    sentence = account.quote(account.page.sentence(quantity.span.start))
    told = [*_people(f"{words} {account.quote(quantity.span)}"), *_people(sentence), *_states(sentence)]
    if told:
        return told[0]
    setting = account.setting()
    whole = folded(account.reading.dispatch.text).split()
    forces = set(knowledge("disputes")["figures"]["forces"])
    named = [demonyms()[b] for a, b in pairwise(whole) if a in forces and b in demonyms()]
    among = [c for c in setting if c in named] or list(setting)
    return max(among, key=lambda c: (named.count(c), -setting.index(c)), default=None)


def _facet(account: Account, quantity: Quantity) -> str:
    sentence = folded(account.quote(account.page.sentence(quantity.span.start))).split()
    for facet, starts in knowledge("disputes")["figures"]["facets"].items():
        if any(word.startswith(start) for start in starts for word in sentence):
            return str(facet)
    return ""


def _people(text: str) -> Iterator[str]:
    """Yield the countries that demonyms name in the text, in its order."""
    yield from (demonyms()[w] for w in folded(text).split() if w in demonyms())


def _states(text: str) -> Iterator[str]:
    """Yield the countries that act in the text under their name or capital: not those that are only a place."""
    words = folded(text).split()
    places = set(knowledge("disputes")["figures"]["locative"])
    for size, start in ((n, i) for i in range(len(words)) for n in (3, 2, 1)):
        code = country_names().get(" ".join(words[start : start + size]))
        if code and start + size <= len(words) and not (start and words[start - 1] in places):
            yield code


def _cost_words(account: Account, quantity: Quantity) -> str:
    """Return the telling words of the sentence that has the cost: numbers of names (« base 201 ») and proper names."""
    sentence = account.quote(account.page.sentence(quantity.span.start))
    for other in account.reading.quantities:
        sentence = sentence.replace(account.quote(other.span), " ")
    rest = NUMERAL.sub(" ", sentence)
    named = [w for w in re.findall(r"[^\W_]+", rest)[1:] if w[:1].isupper() or (w.isdigit() and len(w) < 4)]
    return " ".join(sorted({stem(folded(w)) for w in named})[:2])


def _event_of(account: Account, quantity: Quantity, types: Sequence[str]) -> int | None:
    """Return the event whose figure it is: of the types, in its sentence the nearest, else the last before it."""
    events = account.reading.events
    spots = [(t, i) for i, e in enumerate(events) if e.type in types for t in e.triggers]
    sentence = account.page.sentence(quantity.span.start)
    inside = [(abs(t.start - quantity.span.start), i) for t, i in spots if sentence.start <= t.start < sentence.end]
    if inside:
        return min(inside)[1]
    past = [(-t.start, i) for t, i in spots if t.start < sentence.start]
    if past:
        return min(past)[1]
    return min(((t.start, i) for t, i in spots), default=(0, None))[1]


def _part(account: Account, quantity: Quantity) -> str:
    if quantity.role not in CASUALTIES:
        return ""
    words = set(folded(f"{quantity.object or ''} {account.quote(quantity.span)}").split())
    for part, told in knowledge("disputes")["figures"]["parts"].items():
        if words & set(told):
            return str(part)
    return ""


def _is_trigger(account: Account, quantity: Quantity) -> bool:
    """Tell whether what is counted is an event (« une attaque »): no figure of anything else."""
    return any(t.overlaps(quantity.span) for e in account.reading.events for t in e.triggers)


def _is_earlier(account: Account, quantity: Quantity) -> bool:
    """Tell whether the sentence gives the figure as that of an earlier count (« un précédent bilan »)."""
    start = account.page.sentence(quantity.span.start).start
    words = account.quote(Span(start, quantity.span.start)) if start < quantity.span.start else ""
    return bool(_pattern("former_pattern").search(words))


def _is_our_word(account: Account, quantity: Quantity) -> bool:
    """Tell whether the outlet says that it gave this figure itself (« nous avons fait état de … »)."""
    start = account.page.sentence(quantity.span.start).start
    return start < quantity.span.start and bool(
        _pattern("our_pattern").search(account.quote(Span(start, quantity.span.start)))
    )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(knowledge("disputes")["figures"][name], re.IGNORECASE)


@cache
def _cased(name: str) -> re.Pattern[str]:
    return re.compile(knowledge("disputes")["figures"][name])
