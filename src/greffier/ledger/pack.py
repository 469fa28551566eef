"""Packs a reading for the ledger: the interchange form without the text, compressed; and unpacks it again."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from typing import Any

from greffier.interchange import from_json, to_json
from greffier.ledger.ids import canonical, digest
from greffier.records import Reading

LEVEL = 4
APART = ("text", "source", "url", "published", "published_reason", "published_at", "edited_at", "fetched_at")


def packed(reading: Reading) -> tuple[bytes, str]:
    """Return the reading's own part and its hash; text and provenance are kept apart."""
    form = to_json(reading)
    for key in APART:
        form.pop(key, None)
    written = canonical(form)
    return zlib.compress(written.encode("utf-8", "surrogatepass"), LEVEL), digest("reading", written)


def unpacked(body: bytes, text: str, about: dict[str, Any]) -> Reading:
    """Return the reading that ``packed`` made, on its text and with its provenance (keys as in APART).

    Raises zlib.error, ValueError or InterchangeError where the body is not what was packed.
    """
    form = json.loads(zlib.decompress(body).decode("utf-8", "surrogatepass"))
    form |= {"text": text, "published": None} | {key: value for key, value in about.items() if value is not None}
    return from_json(form)


def named(reading: Reading, version: str) -> Reading:
    """Return the reading with its dispatch named by its version, as all that many dispatches say is worked out."""
    return replace(reading, dispatch=replace(reading.dispatch, id=version))


def hash_of(body: bytes) -> str:
    """Return the hash of a packed body, as ``packed`` gave it (zlib.error where it is damaged)."""
    return digest("reading", zlib.decompress(body).decode("utf-8", "surrogatepass"))
