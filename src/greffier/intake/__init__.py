"""Intake: bytes become a Dispatch, or a clear sentence that says why not and what to do."""

from greffier.intake.build import WARNING_CODES, from_text
from greffier.intake.html import from_html
from greffier.intake.language import check_french
from greffier.intake.published import infer_published
from greffier.intake.sources import MAX_SIZE, Failure, read_sources

__all__ = [
    "MAX_SIZE",
    "WARNING_CODES",
    "Failure",
    "check_french",
    "from_html",
    "from_text",
    "infer_published",
    "read_sources",
]
