"""Faults: killed, disk full, two writers, damaged and cut files: nothing recorded is lost or doubled."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from greffier.errors import LedgerDamaged, LedgerError, LedgerFull
from greffier.ledger.ledger import Ledger
from greffier.records import Reading
from ledger.told import attack

PLACES = [
    f"{a}{b}" for a in ("Our", "Kess", "Tar", "Mond", "Bel", "Zin", "Gor", "Dab") for b in ("adi", "ana", "sk", "oro")
]
KILLS = 20


def readings(count: int = 96) -> list[Reading]:
    """Many attacks in many places, some told twice."""
    found = []
    for i in range(count):
        place, day = PLACES[i % len(PLACES)], 1 + (i * 7) % 28
        found.append(attack(f"d{i}", place=place, day=day, source=f"Radio {i % 5}", dead="sept", value=7))
    return found


def child(work: Callable[[], None]) -> int:
    """Run ``work`` in a process of its own and return its id at once; what it says is not shown."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            work()
            status = 0
        except LedgerFull:
            status = 3
        finally:
            os._exit(status)
    return pid


def exit_code(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def adding(place: str, whole: list[Reading], batch: int = 4) -> Callable[[], None]:
    def work() -> None:
        with Ledger(place) as ledger:
            for start in range(0, len(whole), batch):
                ledger.add(whole[start : start + batch])

    return work


def expected(tmp_path: Path, whole: list[Reading]) -> str:
    with Ledger(tmp_path / "expected.db") as ledger:
        ledger.add(whole)
        return said(ledger)


def said(ledger: Ledger) -> str:
    events = sorted((e.dispatch, e.words, e.occurrence) for e in ledger.events())
    return repr((events, sorted(o.id for o in ledger.occurrences()), ledger.story()))


def test_killed_at_twenty_moments_of_an_add_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    whole, place, chance = readings(), str(tmp_path / "ledger.db"), random.Random(5)
    Ledger(place).close()
    began = time.monotonic()
    assert exit_code(child(adding(str(tmp_path / "timed.db"), whole))) == 0
    lasts = time.monotonic() - began
    kept = 0
    for _ in range(KILLS):
        pid = child(adding(place, whole))
        time.sleep(chance.uniform(0, lasts / 4))
        os.kill(pid, signal.SIGKILL)
        exit_code(pid)
        with Ledger(place) as ledger:
            assert ledger.verify() == []
            now = [e.dispatch for e in ledger.events()]
        assert len(now) == len(set(now)) >= kept
        kept = len(now)
    with Ledger(place) as ledger:
        ledger.add(whole)
        assert said(ledger) == expected(tmp_path, whole)


def limited(work: Callable[[], None], size: int) -> Callable[[], None]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        work()

    return limit


@pytest.mark.parametrize("more", [0, 5_000, 40_000, 150_000])
def test_on_a_full_disk_what_was_recorded_is_safe_and_the_add_goes_on_later(tmp_path: Path, more: int) -> None:
    whole, place = readings(), tmp_path / "ledger.db"
    with Ledger(place) as ledger:
        ledger.add(whole[:16])
    code = exit_code(child(limited(adding(str(place), whole, 16), place.stat().st_size + more)))
    assert code == 3, "it says that the disk is full"
    with Ledger(place) as ledger:
        assert ledger.verify() == [] and len(ledger.events()) >= 16
        ledger.add(whole)
        assert said(ledger) == expected(tmp_path, whole)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB, where this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "greffier-test", str(folder)]
    if os.getuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_on_a_disk_that_fills_up_the_message_says_what_to_do(small_disk: Path, tmp_path: Path) -> None:
    whole, place = readings(), small_disk / "ledger.db"
    filler = small_disk / "filler"
    with Ledger(place) as ledger:
        ledger.add(whole[:8])
        free = shutil.disk_usage(small_disk).free
        filler.write_bytes(b"x" * max(0, free - 60_000))
        with pytest.raises(LedgerFull, match="free some space"):
            ledger.add(whole)
        filler.unlink()
    with Ledger(place) as ledger:
        assert ledger.verify() == []


def test_two_writers_at_once_record_everything_once(place: str, tmp_path: Path) -> None:
    whole = readings(48)
    Ledger(place).close()
    writers = [child(adding(place, whole[:36], 3)), child(adding(place, whole[::-1][:36], 5))]
    assert [exit_code(pid) for pid in writers] == [0, 0]
    with Ledger(place) as ledger:
        assert ledger.verify() == []
        assert said(ledger) == expected(tmp_path, whole)


def test_a_damaged_page_is_found_and_the_message_says_what_to_do(tmp_path: Path) -> None:
    place, chance = tmp_path / "ledger.db", random.Random(11)
    with Ledger(place) as ledger:
        ledger.add(readings(24))
        ledger.backup(tmp_path / "backup.db")
    whole = (tmp_path / "backup.db").read_bytes()
    pages = len(whole) // 4096
    for page in [0, *chance.sample(range(1, pages), 11)]:
        damaged = tmp_path / f"damaged-{page}.db"
        garbage = bytes(chance.randrange(256) for _ in range(4096))
        damaged.write_bytes(whole[: page * 4096] + garbage + whole[(page + 1) * 4096 :])
        try:
            with Ledger(damaged, make=False) as ledger:
                assert ledger.verify() != [], f"page {page}"
        except LedgerDamaged as problem:
            assert "greffier restore" in str(problem)


def test_files_copied_at_any_moment_and_cut_anywhere_open_or_say_why(tmp_path: Path) -> None:
    whole, place, chance = readings(64), tmp_path / "ledger.db", random.Random(3)
    Ledger(place).close()
    pid = child(adding(str(place), whole, 2))
    copies = []
    for number in range(8):
        time.sleep(0.05)
        folder = tmp_path / f"copy-{number}"
        folder.mkdir()
        for name in ("ledger.db", "ledger.db-wal"):
            with suppress(FileNotFoundError):
                shutil.copyfile(tmp_path / name, folder / name)
        wal = folder / "ledger.db-wal"
        if number % 2 and wal.exists() and wal.stat().st_size:
            os.truncate(wal, chance.randrange(wal.stat().st_size))
        copies.append(folder / "ledger.db")
    assert exit_code(pid) == 0
    for copy in copies:
        try:
            with Ledger(copy, make=False) as ledger:
                if ledger.verify() == []:
                    now = [e.dispatch for e in ledger.events()]
                    assert len(now) == len(set(now)) and set(now) <= {r.dispatch.id for r in whole}
                    ledger.add(whole)
                    assert ledger.verify() == []
        except LedgerError as problem:
            assert "greffier" in str(problem)


def test_a_program_that_stops_midway_says_nothing_but_one_sentence(tmp_path: Path) -> None:
    """Through the command line: a ledger that is no ledger is told in one line, without a traceback."""
    odd = tmp_path / "odd.db"
    odd.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    command = [sys.executable, "-m", "greffier", "events", "--ledger", str(odd)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"LC_ALL": "C.UTF-8"})
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1 and "restore" in done.stderr
