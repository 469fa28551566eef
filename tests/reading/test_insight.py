"""What the learned reader makes of words: true probabilities, links inside a window, always the same numbers."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from greffier.french import default_lexicon
from greffier.reading.encoder import Window
from greffier.reading.insight import (
    FIGURES,
    HEADS,
    MODES,
    PARTS,
    RELATIONS,
    SHARE,
    STATUSES,
    TYPES,
    Insight,
    Numbers,
    assembled,
    look,
)
from greffier.reading.parse import Document, parse
from greffier.records import Dispatch

TEXT = (
    "Des rebelles ont attaqué lundi la ville de Tambéla, faisant douze morts. "
    "« Nous poursuivrons les assaillants », a déclaré le ministre de la Défense Oumar Delbé. "
    "L'attaque n'a pas été revendiquée.\n"
    "L'armée va lancer une offensive dans le Nord. Le président malien se rendra vendredi à Ouradi."
)


@pytest.fixture(scope="module")
def doc() -> Document:
    return parse(Dispatch("essai", TEXT), default_lexicon())


@pytest.fixture(scope="module")
def insight(doc: Document) -> Insight:
    return look(doc)


def at(doc: Document, word: str, nth: int = 0) -> int:
    return [token.i for token in doc.tokens if token.text == word][nth]


def made(rows: int, windows: list[int], seed: int = 3) -> Insight:
    """An insight of numbers drawn by chance; ``windows`` tells how many words each window holds."""
    chance, first = np.random.default_rng(seed), 0
    found, outputs = [], []
    nobody = chance.normal(size=(len(RELATIONS), SHARE)).astype(np.float32)
    for size in windows:
        words = tuple(range(first, first + size))
        found.append(Window((0,) * (size + 2), words, tuple(range(1, size + 1))))
        classes, queries, keys = (
            chance.normal(size=(size, width)).astype(np.float32)
            for width in (sum(HEADS), len(RELATIONS) * SHARE, len(RELATIONS) * SHARE)
        )
        outputs.append((classes, queries, keys, nobody))
        first += size
    return assembled(rows, found, outputs)


def test_what_excludes_each_other_sums_to_one_and_the_rest_lies_between_nought_and_one(insight: Insight) -> None:
    for shares in (insight.types, insight.statuses, insight.figures):
        assert np.allclose(shares.sum(axis=1), 1, atol=1e-5)
    for chances in (insight.types, insight.parts, insight.statuses, insight.modes, insight.figures):
        assert ((chances >= 0) & (chances <= 1)).all()


def test_every_word_has_a_row_as_wide_as_the_names(doc: Document, insight: Insight) -> None:
    size = len(doc.tokens)
    assert insight.types.shape == (size, len(TYPES) + 1)
    assert insight.parts.shape == (size, len(PARTS))
    assert insight.statuses.shape == (size, len(STATUSES))
    assert insight.modes.shape == (size, len(MODES))
    assert insight.figures.shape == (size, len(FIGURES) + 1)
    assert (insight.window >= 0).all()


def test_two_looks_give_identical_numbers(doc: Document, insight: Insight) -> None:
    again = look(doc)
    for one in fields(Insight):
        if not one.name.startswith("_"):
            assert np.array_equal(getattr(insight, one.name), getattr(again, one.name)), one.name


def test_what_stands_in_other_windows_changes_nothing(insight: Insight) -> None:
    longer = look(parse(Dispatch("essai", TEXT + ("\nIl fait beau à la mer." * 80)), default_lexicon()))
    alone = look(parse(Dispatch("essai", TEXT + ("\nIl fait beau à la mer." * 40)), default_lexicon()))
    size = len(insight.types)
    assert longer.window.max() > alone.window.max() > 0
    assert np.allclose(longer.types[:size], alone.types[:size], atol=1e-6)


def test_an_attack_is_seen_with_who_where_and_when(doc: Document, insight: Insight) -> None:
    attack = at(doc, "attaqué")
    kind, chance = insight.best_type(attack)
    assert kind == "ASSAULT" and chance > 0.5
    assert insight.event(attack) >= chance
    assert insight.type_of(attack, "ASSAULT") == chance
    for relation, words in (("actor", ["rebelles"]), ("place", ["ville", "Tambéla"]), ("date", ["lundi"])):
        assert sum(insight.link(relation, attack, at(doc, word)) for word in words) > 0.5, relation
    assert insight.status(attack, "occurred") > 0.5


def test_what_names_no_event_is_none(doc: Document, insight: Insight) -> None:
    for word in ("ville", "ministre", "lundi", "de"):
        assert insight.event(at(doc, word)) < 0.3, word


def test_a_claim_is_seen_with_its_speaker_and_its_words(doc: Document, insight: Insight) -> None:
    cue = at(doc, "déclaré")
    assert insight.part(cue, "cue") > 0.5
    assert insight.part(at(doc, "poursuivrons"), "content") > 0.5
    assert insight.part(at(doc, "ville"), "content") < 0.3
    ministre, delbe = (insight.link("speaker", cue, at(doc, word)) for word in ("ministre", "Delbé"))
    assert ministre + delbe > 0.3


def test_what_is_still_to_come_has_not_happened(doc: Document, insight: Insight) -> None:
    offensive = at(doc, "lancer")
    assert insight.status(offensive, "occurred") < 0.5 < insight.status(at(doc, "attaqué"), "occurred")


def test_a_figure_has_its_role(doc: Document, insight: Insight) -> None:
    roles = insight.figures[at(doc, "douze")]
    assert ("no figure", *FIGURES)[int(roles.argmax())] == "killed"


def test_an_attack_told_again_is_the_same_and_a_visit_is_another(doc: Document, insight: Insight) -> None:
    attack, again, visit = at(doc, "attaqué"), at(doc, "attaque"), at(doc, "rendra")
    assert insight.same(attack, again) > insight.same(attack, visit)
    assert insight.same(attack, again) == pytest.approx(insight.same(again, attack), abs=1e-5)


def test_the_opinion_names_the_likeliest_and_what_comes_next(doc: Document, insight: Insight) -> None:
    attack = at(doc, "attaqué")
    chance = insight.type_of(attack, "ASSAULT")
    assert insight.opinion(attack).startswith(f"ASSAULT {chance:.2f}, then ")
    assert insight.opinion(at(doc, "de")).startswith("no event ")


def links(insight: Insight, relation: str, word: int) -> Numbers:
    everybody = [*range(len(insight.types)), None]
    return np.array([insight.link(relation, word, other) for other in everybody], np.float32)


def test_the_links_of_a_word_share_one_with_nobody_and_stay_in_its_window() -> None:
    insight = made(9, [4, 5])
    for relation in RELATIONS:
        for word in range(9):
            chances = links(insight, relation, word)
            assert chances.sum() == pytest.approx(1, abs=1e-5)
            beyond = range(4, 9) if word < 4 else range(4)
            assert not chances[list(beyond)].any() and chances[-1] > 0


def test_a_link_is_the_softmax_of_query_and_key() -> None:
    insight = made(5, [5])
    part = slice(RELATIONS.index("place") * SHARE, (RELATIONS.index("place") + 1) * SHARE)
    keys = np.vstack([insight.keys[:, part], insight.nobody[RELATIONS.index("place")]])
    raised = np.exp(keys @ insight.queries[2, part] / 8)
    assert np.allclose(links(insight, "place", 2), raised / raised.sum(), atol=1e-5)


def test_words_of_two_windows_are_not_judged_the_same_or_not() -> None:
    insight = made(6, [3, 3])
    assert insight.same(0, 5) == 0.0
    assert insight.same(0, 2) != 0.0
    assert insight.same(0, 2) == pytest.approx(insight.same(2, 0))


def test_scores_beyond_all_bounds_stay_probabilities() -> None:
    size, width = 2, len(RELATIONS) * SHARE
    huge = np.full((size, sum(HEADS)), 1e9, np.float32)
    huge[1] = -1e9
    nothing = np.zeros((size, width), np.float32)
    window = Window((0,) * 4, (0, 1), (1, 2))
    insight = assembled(size, [window], [(huge, nothing, nothing, np.zeros((len(RELATIONS), SHARE), np.float32))])
    for chances in (insight.types, insight.parts, insight.modes):
        assert np.isfinite(chances).all() and ((chances >= 0) & (chances <= 1)).all()


def test_a_text_without_words_has_an_insight_too() -> None:
    insight = look(parse(Dispatch("leer", "\n \n"), default_lexicon()))
    assert insight.types.shape == (0, len(TYPES) + 1)
