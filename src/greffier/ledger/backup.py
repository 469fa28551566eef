"""Writes a ledger into one file that is a ledger itself (SQLite), and makes a ledger of such a file."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select

from greffier.errors import LedgerError
from greffier.ledger import schema as s
from greffier.ledger import search
from greffier.ledger.engine import open_engine, transaction

PAGE = 1000


def backup(engine: Engine, place: str, file: Path) -> int:
    """Write the ledger to ``file`` while others may go on using it; return how many dispatches it holds.

    The file is put in place once it is whole (LedgerError: it exists already, it cannot be written).
    """
    if file.exists():
        raise LedgerError("exists", place=file)
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    try:
        if engine.dialect.name == "sqlite":
            _copy_file(engine, part)
        else:
            target = open_engine(str(part), make=True)
            with transaction(engine, place) as source, transaction(target, str(part), writing=True) as copy:
                _copy_rows(source, copy)
            _close(target)
        count = _count(part)
        part.replace(file)
        return count
    except OSError as problem:
        raise LedgerError("unwritable", place=file, problem=problem.strerror) from None
    finally:
        for left in part.parent.glob(part.name + "*"):
            left.unlink(missing_ok=True)


def restore(engine: Engine, place: str, file: Path) -> int:
    """Fill the ledger, which must be empty, from a backup; return how many dispatches it holds then.

    A backup of an older greffier is brought up to date on the way; the backup itself is not touched.
    """
    with transaction(engine, place) as connection:
        if connection.execute(select(func.count()).select_from(s.transactions)).scalar():
            raise LedgerError("not_empty", place=place)
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "backup.db"
        try:
            shutil.copyfile(file, copied)
        except OSError as problem:
            raise LedgerError("no_backup", place=file, problem=problem.strerror) from None
        try:
            source = open_engine(str(copied), make=False)
        except LedgerError as problem:
            raise LedgerError("no_backup", place=file, problem=problem) from None
        with transaction(source, str(copied)) as rows, transaction(engine, place, writing=True) as target:
            _copy_rows(rows, target)
        count = _count(copied)
        _close(source)
    return count


def _copy_file(engine: Engine, part: Path) -> None:
    """Copy by SQLite's own means: page by page, one moment of the ledger."""
    raw: Any = engine.raw_connection()
    try:
        with sqlite3.connect(part) as target:
            raw.driver_connection.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        target.close()
    except sqlite3.Error as problem:
        raise LedgerError("unwritable", place=part, problem=problem) from None
    finally:
        raw.close()


def _copy_rows(source: Connection, target: Connection) -> None:
    """Copy every row of every table, and make the index of words anew."""
    for table in s.metadata.sorted_tables:
        result = source.execution_options(yield_per=PAGE).execute(select(table))
        for rows in result.mappings().partitions(PAGE):
            target.execute(insert(table), [dict(row) for row in rows])
    query = select(s.versions.c.id, s.versions.c.text).where(s.versions.c.purged.is_(None))
    for texts in target.execute(query).partitions(PAGE):
        search.index(target, [(row.id, row.text) for row in texts])


def _close(engine: Engine) -> None:
    """Leave one file: what is still in the write-ahead log goes into it."""
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()


def _count(file: Path) -> int:
    with sqlite3.connect(file) as found:
        (count,) = found.execute("SELECT count(*) FROM dispatches").fetchone()
    found.close()
    return int(count)
