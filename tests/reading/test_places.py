"""Where: an event's place comes from its own words; datelines and acts of words have none."""

from __future__ import annotations

from greffier.french import default_lexicon
from greffier.reading.actors import find_cast
from greffier.reading.parse import parse
from greffier.reading.places import find_places
from greffier.records import Dispatch, Place


def place(text: str, word: str, kind: str) -> Place | None:
    doc = parse(Dispatch("x", text), default_lexicon())
    places = find_places(doc, default_lexicon(), find_cast(doc, default_lexicon(), None))
    return places.of_event([t for t in doc.tokens if t.text == word][:1], kind)


def test_a_city_gives_its_country_and_coordinates() -> None:
    found = place("Une attaque a fait trois morts mardi à Gao.", "attaque", "ASSAULT")
    assert found is not None and (found.name, found.country) == ("Gao", "MLI")
    assert found.latitude is not None and found.geonameid is not None


def test_a_region_is_named_with_its_country() -> None:
    found = place("Une attaque a eu lieu dans le nord du Mali.", "attaque", "ASSAULT")
    assert found is not None and found.country == "MLI"


def test_an_act_of_words_has_no_place() -> None:
    assert place("Le ministre a exigé à Paris un retrait.", "exigé", "REQUEST") is None


def test_no_place_is_invented() -> None:
    assert place("Une attaque a fait trois morts.", "attaque", "ASSAULT") is None
