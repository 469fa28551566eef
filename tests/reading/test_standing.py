"""The choice of an event's status: the grammar of its mentions, weighed with tense, adverbs and time."""

from __future__ import annotations

import pytest

from greffier import read
from greffier.reading.standing import STATUSES, chances


def statuses(text: str, kind: str) -> list[str]:
    return [e.status for e in read(text, published="2025-03-13").events if e.type == kind]


def test_what_is_likeliest_sums_over_all_that_is_seen() -> None:
    weights = {"": dict.fromkeys(STATUSES, 0.0), "a": {**dict.fromkeys(STATUSES, 0.0), "ongoing": 2.0}}
    found = chances({"a", "unknown"}, weights)
    assert sum(found.values()) == pytest.approx(1.0)
    assert max(found, key=found.__getitem__) == "ongoing"


def test_an_act_told_as_done_has_occurred() -> None:
    assert statuses("Les rebelles ont attaqué mardi la caserne de Kidal.", "ASSAULT") == ["occurred"]


def test_a_failed_condition_is_no_denial() -> None:
    text = "Les rebelles quitteront la table si les détenus ne sont pas libérés."
    assert "negated" not in statuses(text, "RETREAT")


def test_what_did_not_take_place_is_negated() -> None:
    assert statuses("La rencontre entre les ministres malien et algérien n'a pas eu lieu.", "CONSULT") == ["negated"]


def test_an_act_of_words_has_occurred_once_uttered() -> None:
    assert set(statuses("Le gouvernement malien accuse l'Algérie d'avoir armé des rebelles.", "ACCUSE")) <= {"occurred"}
