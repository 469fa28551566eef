"""Makes Dispatches of JSON records: lines of JSON Lines, or the interchange form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from greffier.errors import BadRecord, EmptyDispatch
from greffier.french import Lexicon
from greffier.intake.build import day_of, from_text
from greffier.records import Dispatch

TEXT_KEYS = ("text", "body", "content", "texte")
PASSED_ON = ("source", "url", "published_at", "edited_at", "fetched_at")
MARKS = ("text", "paragraphs", "title", "body", "content", "texte")  # by which a record is known


def parse_record(line: str) -> Mapping[str, Any]:
    """Return the JSON object that ``line`` holds; BadRecord where it holds none."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as problem:
        what = str(problem).splitlines()[0] if isinstance(problem, ValueError) else "nested too deeply"
        raise BadRecord(f"This is no valid JSON ({what}); mend it so that it is one JSON object.") from None
    if not isinstance(record, dict):
        raise BadRecord('This is JSON but no object; give an object such as {"id": "a1", "text": "…"}.')
    return record


def text_of(record: Mapping[str, Any]) -> str:
    """Return the text of a record, from its text or its list of paragraphs (BadRecord, EmptyDispatch)."""
    for key in TEXT_KEYS:
        if isinstance(record.get(key), str):
            text: str = record[key]
            break
    else:
        parts = record.get("paragraphs")
        if not isinstance(parts, list) or not all(isinstance(p, str) for p in parts):
            raise BadRecord('The record has no text; give it a key "text" (or a list "paragraphs").')
        text = "\n".join(parts)
    if not text.strip() and not _string(record, "title"):
        raise EmptyDispatch('The record\'s text is empty; put the dispatch under the key "text".')
    return text


def from_record(
    record: Mapping[str, Any],
    *,
    default_id: str | None,
    published: date | None,
    lexicon: Lexicon | None = None,
) -> Dispatch:
    """Return the Dispatch of a JSON object; its text is kept to the letter (offsets hold on it).

    The record's own date goes before ``published``; a date that cannot be is ignored with a warning.
    Raises BadRecord where there is no text, EmptyDispatch where the text is empty.
    """
    text, warnings = text_of(record), []
    day: date | None = None
    given = record.get("published")
    if given is not None:
        day = day_of(given) if isinstance(given, str) else None
        if day is None:
            warnings.append(f"bad-date: published {str(given)[:40]!r} is no date (YYYY-MM-DD); it is ignored")
    stamp = _string(record, "published_at")
    if day is None and published is not None and not (stamp and day_of(stamp)):
        day = published
    for key in ("title", *PASSED_ON):
        if record.get(key) is not None and not isinstance(record[key], str | list):
            warnings.append(f"bad-record: {key} is no string; it is ignored")
    name = record.get("id")
    return from_text(
        text,
        id=str(name) if isinstance(name, str | int) and str(name).strip() else default_id,
        published=day,
        published_reason=_string(record, "published_reason") if day and isinstance(given, str) else None,
        title=_string(record, "title"),
        **{key: _string(record, key) for key in PASSED_ON},
        warnings=tuple(warnings),
        lexicon=lexicon,
    )


def _string(record: Mapping[str, Any], key: str) -> str | None:
    value = record.get(key)
    return value if isinstance(value, str) and value.strip() else None
