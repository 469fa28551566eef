"""Opens a ledger's database: SQLite in a file or PostgreSQL by URL, its tables at the revision that the code knows."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from greffier.errors import LedgerDamaged, LedgerError, LedgerFull, LedgerLocked, LedgerMissing, LedgerNewer
from greffier.ledger.schema import HEAD

VARIABLE = "GREFFIER_LEDGER"
GROWN, SAMPLE = 1.5, 400  # how much a table grows before it is counted anew; rows that are looked at
WAIT = 30  # seconds that one writer waits for another
LOCK = 0x67726566  # the advisory lock of PostgreSQL's one writer: "gref"
POSTGRES = ("postgresql://", "postgres://", "postgresql+psycopg://")
SETTINGS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    f"busy_timeout={WAIT * 1000}",
    "cache_size=-262144",  # 256 MB: the keys of near-copies and of candidates fall on pages everywhere
    "wal_autocheckpoint=8000",
)
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def default_place() -> str:
    """Return where the ledger is: ``GREFFIER_LEDGER``, else ``greffier/ledger.db`` in the user's data folder."""
    given = os.environ.get(VARIABLE)
    if given:
        return given
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return str(Path(home) / "greffier" / "ledger.db")


def open_engine(place: str, *, make: bool) -> Engine:
    """Return an engine on the ledger at ``place`` (a path or a PostgreSQL URL), its tables brought up to date.

    ``make`` makes a ledger where there is none (LedgerMissing without it). Raises LedgerNewer, LedgerDamaged,
    LedgerError where it cannot be opened.
    """
    engine = _postgres(place) if place.startswith(POSTGRES) else _sqlite(place, make)
    with told(place):
        revision = _revision(engine, place)
        if revision is None and not make:
            raise LedgerMissing("missing", place=shown(place))
        if revision != HEAD:
            _migrate(engine, place, revision)
    return engine


def shown(place: str) -> str:
    """Return the place as it may be shown: a URL without its password."""
    if "://" not in place:
        return place
    try:
        return make_url(place).render_as_string(hide_password=True)
    except ArgumentError:
        return place.partition("://")[0] + "://…"


def _sqlite(place: str, make: bool) -> Engine:
    if "://" in place:
        raise LedgerError("bad_place", place=shown(place))
    path = Path(place).expanduser()
    if not path.exists() and not make:
        raise LedgerMissing("missing", place=place)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise LedgerError("no_folder", place=place, problem=problem.strerror) from None
    if path.is_dir():
        raise LedgerError("folder", place=place)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": WAIT, "isolation_level": None})
    event.listen(engine, "connect", _set_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_sqlite(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    for setting in SETTINGS:
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Begin by hand, so that tables are made inside the transaction and a writer holds the lock from the start."""
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgres(place: str) -> Engine:
    url = "postgresql+psycopg://" + place.partition("://")[2]
    try:
        return create_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise LedgerError("no_psycopg") from None
    except (ArgumentError, NoSuchModuleError):
        raise LedgerError("bad_place", place=shown(place)) from None


@contextmanager
def transaction(engine: Engine, place: str, *, writing: bool = False) -> Iterator[Connection]:
    """Give a connection inside one transaction; there is one writer at a time, others wait for it."""
    with told(place), engine.connect().execution_options(writing=writing) as connection:
        began = connection.begin()
        try:
            if writing and engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            yield connection
            began.commit()
        except BaseException:
            if began.is_active:
                began.rollback()
            raise


def tune(engine: Engine, place: str) -> None:
    """Let SQLite count what its tables hold, where that has grown by half: it then chooses the right indexes."""
    if engine.dialect.name != "sqlite":
        return
    with transaction(engine, place) as connection:
        rows = connection.execute(text("SELECT max(id) FROM events")).scalar() or 0
        known = connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")).first()
        counted = 0
        if known:
            said = connection.execute(
                text("SELECT max(CAST(stat AS INTEGER)) FROM sqlite_stat1 WHERE tbl = 'events'")
            ).scalar()
            counted = int(said or 0)
    if rows > GROWN * counted:
        with transaction(engine, place, writing=True) as connection:
            connection.execute(text(f"PRAGMA analysis_limit={SAMPLE}"))
            connection.execute(text("ANALYZE"))


def _revision(engine: Engine, place: str) -> str | None:
    """Return the revision of the tables, or None where there are none (LedgerError: another program's database)."""
    from sqlalchemy import inspect

    with engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
        if "alembic_version" not in names:
            if engine.dialect.name == "sqlite" and names:
                raise LedgerError("not_ours", place=shown(place))
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return str(found) if found else None


def _migrate(engine: Engine, place: str, revision: str | None) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    from greffier.ledger import migrations

    with transaction(engine, place, writing=True) as connection:
        config = _config(str(Path(migrations.__path__[0])))
        known = {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()}
        if revision is not None and revision not in known:
            raise LedgerNewer("newer", place=shown(place), revision=revision, known=HEAD)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config(folder: str) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turn what the database complains of into a LedgerError that says what to do."""
    try:
        yield
    except DBAPIError as problem:
        raise _error(problem, place) from problem


def _error(problem: DBAPIError, place: str) -> LedgerError:
    original: Any = problem.orig
    said = " ".join(str(original).split())
    where = shown(place)
    code = getattr(original, "sqlite_errorcode", 0) & 0xFF
    state = getattr(original, "sqlstate", None) or ""
    if code in DAMAGED:
        return LedgerDamaged("damaged", place=where, problem=said)
    if code == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR or state.startswith("53"):
        return LedgerFull("full", place=where, problem=said)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or state in ("55P03", "40P01"):
        return LedgerLocked("locked", place=where, seconds=WAIT)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return LedgerError("unwritable", place=where, problem=said)
    return LedgerError("database", place=where, problem=said)


def now() -> str:
    """Return this moment in UTC as the ledger writes it, to the microsecond."""
    seconds = time.time_ns() // 1000
    whole, rest = divmod(seconds, 1_000_000)
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole)) + f".{rest:06d}Z"
