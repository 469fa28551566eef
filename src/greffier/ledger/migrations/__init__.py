"""The migrations of a ledger's tables, run by Alembic when a ledger is made or is older than this greffier."""
