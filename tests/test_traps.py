"""Small texts that break such software, with the right reading; each stands for its whole kind."""

from __future__ import annotations

from datetime import date

import pytest

from greffier import Event, Reading, read
from greffier.french import default_lexicon
from greffier.intake import from_text
from greffier.reading.parse import parse
from greffier.reading.times import find_times


def events(reading: Reading, kind: str) -> list[Event]:
    return [e for e in reading.events if e.type == kind]


def only(reading: Reading, kind: str) -> Event:
    found = events(reading, kind)
    assert len(found) == 1, [(e.type, [t.of(reading.dispatch.text) for t in e.triggers]) for e in reading.events]
    return found[0]


def countries(event: Event) -> tuple[set[str | None], set[str | None]]:
    return {a.country for a in event.actors}, {r.country for r in event.recipients}


def bounds(event: Event) -> tuple[str, str] | None:
    return (str(event.date.earliest), str(event.date.latest)) if event.date else None


def test_a_bare_weekday_is_past_or_to_come_as_its_verb_is() -> None:
    text = "Le président a reçu mardi l'émissaire algérien ; il doit se rendre mardi à Alger."
    reading = read(text, published="2025-03-13")
    assert bounds(only(reading, "CONSULT")) == ("2025-03-11", "2025-03-11")
    assert only(reading, "AGREE").date is None
    document = parse(from_text(text), default_lexicon())
    assert find_times(document, default_lexicon(), date(2025, 3, 13)).all[-1].earliest == date(2025, 3, 18)


def test_yesterday_counts_from_the_first_publication() -> None:
    reading = read(
        "L'accord a été signé hier, assure la présidence.",
        published_at="2025-03-13T23:50",
        edited_at="2025-03-14T08:00",
        fetched_at="2025-03-20T00:00",
    )
    assert bounds(only(reading, "SUPPORT")) == ("2025-03-12", "2025-03-12")


def test_nigerien_and_nigerian_are_two_countries() -> None:
    reading = read(
        "Le gouvernement nigérien a rejeté jeudi les accusations nigérianes de livraison d'armes.",
        published="2025-03-14",
    )
    accusation = only(reading, "ACCUSE")
    assert countries(accusation) == ({"NGA"}, {"NER"})
    assert accusation.date is None
    assert "NER" in {c.speaker_actor.country for c in reading.claims if c.speaker_actor}
    for event in reading.events:
        assert countries(event) in [({"NGA"}, {"NER"}), ({"NGA"}, set()), ({"NER"}, set())]


def test_two_congos() -> None:
    reading = read(
        "Reçu à Brazzaville par son homologue congolais, le chef de la diplomatie de la RDC a réclamé des sanctions "
        "contre Kigali.",
        published="2025-03-14",
    )
    visit = only(reading, "CONSULT")
    assert visit.modes == ("visit",)
    assert countries(visit) == ({"COD"}, {"COG"})
    assert visit.place is not None
    assert visit.place.country == "COG"
    demand = only(reading, "REQUEST")
    assert countries(demand)[0] == {"COD"}
    assert "COG" not in countries(demand)[1]
    for claim in reading.claims:
        assert claim.addressee is None or "Kigali" not in claim.addressee.of(reading.dispatch.text)


def test_four_guineas_and_two_koreas() -> None:
    reading = read(
        "La Guinée, la Guinée-Bissau et la Guinée équatoriale ont signé l'accord ; la Papouasie-Nouvelle-Guinée "
        "n'était pas invitée. Pyongyang dénonce une « riposte » préparée par la Corée du Sud et Washington.",
        published="2025-03-14",
    )
    assert countries(only(reading, "SUPPORT"))[0] == {"GIN", "GNB", "GNQ"}
    assert countries(only(reading, "ACCUSE")) == ({"PRK"}, {"KOR", "USA"})
    assert not events(reading, "ASSAULT")


def test_a_person_named_like_a_capital_is_no_government() -> None:
    text = "L'avocate Kelly Washington, de passage à Dakar, plaide pour une trêve ; Washington n'a pas réagi."
    reading = read(text, published="2025-03-14")
    speakers = [c.speaker_actor for c in reading.claims if c.speaker_actor]
    assert [s.country for s in speakers] == [None]
    assert "Kelly Washington" in speakers[0].name
    assert all("USA" not in countries(e)[0] | countries(e)[1] for e in reading.events)


def test_an_acronym_behind_an_elision_announces_what_is_not_done() -> None:
    text = "L'AES a annoncé que ses contingents quitteraient la force régionale d'ici à juin."
    reading = read(text, published="2025-03-14")
    assert [c.speaker_actor.country for c in reading.claims if c.speaker_actor] == ["IGO"]
    departure = only(reading, "CONCEDE")
    assert not events(reading, "RETREAT")
    assert departure.arrangement is not None
    assert (departure.arrangement.kind, departure.arrangement.transition) == ("deployment", "planned_end")
    document = parse(from_text(text), default_lexicon())
    assert find_times(document, default_lexicon(), date(2025, 3, 14)).all[0].latest == date(2025, 6, 30)


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_numbers_with_dots_and_spaces(space: str) -> None:
    reading = read(
        f"Le HCR compte 1.200 déplacés, contre 1,2 million en 2023 et 12{space}000 la semaine passée ; une douzaine "
        "d'humanitaires ont été blessés.",
        published="2025-03-14",
    )
    assert [q.value for q in reading.quantities if q.role == "displaced"] == [1200, 1_200_000, 12_000]
    injured = [q for q in reading.quantities if q.role == "injured"]
    assert [(q.value, q.min, q.max) for q in injured] == [(12, None, None)]


def test_a_quotation_inside_a_quotation() -> None:
    text = "« Le ministre m'a dit : “Nous ne négocierons pas”, et je le crois », a déclaré le député Amadou Kessé."
    reading = read(text, published="2025-03-14")
    outer, inner = reading.claims
    assert outer.speaker_actor is not None
    assert "Kessé" in outer.speaker_actor.name
    assert outer.form == "direct"
    assert outer.content[-1].of(text).endswith("et je le crois")
    assert inner.parent == 0
    assert [s.of(text) for s in inner.content] == ["Nous ne négocierons pas"]
    assert inner.speaker is not None
    assert "ministre" in inner.speaker.of(text)


def test_a_speaker_without_a_verb_beside_the_quotation() -> None:
    text = (
        "« Pas un soldat ne partira. » Le colonel Issa Moré, qui a remplacé en mai le général Bako, l'a répété jeudi."
    )
    reading = read(text, published="2025-03-14")
    quoted = [c for c in reading.claims if any("Pas un soldat" in s.of(text) for s in c.content)]
    assert [c.speaker_actor.name for c in quoted if c.speaker_actor] == ["Issa Moré"]


def test_negation_hearsay_and_threat() -> None:
    text = (
        "Contrairement à ce qu'affirmait une radio locale, Bamako n'a pas expulsé l'ambassadeur, "
        "mais menace de le faire."
    )
    reading = read(text, published="2025-03-14")
    expulsion = only(reading, "SANCTION")
    assert (expulsion.modes, expulsion.status, countries(expulsion)[0]) == (("expel",), "negated", {"MLI"})
    threat = only(reading, "THREATEN")
    assert (threat.modes, threat.status, countries(threat)[0]) == (("expel",), "occurred", {"MLI"})
    assert all("radio" not in a.name for e in reading.events for a in (*e.actors, *e.recipients))


def test_an_old_event_a_metaphor_and_a_dateline() -> None:
    reading = read(
        "PARIS, 26 juin 2025 – Dix ans après l'attaque d'une plage tunisienne, trois suspects comparaissent à "
        "Bruxelles ; leur avocat promet une bataille judiciaire."
    )
    assert str(reading.dispatch.published) == "2025-06-26"
    attack = only(reading, "ASSAULT")
    assert attack.place is not None
    assert attack.place.country == "TUN"
    assert attack.date is not None
    assert str(attack.date.earliest) >= "2015-01-01"
    assert str(attack.date.latest) <= "2015-12-31"
    assert all(e.place is None or "Paris" not in (e.place.name or "") for e in reading.events)


def test_who_accuses_in_a_participle_is_who_speaks() -> None:
    reading = read(
        "Le gouvernement malien a annoncé mardi qu'il mettait fin à l'accord signé avec l'Algérie, accusant son voisin "
        "d'avoir armé des rebelles.",
        published="2025-03-14",
    )
    assert countries(only(reading, "ACCUSE"))[0] == {"MLI"}
