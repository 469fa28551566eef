"""Choosing: proposals stand, open sides are filled by the likeliest, nobody stands on both sides."""

from __future__ import annotations

from math import isclose

from greffier.french import default_lexicon
from greffier.reading.actors import find_cast
from greffier.reading.choosing import Around, Choice, Sides, around, choice, decide, shares
from greffier.reading.claims import find_claims
from greffier.reading.events import find_mentions
from greffier.reading.mentions import Mention
from greffier.reading.parse import parse
from greffier.reading.places import find_places
from greffier.reading.quotes import find_quotations
from greffier.reading.sides import ROLES
from greffier.reading.times import find_times
from greffier.records import Dispatch

NOTHING = Choice({role: {"none": 5.0} for role in ROLES}, dict.fromkeys(ROLES, 0.0), 0.7)


def mentions(text: str) -> list[Mention]:
    lexicon = default_lexicon()
    doc = parse(Dispatch("x", text), lexicon)
    cast = find_cast(doc, lexicon, None)
    claims = find_claims(doc, find_quotations(doc.text, doc.lines), cast, lexicon)
    return find_mentions(doc, cast, find_places(doc, lexicon, cast), find_times(doc, lexicon, None), claims, lexicon)


def test_the_chances_of_all_parties_and_of_nobody_make_one() -> None:
    told = mentions("Le Mali accuse l'Algérie d'ingérence.")
    event = Sides.of(told[:1], around(told))
    chances = shares(choice(fast=True).weights["actor"], event.rows("actor", event.parties()))
    assert isclose(sum(chances.values()), 1.0)
    assert None in chances and {"MLI", "DZA"} <= set(chances)


def test_what_the_slots_give_stands_where_nothing_may_fall() -> None:
    told = [m for m in mentions("Le Mali accuse l'Algérie d'ingérence.") if m.type == "ACCUSE"]
    actors, recipients = decide(told, Around(), NOTHING)
    assert ({a.country for a in actors}, {a.country for a in recipients}) == ({"MLI"}, {"DZA"})


def test_a_proposal_falls_below_the_chance_that_is_asked() -> None:
    told = [m for m in mentions("Le Mali accuse l'Algérie d'ingérence.") if m.type == "ACCUSE"]
    strict = Choice(NOTHING.weights, dict.fromkeys(ROLES, 0.9), 0.7)
    assert decide(told, Around(), strict) == ((), ())


def test_an_open_side_is_filled_by_the_likeliest_party() -> None:
    told = [m for m in mentions("Le Mali accuse. L'Algérie se tait.") if m.type == "ACCUSE"]
    wanted = Choice({"actor": {}, "recipient": {"topic=1": 9.0}}, dict.fromkeys(ROLES, 0.0), 0.7)
    actors, recipients = decide(told, Around(("MLI", "DZA")), wanted)
    assert {a.country for a in recipients} == {"DZA"}
    assert not {(a.name, a.country) for a in actors} & {(r.name, r.country) for r in recipients}


def test_a_dispatch_remembers_who_does_what_to_whom() -> None:
    whole = around(mentions("Le Mali accuse l'Algérie d'ingérence. Le Mali accuse encore l'Algérie."))
    assert whole.pairs["MLI", "DZA"] == 2
    assert whole.acts["MLI", "ACCUSE"] == 2 and whole.suffers["DZA", ""] == 2
    assert set(whole.topics[:2]) == {"MLI", "DZA"}
