"""A bare weekday is an adjunct of its verb, whatever the parser makes of it."""

from __future__ import annotations

import pytest

from greffier.french import default_lexicon
from greffier.intake import from_text
from greffier.reading.parse import Document, Token, parse


def read(text: str) -> Document:
    return parse(from_text(text), default_lexicon())


def word(document: Document, norm: str) -> Token:
    return next(t for t in document.tokens if t.norm == norm)


@pytest.mark.parametrize(
    ("text", "day", "held", "verb", "relation"),
    [
        ("Les syndicats manifesteront dimanche à Sfax.", "dimanche", "sfax", "manifesteront", "obl"),
        ("L'armée a bombardé vendredi un marché d'Omdurman.", "vendredi", "marché", "bombardé", "obj"),
    ],
)
def test_a_weekday_holds_nothing_of_its_verb(text: str, day: str, held: str, verb: str, relation: str) -> None:
    document = read(text)
    assert word(document, day).relation == "obl"
    lost = word(document, held)
    assert (lost.head.norm, lost.relation) == (verb, relation)
    assert lost in lost.head.children
    assert lost not in word(document, day).children


def test_a_weekday_keeps_what_dates_it() -> None:
    document = read("Le sommet s'est ouvert lundi 3 mars à Doha.")
    day = word(document, "lundi")
    assert all(t.norm in {"lundi", "3", "mars"} for t in day.subtree())


@pytest.mark.parametrize(
    ("text", "form", "lemma"),
    [
        ("Kigali dément toute implication.", "dément", "démentir"),
        ("Kiev attaque la Crimée.", "attaque", "attaquer"),
        ("L'aviation bombarde la colline.", "bombarde", "bombarder"),
    ],
)
def test_a_present_tense_that_looks_like_a_noun_is_a_verb(text: str, form: str, lemma: str) -> None:
    verb = word(read(text), form)
    assert (verb.pos, verb.lemma, verb.is_root) == ("VERB", lemma, True)


def test_a_noun_stays_a_noun() -> None:
    assert word(read("La nouvelle attaque a fait deux morts."), "attaque").pos == "NOUN"


def test_the_noun_before_a_weekday_keeps_its_place() -> None:
    document = read("Le maire Ali Keïta a tenu ces propos lundi.")
    said = word(document, "propos")
    assert (said.relation, said.head.norm) == ("obj", "tenu")
    assert [c.norm for c in said.children] == ["ces"]
    assert word(document, "lundi").relation == "obl"


def test_a_threat_with_an_infinitive_is_a_verb() -> None:
    document = read("Le syndicat menace de lancer une grève.")
    assert (word(document, "menace").pos, word(document, "lancer").head.norm) == ("VERB", "menace")
    assert word(read("La menace de fermer le port inquiète."), "menace").pos == "NOUN"


def test_que_behind_an_object_and_a_comma_is_relative() -> None:
    document = read("Séoul et Tokyo ont condamné ces essais, que Pékin n'a pas commentés.")
    assert word(document, "commentés").head.norm == "essais"
