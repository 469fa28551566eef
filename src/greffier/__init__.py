"""The public API of greffier and nothing else: ``read``, ``Reader``, ``Ledger``, records, errors, the JSON form.

Importing it is cheap; what needs the French pipeline is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from greffier.errors import (
    BadRecord,
    EmptyDispatch,
    GreffierError,
    IntakeError,
    InterchangeError,
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerLocked,
    LedgerMissing,
    LedgerNewer,
    LexiconError,
    NoArticle,
    NotFrench,
    NotText,
    SpanError,
    TooLarge,
    UsageError,
)
from greffier.records import (
    Actor,
    Arrangement,
    Change,
    Claim,
    Dispatch,
    Event,
    Place,
    Quantity,
    Reading,
    Span,
    When,
    Why,
)

if TYPE_CHECKING:
    from greffier.interchange import from_json, record_id, schema, to_json
    from greffier.ledger.ledger import Ledger
    from greffier.ledger.wanted import Filter
    from greffier.reading.read import Reader, read

    __version__: str

LAZY = {
    "Filter": "greffier.ledger.wanted",
    "Ledger": "greffier.ledger.ledger",
    "Reader": "greffier.reading.read",
    "from_json": "greffier.interchange",
    "read": "greffier.reading.read",
    "record_id": "greffier.interchange",
    "schema": "greffier.interchange",
    "to_json": "greffier.interchange",
}

__all__ = [
    "Actor",
    "Arrangement",
    "BadRecord",
    "Change",
    "Claim",
    "Dispatch",
    "EmptyDispatch",
    "Event",
    "Filter",
    "GreffierError",
    "IntakeError",
    "InterchangeError",
    "Ledger",
    "LedgerDamaged",
    "LedgerError",
    "LedgerFull",
    "LedgerLocked",
    "LedgerMissing",
    "LedgerNewer",
    "LexiconError",
    "NoArticle",
    "NotFrench",
    "NotText",
    "Place",
    "Quantity",
    "Reader",
    "Reading",
    "Span",
    "SpanError",
    "TooLarge",
    "UsageError",
    "When",
    "Why",
    "__version__",
    "from_json",
    "read",
    "record_id",
    "schema",
    "to_json",
]


def __getattr__(name: str) -> Any:
    """Load what is loaded on first use."""
    if name == "__version__":
        return import_module("importlib.metadata").version("greffier")
    if name in LAZY:
        found = getattr(import_module(LAZY[name]), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module 'greffier' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
