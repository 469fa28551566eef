"""A sentence that takes up the quotation before it by a noun says whose it is."""

from __future__ import annotations

import pytest

from greffier.french import default_lexicon
from greffier.intake import from_text
from greffier.reading.actors import find_cast
from greffier.reading.claims import find_claims
from greffier.reading.parse import parse
from greffier.reading.quotes import find_quotations


def speakers(text: str) -> list[str | None]:
    lexicon = default_lexicon()
    document = parse(from_text(text), lexicon)
    cast = find_cast(document, lexicon, None)
    claims = find_claims(document, find_quotations(text, document.lines), cast, lexicon)
    return [c.speaker_actor.name if c.speaker_actor else None for c in claims if "céderons" in c.content[0].of(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Le mot est de la maire Ana Ruiz.",
        "Telle est la réponse de la maire Ana Ruiz au préfet.",
        "Tel est l'engagement pris par la maire Ana Ruiz, que le préfet Luc Oré avait reçue.",
        "La maire Ana Ruiz a tenu ces propos lundi.",
        "Interrogée jeudi, la maire Ana Ruiz, dont le fils Paul Oré a été blessé, s'en est tenue à cette phrase.",
    ],
)
def test_the_sentence_after_a_quotation_says_whose_it_is(sentence: str) -> None:
    assert speakers(f"« Nous ne céderons rien. » {sentence}") == ["Ana Ruiz"]


@pytest.mark.parametrize("sentence", ["Ces propos ont choqué le maire Ali Keïta.", "Le maire a condamné ces propos."])
def test_a_sentence_about_a_quotation_does_not(sentence: str) -> None:
    assert speakers(f"« Nous ne céderons rien. » {sentence}") == [None]
