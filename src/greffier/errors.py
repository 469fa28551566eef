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
└── UsageError           a request that cannot be met (an unknown record, folder, format)

Every message is one sentence that tells the user what to do.
"""

from __future__ import annotations


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


class UsageError(GreffierError):
    """A request that cannot be met as it stands."""
