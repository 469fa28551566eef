"""Words of a dispatch as the ledger compares them: folded, cut into sentences, and read around a trigger."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from greffier.french import default_lexicon
from greffier.records import Span

WORD = re.compile(r"[^\W_]+(?:[.,]\d+)?", re.UNICODE)
SENTENCE_END = re.compile(r"[.!?…]+[»\"”’)]*(?=\s+[«\"“(—–-]*\s*[A-ZÀ-ÝŒ0-9])|\n")
DATELINE = re.compile(r"\n[^\n()]{0,60}\([^()\n]{2,24}\)\s*[-–—]\s*")
STEM = 7
SHORTEST = 4
AROUND = 14
NAMES_AROUND = 12


@cache
def knowledge(name: str) -> dict[str, Any]:
    """Return the content of a TOML file of the ledger, by its name without ending."""
    return tomllib.loads((files("greffier.ledger") / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def word_set(name: str) -> frozenset[str]:
    """Return one list of ``merge_words.toml`` as a set of folded words."""
    return frozenset(knowledge("merge_words")[name])


@cache
def country_words() -> frozenset[str]:
    """Return the folded words of all countries' names, demonyms and capitals: they name no event's actor or place."""
    found: set[str] = set()
    for row in default_lexicon().rows("countries"):
        for column in ("name", "aliases", "demonyms", "capital", "capital_aliases"):
            for phrase in row[column].split("|"):
                found.update(w for w in folded(phrase).split() if len(w) >= SHORTEST)
    return frozenset(found)


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Return the text in lower case, without accents, its punctuation turned into single spaces."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(bare.split())


def stem(word: str) -> str:
    """Return a rough stem of a folded word: its first letters, without a plural's ending."""
    bare = word.rstrip("sx") if len(word) > SHORTEST else word
    return bare[:STEM]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around one trigger: the stems of its sentence nearby, and the names among them."""

    stems: frozenset[str]
    names: frozenset[str]
    heads: frozenset[str]


class Page:
    """A dispatch's text cut into sentences and words, once for all its events."""

    def __init__(self, text: str) -> None:
        """Cut the text; a line's dateline (« PLACE, date (AGENCY) - ») belongs to no sentence."""
        self.text = text
        bounds = [0, *(m.end() for m in SENTENCE_END.finditer(text)), *(m.end() for m in DATELINE.finditer(text))]
        self._starts = sorted({b for b in bounds if b < len(text)}) or [0]

    def sentence(self, at: int) -> Span:
        """Return the sentence that holds the code point ``at``."""
        start = max((s for s in self._starts if s <= at), default=0)
        end = min((s for s in self._starts if s > at), default=len(self.text))
        return Span(start, max(end, start + 1))

    def around(self, trigger: Span) -> Around:
        """Return the stems, names and head stems around a trigger, within its sentence."""
        where = self.sentence(trigger.start)
        words = [(m.group(), m.start(), m.end()) for m in WORD.finditer(self.text, where.start, where.end)]
        inside = [i for i, (_, start, end) in enumerate(words) if start < trigger.end and end > trigger.start]
        first, last = (inside[0], inside[-1]) if inside else (0, 0)
        near = words[max(0, first - AROUND) : last + AROUND + 1]
        close = words[max(1, first - NAMES_AROUND) : last + NAMES_AROUND + 1]
        if (
            words
            and first <= NAMES_AROUND
            and _is_name(words[0][0])
            and where.start
            and self.text[where.start - 1] != "\n"
        ):
            close = [w for w in close if w is not words[0]]
        return Around(
            frozenset(s for word, _, _ in near if (s := _content(word))),
            frozenset(name for word, _, _ in close if (name := _name(word))),
            frozenset(s for i in inside if (s := _content(words[i][0]))),
        )


def _content(word: str) -> str | None:
    plain = folded(word)
    if len(plain) < SHORTEST or plain in word_set("stop") or plain[0].isdigit():
        return None
    return stem(plain)


def _is_name(word: str) -> bool:
    return word[0].isupper()


def _name(word: str) -> str | None:
    if not _is_name(word) or len(word) < SHORTEST:
        return None
    plain = folded(word)
    return None if plain in word_set("no_names") or plain in country_words() or plain in word_set("stop") else plain
