"""Whose: bodies that name no country fall to the right one, foreigners and things to none."""

from __future__ import annotations

import pytest

from greffier.french import default_lexicon
from greffier.reading.actors import find_cast
from greffier.reading.parse import parse
from greffier.records import Dispatch


def country(text: str, word: str) -> str | None:
    doc = parse(Dispatch("x", text), default_lexicon())
    cast = find_cast(doc, default_lexicon(), None)
    found = cast.actor([t for t in doc.tokens if t.text == word][-1])
    return found.country if found else "nobody"


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Au Tchad, six Français ont été tués.", "Français", "FRA"),
        ("Au Tchad, des milliers d'Israéliens ont manifesté.", "milliers", "ISR"),
        ("Au Tchad, la partie camerounaise a refusé.", "partie", "CMR"),
        ("Au Mali, des drones russes ont frappé.", "drones", "RUS"),
        ("Au Mali, des drones ont frappé.", "drones", "nobody"),
        ("Au Mali, des migrants ont fui.", "migrants", None),
        ("Au Mali, des soldats étrangers ont fui.", "soldats", None),
        ("Au Mali, plusieurs pays ont protesté.", "pays", None),
        ("Au Mali, une source à la présidence a démenti.", "source", "MLI"),
        ("Séoul a répondu à Pyongyang. Le Nord a refusé.", "Nord", "PRK"),
        ("Séoul a répondu à Pyongyang et demandé au Nord une enquête.", "Nord", "PRK"),
        ("L'Union européenne a réagi. Bruxelles a refusé.", "Bruxelles", "EUR"),
        ("La Belgique a réagi. Bruxelles a refusé.", "Bruxelles", "BEL"),
        ("Le Niger accueille un groupe rebelle tchadien. Les rebelles ont attaqué.", "rebelles", "TCD"),
        ("La Belgique accuse la Russie. Moscou nie. La Belgique a convoqué l'ambassadeur.", "ambassadeur", "RUS"),
    ],
)
def test_whose_an_unnamed_party_is(text: str, word: str, expected: str | None) -> None:
    assert country(text, word) == expected
