"""Numerals: how French writes numbers, and the bounds the words before them give."""

from __future__ import annotations

import pytest

from greffier.french import default_lexicon
from greffier.reading.numbers import Value, find_numerals, number_words
from greffier.reading.parse import parse
from greffier.records import Dispatch

Bounds = tuple[Value | None, Value | None, Value | None]


def numerals(text: str) -> list[Bounds]:
    doc = parse(Dispatch("n", text), default_lexicon())
    return [n.bounds() for n in find_numerals(doc.tokens, number_words(default_lexicon()))]


@pytest.mark.parametrize(
    ("phrase", "value", "low", "high"),
    [
        ("1.200 soldats", 1200, 1200, 1200),
        ("12 000 soldats", 12000, 12000, 12000),
        ("12\u00a0000 soldats", 12000, 12000, 12000),
        ("12\u202f000 soldats", 12000, 12000, 12000),
        ("1,2 million de soldats", 1_200_000, 1_200_000, 1_200_000),
        ("2,5 milliards de francs", 2_500_000_000, 2_500_000_000, 2_500_000_000),
        ("quatre-vingt-treize soldats", 93, 93, 93),
        ("deux cent mille soldats", 200_000, 200_000, 200_000),
        ("plus de 40 soldats", 40, 40, None),
        ("au moins 40 soldats", 40, 40, None),
        ("jusqu'à 40 soldats", 40, None, 40),
        ("environ 40 soldats", 40, None, None),
        ("près de 40 soldats", 40, None, None),
        ("une vingtaine de soldats", 20, None, None),
        ("des dizaines de soldats", None, 20, None),
        ("des centaines de soldats", None, 200, None),
        ("des dizaines de milliers de soldats", None, 20_000, None),
        ("entre 30 et 50 soldats", None, 30, 50),
    ],
)
def test_a_number_has_value_and_bounds(phrase: str, value: Value | None, low: Value | None, high: Value | None) -> None:
    assert numerals(f"Il a vu {phrase}.") == [(value, low, high)]
