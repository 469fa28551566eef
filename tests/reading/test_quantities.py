"""Quantities: which figures count, what they count, and their role."""

from __future__ import annotations

import pytest

from greffier.french import default_lexicon
from greffier.reading.parse import parse
from greffier.reading.quantities import find_quantities
from greffier.records import Dispatch, Quantity


def quantities(text: str) -> tuple[Quantity, ...]:
    return find_quantities(parse(Dispatch("q", text), default_lexicon()), default_lexicon())


def figures(text: str) -> list[tuple[float | int | None, str]]:
    return [(q.value, q.role) for q in quantities(text)]


def test_dead_and_injured_are_two_figures() -> None:
    assert figures("L'attaque a fait 12 morts et 30 blessés.") == [(12, "killed"), (30, "injured")]


@pytest.mark.parametrize(
    ("text", "value", "role"),
    [
        ("Treize soldats ont été tués dans l'embuscade.", 13, "killed"),
        ("La police a arrêté 40 manifestants.", 40, "arrested"),
        ("Les combats ont fait 5.000 déplacés.", 5000, "displaced"),
        ("Le groupe détient sept otages.", 7, "held"),
        ("Paris va déployer 600 militaires au Sahel.", 600, "strength"),
        ("Quelque 200 personnes ont manifesté.", 200, "other"),
    ],
)
def test_a_figure_has_the_role_of_what_is_done(text: str, value: int, role: str) -> None:
    assert figures(text) == [(value, role)]


@pytest.mark.parametrize(
    ("amount", "value", "unit"),
    [
        ("2,5 milliards d'euros", 2_500_000_000, "EUR"),
        ("300 dollars", 300, "USD"),
        ("300 francs CFA", 300, "XOF"),
    ],
)
def test_money_is_a_cost_with_its_currency(amount: str, value: int, unit: str) -> None:
    [found] = quantities(f"L'aide se monte à {amount}.")
    assert (found.value, found.unit, found.role) == (value, unit, "cost")


def test_francs_are_those_of_central_africa_where_the_dispatch_is_told_there() -> None:
    [found] = quantities("Yaoundé doit 300 francs CFA à une banque du Cameroun.")
    assert found.unit == "XAF"


@pytest.mark.parametrize(
    "text",
    [
        "Le ministre, âgé de 63 ans, attend depuis trois jours.",
        "Le taux atteint 12 % selon l'article 5.",
        "Le village est à 30 kilomètres de la ville.",
        "Les deux pays sont voisins depuis 1991.",
        "Il a quitté le pays en 2012.",
    ],
)
def test_ages_dates_durations_distances_and_shares_are_none(text: str) -> None:
    assert figures(text) == []


def test_a_span_takes_in_the_qualifier_and_the_noun() -> None:
    text = "Ils ont vu plus de 1 000 soldats hier."
    [found] = quantities(text)
    assert found.span.of(text).startswith("plus de 1 000 soldats")
    assert (found.value, found.min, found.max) == (1000, 1000, None)


def test_numbers_that_stand_alone_count_what_was_told_before() -> None:
    text = "L'agence compte 1.200 déplacés, contre 1,2 million en 2023 et 12\u202f000 la semaine passée."
    assert figures(text) == [(1200, "displaced"), (1_200_000, "displaced"), (12_000, "displaced")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La nuit dernière, 90 drones ont été lancés, dont 72 ont été abattus.", [(90, "strength"), (72, "other")]),
        ("La milice a visé plus de cent navires en mer Rouge.", [(100, "other")]),
        ("Deux navires marchands ont quitté le port.", [(2, "other")]),
        ("Cinq chars sont entrés dans la ville.", [(5, "strength")]),
    ],
)
def test_kit_that_is_a_target_or_serves_trade_is_no_strength(text: str, expected: list[tuple[int, str]]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Quinze civils, 21 militaires et six policiers ont été blessés.",
            [(15, "injured"), (21, "injured"), (6, "injured")],
        ),
        ("Deux personnes ont été tuées et onze blessées par un obus.", [(2, "killed"), (11, "injured")]),
        ("Huit otages, dont deux soldats, ont été libérés.", [(8, "other"), (2, "other")]),
    ],
)
def test_forces_in_an_enumeration_share_what_befell_the_others(text: str, expected: list[tuple[int, str]]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "value", "role"),
    [
        ("Vingt mille personnes ont réussi à fuir la ville.", 20_000, "displaced"),
        ("Six élus, qui ont été incarcérés en mars, attendent leur procès.", 6, "arrested"),
        ("Onze pêcheurs restent aux mains des ravisseurs.", 11, "held"),
        ("Une trentaine d'hommes armés ont barré l'entrée du village.", 30, "strength"),
        ("Les forces ont libéré mercredi quatre prisonniers.", 4, "other"),
    ],
)
def test_clauses_below_and_set_phrases_give_a_role(text: str, value: int, role: str) -> None:
    assert figures(text) == [(value, role)]
