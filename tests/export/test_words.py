"""Records in words of both languages: figures, days, actors, warnings."""

from datetime import date

import pytest

from greffier.export.phrases import Phrases, one_line
from greffier.messages import Say, catalogue, locale_language
from greffier.records import Actor, Event, Quantity, Span, When

FR, EN = Phrases(Say("fr")), Phrases(Say("en"))
S = Span(0, 1)


def figure(value: float | None, least: float | None, most: float | None, unit: str | None = None) -> Quantity:
    return Quantity(S, value, least, most, unit, None, "other")


@pytest.mark.parametrize(
    ("quantity", "english", "french"),
    [
        (figure(1000, 1000, 1000), "1,000", "1\u202f000"),
        (figure(1000, 1000, None), "at least 1,000", "au moins 1\u202f000"),
        (figure(20, None, None), "about 20", "environ 20"),
        (figure(None, 200, None), "at least 200", "au moins 200"),
        (figure(None, 5, 9), "5 to 9", "de 5 à 9"),
        (figure(None, None, 9), "at most 9", "au plus 9"),
        (figure(2.5, 2.5, 2.5, "EUR"), "2.5 EUR", "2,5 EUR"),
        (figure(None, None, None), "?", "?"),
        (figure(0, 0, 0), "0", "0"),
    ],
)
def test_figures(quantity: Quantity, english: str, french: str) -> None:
    assert (EN.figure(quantity), FR.figure(quantity)) == (english, french)


@pytest.mark.parametrize(
    ("first", "last", "english", "french"),
    [
        ("2025-03-12", "2025-03-12", "12 March 2025", "12 mars 2025"),
        ("2025-03-01", "2025-03-01", "1 March 2025", "1er mars 2025"),
        ("2024-02-01", "2024-02-29", "February 2024", "février 2024"),
        ("2015-01-01", "2015-12-31", "2015", "2015"),
        ("2025-03-11", "2025-03-20", "11–20 March 2025", "du 11 au 20 mars 2025"),
        ("2025-03-30", "2025-04-02", "30 March 2025 to 2 April 2025", "du 30 mars 2025 au 2 avril 2025"),
        ("2025-03-12", None, "since 12 March 2025", "depuis le 12 mars 2025"),
        (None, "2025-03-12", "until 12 March 2025", "jusqu'au 12 mars 2025"),
        (None, None, "", ""),
    ],
)
def test_days(first: str | None, last: str | None, english: str, french: str) -> None:
    earliest, latest = (date.fromisoformat(d) if d else None for d in (first, last))
    when = When(S, earliest, latest)
    assert (EN.when(when), FR.when(when)) == (english, french)


def test_actors_and_events() -> None:
    oda = Actor(None, "Oda Velin", "NER", "GOV")
    assert FR.actor(oda) == "Oda Velin (NER, gouvernement)"
    assert EN.actor(Actor(None, "Bran")) == "Bran"
    event = Event((S,), "CONSULT", ("visit",), actors=(oda,), recipients=(Actor(None, "Bran"),))
    assert EN.dyad(event) == "Oda Velin (NER, government) → Bran"
    assert EN.dyad(Event((S,), "AID")) == "nobody named"
    assert FR.event_type(event) == "consultation · visite"
    assert FR.status(event) == "✓ a eu lieu"


def test_warnings_are_translated_by_their_code_and_unknown_ones_stay() -> None:
    assert FR.warning("clash-figure: 12, 30") == "Deux chiffres se contredisent : 12, 30"
    assert FR.warning("moon: full") == "moon: full"


def test_one_line_drops_control_and_direction_characters() -> None:
    assert one_line("a\x1b[31m\u202eb\n\n c\u00a0d") == "a[31mb c d"


def test_every_message_has_the_same_gaps_in_both_languages() -> None:
    import string

    for key, words in catalogue().items():
        gaps = [{name for _, name, _, _ in string.Formatter().parse(words[lang]) if name} for lang in ("en", "fr")]
        assert key.startswith("failure.") or gaps[0] == gaps[1], key


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "fr_FR"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "fr.UTF-8", "LANG": "C"}, "fr"),
        ({"LANG": "frr_DE"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_follows_the_locale(environment: dict[str, str], language: str) -> None:
    assert locale_language(environment) == language
