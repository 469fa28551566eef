"""Adding: what is known changes nothing, an edited page is a new version, any moment can be asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from greffier.errors import LedgerError, LedgerMissing, LedgerNewer
from greffier.ledger.ledger import Ledger
from greffier.ledger.wanted import Filter
from greffier.records import Dispatch, Reading
from ledger.told import accord, attack


def moment(ledger: Ledger) -> str:
    with ledger.reading() as connection:
        return str(connection.execute(text("SELECT max(at) FROM transactions")).scalar())


def rows(ledger: Ledger, table: str) -> int:
    with ledger.reading() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0)


def test_a_reading_is_there_once_however_often_it_is_added(ledger: Ledger) -> None:
    assert ledger.add([attack(), accord()]).dispatch == 2
    before = {table: rows(ledger, table) for table in ("transactions", "versions", "readings", "events", "provenance")}
    again = ledger.add([accord(), attack(), attack()])
    assert (again.dispatch, again.version, again.reading, again.known) == (0, 0, 0, 3)
    assert {table: rows(ledger, table) for table in before} == before
    assert [e.type for e in ledger.events()] == ["SANCTION", "ASSAULT"]


def test_one_batch_may_hold_the_same_reading_twice(ledger: Ledger) -> None:
    added = ledger.add([attack(), attack()])
    assert (added.dispatch, added.known) == (1, 1)
    assert len(ledger.events()) == 1


def test_an_edited_page_is_a_new_version_and_both_are_kept(ledger: Ledger) -> None:
    ledger.add([attack(url="https://fleuve.example/1")])
    first = moment(ledger)
    edited = attack(url="https://fleuve.example/1", dead="quinze", value=15, edited_at="2025-03-05T08:00:00Z")
    assert ledger.add([edited]).version == 1
    assert ["quinze" in c.words for c in ledger.claims()] == [True]
    assert ["douze" in c.words for c in ledger.claims(Filter(as_of=first))] == [True]
    assert rows(ledger, "versions") == 2 and rows(ledger, "dispatches") == 1


def test_versions_that_arrive_late_do_not_replace_a_later_edition(ledger: Ledger) -> None:
    url = "https://fleuve.example/1"
    ledger.add([attack(url=url, dead="quinze", value=15, edited_at="2025-03-05T08:00:00Z")])
    ledger.add([attack(url=url, edited_at="2025-03-04T20:00:00Z")])
    assert ["quinze" in c.words for c in ledger.claims()] == [True]


def test_two_dispatches_that_share_an_id_by_chance_are_two(ledger: Ledger) -> None:
    ledger.add([attack("depeche", source=None)])
    added = ledger.add([accord("depeche"), accord("depeche")])
    assert (added.dispatch, added.known) == (1, 1)
    assert sorted(e.type for e in ledger.events(Filter(dispatch="depeche"))) == ["ASSAULT", "SANCTION"]


def test_a_newer_reader_replaces_the_machine_but_not_a_person(ledger: Ledger) -> None:
    ledger.add([attack()])
    other = attack()
    newer = replace(other, events=(replace(other.events[0], status="negated"),), reader="greffier next")
    assert ledger.add([newer]).reading == 1
    assert [e.status for e in ledger.events()] == ["negated"]
    person = replace(other, events=(replace(other.events[0], modes=("drone",)),), reader=None)
    ledger.add([person], person="Ada")
    ledger.add([replace(newer, reader="greffier last")])
    assert [e.modes for e in ledger.events()] == [("drone",)]


def test_what_a_reader_has_read_is_not_read_again(ledger: Ledger) -> None:
    reading, other = attack(), accord()
    ledger.add([reading])
    assert ledger.unread([reading.dispatch, other.dispatch], "greffier test") == [other.dispatch]
    assert ledger.unread([reading.dispatch], "greffier next") == [reading.dispatch]


def test_a_day_of_publication_that_is_given_replaces_one_that_was_inferred(ledger: Ledger) -> None:
    reading = accord(published=date(2025, 3, 12))
    guess = replace(
        reading, dispatch=replace(reading.dispatch, published=date(2024, 3, 9), published_reason="a Saturday")
    )
    ledger.add([guess])
    ledger.add([reading])
    ledger.add([guess])
    assert [e.published for e in ledger.events()] == ["2025-03-12"]


def test_any_text_can_be_kept(ledger: Ledger) -> None:
    odd = "Un \0 et un \ud800 seul, puis un 🎺 et la fin"
    reading = Reading(Dispatch("odd\0", odd, None), reader="greffier test")
    assert ledger.add([reading]).dispatch == 1
    assert ledger.add([reading]).known == 1


def test_a_transaction_that_fails_records_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("on purpose")

    with monkeypatch.context() as patched:
        patched.setattr("greffier.ledger.store.index_new", broken)
        with pytest.raises(RuntimeError):
            ledger.add([attack()])
    assert rows(ledger, "transactions") == rows(ledger, "versions") == 0
    assert ledger.add([attack()]).dispatch == 1


def test_asking_where_there_is_no_ledger_says_so(tmp_path: object) -> None:
    with pytest.raises(LedgerMissing, match="greffier add"):
        Ledger(f"{tmp_path}/none.db", make=False)


def test_a_ledger_of_a_newer_greffier_is_left_alone(ledger: Ledger, place: str) -> None:
    ledger.add([attack()])
    with ledger.writing("test") as writer:
        writer.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerNewer, match="upgrade greffier"):
        Ledger(place)


def test_another_program_s_database_is_left_alone(tmp_path: object) -> None:
    import sqlite3

    path = f"{tmp_path}/other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmarks (id)")
    with pytest.raises(LedgerError, match="another program"):
        Ledger(path)
