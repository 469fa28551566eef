"""The commands of the ledger: one module a group of commands."""
