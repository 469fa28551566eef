"""Quotations: marks of every kind, nesting, missing marks, apostrophes."""

from __future__ import annotations

import time

import pytest

from greffier.reading.parse import line_spans
from greffier.reading.quotes import Quotation, find_quotations


def quotations(text: str) -> tuple[Quotation, ...]:
    return find_quotations(text, line_spans(text))


def inner(text: str) -> list[str]:
    return [q.inner.of(text) for q in quotations(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Il dit « oui » et « non ».", ["oui", "non"]),
        ("Il dit “oui” et ”non”.", ["oui", "non"]),
        ('Il dit "oui" puis " non ".', ["oui", "non"]),
        ("Il dit „oui“ encore.", ["oui"]),
        ("L’élu n’a rien dit d’autre, c'est l'usage.", []),
        ("Rien « » ici.", []),
        ('"Stop!", "Assez", criait la foule.', ["Stop!", "Assez"]),
        ('Il parle d\'"erreur" grave.', ["erreur"]),
    ],
)
def test_marks(text: str, words: list[str]) -> None:
    assert inner(text) == words


def test_nested_marks_know_their_parent() -> None:
    text = "« Le chef m'a dit : “Nous partons”, et c'est “bien” », dit-elle."
    found = quotations(text)
    assert [q.inner.of(text) for q in found] == [
        "Le chef m'a dit : “Nous partons”, et c'est “bien”",
        "Nous partons",
        "bien",
    ]
    assert [(q.depth, q.parent) for q in found] == [(0, None), (1, 0), (1, 0)]
    assert found[0].outer.of(text).startswith("«") and found[0].outer.of(text).endswith("»")


def test_single_marks_open_inside_a_quotation_and_apostrophes_do_not() -> None:
    text = "\"Ils nous disent de 'cesser le feu'. Nous n'irons pas d'ici là\", dit-il."
    assert inner(text) == [text[1 : text.rindex('"')], "cesser le feu"]


def test_straight_marks_inside_guillemets() -> None:
    text = 'On lit « un "plan" de paix » sur le mur.'
    assert [(q.inner.of(text), q.depth) for q in quotations(text)] == [('un "plan" de paix', 0), ("plan", 1)]


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "Il a dit : « Nous viendrons.\nPersonne ne sait « quand »."
    found = quotations(text)
    assert [(q.inner.of(text), q.closed) for q in found] == [("Nous viendrons.", False), ("quand", True)]


def test_a_quotation_reopened_in_each_paragraph() -> None:
    text = "« Un.\n« Deux.\n« Trois. » dit-il."
    assert [(q.inner.of(text), q.closed, q.depth) for q in quotations(text)] == [
        ("Un.", False, 0), ("Deux.", False, 0), ("Trois.", True, 0)
    ]  # fmt: skip


def test_a_quotation_that_runs_on_without_reopening() -> None:
    text = "« Un.\nDeux.\nTrois », dit-il."
    assert inner(text) == ["Un.", "Deux.", "Trois"]


def test_an_odd_straight_mark_spoils_only_its_own_quotation() -> None:
    text = 'Il a dit "on verra. "Nous partons", a-t-il ajouté.'
    assert inner(text)[-1] == "Nous partons"


def test_any_text_in_linear_time() -> None:
    text = "«" * 50_000 + "'" * 20_000 + '"' * 20_001 + " »" * 1000
    began = time.perf_counter()
    found = quotations(text)
    assert time.perf_counter() - began < 3
    assert all(0 <= q.outer.start <= q.inner.start < q.inner.end <= q.outer.end <= len(text) for q in found)
