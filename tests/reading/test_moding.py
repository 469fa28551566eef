"""Modes: what is demanded, threatened or used tells them, and an event may have none."""

from __future__ import annotations

from datetime import date

import pytest

from greffier.codebook import plover
from greffier.french import default_lexicon
from greffier.intake import from_text
from greffier.reading.moding import hints_of, moding
from greffier.reading.read import Reader
from greffier.records import Event

DAY = date(2024, 5, 14)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(fast=True)


def of_type(reader: Reader, text: str, kind: str) -> Event:
    found = [e for e in reader.read(from_text(text, published=DAY)).events if e.type == kind]
    assert found, f"no {kind} in {text!r}"
    return found[0]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Le gouvernement malien a demandé lundi à la France de retirer ses soldats du pays.", "yield"),
        ("Berlin a exigé mardi la libération immédiate de deux journalistes détenus en Turquie.", "yield"),
        ("Kiev a demandé lundi à Berlin une aide militaire supplémentaire.", "assist"),
    ],
)
def test_what_is_demanded_gives_a_request_its_mode(reader: Reader, text: str, mode: str) -> None:
    assert of_type(reader, text, "REQUEST").modes == (mode,)


def test_what_is_used_gives_an_attack_its_mode(reader: Reader) -> None:
    struck = "Un drone a frappé lundi un dépôt de carburant à Odessa, selon l'armée ukrainienne."
    assert of_type(reader, struck, "ASSAULT").modes == ("drone",)


def test_a_type_without_modes_has_none(reader: Reader) -> None:
    signed = "Le Niger et le Tchad ont signé lundi un accord de paix à Niamey."
    events = reader.read(from_text(signed, published=DAY)).events
    assert events
    assert all(e.modes == () for e in events if not plover().types[e.type].modes)


@pytest.mark.parametrize("fast", [True, False])
def test_the_weights_name_types_and_modes_of_the_codebook(fast: bool) -> None:
    known = {f"{kind}.{mode}" for kind, told in plover().types.items() for mode in (*told.modes, "none")}
    about = {name.partition("|")[0] for name in moding(default_lexicon(), fast).weights if "|" in name}
    assert {name for name in about if "." in name} <= known


def test_hints_are_lemmas_and_keep_all_lists_of_a_word() -> None:
    hints = hints_of(default_lexicon())
    assert {"attack", "planes"} <= set(hints["bombarder"])
    assert all(lemma == lemma.lower() for lemma in hints)
