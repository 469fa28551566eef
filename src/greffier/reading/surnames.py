"""Surnames that are names of places as well: « Jean Berlin opère ici. Berlin affirme … » goes on about the person.

In the sentence that names the person in full, the bare name is the place (« Kelly Washington plaide … ; Washington n'a
pas réagi »): a person just named is taken up there by a pronoun. So it is where the country is named besides.
"""

from __future__ import annotations

from collections.abc import Sequence

from greffier.reading.gazetteer import plain
from greffier.reading.parse import Document
from greffier.reading.phrases import Phrase

PLACES = frozenset({"capital", "country", "place"})
LOCATING = frozenset({"à", "en", "de", "d'", "vers", "depuis", "dans", "sur", "a"})
ENDS = frozenset({".", "!", "?", "…"})


def surnames(doc: Document, phrases: Sequence[Phrase]) -> frozenset[int]:
    """Return the first tokens of the known places that are persons named in full before, called by their surname."""
    named: dict[str, Phrase] = {}
    found: dict[int, str] = {}
    for phrase in sorted(phrases, key=lambda p: p.first):
        if phrase.kind == "name" and phrase.core_last > phrase.head.i:
            named.setdefault(plain(doc.tokens[phrase.core_last].norm), phrase)
            continue
        person = named.get(plain(phrase.head.norm)) if _bare_place(doc, phrase) else None
        if person is not None and _ended(doc, person.core_last, phrase.first):
            found[phrase.first] = _country(phrase)
    elsewhere = {c for p in phrases if p.first not in found for c in _countries(p)}
    return frozenset(i for i, country in found.items() if country not in elsewhere)


def _bare_place(doc: Document, phrase: Phrase) -> bool:
    known = phrase.kind == "known" and phrase.mention is not None and phrase.mention.entry.kind in PLACES
    if not known or phrase.det is not None or phrase.core_last > phrase.head.i:
        return False
    return phrase.first == 0 or doc.tokens[phrase.first - 1].norm not in LOCATING


def _ended(doc: Document, before: int, after: int) -> bool:
    """Tell whether the written sentence of one token is over at another (a semicolon does not end it)."""
    crossed = doc.tokens[before].line != doc.tokens[after].line
    return crossed or any(t.text in ENDS for t in doc.tokens[before:after])


def _country(phrase: Phrase) -> str:
    return (phrase.mention.entry.country or "") if phrase.mention is not None else ""


def _countries(phrase: Phrase) -> list[str]:
    """Return the countries that a phrase names, but for a place that is part of a person's name."""
    own = [] if phrase.kind == "name" or phrase.mention is None else [phrase.mention]
    return [m.entry.country for m in (*own, *phrase.peoples) if m.entry.country]
