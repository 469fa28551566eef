"""Names for what a ledger holds: derived from content alone, so that the same thing has the same name in any ledger."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

VERSION_DIGITS = 16
CONFLICT, OCCURRENCE, TIMELINE = "c", "o", "t"


def digest(*parts: str) -> str:
    """Return the SHA-256 of the parts as 64 hexadecimal digits; where one part ends is part of it."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        whole.update(f"{len(data)}:".encode())
        whole.update(data)
    return whole.hexdigest()


def version_key(dispatch: str, text: str) -> str:
    """Return the name of one version of a dispatch: it depends on the dispatch's key and on the text."""
    return digest("version", dispatch, text)[:VERSION_DIGITS]


def dispatch_key(url: str | None, source: str | None, name: str) -> str:
    """Return by what later versions of a dispatch are known: its address, else its source and its id there."""
    return f"url:{url}" if url else f"id:{source or ''}\n{name}"


def telling_keys(version: str, starts: Iterable[int]) -> list[str]:
    """Return the names of a version's events, given where the first trigger of each starts."""
    taken: dict[int, int] = {}
    keys = []
    for start in starts:
        taken[start] = taken.get(start, 0) + 1
        again = f"-{taken[start]}" if taken[start] > 1 else ""
        keys.append(f"{version}:event:{start}{again}")
    return keys


def canonical(value: Any) -> str:
    """Return JSON that is the same for the same value: sorted keys, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=100_000)
def fold(name: str) -> str:
    """Return the name in lower case, without accents and punctuation, single spaces: for looking names up."""
    flat = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "OE")).casefold()
    kept = "".join(c if c.isalnum() else " " for c in flat if not unicodedata.combining(c))
    return " ".join(kept.split())


def number(key: str) -> int:
    """Return 63 bits of the key's SHA-256 as a number: for keys that are only looked up."""
    return int.from_bytes(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[:8], "big") >> 1
