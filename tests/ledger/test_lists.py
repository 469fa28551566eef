"""Lists: one filter everywhere, as of any moment, alike on every database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from greffier.errors import LedgerError
from greffier.ledger import schema as s
from greffier.ledger.filters import Moment
from greffier.ledger.ledger import Ledger
from greffier.ledger.lists import conflict_rows
from greffier.ledger.wanted import Filter
from ledger.told import accord, attack

UNION = partial(attack, "a2", dead="trente", value=30, source="Radio Dune", speaker="Le syndicat des infirmiers")


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    """Two attacks (one told twice) and the end of an agreement."""
    ledger.add(
        [
            attack("a1"),
            attack("a2", source="Radio Dune"),
            attack("a3", place="Kessana", day=20, source="Radio Dune", dead="trois", value=3),
            accord("b1"),
        ]
    )
    return ledger


def found(ledger: Ledger, **conditions: object) -> list[str]:
    return sorted(e.dispatch for e in ledger.events(Filter(**conditions)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("conditions", "dispatches"),
    [
        ({}, ["a1", "a2", "a3", "b1"]),
        ({"actor": "DEU"}, ["b1"]),
        ({"actor": "MLI/UAF"}, ["a1", "a2", "a3"]),
        ({"actor": "hommes armes"}, ["a1", "a2", "a3"]),
        ({"actor": "Ouradi"}, ["a1", "a2"]),
        ({"dyad": "MLI:DEU"}, ["b1"]),
        ({"dyad": "DEU:MLI"}, []),
        ({"type": "sanction"}, ["b1"]),
        ({"mode": "firearms"}, ["a1", "a2", "a3"]),
        ({"status": "planned"}, []),
        ({"place": "MLI"}, ["a1", "a2", "a3"]),
        ({"place": "kessana"}, ["a3"]),
        ({"first": date(2025, 3, 10)}, ["a3", "b1"]),
        ({"last": date(2025, 3, 4)}, ["a1", "a2"]),
        ({"first": date(2025, 3, 5), "last": date(2025, 3, 12)}, ["b1"]),
        ({"source": "dune"}, ["a2", "a3"]),
        ({"confidence": 0.85}, ["a1", "a2", "a3"]),
        ({"dispatch": "a3"}, ["a3"]),
        ({"actor": "100%_"}, []),
        ({"as_of": "2001-01-01"}, []),
    ],
)
def test_events_are_narrowed_by_each_condition(
    full: Ledger, conditions: dict[str, object], dispatches: list[str]
) -> None:
    assert found(full, **conditions) == dispatches


@pytest.mark.parametrize(
    "conditions", [{"mode": "whistle"}, {"dyad": "USA"}, {"as_of": "soon"}, {"actor": "…"}, {"as_of": "2024-13-01"}]
)
def test_a_condition_that_means_nothing_is_refused(full: Ledger, conditions: dict[str, object]) -> None:
    with pytest.raises(LedgerError):
        found(full, **conditions)


def test_limits_give_the_first_of_the_whole_list(full: Ledger) -> None:
    everything = full.events()
    assert [e.id for e in full.events(limit=2)] == [e.id for e in everything[:2]]
    assert [e.dispatch for e in everything][:2] == ["a3", "b1"], "the latest happenings first"


def test_claims_answer_for_who_speaks_and_for_the_events_they_carry(full: Ledger) -> None:
    assert len(full.claims(Filter(speaker="MLI"))) == 3
    claim = full.claims(Filter(speaker="Défense", source="Fleuve"))[0]
    assert claim.words == "douze soldats ont été tués dans cette attaque" and claim.form == "indirect"
    assert full.claims(Filter(type="ASSAULT")) == [], "these claims carry no event"


def test_a_claim_tells_about_whom_it_is(ledger: Ledger) -> None:
    reading = attack("a1")
    said = replace(reading, events=(replace(reading.events[0], claim=0),))
    ledger.add([said])
    (claim,) = ledger.claims(Filter(type="ASSAULT"))
    assert claim.whom == ("hommes armés", "village de Ouradi") and claim.about == (ledger.events()[0].id,)


def test_an_event_told_by_several_is_one_occurrence(full: Ledger) -> None:
    told = {o.tellings: o for o in full.occurrences(Filter(type="ASSAULT"))}
    assert set(told) == {1, 2}
    assert (told[2].earliest, told[2].place, told[2].actor_countries) == ("2025-03-04", "Ouradi", ("MLI",))
    assert [o.type for o in full.timeline()] == ["ASSAULT", "SANCTION", "ASSAULT"]


def test_actors_are_counted_over_all_dispatches(full: Ledger) -> None:
    rows = {row.name: row for row in full.actors()}
    assert rows["hommes armés"].acts == 3
    assert (rows["ministère malien de la Défense"].says, rows["Allemagne"].undergoes) == (3, 1)
    assert [row.name for row in full.actors(Filter(actor="DEU"))] == ["Allemagne"]
    narrowed = {row.name: row.acts for row in full.actors(Filter(place="kessana"))}
    assert narrowed["hommes armés"] == 1 and "Allemagne" not in narrowed


def test_counts_follow_what_is_rejected_and_restored(full: Ledger) -> None:
    event = full.events(Filter(place="kessana"))[0]
    number = full.reject(event.id)
    assert {row.name: row.acts for row in full.actors()}["hommes armés"] == 2
    full.undo(number)
    assert {row.name: row.acts for row in full.actors()}["hommes armés"] == 3


def test_names_of_actors_are_joined_and_split_by_people(full: Ledger) -> None:
    ids = {row.name: row.id for row in full.actors()}
    number = full.join([ids["village de Ouradi"], ids["village de Kessana"]])
    (row,) = full.actors(Filter(actor="Ouradi"))
    assert set(row.names) == {"village de Ouradi", "village de Kessana"} and row.undergoes == 3
    full.split([row.id, "village de Kessana"])
    assert [r.names for r in full.actors(Filter(actor="Ouradi"))] == [("village de Ouradi",)]
    with pytest.raises(LedgerError, match="None of these names"):
        full.split([ids["Allemagne"], "Autriche"])
    assert full.decisions()[-1].id == number


def test_conflicts_show_their_sides_with_evidence(ledger: Ledger) -> None:
    ledger.add([attack("a1"), UNION(sector="LAB")])
    (conflict,) = ledger.conflicts()
    assert conflict.kind == "quantity" and conflict.occurrence == ledger.occurrences()[0].id
    assert {side.dispatch: side.words.split()[0] for side in conflict.sides} == {"a1": "douze", "a2": "trente"}
    assert ledger.conflicts(kind="date") == []
    assert ledger.conflicts(Filter(place="Ouradi")) == [conflict]
    assert ledger.conflicts(Filter(place="Kessana")) == []


def test_arrangements_are_asked_for_a_day_and_a_party(ledger: Ledger) -> None:
    made = accord("b0", published=date(2020, 5, 2), transition="created", verb="souscrit")
    ledger.add([accord("b1"), made])
    (row,) = ledger.arrangements(party="DEU")
    assert [(state.date, state.transition) for state in row.states] == [
        ("2020-05-02", "created"),
        ("2025-03-10", "ended"),
    ]
    assert [r.now for r in ledger.arrangements(on=date(2021, 1, 1), party="MLI")] == ["created"]
    assert [r.now for r in ledger.arrangements(on=date(2025, 3, 10))] == ["ended"]
    assert ledger.arrangements(on=date(2019, 1, 1)) == ledger.arrangements(party="FRA") == []
    assert [r.in_force for day in (10, 9) for r in ledger.arrangements(on=date(2025, 3, day))] == [False, True]
    assert ledger.arrangements(kind="office") == []
    assert row.states[1].evidence[0][0] == "b1"


def test_an_end_that_is_announced_leaves_an_arrangement_in_force(ledger: Ledger) -> None:
    made = accord("b0", published=date(2020, 5, 2), transition="created", verb="souscrit")
    ledger.add([made, accord("b1", transition="planned_end", verb="compte mettre fin")])
    (row,) = ledger.arrangements(on=date(2025, 4, 1))
    assert (row.now, row.in_force, row.contested) == ("planned_end", True, False)


def test_a_dispute_found_on_two_points_is_listed_once(ledger: Ledger) -> None:
    ledger.add([attack("a1"), UNION(sector="LAB")])
    with ledger.reading() as connection:
        (row,) = connection.execute(select(s.conflicts)).all()
        again = SimpleNamespace(**{**row._mapping, "id": row.id + 1, "bucket": "another"})
        listed = list(conflict_rows(connection, [row, again], Moment(connection, None)))
        shown = list(conflict_rows(connection, [row, again], Moment(connection, None), 0))
    assert (len(listed), shown) == (1, []) and listed == ledger.conflicts()


def test_everything_can_be_shown_whole_by_its_id(full: Ledger) -> None:
    event = full.events(Filter(dispatch="a1"))[0]
    shown = full.show(event.id)
    assert shown["kind"] == "event" and shown["occurrence"] == event.occurrence and "Ouradi" in shown["sentence"]
    together = full.show(str(event.occurrence))
    assert together["kind"] == "occurrence" and len(together["tellings_told"]) == 2
    assert together["joined_because"][0]["reasons"]
    names = [full.claims()[0].id, full.actors()[0].id, full.arrangements()[0].id, "a1"]
    assert [full.show(name)["kind"] for name in names] == ["claim", "actor", "arrangement", "dispatch"]
    with pytest.raises(LedgerError, match="nothing named"):
        full.show("zzz")


def test_a_brief_tells_what_is_new_and_nothing_else(ledger: Ledger) -> None:
    ledger.add([attack("a1"), accord("b1")])
    with ledger.reading() as connection:
        from sqlalchemy import text

        moment = str(connection.execute(text("SELECT max(at) FROM transactions")).scalar())
    ledger.add([UNION(sector="LAB"), attack("a3", place="Kessana", day=20)])
    brief = ledger.brief(moment)
    assert brief.dispatches == 2
    assert [o.place for o in brief.occurrences] == ["Kessana"], "told again is not new"
    assert [c.kind for c in brief.conflicts] == ["quantity"]
    assert brief.arrangements == ()
    assert len(ledger.brief("2001-01-01").occurrences) == 3
    with pytest.raises(LedgerError, match="yesterday"):
        ledger.brief("2024-02-31")
