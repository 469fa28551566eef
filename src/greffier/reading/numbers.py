"""Reads the numerals of a dispatch: their tokens, their value, the bounds that the words before them give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from greffier.french import Lexicon
from greffier.reading.parse import Token

Value = float | int
DIGITS = re.compile(r"\d{1,3}(?:[\s\u00a0\u202f\u2009.]\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
GROUPING = re.compile(r"[\s\u00a0\u202f\u2009.]")
# The least that an unnumbered plural of a collective can mean: two of it.
LEAST = 2
LONGEST_MODIFIER = 4
MAX_DIGITS = 18
TENS = frozenset({20, 30, 40, 50, 60, 70, 80, 90})


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in the text: tokens ``first`` to ``last`` (indices), modifiers included from ``start`` on.

    ``kind`` is ``exact``, ``min``, ``max``, ``about``, ``rough`` (« une vingtaine »), ``vague``
    (« des dizaines », value is the least) or ``range``; ``high`` is the upper end of a range.
    ``words`` tells that no digit is in it, ``modified`` that a word before it qualifies it.
    """

    start: int
    first: int
    last: int
    value: Value
    kind: str
    high: Value | None = None
    words: bool = False

    @property
    def modified(self) -> bool:
        """Tell whether a word before the number qualifies it."""
        return self.start < self.first

    def bounds(self) -> tuple[Value | None, Value | None, Value | None]:
        """Return value, min and max as the codebook has them."""
        value = self.value
        return {
            "exact": (value, value, value),
            "min": (value, value, None),
            "max": (value, None, value),
            "range": (None, value, self.high),
            "vague": (None, value, None),
        }.get(self.kind, (value, None, None))


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The number words of the lexicon, and the words that qualify a number."""

    cardinals: Mapping[str, int]
    multipliers: Mapping[str, int]
    collectives: Mapping[str, int]
    modifiers: Mapping[tuple[str, ...], str]


def number_words(lexicon: Lexicon) -> NumberWords:
    """Return the number words, compiled once for each lexicon."""

    def build() -> NumberWords:
        table = lexicon.table("numbers")
        modifiers = {tuple(_split(name)): kind for name, kind in table["modifiers"].items()}
        return NumberWords(table["cardinals"], table["multipliers"], table["collectives"], modifiers)

    return lexicon.compiled("number words", build)


def _split(words: str) -> list[str]:
    return re.findall(r"[^\s']+'?", words)


def find_numerals(tokens: Sequence[Token], words: NumberWords) -> list[Numeral]:
    """Return the numerals of a sentence in order; « entre A et B » and « A à B » are one."""
    found: list[Numeral] = []
    at = 0
    while at < len(tokens):
        numeral = _numeral(tokens, at, words)
        if numeral is None:
            at += 1
            continue
        joined = _range(tokens, found[-1], numeral) if found else None
        if joined:
            found[-1] = joined
        else:
            found.append(_qualified(tokens, numeral, words))
        at = numeral.last + 1
    return found


def _numeral(tokens: Sequence[Token], at: int, words: NumberWords) -> Numeral | None:
    """Read the number that begins at a token: digits or words, then multipliers and collectives."""
    parsed = _plain(tokens, at, words)
    end, value = parsed if parsed else (at, None)
    kind = "exact"
    token = tokens[end] if end < len(tokens) else None
    if token and token.norm in words.multipliers:
        kind = "exact" if value is not None else "vague"
        value = (LEAST if value is None else value) * words.multipliers[token.norm]
        end += 1
        if end + 1 < len(tokens) and tokens[end].norm == "et" and tokens[end + 1].norm in ("demi", "demie"):
            value, end = value + words.multipliers[token.norm] / 2, end + 2
    elif token and token.norm in words.collectives and (value is None or value < 1000):
        end, value, kind = _collective(tokens, end, value, words)
    if value is None:
        return None
    spelled = not any(t.norm[:1].isdigit() for t in tokens[at:end])
    return Numeral(at, at, end - 1, _whole(value), kind, words=spelled)


def _collective(tokens: Sequence[Token], at: int, value: Value | None, words: NumberWords) -> tuple[int, Value, str]:
    """« une vingtaine », « des dizaines », « des dizaines de milliers », « trois douzaines »."""
    plural = tokens[at].norm.endswith("s")
    base: Value = words.collectives[tokens[at].norm] * (LEAST if plural and value is None else value or 1)
    kind = "vague" if plural and value is None else "rough"
    end = at + 1
    while end + 1 < len(tokens) and tokens[end].norm in ("de", "d'"):
        following = tokens[end + 1].norm
        factor = words.collectives.get(following) or words.multipliers.get(following)
        if factor is None:
            break
        base, end = base * factor, end + 2
    return end, base, kind


def _plain(tokens: Sequence[Token], at: int, words: NumberWords) -> tuple[int, Value] | None:
    """Read digits, or number words up to the thousands; return the end and the value."""
    match = DIGITS.fullmatch(tokens[at].text)
    if match and len(match.group()) <= MAX_DIGITS:
        value: Value = float(GROUPING.sub("", match.group()).replace(",", "."))
        end = at + 1
        while end < len(tokens) and tokens[end].norm in ("mille", "cents", "cent"):
            value, end = value * words.cardinals[tokens[end].norm], end + 1
        return end, value
    parts: list[int] = []
    end = at
    while end < len(tokens):
        more = _word_parts(tokens[end].norm, words)
        if more is None:
            hyphen = tokens[end].norm == "-" and tokens[end].start == tokens[end - 1].end
            if not (parts and parts[-1] in TENS and (hyphen or _joins(tokens, end))):
                break
            more = []
        parts += more
        end += 1
    return (end, _sum(parts)) if parts else None


def _joins(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether « et » at this place joins a ten and a unit (« vingt et un »)."""
    follows = at + 1 < len(tokens) and tokens[at + 1].norm in ("un", "une", "onze")
    return tokens[at].norm == "et" and follows


def _word_parts(norm: str, words: NumberWords) -> list[int] | None:
    """« quatre-vingt-treize » → [4, 20, 13]; None where a piece is no number word."""
    pieces = [p for p in norm.split("-") if p not in ("et", "")]
    values = [words.cardinals.get(p) for p in pieces]
    return [v for v in values if v is not None] if values and None not in values else None


def _sum(parts: Sequence[int]) -> int:
    total = group = 0
    for part in parts:
        if part == 1000:
            total, group = total + max(group, 1) * 1000, 0
        elif part == 100:
            group = max(group, 1) * 100
        elif part == 20 and group % 100 == 4:
            group += 76
        else:
            group += part
    return total + group


def _whole(value: Value) -> Value:
    return round(value) if abs(value - round(value)) < 1e-6 else value


def _range(tokens: Sequence[Token], first: Numeral, second: Numeral) -> Numeral | None:
    """Join « entre 3 000 et 5 000 », « de 150 à 200 », « 2 500 à 3 000 » into one range."""
    between = tokens[first.last + 1 : second.first]
    opener = tokens[first.first - 1].norm if first.first else ""
    if len(between) != 1 or first.kind not in ("exact", "rough", "about") or second.kind not in ("exact", "rough"):
        return None
    joint = between[0].norm
    if not (joint in ("à", "-", "ou") or (joint == "et" and opener == "entre")):
        return None
    low = first.value
    if second.value >= 1e6 and low < 1000:
        low = low * (1_000_000_000 if second.value >= 1e9 else 1_000_000)
    if low >= second.value:
        return None
    start = first.first - 1 if opener in ("entre", "de") else first.start
    return Numeral(start, first.first, second.last, low, "range", second.value, first.words and second.words)


def _qualified(tokens: Sequence[Token], numeral: Numeral, words: NumberWords) -> Numeral:
    """Take in the words before the number that change its bounds (« plus de », « environ »)."""
    first = numeral.first
    for length in range(LONGEST_MODIFIER, 0, -1):
        before = tuple(t.norm for t in tokens[max(0, first - length) : first])
        kind = words.modifiers.get(before) if len(before) == length else None
        if kind:
            kept = numeral.kind if numeral.kind == "vague" or kind == "exact" else kind
            return replace(numeral, start=first - length, kind=kept)
    if first and tokens[first - 1].norm in ("des", "plusieurs") and numeral.kind == "vague":
        return replace(numeral, start=first - 1)
    return numeral
