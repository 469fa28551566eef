"""Migrations: they make the very tables that the code speaks of, and keep what a ledger of any release holds."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from greffier.ledger import migrations
from greffier.ledger.engine import _config
from greffier.ledger.ledger import Ledger
from greffier.ledger.schema import HEAD, metadata


def test_migrations_end_at_the_revision_that_the_code_knows() -> None:
    script = ScriptDirectory.from_config(_config(str(Path(migrations.__path__[0]))))
    assert script.get_heads() == [HEAD]
    assert len(list(script.walk_revisions())) == int(HEAD)


def test_a_migrated_ledger_has_the_tables_of_the_schema(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    told = [d for d in differences if "search" not in str(d)]  # the index of words is made by hand in each database
    assert told == []
