"""Makes a Dispatch of a text and what is known about it; problems become warnings, nothing raises.

Warnings are strings of the form ``"code: detail"``; the codes are listed here, in one place.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date

from greffier.french import Lexicon, default_lexicon
from greffier.intake.layout import find_boilerplate, find_title
from greffier.intake.published import infer_published
from greffier.records import Dispatch, Span

WARNING_CODES = {
    "empty": "the text holds nothing to read",
    "encoding": "broken bytes or characters were replaced",
    "bad-date": "a date that cannot be was ignored",
    "bad-record": "a field of a record has the wrong type and was ignored",
    "duplicate-id": "the id was already taken in this run and got a suffix",
    "published-year": "the year of publication is the latest of several that fit",
    "not-french": "the text is not French and was read because of --force",
}
SURROGATE = re.compile("[\ud800-\udfff]")
ISO_DAY = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?=$|[T\s])")
COMPACT_DAY = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?=$|T)")
FRENCH_DAY = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\b")
ID_LENGTH = 12


def from_text(
    text: str,
    *,
    id: str | None = None,
    published: date | None = None,
    published_reason: str | None = None,
    title: str | None = None,
    source: str | None = None,
    url: str | None = None,
    published_at: str | None = None,
    edited_at: str | None = None,
    fetched_at: str | None = None,
    warnings: tuple[str, ...] = (),
    lexicon: Lexicon | None = None,
) -> Dispatch:
    """Return the Dispatch of a text. Never raises; problems become warnings (``"code: detail"``).

    The text is kept as it is (offsets hold on the caller's string), save that a title given apart
    becomes line 1 and lone surrogates become U+FFFD, one for one. The day of publication is
    ``published``, else the day as written in ``published_at``, else inferred from the text.
    """
    lexicon = lexicon or default_lexicon()
    notes = list(warnings)
    text = _with_title(text, title)
    if SURROGATE.search(text):
        text = SURROGATE.sub("\ufffd", text)
        notes.append("encoding: lone surrogates replaced")
    if not text.strip():
        notes.append("empty: the text holds nothing to read")
    boilerplate = find_boilerplate(text, lexicon)
    day, reason = _published(text, published, published_reason, published_at, lexicon, notes)
    return Dispatch(
        id or content_id(text), text, day, reason, _title_span(text, title, boilerplate),
        source=source, url=url, published_at=published_at, edited_at=edited_at, fetched_at=fetched_at,
        boilerplate=boilerplate, warnings=tuple(notes),
    )  # fmt: skip


def content_id(text: str) -> str:
    """Return the first 12 hexadecimal digits of the SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()[:ID_LENGTH]


def day_of(written: str) -> date | None:
    """Return the day as written in a date or timestamp (``2025-03-13T23:50+01:00``), or None."""
    match = ISO_DAY.match(written) or COMPACT_DAY.match(written)
    french = FRENCH_DAY.match(written)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
        return date(int(french[3]), int(french[2]), int(french[1])) if french else None
    except ValueError:
        return None


def _with_title(text: str, title: str | None) -> str:
    headline = re.sub(r"[\r\n]+", " ", title or "").strip()
    first = text.lstrip().partition("\n")[0].strip()
    return f"{headline}\n{text}" if headline and first != headline else text


def _title_span(text: str, title: str | None, boilerplate: tuple[Span, ...]) -> Span | None:
    if not (title or "").strip():
        return find_title(text, boilerplate)
    start = len(text) - len(text.lstrip())
    end = start + len(re.split(r"[\r\n]", text[start:], maxsplit=1)[0].rstrip())
    return Span(start, end) if end > start else None


def _published(
    text: str, given: date | None, why: str | None, stamp: str | None, lexicon: Lexicon, notes: list[str]
) -> tuple[date | None, str | None]:
    if given:
        return given, why or "given"
    if stamp:
        day = day_of(stamp)
        if day:
            return day, why or f"the day of published_at ({stamp})"
        notes.append(f"bad-date: published_at {stamp!r} is no date; it is ignored")
    day, reason = infer_published(text, lexicon)
    if day and "latest that fits" in reason:
        notes.append(f"published-year: {day.isoformat()} is inferred from {reason}")
    return day, reason
