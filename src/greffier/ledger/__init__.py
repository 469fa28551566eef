"""The ledger: keeps readings and works out what many dispatches say together."""
