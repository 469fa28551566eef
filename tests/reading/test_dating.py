"""The dating of whole events: which of the times told around all their mentions is theirs."""

from __future__ import annotations

from datetime import date

from greffier import read
from greffier.reading.dating import choose
from greffier.records import Span, When


def dates(text: str, kind: str) -> list[tuple[str, str] | None]:
    """Return the bounds of the events of a type, in the text's order (published on a Thursday)."""
    found = [e.date for e in read(text, published="2025-03-13").events if e.type == kind]
    return [(str(d.earliest), str(d.latest)) if d else None for d in found]


def test_an_event_takes_the_time_of_its_clause() -> None:
    assert dates("Les rebelles ont attaqué mardi la caserne de Kidal.", "ASSAULT") == [("2025-03-11", "2025-03-11")]


def test_an_event_without_a_time_has_none() -> None:
    assert dates("Les rebelles ont attaqué la caserne de Kidal.", "ASSAULT") == [None]


def test_the_time_of_a_rejection_does_not_date_the_accusation_that_it_rejects() -> None:
    text = "Le gouvernement malien a rejeté mardi les accusations du Niger."
    assert dates(text, "ACCUSE") == [None]


def test_the_days_most_likely_in_sum_win_over_the_likeliest_single_time() -> None:
    def on(start: int, day: int) -> When:
        return When(Span(start, start + 5), date(2025, 3, day), date(2025, 3, day), "day")

    one, two, same = on(0, 10), on(10, 11), on(20, 11)
    weights = {"strong": 1.0, "fair": 0.8, "fairer": 0.9}
    options = [(None, []), (one, ["strong"]), (two, ["fair"]), (same, ["fairer"])]
    assert choose(options, weights) is same


def test_a_time_weaker_than_none_dates_nothing() -> None:
    when = When(Span(0, 5), date(2025, 3, 10), date(2025, 3, 10), "day")
    assert choose([(None, []), (when, ["weak"])], {"weak": -3.0}) is None
