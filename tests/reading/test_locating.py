"""Where an event happened: which of the places named around it is its own."""

from __future__ import annotations

from greffier import read
from greffier.reading.locating import Spot, choose
from greffier.records import Place, Span


def countries(text: str, kind: str) -> list[str | None]:
    return [e.place.country if e.place else None for e in read(text, published="2025-03-13").events if e.type == kind]


def spot(start: int, country: str | None) -> Spot:
    return Spot(None, Place(Span(start, start + 1), "x", country), True, None)  # type: ignore[arg-type]


def test_the_country_likeliest_in_sum_wins_over_the_likeliest_single_spot() -> None:
    one, two, same = spot(0, "MLI"), spot(1, "NER"), spot(2, "NER")
    weights = {"strong": 1.0, "fair": 0.8, "fairer": 0.9}
    assert choose([(None, []), (one, ["strong"]), (two, ["fair"]), (same, ["fairer"])], weights) is same


def test_no_place_where_none_is_likelier() -> None:
    assert choose([(None, []), (spot(0, "MLI"), ["weak"])], {"weak": -3.0}) is None


def test_a_preposition_puts_an_attack_somewhere() -> None:
    assert countries("Des hommes armés ont tué douze soldats mardi à Gao, au Mali.", "ASSAULT") == ["MLI"]


def test_a_described_place_goes_before_where_a_trial_is_held() -> None:
    text = "Dix ans après l'attaque d'un village nigérien, trois suspects comparaissent à Bruxelles."
    assert countries(text, "ASSAULT") == ["NER"]
