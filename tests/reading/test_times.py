"""Times: what an expression bounds, and which time dates which event."""

from __future__ import annotations

from datetime import date

import pytest

from greffier.french import default_lexicon
from greffier.reading.parse import Document, parse
from greffier.reading.times import find_times
from greffier.records import Dispatch, When

THURSDAY = date(2025, 3, 13)


def document(text: str, published: date | None = THURSDAY) -> Document:
    return parse(Dispatch("t", text, published), default_lexicon())


def bounds(when: When | None) -> tuple[str | None, str | None] | None:
    if when is None:
        return None
    return tuple(d.isoformat() if d else None for d in (when.earliest, when.latest))  # type: ignore[return-value]


def all_bounds(text: str, published: date | None = THURSDAY) -> list[tuple[str | None, str | None] | None]:
    doc = document(text, published)
    return [bounds(w) for w in find_times(doc, default_lexicon(), published).all]


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("Il est parti lundi.", "2025-03-10", "2025-03-10"),
        ("Il est parti jeudi.", "2025-03-13", "2025-03-13"),
        ("Il est parti jeudi dernier.", "2025-03-06", "2025-03-06"),
        ("Il est parti hier.", "2025-03-12", "2025-03-12"),
        ("Il est parti le 5 mars.", "2025-03-05", "2025-03-05"),
        ("Il est parti le 20 mars.", "2024-03-20", "2024-03-20"),
        ("Il est parti le 1er janvier 2024.", "2024-01-01", "2024-01-01"),
        ("Il est parti en juillet.", "2024-07-01", "2024-07-31"),
        ("Il est parti à la mi-février.", "2025-02-11", "2025-02-20"),
        ("Il est parti début mars.", "2025-03-01", "2025-03-10"),
        ("Il est parti fin février.", "2025-02-21", "2025-02-28"),
        ("Il est parti en 2012.", "2012-01-01", "2012-12-31"),
        ("Il est parti l'an dernier.", "2024-01-01", "2024-12-31"),
        ("Il est parti la semaine dernière.", "2025-03-03", "2025-03-09"),
        ("Il est parti le week-end dernier.", "2025-03-08", "2025-03-09"),
        ("Il est parti il y a deux jours.", "2025-03-11", "2025-03-11"),
        ("Il est absent depuis lundi.", "2025-03-10", None),
        ("Il est absent depuis 2014.", "2014-01-01", None),
        ("Il est absent depuis trois jours.", "2025-03-10", None),
        ("Il partira d'ici à juin.", "2025-03-13", "2025-06-30"),
        ("Il est parti du 3 au 5 mars.", "2025-03-03", "2025-03-05"),
        ("Il est parti dans la nuit de samedi à dimanche.", "2025-03-08", "2025-03-09"),
        ("Il est parti le 26/06/2024.", "2024-06-26", "2024-06-26"),
        ("Dix ans après l'attaque, il parle.", "2015-01-01", "2015-12-31"),
    ],
)
def test_an_expression_bounds_its_days(phrase: str, first: str, last: str | None) -> None:
    assert all_bounds(phrase) == [(first, last)]


def test_a_future_verb_sends_a_bare_weekday_ahead() -> None:
    text = "Le président a reçu mardi l'émissaire algérien ; il doit se rendre mardi à Alger."
    assert all_bounds(text) == [("2025-03-11", "2025-03-11"), ("2025-03-18", "2025-03-18")]


def test_the_day_after_counts_from_the_day_told() -> None:
    told = all_bounds("Il est arrivé le 2 mars. Le lendemain, il est reparti.")
    assert told == [("2025-03-02", "2025-03-02"), ("2025-03-03", "2025-03-03")]


def test_weekday_and_date_that_disagree_give_both_days() -> None:
    assert all_bounds("Il est parti mardi 5 mars 2025.") == [("2025-03-04", "2025-03-05")]


@pytest.mark.parametrize("text", ["Le 30 février 2024, rien.", "Ces derniers mois, récemment, rien.", "Âgé de 12 ans."])
def test_impossible_and_vague_times_are_none(text: str) -> None:
    assert all_bounds(text) == []


def test_without_publication_only_named_years_are_resolved() -> None:
    assert all_bounds("Parti lundi, revenu en mars, mort en 2012.", None) == [("2012-01-01", "2012-12-31")]


def event_date(text: str, word: str) -> tuple[str | None, str | None] | None:
    doc = document(text)
    tokens = [t for t in doc.tokens if t.norm == word]
    assert tokens
    return bounds(find_times(doc, default_lexicon(), THURSDAY).of_event(tokens))


def test_an_event_takes_the_time_of_its_clause() -> None:
    assert event_date("Les rebelles ont attaqué mardi la caserne.", "attaqué") == ("2025-03-11", "2025-03-11")


def test_an_event_without_a_time_has_none() -> None:
    assert event_date("Les rebelles ont attaqué la caserne.", "attaqué") is None


def test_the_time_of_a_rejection_does_not_date_what_is_rejected() -> None:
    text = "Le gouvernement a rejeté mardi les accusations de livraison d'armes."
    assert event_date(text, "rejeté") == ("2025-03-11", "2025-03-11")
    assert event_date(text, "accusations") is None


@pytest.mark.parametrize("published", [date(1, 1, 1), date(9999, 12, 31)])
def test_the_ends_of_the_calendar_do_not_raise(published: date) -> None:
    text = "Parti en mars, la semaine prochaine, la veille, le lendemain, lundi dernier, il y a 999 ans, cet été."
    for when in find_times(document(text, published), default_lexicon(), published).all:
        assert when.span is not None


def test_spans_hold_whatever_the_text() -> None:
    text = "\u0130\u0130 lundi 3\u00a0mars\u202f2025 e\u0301 😀 le 99 mars, 00/00/0000 9999-99-99 années 00"
    doc = document(text)
    for when in find_times(doc, default_lexicon(), THURSDAY).all:
        assert when.span is not None
        assert when.span.of(text)
        assert when.span.end <= len(text)


def test_what_was_said_to_be_due_is_still_due() -> None:
    text = "Le porte-parole a appelé à la veille de défilés prévus pour dimanche."
    assert ("2025-03-16", "2025-03-16") in all_bounds(text)


def test_a_time_counted_past_publication_in_a_past_tense_is_none() -> None:
    text = "La ville est tombée mercredi. Cinq jours plus tard, les habitants ont fui."
    assert all_bounds(text) == [("2025-03-12", "2025-03-12")]


def test_days_after_an_event_count_from_the_day_of_the_clause() -> None:
    text = "La ville a fermé ses portes mardi, deux jours après des combats."
    assert all_bounds(text) == [("2025-03-11", "2025-03-11"), ("2025-03-09", "2025-03-09")]


@pytest.mark.parametrize(
    ("text", "bounds_"),
    [
        ("Ils ont tué cent civils au premier semestre.", ("2025-01-01", "2025-06-30")),
        ("Ils ont tué cent civils au dernier trimestre 2023.", ("2023-10-01", "2023-12-31")),
        ("Ils ont tiré ces dernières heures.", ("2025-03-12", "2025-03-13")),
    ],
)
def test_parts_of_a_year_and_the_last_hours(text: str, bounds_: tuple[str, str]) -> None:
    assert all_bounds(text) == [bounds_]
