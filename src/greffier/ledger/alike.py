"""Likeness of names, sides and words: the measures that comparing tellings and actors share."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz

# From this ratio on, two names that begin alike are spellings of one; below it too many differ in more.
ALIKE = 84
LONG_NAME = 5
DAMPING = 3
# Armed forces, police and government act for one state.
STATE = {"MIL": "GOV", "COP": "GOV", "": "GOV"}


def alike(one: Iterable[str], two: Iterable[str]) -> bool:
    """Tell whether some name of one set is a spelling of some name of the other (« Barsalgo », « Barsalogho »)."""
    long = [y for y in two if len(y) >= LONG_NAME]
    return any(spelt_alike(x, y) for x in one if len(x) >= LONG_NAME for y in long)


def spelt_alike(one: str, two: str) -> bool:
    """Tell whether two folded names of five letters or more are spellings of one name."""
    return one[:1] == two[:1] and min(len(one), len(two)) >= LONG_NAME and fuzz.ratio(one, two) >= ALIKE


def same_side(one: Iterable[str], two: Iterable[str]) -> bool:
    """Tell whether two sides, codes "COUNTRY/SECTOR", share a party; a state's forces and its government are one."""
    return not {_side(code) for code in one}.isdisjoint({_side(code) for code in two})


def share(one: frozenset[str], two: frozenset[str]) -> float:
    """Return the share of stems that two windows have in common (Dice, 0 to 1); that of a few words counts for less."""
    return 2 * len(one & two) / (len(one) + len(two) + DAMPING)


def _side(code: str) -> str:
    country, _, sector = code.partition("/")
    return f"{country}/{STATE.get(sector, sector)}"
