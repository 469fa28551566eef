"""Parse: what the tokenizer and the tagger get wrong is mended before any stage sees it."""

from __future__ import annotations

import pytest

from greffier.french import default_lexicon
from greffier.reading.parse import Document, parse
from greffier.records import Dispatch


def document(text: str) -> Document:
    return parse(Dispatch("t", text), default_lexicon())


@pytest.mark.parametrize("word", ["Royaume-Uni", "Guinée-Bissau", "quarante-neuf", "cessez-le-feu", "porte-parole"])
def test_a_hyphen_between_letters_cuts_no_word(word: str) -> None:
    assert word in [t.text for t in document(f"Il a parlé de {word} mardi.").tokens]


def test_an_inverted_pronoun_stays_apart() -> None:
    assert "viendra" in [t.text for t in document("Peut-être viendra-t-il demain.").tokens]


@pytest.mark.parametrize(
    ("text", "verb", "mood"),
    [
        ("Il a dit que ses contingents quitteraient la force.", "quitteraient", "Cnd"),
        ("Ils préparaient une attaque.", "préparaient", "Ind"),
    ],
)
def test_a_conditional_is_no_imperfect(text: str, verb: str, mood: str) -> None:
    (token,) = [t for t in document(text).tokens if t.text == verb]
    assert token.morph["Mood"] == mood


def test_quotation_marks_are_no_tokens_and_offsets_hold() -> None:
    text = "« Les États-Unis ont “pris note” », a dit M. Moré."
    tokens = document(text).tokens
    assert all(text[t.start : t.end] == t.text for t in tokens)
    assert not any(t.text in "«»“”" for t in tokens)


def test_a_grouped_number_is_one_token() -> None:
    assert "1\u202f000" in [t.text for t in document("Plus de 1\u202f000 soldats sont là.").tokens]


def test_each_line_is_parsed_by_itself() -> None:
    doc = document("Bamako rompt avec Paris\nLe gouvernement a parlé.")
    assert [t.line for t in doc.tokens] == [0] * 4 + [1] * 5
