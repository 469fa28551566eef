"""Sketches keep what comparing needs, and come back from the store as they went in."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from greffier.ledger.sketch import unpacked
from greffier.ledger.words import Page, folded, names_in
from greffier.records import Span
from ledger.events import actor, attack, sketched

FOURTH = date(2025, 3, 4)


def test_a_sketch_comes_back_as_it_was() -> None:
    made = attack("a", "Ouradi", (FOURTH, date(2025, 3, 9)), actors=(actor("MLI/REB", "Kélé Front"),))
    again = unpacked(made.packed())
    assert again.packed() == made.packed()
    assert (again.place, again.windows, again.first) == (made.place, made.windows, made.first)


def test_a_country_is_no_place_and_a_province_is_an_area() -> None:
    assert attack("a", "Mali", FOURTH).place == frozenset()
    assert attack("a", "province du Soum", FOURTH).area
    base = attack("a", "base aérienne 101 de Bamako", FOURTH)
    assert {"101", "bamako"} <= base.place
    assert not base.area


def test_names_stand_near_the_trigger_and_name_somebody() -> None:
    text = "Le ministre malien Sékou Fandrel a rencontré Anna Vogt à Bamako. Ailleurs, Paul Drieu pêchait."
    made = sketched("a", text, "a rencontré", "CONSULT")
    assert {"fandrel", "vogt"} <= made.names
    assert not {"malien", "ministre", "drieu", "le"} & made.names
    assert made.told == {"MLI"}


def test_a_dateline_is_no_part_of_the_sentence() -> None:
    text = "Titre\nTAMBÉLA, 6 mars 2025 (AGF) - Une attaque a visé Ouradi."
    around = Page(text).around(Span(text.index("attaque"), text.index("attaque") + 7))
    assert around.names == {"ouradi"}


def test_names_in_a_phrase_are_the_last_words_of_their_runs() -> None:
    assert names_in("le général Sékou Fandrel et Anna Vogt") == {"fandrel", "vogt"}
    assert names_in("le gouvernement malien") == frozenset()


@given(st.text(max_size=80), st.integers(0, 79), st.integers(1, 20))
def test_any_text_has_surroundings(text: str, start: int, length: int) -> None:
    if start < len(text):
        around = Page(text).around(Span(start, min(len(text), start + length)))
        assert all(name == folded(name) for name in around.names)
