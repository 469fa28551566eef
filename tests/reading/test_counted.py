"""Counted: « les deux pays », « les trois armées » stand for the countries that the dispatch is most about."""

from __future__ import annotations

import pytest

from greffier.french import default_lexicon
from greffier.reading.actors import find_cast
from greffier.reading.parse import parse
from greffier.records import Dispatch


def countries(text: str, word: str) -> set[str | None]:
    doc = parse(Dispatch("x", text), default_lexicon())
    cast = find_cast(doc, default_lexicon(), None)
    return {a.country for a in cast.actors([t for t in doc.tokens if t.text == word][-1])}


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("L'Inde et la Chine négocient. La Russie observe. Les deux pays se parlent.", "pays", {"IND", "CHN"}),
        ("L'Inde et la Chine négocient. Les présidents des deux pays se parlent.", "présidents", {"IND", "CHN"}),
        ("Le Mali, le Niger et le Burkina Faso s'allient. Les trois armées jurent.", "armées", {"MLI", "NER", "BFA"}),
        ("Le Soudan est en guerre. Le Soudan souffre, dit Paris. Les deux camps se battent.", "camps", {"SDN"}),
        ("L'Inde et la Chine négocient. Deux infirmiers ont fui.", "infirmiers", {"IND"}),
    ],
)
def test_a_count_of_parties_gives_each(text: str, word: str, expected: set[str]) -> None:
    assert countries(text, word) == expected
