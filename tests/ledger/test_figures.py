"""Figures are in conflict where two speakers count one thing differently; rounding, bounds and updates are none."""

from __future__ import annotations

from greffier.ledger.conflicts import find_conflicts
from greffier.ledger.model import Conflict
from ledger.saying import FAMILIES, GROUP, MINISTRY, NEIGHBOUR, Page, toll


def disputes(*pages: Page) -> list[Conflict]:
    return [c for c in find_conflicts(p.account for p in pages) if c.kind == "quantity"]


def test_two_speakers_who_count_differently_are_in_conflict_and_both_sides_show() -> None:
    (found,) = disputes(
        toll("a", "2025-03-01", "40 morts", 40), toll("b", "2025-03-02", "plus de 90 morts", 90, FAMILIES, most=None)
    )
    assert [(s.at.dispatch, s.says, s.speaker.name if s.speaker else None) for s in found.sides] == [
        ("a", "40 morts", MINISTRY[0]),
        ("b", "plus de 90 morts", FAMILIES[0]),
    ]
    assert found.occurrence == "raid"


def test_rounding_is_no_conflict() -> None:
    assert not disputes(
        toll("a", "2025-03-01", "environ 200 morts", 200, least=None, most=None),
        toll("b", "2025-03-02", "207 morts", 207, FAMILIES),
    )


def test_an_exact_looking_figure_that_rounds_another_is_no_conflict() -> None:
    assert not disputes(
        toll("a", "2025-03-01", "1 200 morts", 1200), toll("b", "2025-03-01", "1 187 morts", 1187, GROUP)
    )


def test_a_lower_bound_allows_all_that_is_more() -> None:
    assert not disputes(
        toll("a", "2025-03-01", "au moins 60 corps", 60, least=60, most=None),
        toll("b", "2025-03-02", "85 morts", 85, FAMILIES),
    )


def test_an_update_by_the_same_speaker_is_no_conflict() -> None:
    assert not disputes(toll("a", "2025-03-01", "40 morts", 40), toll("b", "2025-03-03", "52 morts", 52))


def test_a_figure_that_its_speaker_has_since_changed_is_marked_in_the_conflict_with_another() -> None:
    (found,) = disputes(
        toll("a", "2025-03-01", "40 morts", 40),
        toll("b", "2025-03-02", "90 morts", 90, FAMILIES),
        toll("c", "2025-03-03", "52 morts", 52),
    )
    assert {s.at.dispatch: s.corrected for s in found.sides} == {"a": True, "b": False, "c": False}


def test_a_later_and_higher_count_that_nobody_signs_is_an_update() -> None:
    assert not disputes(toll("a", "2025-03-01", "12 morts", 12, None), toll("b", "2025-03-02", "15 morts", 15, None))


def test_factors_of_ten_are_named() -> None:
    (found,) = disputes(toll("a", "2025-03-01", "14 morts", 14), toll("b", "2025-03-01", "140 morts", 140, FAMILIES))
    assert found.factor == 10


def test_figures_too_far_apart_to_count_one_thing_are_left_alone() -> None:
    assert not disputes(toll("a", "2025-03-01", "3 morts", 3), toll("b", "2025-03-01", "4 100 morts", 4100, FAMILIES))


def test_what_an_outlet_takes_back_is_no_side() -> None:
    wrong = toll("a", "2025-03-01", "700 morts", 700, None, source="Le Phare")
    mended = toll("b", "2025-03-02", "70 morts", 70, None, source="Le Phare", before="nous avions écrit 700 morts, ")
    mended.figure("700 morts", 700)
    other = toll("c", "2025-03-03", "71 morts", 71, FAMILIES, source="Le Fanal")
    assert [[s.at.dispatch for s in c.sides] for c in disputes(wrong, mended, other)] == []


def test_a_part_that_exceeds_the_whole_is_in_conflict_with_it() -> None:
    (found,) = disputes(
        toll("a", "2025-03-01", "80 morts", 80), toll("b", "2025-03-02", "120 civils", 120, GROUP, counted="civils")
    )
    assert [s.says for s in found.sides] == ["80 morts", "120 civils"]


def test_a_part_below_the_whole_is_no_conflict() -> None:
    assert not disputes(
        toll("a", "2025-03-01", "80 morts", 80), toll("b", "2025-03-02", "30 civils", 30, GROUP, counted="civils")
    )


def test_the_dead_of_two_attacks_are_two_things() -> None:
    other = toll("b", "2025-03-02", "90 morts", 90, FAMILIES)
    other.homes[0] = "another raid"
    assert not disputes(toll("a", "2025-03-01", "40 morts", 40), other)


def troops(name: str, day: str, words: str, value: float, who: tuple[str, str, str]) -> Page:
    text = f"Bases\nSelon {who[0]}, {words} maliens sont stationnés au Niger."
    page = Page(name, day, text).claim(who, "Selon", f"{words} maliens sont stationnés au Niger")
    page.event("visit", "CONSULT", "stationnés", actors=[MINISTRY], recipients=[NEIGHBOUR])
    return page.figure(words, value, "strength", claim=0)


def test_strengths_of_one_force_are_compared_without_an_event() -> None:
    (found,) = disputes(
        troops("a", "2025-03-01", "640 soldats", 640, MINISTRY),
        troops("b", "2025-03-09", "910 soldats", 910, NEIGHBOUR),
    )
    assert [s.says for s in found.sides] == ["640 soldats", "910 soldats"]


def test_a_strength_of_another_season_is_no_conflict() -> None:
    assert not disputes(
        troops("a", "2025-03-01", "640 soldats", 640, MINISTRY),
        troops("b", "2025-09-09", "910 soldats", 910, NEIGHBOUR),
    )
