"""Clashes inside one dispatch are shown, roundings are not."""

from __future__ import annotations

import pytest

from greffier.reading.clashes import find_clashes
from greffier.records import Actor, Arrangement, Change, Claim, Event, Quantity, Span

TEXT = "A dit que 100 hommes partiront. B dit que 1 000 hommes restent en place."
CLAIMS = (
    Claim(Span(2, 5), (Span(10, 30),), Span(0, 1), Actor(Span(0, 1), "A", "NER", "GOV")),
    Claim(Span(34, 37), (Span(42, 71),), Span(32, 33), Actor(Span(32, 33), "B", "USA", "GOV")),
)


def figure(span: Span, value: int, claim: int | None, **bounds: int | None) -> Quantity:
    low, high = bounds.get("min", value), bounds.get("max", value)
    return Quantity(span, value, low, high, None, "hommes", "strength", claim)


def test_two_speakers_with_figures_a_factor_apart_clash_and_the_factor_is_named() -> None:
    found = find_clashes(TEXT, CLAIMS, (), (figure(Span(10, 20), 100, 0), figure(Span(42, 54), 1000, 1)), ())
    assert len(found) == 1
    assert found[0].startswith("clash-figure: strength: A says « 100 hommes »")
    assert "a factor of 10" in found[0]


@pytest.mark.parametrize(("value", "claim"), [(102, 1), (1000, 0)])
def test_roundings_and_one_speaker_do_not_clash(value: int, claim: int) -> None:
    assert not find_clashes(TEXT, CLAIMS, (), (figure(Span(10, 20), 100, 0), figure(Span(42, 54), value, claim)), ())


def test_a_lower_bound_and_a_higher_figure_can_both_be_true() -> None:
    more_than = figure(Span(10, 20), 100, 0, min=100, max=None)
    assert not find_clashes(TEXT, CLAIMS, (), (more_than, figure(Span(42, 54), 1000, 1)), ())


def test_an_announced_end_and_an_unchanged_state_clash() -> None:
    leaving = Event(
        (Span(21, 30),), "CONCEDE", claim=0, arrangement=Change("deployment", ("USA", "NER"), None, "planned_end")
    )
    staying = Arrangement(Span(55, 71), "deployment", ("USA",), None, "unchanged", claim=1)
    (warning,) = find_clashes(TEXT, CLAIMS, (leaving,), (), (staying,))
    assert warning.startswith("clash-arrangement: deployment USA–NER: A says planned_end")


def test_happened_and_denied_clash_when_the_parties_are_the_same() -> None:
    sides = {"actors": (Actor(None, "B", "USA"),), "recipients": (Actor(None, "A", "NER"),)}
    told = Event((Span(2, 5),), "ASSAULT", claim=0, **sides)  # type: ignore[arg-type]
    denied = Event((Span(34, 37),), "ASSAULT", claim=1, status="negated", **sides)  # type: ignore[arg-type]
    (warning,) = find_clashes(TEXT, CLAIMS, (told, denied), (), ())
    assert warning.startswith("clash-status: ASSAULT")
