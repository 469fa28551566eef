"""The day of publication: inferred from the text, with a reason, never from the clock."""

from datetime import date

import pytest

from greffier.intake import from_text, infer_published


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le président a reçu mardi 4 mars 2025 l'ambassadeur.", date(2025, 3, 4)),
        ("BAMAKO, 12 mai 2024 – Le gouvernement a démissionné.", date(2024, 5, 12)),
        ("L'accord, signé le 2 juin 2023, a été suspendu jeudi 9 novembre 2023.", date(2023, 11, 9)),
        ("L'armée a repris la ville lundi. Personne n'a commenté.", None),
        ("Le sommet se tiendra le 5 mai 2031 à Dakar.", None),
        ("Le 31 février 2025, rien n'a eu lieu.", None),
        ("", None),
    ],
)
def test_the_latest_day_on_which_something_has_happened(text: str, expected: date | None) -> None:
    day, reason = infer_published(text)
    assert day == expected
    assert reason


def test_a_given_day_wins_and_the_first_publication_before_any_edit() -> None:
    text = "Le président a reçu mardi 4 mars 2025 l'ambassadeur."
    assert from_text(text, published=date(2025, 3, 6)).published == date(2025, 3, 6)
    stamped = from_text(text, published_at="2025-03-05T23:50:00+01:00", edited_at="2025-03-09T08:00:00Z")
    assert stamped.published == date(2025, 3, 5)
    assert stamped.published_reason is not None and "published_at" in stamped.published_reason


def test_a_timestamp_that_cannot_be_is_told_and_the_text_is_asked() -> None:
    dispatch = from_text("Il a été reçu mardi 4 mars 2025.", published_at="2025-02-30T10:00")
    assert dispatch.published == date(2025, 3, 4)
    assert any(w.startswith("bad-date") for w in dispatch.warnings)
