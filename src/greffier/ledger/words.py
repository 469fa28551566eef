"""Words of a dispatch as the ledger compares them: folded, cut into sentences, and read around a trigger."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
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
SHORTEST_NAME = 3
AROUND = 14
LARGE = 300_000  # inhabitants
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
                words = folded(phrase).split()
                if not set(words) & word_set("saints"):  # of Saint-Martin no « Martin » is a country's word
                    found.update(w for w in words if len(w) >= SHORTEST)
    return frozenset(found)


@cache
def country_codes() -> dict[str, str]:
    """Return the country that a folded word means by itself: a country's one-word name, a demonym, a capital."""
    found: dict[str, set[str]] = {}
    for row in default_lexicon().rows("countries"):
        for column in ("name", "aliases", "demonyms", "capital", "capital_aliases"):
            for phrase in row[column].split("|"):
                if len(words := folded(phrase).split()) == 1 and len(words[0]) >= SHORTEST:
                    found.setdefault(words[0], set()).add(row["code"])
    return {word: min(codes) for word, codes in found.items() if len(codes) == 1}


@cache
def large_places() -> frozenset[str]:
    """Return the folded words of capitals and of cities where much happens."""
    rows = default_lexicon().rows("places")
    large = (row for row in rows if row["kind"] == "capital" or int(row["population"] or 0) >= LARGE)
    return frozenset(w for row in large for w in folded(row["name"]).split() if len(w) >= SHORTEST)


@cache
def leaders() -> frozenset[str]:
    """Return the folded family names of heads of state and government: they are named with every affair."""
    rows = (row for row in default_lexicon().rows("leaders") if folded(row["role"]) in word_set("head_roles"))
    return frozenset(words[-1] for row in rows if (words := folded(row["name"]).split()))


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
    """What stands around one trigger: the stems of its sentence nearby, the names and countries in it."""

    stems: frozenset[str]
    names: frozenset[str]
    heads: frozenset[str]
    countries: frozenset[str]
    sentence: str

    def says(self, word: str) -> bool:
        """Tell whether a folded word stands in the trigger's sentence."""
        return word in self.sentence


class Page:
    """A dispatch's text cut into sentences and words, once for all its events."""

    def __init__(self, text: str) -> None:
        """Cut the text; a line's dateline (« PLACE, date (AGENCY) - ») belongs to no sentence."""
        self.text = text
        bounds = {0, *(m.end() for m in SENTENCE_END.finditer(text)), *(m.end() for m in DATELINE.finditer(text))}
        self._starts = sorted(b for b in bounds if b < len(text)) or [0]
        self._sure = self._capitalised_inside()

    def sentence(self, at: int) -> Span:
        """Return the sentence that holds the code point ``at``."""
        place = max(0, bisect_right(self._starts, at) - 1)
        end = self._starts[place + 1] if place + 1 < len(self._starts) else len(self.text)
        return Span(self._starts[place], max(end, self._starts[place] + 1))

    def around(self, trigger: Span) -> Around:
        """Return the stems, names and head stems around a trigger, within its sentence."""
        where = self.sentence(trigger.start)
        words = [(m.group(), m.start(), m.end()) for m in WORD.finditer(self.text, where.start, where.end)]
        inside = [i for i, (_, start, end) in enumerate(words) if start < trigger.end and end > trigger.start]
        first, last = (inside[0], inside[-1]) if inside else (0, 0)
        near = words[max(0, first - AROUND) : last + AROUND + 1]
        heads = (_content(words[i][0]) for i in inside)
        codes = (country_codes().get(folded(word)) for word, _, _ in words)
        return Around(
            frozenset(s for word, _, _ in near if (s := _content(word))),
            frozenset(self._names(words, max(0, first - NAMES_AROUND), last + NAMES_AROUND + 1)),
            frozenset(s for s in heads if s),
            frozenset(code for code in codes if code),
            folded(where.of(self.text)),
        )

    def _names(self, words: list[tuple[str, int, int]], start: int, stop: int) -> Iterator[str]:
        """Yield the last word of each run of capitalised words: a person's family name, a place's own name."""
        for i in range(start, min(stop, len(words))):
            word, _, end = words[i]
            follows = i + 1 < len(words) and words[i + 1][1] - end <= 1 and words[i + 1][0][0].isupper()
            if word[0].isupper() and not follows and (i or word in self._sure) and (name := naming(word)):
                yield name

    def _capitalised_inside(self) -> frozenset[str]:
        """Return the capitalised words that stand inside a sentence somewhere, where a capital means a name."""
        starts = set(self._starts)
        found = ((m.group(), m.start()) for m in WORD.finditer(self.text))
        return frozenset(w for w, at in found if w[0].isupper() and not starts & {at, at - 1, at - 2})


def names_in(phrase: str) -> frozenset[str]:
    """Return the names in a noun phrase: the last word of each run of capitalised words, folded."""
    words = [(m.group(), m.start(), m.end()) for m in WORD.finditer(phrase)]
    found = set()
    for i, (word, _, end) in enumerate(words):
        follows = i + 1 < len(words) and words[i + 1][1] - end <= 1 and words[i + 1][0][0].isupper()
        if word[0].isupper() and not follows and (name := naming(word)):
            found.add(name)
    return frozenset(found)


def naming(word: str) -> str | None:
    """Return a capitalised word folded, or None where it names no one in particular (a country, a common body)."""
    plain = folded(word)
    if len(plain) < SHORTEST_NAME or plain in word_set("no_names") or plain in word_set("stop"):
        return None
    return None if plain in country_words() and plain not in large_places() else plain


@cache
def common_names() -> frozenset[str]:
    """Return the names that are named with everything: heads of state and government, capitals, large cities."""
    return leaders() | large_places()


def _content(word: str) -> str | None:
    plain = folded(word)
    if len(plain) < SHORTEST or plain in word_set("stop") or plain[0].isdigit():
        return None
    return stem(plain)
