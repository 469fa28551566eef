"""The errors greffier raises.

GreffierError
├── IntakeError          a file or text could not become a Dispatch
│   ├── EmptyDispatch    nothing to read
│   ├── TooLarge         more than the size limit
│   ├── NotText          binary, PDF, an image …
│   ├── NoArticle        an HTML page in which no article was found
│   ├── NotFrench        the body is in another language
│   └── BadRecord        a JSON line that is no dispatch
├── InterchangeError     JSON that is not the codebook's interchange form
│   └── SpanError        a span that does not lie in its text
├── LexiconError         a lexicon file, ours or the user's, that cannot be used
├── LedgerError          a ledger that cannot do what is asked of it
│   ├── LedgerMissing    there is no ledger there
│   ├── LedgerNewer      made by a newer greffier
│   ├── LedgerDamaged    its file is damaged
│   ├── LedgerFull       no room is left to write
│   └── LedgerLocked     another writer holds it
└── UsageError           a request that cannot be met (an unknown record, folder, format)

Every message is one sentence that tells the user what to do.
"""

from __future__ import annotations

from typing import Self


class GreffierError(Exception):
    """Base of all errors that greffier raises on purpose."""


class IntakeError(GreffierError):
    """A file or text could not become a Dispatch."""


class EmptyDispatch(IntakeError):
    """There is nothing to read."""


class TooLarge(IntakeError):
    """The dispatch is larger than the limit."""


class NotText(IntakeError):
    """The bytes are not text."""


class NoArticle(IntakeError):
    """No article was found in an HTML page."""


class NotFrench(IntakeError):
    """The body is not in French."""


class BadRecord(IntakeError):
    """A line of JSON Lines that is no dispatch."""


class InterchangeError(GreffierError):
    """JSON that does not follow the interchange form."""


class SpanError(InterchangeError):
    """A span that does not lie in its text."""


class LexiconError(GreffierError):
    """A lexicon file that cannot be used."""


class LedgerError(GreffierError):
    """A ledger that cannot do what is asked of it; ``code`` and ``values`` say it in any language."""

    def __init__(self, code: str, **values: object) -> None:
        """Take the message ``ledger_error.CODE`` of the catalogue and what its names stand for."""
        self.code, self.values = code, values
        super().__init__(self.said("en"))

    def in_language(self, language: str) -> Self:
        """Return the same error, its message in ``language``."""
        self.args = (self.said(language),)
        return self

    def said(self, language: str) -> str:
        """Return the sentence in ``language``."""
        from greffier.messages import Say  # the catalogue is read once something goes wrong

        return Say(language)(f"ledger_error.{self.code}", **self.values)


class LedgerMissing(LedgerError):
    """There is no ledger where one is asked for."""


class LedgerNewer(LedgerError):
    """A ledger that a newer greffier made."""


class LedgerDamaged(LedgerError):
    """A ledger whose file is damaged."""


class LedgerFull(LedgerError):
    """No room is left to write the ledger."""


class LedgerLocked(LedgerError):
    """Another writer holds the ledger."""


class UsageError(GreffierError):
    """A request that cannot be met as it stands."""
