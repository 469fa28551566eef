"""Actors over all dispatches: spellings of one person are one, states never by likeness."""

from __future__ import annotations

import random

import pytest

from greffier.ledger.identities import Form, identities, identity_keys, same_actor
from greffier.ledger.naming import named


def alike(a: Form, b: Form) -> bool:
    assert same_actor(a, b) == same_actor(b, a)
    return same_actor(a, b).joined


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Sékou Tchiandré", "Sekou Tiandré"),
        ("général Sékou Fandrel", "Sékou Fandrel"),
        ("Ali Mahamane Lamine Zeyne", "Lamine Zène"),
        ("A. Vogt", "Anna Vogt"),
        ("Fandrel", "Sékou Fandrel"),
    ],
)
def test_spellings_of_one_person(one: str, two: str) -> None:
    assert alike(Form(one, "MLI", "GOV"), Form(two, "MLI", "GOV"))
    assert set(identity_keys(Form(one, "MLI", "GOV"))) & set(identity_keys(Form(two, "MLI", "GOV")))


def test_other_people() -> None:
    assert not alike(Form("Anna Vogt", "DEU", "GOV"), Form("Paul Vogt", "DEU", "GOV"))
    assert not alike(Form("Vogt", "DEU", "GOV"), Form("Anna Vogt", "CHE", "GOV"))
    assert not alike(Form("Anna Vogt", "DEU", "GOV", "Q1"), Form("Anna Vogt", "DEU", "GOV", "Q2"))


@pytest.mark.parametrize(
    ("one", "code", "two", "other"),
    [
        ("Niger", "NER", "Nigeria", "NGA"),
        ("Guinée", "GIN", "Guinée équatoriale", "GNQ"),
        ("Congo", "COG", "République démocratique du Congo", "COD"),
        ("Corée du Nord", "PRK", "Corée du Sud", "KOR"),
        ("gouvernement nigérien", "NER", "gouvernement nigérian", "NGA"),
    ],
)
def test_states_are_never_one_by_likeness(one: str, code: str, two: str, other: str) -> None:
    assert not alike(Form(one, code, "GOV"), Form(two, other, "GOV"))


def test_a_state_has_many_names() -> None:
    names = ["Mali", "gouvernement malien", "Bamako", "autorités maliennes", "junte malienne"]
    found = identities({Form(name, "MLI", "GOV"): 1 for name in names})
    assert len(found) == 1
    assert found[0].country == "MLI"


def test_a_body_and_its_acronym() -> None:
    full = Form("Groupe de défense du fleuve (GDF)", "MLI", "REB")
    assert alike(full, Form("GDF", "IMG", "REB"))
    assert alike(Form("Front patriotique du Levant", "SYR", "REB"), Form("FPL", "SYR", "REB"))
    assert not alike(Form("tribunal de Ségou", "MLI", "JUD"), Form("tribunal de Kayes", "MLI", "JUD"))


def test_people_without_a_name_are_nobody_in_particular() -> None:
    assert named("manifestants", "MLI", "CVL").kind == "anyone"
    assert not alike(Form("manifestants", "MLI", "CVL"), Form("habitants", "MLI", "CVL"))
    assert not alike(Form("manifestants", "MLI", "CVL"), Form("manifestants", "NER", "CVL"))


def test_a_family_name_alone_goes_to_the_one_who_bears_it() -> None:
    lone, anna, paul = (Form(n, "DEU", "GOV") for n in ("Vogt", "Anna Vogt", "Paul Vogt"))
    assert [len(i.forms) for i in identities({lone: 1, anna: 3})] == [2]
    assert sorted(len(i.forms) for i in identities({lone: 1, anna: 3, paul: 2})) == [1, 1, 1]


def test_identities_do_not_depend_on_order_and_obey_people() -> None:
    forms = [Form(n, "MLI", "GOV") for n in ("Sékou Fandrel", "Fandrel", "Sekou Fandrel", "Mali", "Anna Diéla")]
    expected = identities(dict.fromkeys(forms, 2))
    for seed in range(10):
        random.Random(seed).shuffle(forms)
        assert identities(dict.fromkeys(forms, 2)) == expected
    sekou, anna = Form("Sékou Fandrel", "MLI", "GOV"), Form("Anna Diéla", "MLI", "GOV")
    joined = identities(dict.fromkeys(forms, 2), joined=[(sekou, anna)])
    assert any({sekou, anna} <= set(i.forms) for i in joined)
    split = identities(dict.fromkeys(forms, 2), split=[(sekou, Form("Sekou Fandrel", "MLI", "GOV"))])
    assert not any({sekou, Form("Sekou Fandrel", "MLI", "GOV")} <= set(i.forms) for i in split)
