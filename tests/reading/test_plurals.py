"""Plurals: one phrase that stands for several parties gives each of them."""

from __future__ import annotations

import pytest

from greffier import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Les voisins du Mali et du Burkina Faso ont rejoint le pacte de défense.", {"MLI", "BFA"}),
        ("Les ministres de la Défense du Mali et du Niger ont signé un accord.", {"MLI", "NER"}),
        ("Les négociateurs russes et ukrainiens ont signé un accord.", {"RUS", "UKR"}),
        ("La Guinée, la Guinée-Bissau et la Gambie ont signé un accord.", {"GIN", "GNB", "GMB"}),
        ("La Lettonie et le Royaume-Uni ont signé un accord.", {"LVA", "GBR"}),
        ("Les présidents français Luc Vano et rwandais Paul Rasi ont signé un accord.", {"FRA", "RWA"}),
    ],
)
def test_each_party_of_a_plural_acts(text: str, expected: set[str]) -> None:
    (event,) = [e for e in read(text, published="2025-03-13").events if e.type == "SUPPORT"]
    assert {a.country for a in event.actors} == expected


def test_a_member_of_a_plural_bears_the_name_of_its_country() -> None:
    reading = read("Les voisins du Mali et du Burkina Faso ont rejoint le pacte de défense.", published="2025-03-13")
    assert [a.name for a in reading.events[0].actors] == ["Mali", "Burkina Faso"]
