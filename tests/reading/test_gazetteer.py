"""Known names: found longest first, whatever the accents on capitals, never where the capitals say otherwise."""

from __future__ import annotations

import pytest

from greffier.french import Lexicon, default_lexicon
from greffier.reading.gazetteer import Gazetteer, gazetteer, plain
from greffier.reading.parse import parse
from greffier.records import Dispatch


def found(text: str) -> list[tuple[str, str | None]]:
    lexicon = default_lexicon()
    doc = parse(Dispatch("x", text), lexicon)
    return [(m.span.of(text), m.entry.country) for m in gazetteer(lexicon).find(doc)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La Guinée-Bissau a voté.", ("Guinée-Bissau", "GNB")),
        ("La Guinée équatoriale a voté.", ("Guinée équatoriale", "GNQ")),
        ("La Papouasie-Nouvelle-Guinée a voté.", ("Papouasie-Nouvelle-Guinée", "PNG")),
        ("La Guinée a voté.", ("Guinée", "GIN")),
        ("La Corée du Nord a voté.", ("Corée du Nord", "PRK")),
        ("Les Etats-Unis ont voté.", ("Etats-Unis", "USA")),
        ("Les États-Unis ont voté.", ("États-Unis", "USA")),
        ("La Côte d’Ivoire a voté.", ("Côte d’Ivoire", "CIV")),
        ("L'AES a voté.", ("AES", "IGO")),
        ("Le gouvernement nigérian a voté.", ("nigérian", "NGA")),
        ("Le gouvernement nigérien a voté.", ("nigérien", "NER")),
    ],
)
def test_names_the_state_or_body(text: str, expected: tuple[str, str]) -> None:
    assert expected in found(text)


def test_a_name_needs_its_capitals() -> None:
    assert ("tchad", "TCD") not in found("Il buvait un tchad tiède.")


def test_an_overlay_adds_actors(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "actors.toml").write_text(
        '[[actor]]\nname = "Ligue des Brumes"\naliases = ["LDB"]\ncountry = "NGO"\n', encoding="utf-8"
    )
    entries = Gazetteer(Lexicon(tmp_path)).lookup("ldb")
    assert [(e.kind, e.name, e.country) for e in entries][:1] == [("actor", "Ligue des Brumes", "NGO")]


def test_plain_drops_accents_and_case() -> None:
    assert plain("État-Œuvre") == "etat-oeuvre"
