"""Ledgers for the tests: every test of the ledger runs on SQLite and on a real PostgreSQL that is started here."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from greffier.ledger.ledger import Ledger

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
Make = Callable[..., Ledger]
NAMES = count(1)


def _postgres() -> tuple[Path | None, str]:
    """Return where PostgreSQL's programs are, or why the tests on it are skipped."""
    if BINARIES:
        return BINARIES[-1], ""
    found = shutil.which("initdb")
    return (Path(found).parent, "") if found else (None, "PostgreSQL is not installed (Debian's package postgresql)")


def _as_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the user that Debian's package makes."""
    if os.getuid() != 0:
        return command
    pwd.getpwnam("postgres")
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of our own on loopback; gives the URL without the database's name."""
    binaries, reason = _postgres()
    if binaries is None:
        if os.environ.get("GREFFIER_POSTGRES") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    base = Path(
        subprocess.run(["mktemp", "-d", "/tmp/greffier-pg-XXXXXX"], capture_output=True, text=True).stdout.strip()
    )
    if os.getuid() == 0:
        shutil.chown(base, "postgres", "postgres")
    data, port = base / "data", _free_port()
    quick = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "shared_buffers=64MB"]
    made = [
        str(binaries / "initdb"),
        "-D",
        str(data),
        "-U",
        "greffier",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    subprocess.run(_as_user(made), check=True, capture_output=True, cwd="/tmp")
    listen = ["-c", "listen_addresses=127.0.0.1", "-p", str(port), "-k", str(base)]
    started = [str(binaries / "postgres"), "-D", str(data), *listen, *quick]
    server = subprocess.Popen(_as_user(started), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/tmp")
    url = f"postgresql://greffier@127.0.0.1:{port}/"
    try:
        _wait_for(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(base, ignore_errors=True)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    import psycopg

    for _ in range(100):
        assert server.poll() is None, "the PostgreSQL server of the tests ended by itself"
        try:
            psycopg.connect(url + "postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise AssertionError("the PostgreSQL server of the tests does not answer")


@pytest.fixture(scope="session")
def fresh_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger in a file, migrated once: tests begin with a copy of it."""
    path = tmp_path_factory.mktemp("fresh") / "ledger.db"
    Ledger(path).backup(path.with_name("copy.db"))
    return path.with_name("copy.db")


@pytest.fixture(scope="session")
def fresh_database(postgres: str) -> str:
    """The name of an empty ledger on the server, migrated once: tests begin with a copy of it."""
    import psycopg

    with psycopg.connect(postgres + "postgres", autocommit=True) as server:
        server.execute("CREATE DATABASE fresh")
    with Ledger(postgres + "fresh"):
        return "fresh"


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty ledger is: a file, then a database of its own on the server."""
    if request.param == "sqlite":
        yield str(shutil.copyfile(request.getfixturevalue("fresh_file"), tmp_path / "ledger.db"))
        return
    import psycopg

    fresh, url = request.getfixturevalue("fresh_database"), request.getfixturevalue("postgres")
    name = f"ledger_{next(NAMES)}"
    with psycopg.connect(url + "postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {fresh}")
    yield url + name
    with psycopg.connect(url + "postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    """An empty ledger."""
    with Ledger(place, by="Ada") as made:
        yield made
