"""Runs the migrations on the connection that ``engine.py`` hands over, inside its transaction."""

from alembic import context

from greffier.ledger.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
