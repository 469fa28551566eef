"""A surname that is a place's name as well is the person once a sentence has named the person in full."""

from __future__ import annotations

from datetime import date

from greffier.french import default_lexicon
from greffier.intake import from_text
from greffier.reading.actors import Cast, find_cast
from greffier.reading.parse import Document, parse


def cast_of(text: str) -> tuple[Document, Cast]:
    lexicon = default_lexicon()
    document = parse(from_text(text), lexicon)
    return document, find_cast(document, lexicon, date(2025, 3, 14))


def last_called(text: str, word: str) -> str | None:
    document, cast = cast_of(text)
    actor = cast.actor([t for t in document.tokens if t.text == word][-1])
    return actor.name if actor else None


def test_the_next_sentence_calls_the_person_by_the_surname() -> None:
    text = "Le juge Léon Madrid a ouvert l'audience. Madrid a promis un verdict rapide."
    assert last_called(text, "Madrid") == "Léon Madrid"


def test_in_the_same_sentence_it_is_the_government() -> None:
    assert last_called("Le juge Léon Madrid a ouvert l'audience ; Madrid n'a pas réagi.", "Madrid") == "Espagne"


def test_where_the_country_is_named_besides_it_is_the_government() -> None:
    text = "Le juge Léon Madrid a saisi l'Espagne. Madrid a promis une réponse rapide."
    assert last_called(text, "Madrid") == "Espagne"


def test_a_country_named_once_and_later_is_nobodys_before() -> None:
    document, cast = cast_of("Une avocate accuse des policiers de négligence ; la France se tait.")
    police = cast.actor(next(t for t in document.tokens if t.text == "policiers"))
    assert police is not None
    assert police.country is None


def test_a_first_name_that_the_tagger_takes_for_an_adjective_is_kept() -> None:
    document, cast = cast_of("« Rien », raconte la paysanne Rosa Quispe.")
    speaker = cast.actor(next(t for t in document.tokens if t.text == "paysanne"))
    assert speaker is not None
    assert speaker.name == "Rosa Quispe"


def test_two_countries_of_one_name() -> None:
    document, cast = cast_of("Les deux Soudans ont rouvert leur frontière.")
    assert {a.country for a in cast.actors(document.tokens[2])} == {"SDN", "SSD"}
