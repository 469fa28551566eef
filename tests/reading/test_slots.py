"""Slots: voice, control, relative clauses and light verbs are undone once, for every frame."""

from __future__ import annotations

import pytest

from greffier.french import default_lexicon
from greffier.intake import from_text
from greffier.reading.noun_slots import noun_slots
from greffier.reading.parse import Document, Token, parse
from greffier.reading.slots import Slots, verb_slots
from greffier.records import Dispatch


def document(text: str) -> Document:
    return parse(Dispatch("t", text), default_lexicon())


def word(doc: Document, form: str) -> Token:
    return next(t for t in doc.tokens if t.text == form)


def filled(slots: Slots, name: str) -> list[str]:
    return [t.text for t in slots.get(name)]


@pytest.mark.parametrize(
    ("text", "verb", "agent", "patient"),
    [
        ("L'armée a bombardé le village.", "bombardé", ["armée"], ["village"]),
        ("Le village a été bombardé par l'armée.", "bombardé", ["armée"], ["village"]),
        ("Le village bombardé par l'armée est vide.", "bombardé", ["armée"], ["village"]),
        ("L'armée, qui a bombardé le village, recule.", "bombardé", ["armée"], ["village"]),
        ("L'armée doit bombarder le village.", "bombarder", ["armée"], ["village"]),
        ("L'armée a encerclé puis bombardé le village.", "bombardé", ["armée"], ["village"]),
    ],
)
def test_agent_and_patient_do_not_depend_on_the_turn_of_the_sentence(
    text: str, verb: str, agent: list[str], patient: list[str]
) -> None:
    slots = verb_slots(word(document(text), verb))
    assert (filled(slots, "subj"), filled(slots, "obj")) == (agent, patient)


def test_who_is_asked_does_what_is_asked() -> None:
    slots = verb_slots(word(document("Paris a exhorté Kigali à retirer ses troupes."), "retirer"))
    assert filled(slots, "subj") == ["Kigali"]


def test_a_noun_takes_its_agent_from_a_light_verb() -> None:
    doc = document("Les rebelles ont mené une attaque contre la base.")
    slots = noun_slots(word(doc, "attaque"), "subj", {"mener": "subj"})
    assert filled(slots, "subj") == ["rebelles"]
    assert filled(slots, "obj") == ["base"]


def test_contracted_articles_name_their_preposition() -> None:
    slots = verb_slots(word(document("Le ministre s'est rendu au Niger."), "rendu"))
    assert filled(slots, "à") == ["Niger"]


def test_le_faire_takes_up_the_verb_before() -> None:
    slots = verb_slots(word(document("Bamako n'a pas expulsé l'ambassadeur et pourrait le faire."), "pourrait"))
    assert "expulsé" in filled(slots, "inf")


def test_a_lost_object_is_found_behind_a_day() -> None:
    slots = verb_slots(word(document("Le ministre a rencontré, le mercredi 27 mars, l'ambassadrice."), "rencontré"))
    assert filled(slots, "obj") == ["ambassadrice"]


def test_what_follows_a_verb_behind_what_is_said_is_its_subject() -> None:
    doc = document("Le pays ne nous a pas aidés, a accusé une conseillère.")
    slots = verb_slots(word(doc, "accusé"))
    assert (filled(slots, "subj"), filled(slots, "obj")) == (["conseillère"], [])


def test_a_participle_taken_for_an_adjective_is_passive() -> None:
    doc = document("Alexeï Navalny a été empoisonné, a déclaré sa porte-parole.")
    slots = verb_slots(word(doc, "empoisonné"))
    assert (filled(slots, "subj"), filled(slots, "obj")) == ([], ["Navalny"])


def test_a_noun_of_violence_is_aimed_at_the_object_of_the_verb_below_it() -> None:
    doc = document("L'armée dénonce des tirs visant la garnison.")
    assert filled(noun_slots(word(doc, "tirs"), "subj", {}), "obj") == ["garnison"]


def test_what_governs_a_series_governs_its_members() -> None:
    doc = document("L'armée a mené une série de frappes.")
    assert filled(noun_slots(word(doc, "frappes"), "subj", {"mener": "subj"}), "subj") == ["armée"]


@pytest.mark.parametrize(
    ("text", "noun", "sides"),
    [
        ("Une rencontre a eu lieu à Doha entre le Mali et le Niger.", "rencontre", ["Mali"]),
        ("Des combats ont opposé l'armée à des jihadistes.", "combats", ["armée", "jihadistes"]),
    ],
)
def test_a_verb_of_happening_gives_the_sides_to_its_noun(text: str, noun: str, sides: list[str]) -> None:
    assert filled(noun_slots(word(document(text), noun), "subj", {}), "entre") == sides


def test_the_subject_of_a_perfect_infinitive_is_who_is_accused() -> None:
    document = parse(from_text("Une avocate accuse des policiers d'avoir torturé son client."), default_lexicon())
    verb = next(t for t in document.tokens if t.norm == "torturé")
    assert [t.norm for t in verb_slots(verb).get("subj")] == ["policiers"]


def test_a_subject_set_apart_by_a_pronoun_is_found() -> None:
    document = parse(from_text("La Guinée-Bissau, elle, a rappelé son ambassadeur en Serbie."), default_lexicon())
    verb = next(t for t in document.tokens if t.norm == "rappelé")
    slots = verb_slots(verb)
    assert [t.norm for t in slots.get("subj")] == ["guinée-bissau"]
    assert [t.norm for t in slots.get("obj")] == ["ambassadeur"]
