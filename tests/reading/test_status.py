"""Status: whether the act took place."""

from __future__ import annotations

import pytest

from greffier.french import default_lexicon
from greffier.reading.parse import parse
from greffier.reading.status import status_of, status_words
from greffier.records import Dispatch


@pytest.mark.parametrize(
    ("text", "trigger", "attributed", "expected"),
    [
        ("L'armée a attaqué le village.", "attaqué", False, "occurred"),
        ("L'armée n'a pas attaqué le village.", "attaqué", False, "negated"),
        ("L'armée n'a jamais attaqué le village.", "attaqué", False, "negated"),
        ("L'armée attaquera le village.", "attaquera", False, "planned"),
        ("L'armée doit attaquer le village.", "attaquer", False, "planned"),
        ("L'armée pourrait attaquer le village.", "attaquer", False, "hypothetical"),
        ("L'armée aurait attaqué le village.", "attaqué", False, "hypothetical"),
        ("L'armée aurait attaqué le village.", "attaqué", True, "occurred"),
        ("Si l'armée attaque le village, la population partira.", "attaque", False, "hypothetical"),
        ("Le général nie avoir attaqué le village.", "attaqué", False, "negated"),
        ("L'armée a avancé sans attaquer le village.", "attaquer", False, "negated"),
        ("Une éventuelle attaque inquiète le village.", "attaque", False, "hypothetical"),
        ("Aucune attaque n'a visé le village.", "attaque", False, "negated"),
    ],
)
def test_status_follows_negation_mood_and_tense(text: str, trigger: str, attributed: bool, expected: str) -> None:
    doc = parse(Dispatch("t", text), default_lexicon())
    token = next(t for t in doc.tokens if t.text == trigger)
    status, reason = status_of(token, status_words(default_lexicon()), attributed)
    assert status == expected
    assert reason
