"""PLOVER as data is complete and speaks both languages."""

import pytest

from greffier.codebook import plover


def test_has_the_sixteen_types_in_the_four_quads() -> None:
    by_quad = {quad: [t.code for t in plover().types.values() if t.quad == quad] for quad in (1, 2, 3, 4)}
    assert by_quad == {
        1: ["AGREE", "CONSULT", "SUPPORT", "CONCEDE"],
        2: ["COOPERATE", "AID", "RETREAT"],
        3: ["REQUEST", "ACCUSE", "REJECT", "THREATEN"],
        4: ["PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"],
    }


def test_counts_of_modes_contexts_and_sectors_are_those_of_plover() -> None:
    book = plover()
    assert sum(len(t.modes) for t in book.types.values()) == 67
    assert len(book.contexts) == 37
    assert len(book.sectors) == 25


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_code_has_a_word_in_each_language(language: str) -> None:
    book = plover()
    entries = [*book.types.values(), *book.contexts.values(), *book.sectors.values(), *book.bodies.values()]
    entries += [mode for kind in book.types.values() for mode in kind.modes.values()]
    entries += book.quads.values()
    assert all(entry.label[language].strip() for entry in entries)
    assert all(kind.meaning[language].strip() for kind in book.types.values())


def test_score_takes_the_most_extreme_mode_and_falls_back_to_the_type() -> None:
    book = plover()
    assert book.score("RETREAT") == 6.5
    assert book.score("RETREAT", ("withdraw", "disarm")) == 10
    assert book.score("PROTEST", ("vandalize",)) == -5
    assert book.score("ACCUSE", ("allege",)) == -3.5
    with pytest.raises(KeyError):
        book.score("FIGHT")


def test_labels_follow_the_language_and_unknown_codes_stay_as_they_are() -> None:
    book = plover()
    assert book.type_label("ASSAULT", "fr") == "attaque"
    assert book.type_label("ASSAULT", "en") == "assault"
    assert book.mode_label("CONSULT", "visit", "fr") == "visite"
    assert book.sector_label("GOV", "en") == "government"
    assert book.type_label("FIGHT", "fr") == "FIGHT"
    assert book.mode_label("FIGHT", "visit", "fr") == "visit"
