"""Keeping a ledger: verify finds what was altered, a backup is a whole ledger, what is purged is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from greffier.errors import LedgerError
from greffier.ledger.ledger import Ledger
from greffier.ledger.wanted import Filter
from ledger.told import accord, attack


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    ledger.add([attack("a1"), attack("a2", source="Radio Dune"), accord("b1")])
    ledger.accept(ledger.events(Filter(dispatch="b1"))[0].id)
    return ledger


def codes(ledger: Ledger) -> set[str]:
    return {fault.code for fault in ledger.verify()}


def alter(ledger: Ledger, command: str) -> None:
    with ledger.engine.begin() as connection:
        connection.execute(text(command))


def test_a_ledger_that_nobody_touched_is_whole(full: Ledger) -> None:
    assert full.verify() == []
    assert full.counts() == {
        "dispatches": 3, "versions": 3, "readings": 3, "decisions": 1, "events": 3, "occurrences": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("UPDATE versions SET text = replace(text, 'Ouradi', 'Ourada') WHERE id = 1", "text"),
        ("UPDATE readings SET body = (SELECT body FROM readings WHERE id = 2) WHERE id = 1", "reading"),
        ("UPDATE decisions SET body = '{}'", "decision"),
        ("UPDATE decisions SET hash = 'x'", "chain"),
        ("UPDATE transactions SET by = 'Eve' WHERE id = 1", "chain"),
        ("UPDATE transactions SET at = '2001-01-01T00:00:00.000000Z' WHERE id = 2", "order"),
        ("DELETE FROM claims WHERE id = 1", "rows"),
        ("UPDATE members SET until = since WHERE id = 1", "member"),
        ("UPDATE projections SET until = since WHERE id = 1", "left_over"),
        ("INSERT INTO projections SELECT 99, version, reading, since, until FROM projections WHERE id = 1", "twice"),
    ],
)
def test_what_was_altered_behind_the_ledger_is_found(full: Ledger, command: str, code: str) -> None:
    alter(full, command)
    assert code in codes(full)


def test_the_log_says_who_did_what(full: Ledger) -> None:
    log = full.log()
    assert [row.kind for row in reversed(log) if row.kind != "work out"] == ["add", "accept"]
    assert {row.by for row in log} == {"Ada"} and all(row.software.startswith("greffier") for row in log)
    assert full.log(limit=1) == log[:1] and full.log(as_of="2001-01-01") == []


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "other.db", by="Ben") as made:
        yield made


def test_a_backup_is_a_ledger_and_restores_into_any_database(full: Ledger, other: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    assert full.backup(file) == 3
    with Ledger(file, make=False) as copy:
        assert copy.events() == full.events() and copy.verify() == []
    assert other.restore(file) == 3
    assert other.events() == full.events() and other.decisions() == full.decisions()
    assert other.verify() == [] and len(other.search("attaquer")) == 2
    assert other.add([attack("a1"), attack("a9", place="Tarsk")]).known == 1
    assert other.verify() == []


def test_a_backup_goes_back_into_the_kind_of_database_it_came_from(ledger: Ledger, tmp_path: Path) -> None:
    with Ledger(tmp_path / "source.db") as source:
        source.add([attack("a1"), accord("b1")])
        source.backup(tmp_path / "backup.db")
        assert ledger.restore(tmp_path / "backup.db") == 2
        assert ledger.events() == source.events() and ledger.verify() == []


def test_a_backup_replaces_nothing(full: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(LedgerError, match="exists"):
        full.backup(file)
    with pytest.raises(LedgerError, match="holds something"):
        full.restore(file)
    assert file.read_text(encoding="utf-8") == "mine" and list(tmp_path.glob("*.part*")) == []


@pytest.mark.parametrize("content", [b"", b"no ledger at all, but long enough to be looked at" * 50])
def test_what_is_no_backup_is_refused(other: Ledger, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.db").write_bytes(content)
    with pytest.raises(LedgerError, match="no backup"):
        other.restore(tmp_path / "odd.db")
    with pytest.raises(LedgerError, match="no backup"):
        other.restore(tmp_path / "none.db")


def test_what_is_purged_is_gone_at_every_moment_and_does_not_come_back(ledger: Ledger) -> None:
    reading = attack("a1", place="Secretville", url="https://fleuve.example/secret")
    ledger.add([reading, attack("a2", source="Radio Dune")])
    ledger.accept(ledger.events(Filter(dispatch="a1"))[0].id)
    moment = ledger.log()[0].at
    assert ledger.purge("a1", note="court order") == 1
    assert [e.dispatch for e in ledger.events()] == [e.dispatch for e in ledger.events(Filter(as_of=moment))] == ["a2"]
    assert ledger.search("Secretville") == [] and ledger.verify() == []
    assert ledger.log()[-1].kind == "add" and any(row.note == "a1 court order" for row in ledger.log())
    assert ledger.add([reading]).known == 1
    assert ledger.unread([reading.dispatch], "greffier test") == []
    with pytest.raises(LedgerError, match="purged before"):
        ledger.purge("a1")


def test_no_word_of_what_was_purged_is_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        ledger.add([attack("a1", place="Secretville"), attack("a2", source="Radio Dune")])
        assert b"Secretville" in path.read_bytes() + Path(f"{path}-wal").read_bytes()
        ledger.purge("a1")
    for file in tmp_path.glob("ledger.db*"):
        content = file.read_bytes()
        assert b"Secretville" not in content and b"secretvill" not in content, file


def test_purging_what_is_not_there_says_so(full: Ledger) -> None:
    with pytest.raises(LedgerError, match="nothing named"):
        full.purge("zzz")
