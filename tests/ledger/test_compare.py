"""Whether two tellings tell one event."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from greffier.ledger.compare import compare
from greffier.ledger.sketch import Sketch
from greffier.records import Change
from ledger.events import CVL, GOV, actor, attack, sketched

FOURTH = date(2025, 3, 4)


def one(a: Sketch, b: Sketch) -> bool:
    verdict = compare(a, b)
    assert verdict == compare(b, a)
    assert verdict.joined == (verdict.score >= 0.5)
    return verdict.joined


def test_one_attack_by_place_and_day() -> None:
    assert one(attack("a", "Ouradi", FOURTH), attack("b", "Ouradi", FOURTH))


def test_two_attacks_in_neighbouring_towns_on_one_day_are_two() -> None:
    assert not one(attack("a", "Ouradi", FOURTH), attack("b", "Tambéla", FOURTH))


def test_a_place_may_be_spelt_otherwise() -> None:
    assert one(attack("a", "Barsaloro", FOURTH), attack("b", "Barsaloroh", FOURTH))


def test_two_attacks_in_one_town_a_week_apart_are_two() -> None:
    assert not one(attack("a", "Ouradi", FOURTH), attack("b", "Ouradi", FOURTH + timedelta(7)))


def test_dates_a_day_apart_may_be_a_dispute_about_one_attack() -> None:
    assert one(attack("a", "Ouradi", FOURTH), attack("b", "Ouradi", FOURTH + timedelta(1)))


def test_a_day_lies_in_its_month() -> None:
    march = (date(2021, 6, 1), date(2021, 6, 30))
    assert one(attack("a", "Ouradi", date(2021, 6, 5)), attack("b", "Ouradi", march))
    assert not one(attack("a", "Ouradi", date(2021, 7, 5)), attack("b", "Ouradi", march))


def test_an_undated_attack_is_the_one_just_told_of_the_same_small_place() -> None:
    fresh = attack("b", "Ouradi", None, published=FOURTH + timedelta(9))
    words = "Le maire se souvient du raid sur Ouradi, et des maisons brûlées."
    old = sketched("c", words, "raid", place="Ouradi", published=FOURTH + timedelta(200))
    assert one(attack("a", "Ouradi", FOURTH), fresh)
    assert not one(attack("a", "Ouradi", FOURTH), old)


def test_what_was_told_before_the_day_is_another_event() -> None:
    assert not one(attack("a", "Ouradi", FOURTH), attack("b", "Ouradi", None, published=FOURTH - timedelta(3)))


def test_a_country_and_a_day_are_not_enough_where_much_is_told() -> None:
    fields: dict[str, Any] = {"country": "FRA", "modes": ("demo",), "actors": (actor("FRA/CVL", "manifestants"),)}
    a = sketched("a", "Une marche a bloqué le boulevard samedi.", "marche", "PROTEST", day=FOURTH, **fields)
    b = sketched("b", "Des infirmières ont défilé sous la pluie.", "ont défilé", "PROTEST", day=FOURTH, **fields)
    assert not one(a, b)
    assert "too little that is specific" in " ".join(compare(a, b).reasons) or compare(a, b).score < 0.5


def test_a_visit_announced_and_made_are_two_events() -> None:
    sides: dict[str, Any] = {
        "actors": (actor("DEU/GOV", "Anna Vogt"),),
        "recipients": (actor("MLI/GOV"),),
        "day": FOURTH,
    }
    made = sketched("a", "Anna Vogt est venue en visite à Bamako.", "visite", "CONSULT", modes=("visit",), **sides)
    due = sketched("b", "Anna Vogt promet de se rendre à Bamako.", "se rendre", "AGREE", **sides)
    assert not one(made, due)


def test_denied_and_told_are_one_disputed_event() -> None:
    sides: dict[str, Any] = {
        "actors": (actor("MLI/MIL", "aviation"),),
        "recipients": (actor("MLI/REB", "assaillants"),),
    }
    told = sketched("a", "L'aviation a bombardé les assaillants en fuite.", "a bombardé", day=FOURTH, **sides)
    denied = sketched(
        "b", "Aucun avion n'a bombardé les assaillants.", "a bombardé", day=FOURTH, status="negated", **sides
    )
    assert one(told, denied)


def test_other_speakers_make_other_accusations() -> None:
    text = "{} a accusé l'armée d'avoir forcé des villageois à creuser une tranchée."
    army = (actor("MLI/MIL", "armée"),)
    families = sketched(
        "a", text.format("Le collectif"), "a accusé", "ACCUSE", day=FOURTH, actors=(actor("MLI/CVL"),), recipients=army
    )
    again = sketched(
        "b", text.format("Un collectif"), "a accusé", "ACCUSE", day=FOURTH, actors=(actor("MLI/CVL"),), recipients=army
    )
    union = sketched(
        "c", text.format("L'Union"), "a accusé", "ACCUSE", day=FOURTH, actors=(actor("EUR/"),), recipients=army
    )
    assert one(families, again)
    assert not one(families, union)


def test_named_people_tell_two_criticisms_of_one_day_apart() -> None:
    def said(key: str, name: str) -> Sketch:
        text = f"{name} a critiqué la réforme des retraites devant la presse."
        sides: dict[str, Any] = {"actors": (actor("FRA/PTY", name),), "recipients": (actor("FRA/GOV"),)}
        return sketched(key, text, "a critiqué", "ACCUSE", day=FOURTH, country="FRA", **sides)

    assert one(said("a", "Nadia Vauclin"), said("b", "Nadia Vauclin"))
    assert not one(said("a", "Nadia Vauclin"), said("b", "Régis Tholon"))


def test_making_and_ending_an_accord_are_two_events() -> None:
    def step(key: str, transition: str, kind: str) -> Sketch:
        change = Change("agreement", ("DEU", "MLI"), "accord de 2012", transition)  # type: ignore[arg-type]
        sides: dict[str, Any] = {"actors": (actor("MLI/GOV"),), "recipients": (actor("DEU/GOV"),)}
        return sketched(
            key, "L'accord avec Berlin a changé.", "accord", kind, day=FOURTH, change=change, country=None, **sides
        )

    assert one(step("a", "ended", "SANCTION"), step("b", "ended", "SANCTION"))
    assert not one(step("a", "created", "SUPPORT"), step("b", "ended", "SUPPORT"))


def test_a_coup_ends_one_office_and_creates_the_next() -> None:
    def coup(key: str, transition: str) -> Sketch:
        change = Change("office", ("MLI",), "pouvoir", transition)  # type: ignore[arg-type]
        return sketched(
            key,
            "Le coup d'État a surpris la capitale.",
            "coup d'État",
            "COERCE",
            day=FOURTH,
            modes=("seize",),
            change=change,
        )

    assert one(coup("a", "created"), coup("b", "ended"))


def test_a_person_told_two_events_of_a_dispatch_apart_software_may_have_erred() -> None:
    same = "Une attaque a visé Ouradi. L'attaque a duré une heure."
    fields: dict[str, Any] = {"place": "Ouradi", "day": FOURTH, "dispatch": "d"}
    person = [sketched("a", same, "attaque", **fields), sketched("b", same, "L'attaque", **fields)]
    machine = [
        sketched("a", same, "attaque", reader="r", **fields),
        sketched("b", same, "L'attaque", reader="r", **fields),
    ]
    assert not one(*person)
    assert one(*machine)


def test_the_two_congos_are_two_countries() -> None:
    kinshasa = attack("a", None, FOURTH, country="COD", recipients=(actor("COD/CVL"),))
    brazzaville = attack("b", None, FOURTH, country="COG", recipients=(actor("COG/CVL"),))
    assert not one(kinshasa, brazzaville)


@pytest.mark.parametrize("sector", [GOV, CVL])
def test_reasons_name_what_agreed(sector: str) -> None:
    a = attack("a", "Ouradi", FOURTH, recipients=(actor(f"MLI/{sector}"),))
    verdict = compare(a, attack("b", "Ouradi", FOURTH, recipients=(actor(f"MLI/{sector}"),)))
    assert any(reason.startswith("same place") for reason in verdict.reasons)
    assert any(reason.startswith("dates meet") for reason in verdict.reasons)


def test_strikes_on_a_large_city_on_two_days_are_two() -> None:
    sides: dict[str, Any] = {"actors": (actor("RUS/MIL", "armée russe"),), "recipients": (actor("UKR/CVL"),)}
    monday = sketched(
        "a", "Une frappe a touché Kharkiv lundi.", "frappe", place="Kharkiv", country="UKR", day=FOURTH, **sides
    )
    tuesday = sketched(
        "b", "Kharkiv : frappe sur un marché.", "frappe", place="Kharkiv", country="UKR", day=date(2025, 3, 5), **sides
    )
    assert not one(monday, tuesday)


def test_two_countries_at_war_and_a_day_make_no_single_attack() -> None:
    sides: dict[str, Any] = {"actors": (actor("RUS/MIL"),), "recipients": (actor("UKR/MIL"),), "country": "UKR"}
    north = sketched("a", "Des obus sont tombés près d'un pont.", "sont tombés", day=FOURTH, **sides)
    south = sketched("b", "Une colonne blindée a été visée.", "a été visée", day=FOURTH, **sides)
    assert not one(north, south)


def test_one_word_that_is_read_in_two_ways_may_be_one_event() -> None:
    between = {"actors": (actor("MLI/GOV"),), "recipients": (actor("DEU/GOV"),), "day": date(2025, 3, 4)}
    text = "Bamako a dénoncé mardi le pacte de défense qui liait le Mali à l'Allemagne depuis six ans."
    one = sketched("a", text, "a dénoncé", "SANCTION", **between)
    two = sketched("b", text, "a dénoncé", "ACCUSE", **between)
    finding = next(r for r in compare(one, two).reasons if r.startswith("types"))
    assert compare(one, two).joined and finding == "types +0.0"
    other = sketched("c", text.replace("a dénoncé", "a critiqué"), "a critiqué", "ACCUSE", **between)
    assert "types -0.8" in compare(one, other).reasons


def test_a_meeting_during_a_visit_is_no_visit() -> None:
    envoy, host = actor("DEU/GOV", "Anna Vogt"), actor("MLI/GOV", "Sékou Fandrel")
    visit = sketched(
        "a", "Anna Vogt achève une visite à Bamako.", "visite", "CONSULT",
        modes=("visit",), day=(date(2025, 3, 3), FOURTH), actors=(envoy,), recipients=(host,),
    )  # fmt: skip
    talks = sketched(
        "b", "Sékou Fandrel a reçu Anna Vogt pendant une heure.", "a reçu", "CONSULT", day=FOURTH, actors=(host, envoy)
    )
    assert not one(visit, talks)


def test_who_is_harmed_tells_one_killing_from_another() -> None:
    def killing(key: str, victim: str) -> Sketch:
        text = f"{victim} a été abattu par des inconnus."
        return sketched(key, text, "a été abattu", day=FOURTH, recipients=(actor("MLI/JRN", victim),))

    assert one(killing("a", "Sékou Fandrel"), killing("b", "Sékou Fandrel"))
    assert not one(killing("a", "Sékou Fandrel"), killing("b", "Régis Tholon"))
