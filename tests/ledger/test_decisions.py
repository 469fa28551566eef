"""Decisions of people: they carry who and when, outlive re-reading, can be undone, and become training data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from greffier.errors import LedgerError
from greffier.ledger.ledger import Ledger
from greffier.ledger.wanted import Filter
from greffier.records import Reading, Span
from ledger.told import attack, span


def other_reading(reading: Reading, **fields: object) -> Reading:
    """The same dispatch as a newer reader sees it."""
    event = replace(reading.events[0], id=None, **fields)  # type: ignore[arg-type]
    return replace(reading, events=(event, *reading.events[1:]), reader="greffier next")


def test_what_is_rejected_leaves_the_lists_and_comes_back_when_undone(ledger: Ledger) -> None:
    ledger.add([attack()])
    record = ledger.events()[0].id
    number = ledger.reject(record, note="an exercise")
    assert ledger.events() == [] and ledger.occurrences() == []
    decided = ledger.decisions()[0]
    assert (decided.kind, decided.by, decided.state, decided.words) == ("reject", "Ada", "stands", "ont attaqué")
    assert decided.at > "2026" and decided.body["note"] == "an exercise"
    ledger.undo(number)
    assert [e.id for e in ledger.events()] == [record] and len(ledger.occurrences()) == 1
    assert [d.state for d in ledger.decisions()] == ["stands", "undone"]
    with pytest.raises(LedgerError, match="undone before"):
        ledger.undo(number)


def test_an_occurrence_is_accepted_or_rejected_with_each_of_its_tellings(ledger: Ledger) -> None:
    ledger.add([attack("a1"), attack("a2", source="Radio Dune"), attack("a3", place="Kessana", day=20)])
    several = next(o for o in ledger.occurrences() if o.tellings == 2)
    assert len(ledger.judge("accept", several.id)) == 2
    assert sorted(e.dispatch for e in ledger.events() if e.standing == "accepted") == ["a1", "a2"]
    numbers = ledger.judge("reject", several.id)
    assert [o.place for o in ledger.occurrences()] == ["Kessana"]
    for number in numbers:
        ledger.undo(number)
    assert several.id in [o.id for o in ledger.occurrences()]


def test_a_rejected_conflict_is_gone_until_it_has_a_new_side(ledger: Ledger) -> None:
    ledger.add(
        [attack("a1"), attack("a2", dead="trente", value=30, speaker="Le syndicat des infirmiers", sector="LAB")]
    )
    (conflict,) = ledger.conflicts()
    (number,) = ledger.judge("reject", conflict.id, note="two hospitals")
    assert ledger.conflicts() == ledger.story()["conflicts"] == []
    assert ledger.show(conflict.id)["standing"] == "rejected"
    assert [(d.kind, d.target, d.state) for d in ledger.decisions()] == [("reject", "conflict", "stands")]
    assert not ledger.lessons()[0]["correct"] and ledger.verify() == []
    ledger.undo(number)
    assert [c.standing for c in ledger.conflicts()] == ["machine"]
    ledger.accept(conflict.id)
    assert [c.standing for c in ledger.conflicts()] == ["accepted"]
    ledger.reject(conflict.id)
    ledger.add([attack("a3", dead="cent", value=100, speaker="Un médecin du village", sector="CVL")])
    assert [len(c.sides) for c in ledger.conflicts()] == [3]


def test_a_correction_sets_fields_and_outlives_a_newer_reader(ledger: Ledger) -> None:
    reading = attack()
    ledger.add([reading])
    before = ledger.events()[0]
    ledger.correct(before.id, {"status": "negated", "modes": []})
    assert [(e.status, e.modes, e.standing) for e in ledger.events()] == [("negated", (), "corrected")]
    text = reading.dispatch.text
    wider = (Span(span(text, "ont attaqué").start, span(text, "village").end),)
    ledger.add([other_reading(reading, triggers=wider, status="ongoing")])
    assert [(e.status, e.standing, e.words) for e in ledger.events()] == [
        ("negated", "corrected", "ont attaqué le village")
    ]


def test_a_decision_that_fits_no_record_is_listed_and_not_dropped(ledger: Ledger) -> None:
    reading = attack()
    ledger.add([reading])
    ledger.accept(ledger.events()[0].id)
    assert [e.standing for e in ledger.events()] == ["accepted"]
    ledger.add([replace(reading, events=(), reader="greffier next")])
    assert [d.state for d in ledger.decisions(state="loose")] == ["loose"]
    assert ledger.decisions()[0].body["record"]["type"] == "ASSAULT"
    ledger.add([replace(reading, reader="greffier last")])
    assert [d.state for d in ledger.decisions()] == ["stands"]
    assert [e.standing for e in ledger.events()] == ["accepted"]


def test_the_later_decision_prevails(ledger: Ledger) -> None:
    ledger.add([attack()])
    record = ledger.events()[0].id
    ledger.reject(record)
    ledger.correct(record, {"status": "planned"})
    assert [e.status for e in ledger.events()] == ["planned"]
    ledger.reject(record)
    assert ledger.events() == []


def test_a_rejected_claim_leaves_what_it_carried_to_nobody(ledger: Ledger) -> None:
    ledger.add([attack()])
    ledger.reject(ledger.claims()[0].id)
    assert ledger.claims() == []
    assert len(ledger.events()) == 1


@pytest.mark.parametrize("fields", [{"type": "SING"}, {"colour": "red"}, {"triggers": [[0, 99999]]}, {"id": "x"}, {}])
def test_a_correction_that_cannot_be_is_refused(ledger: Ledger, fields: dict[str, object]) -> None:
    ledger.add([attack()])
    with pytest.raises(LedgerError):
        ledger.correct(ledger.events()[0].id, fields)
    assert ledger.decisions() == [] and ledger.events()[0].type == "ASSAULT"


def test_deciding_on_nothing_says_so(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="nothing named"):
        ledger.accept("0123456789ab")
    with pytest.raises(LedgerError, match="no decision 7"):
        ledger.undo(7)


def test_what_people_split_stays_apart_whatever_comes_later(ledger: Ledger) -> None:
    ledger.add([attack("a1"), attack("a2", source="Radio Dune")])
    one, two = ledger.events()
    assert one.occurrence == two.occurrence
    (number,) = ledger.split([one.id])
    assert len({e.occurrence for e in ledger.events()}) == 2
    ledger.add([attack("a3", source="Le Courrier"), replace(attack("a2", source="Radio Dune"), reader="greffier next")])
    homes = {e.dispatch: e.occurrence for e in ledger.events()}
    assert homes[one.dispatch] != homes[two.dispatch]
    ledger.undo(number)
    assert len({e.occurrence for e in ledger.events()}) == 1


def test_what_people_join_is_one_and_retired_names_lead_there(ledger: Ledger) -> None:
    ledger.add([attack("a1"), attack("a2", place="Kessana", day=20, source="Radio Dune")])
    one, two = ledger.occurrences()
    number = ledger.join([one.id, two.id])
    (joined,) = ledger.occurrences()
    assert joined.tellings == 2
    with pytest.raises(LedgerError, match="nothing to split"):
        ledger.split([one.id, two.id])
    ledger.add([replace(attack("a2", place="Kessana", day=20, source="Radio Dune"), reader="greffier next")])
    assert len(ledger.occurrences()) == 1
    ledger.undo(number)
    assert {o.id for o in ledger.occurrences()} == {one.id, two.id}


def test_joining_one_thing_with_itself_is_refused(ledger: Ledger) -> None:
    ledger.add([attack()])
    with pytest.raises(LedgerError, match="two"):
        ledger.join([ledger.events()[0].id])


def test_decisions_are_exported_as_training_data(ledger: Ledger) -> None:
    ledger.add([attack("a1"), attack("a2", source="Radio Dune")])
    one, two = ledger.events()
    ledger.accept(one.id)
    ledger.undo(ledger.reject(two.id))
    ledger.correct(two.id, {"status": "planned"})
    ledger.join([one.id, two.id])
    lessons = {lesson["kind"]: lesson for lesson in ledger.lessons()}
    assert set(lessons) == {"accept", "correct", "join"}
    assert lessons["accept"]["correct"] and lessons["accept"]["record"]["type"] == "ASSAULT"
    assert lessons["correct"]["set"] == {"status": "planned"} and "Ouradi" in lessons["correct"]["text"]
    assert lessons["join"]["same"] and len(lessons["join"]["tellings"]) == 2
    assert all("text" not in lesson for lesson in ledger.lessons(texts=False))


def test_as_of_a_moment_before_a_decision_nothing_was_decided(ledger: Ledger) -> None:
    ledger.add([attack()])
    with ledger.reading() as connection:
        from sqlalchemy import text

        before = str(connection.execute(text("SELECT max(at) FROM transactions")).scalar())
    ledger.correct(ledger.events()[0].id, {"status": "negated"})
    assert [e.status for e in ledger.events(Filter(as_of=before))] == ["occurred"]
    assert ledger.decisions(as_of=before) == []
