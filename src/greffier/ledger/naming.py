"""Naming: what kind of name an actor has, and the forms under which spellings of one name meet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import Literal

from greffier.french import default_lexicon
from greffier.ledger.words import country_words, folded, knowledge
from greffier.records import Actor

Kind = Literal["state", "person", "body", "anyone"]
ACRONYM = re.compile(r"\(([^()]{2,40})\)")
ALIAS_CUT = re.compile(r"\s*(?:,|ou|alias|affilié\w*|lié\w*)\s.*$")
MOST_NAMES = 6
# Codes that are no country: their bodies, groups and firms bear names of their own.
BODIES = frozenset({"UNO", "EUR", "IGO", "NGO", "IMG", "MNC"})


@dataclass(frozen=True, slots=True)
class Name:
    """An actor's name taken apart: its kind, its folded words, a person's family name, a body's acronyms."""

    kind: Kind
    words: tuple[str, ...]
    family: str = ""
    acronyms: frozenset[str] = frozenset()

    @property
    def sound(self) -> str:
        """Return the family name as it sounds: spellings and transliterations of one name share it."""
        return sounded(self.family)


@cache
def listed(name: str) -> frozenset[str]:
    """Return one list of ``identities.toml`` as a set of folded words."""
    return frozenset(knowledge("identities")[name])


@lru_cache(maxsize=65536)
def sounded(word: str) -> str:
    """Return a folded word with the many ways of writing a sound made one (« tchiani » and « tiani » are « tiani »)."""
    for written, sound in knowledge("identities")["sounds"]:
        word = word.replace(written, sound)
    single = "".join(letter for letter, _ in groupby(word))
    return single[:-1] if single.endswith("e") and len(single) > 3 else single


@lru_cache(maxsize=16384)
def named(name: str, country: str | None, sector: str | None) -> Name:
    """Return the name of an actor taken apart."""
    words = tuple(folded(ACRONYM.sub(" ", name)).split())
    acronyms = frozenset(a for found in ACRONYM.findall(name) for a in _acronyms(found))
    if country and country not in BODIES and sector in (None, "GOV") and _is_state(words, country):
        return Name("state", (country,))
    run = _person(name) if country not in BODIES else ()
    if run:
        return Name("person", run, run[-1])
    capital = any(word[:1].isupper() for word in re.findall(r"[^\W\d_]+", name))
    return Name("body" if capital else "anyone", words, "", acronyms | _initials(name))


def of(actor: Actor) -> Name:
    """Return an actor's name taken apart."""
    return named(actor.name, actor.country, actor.sector)


def _is_state(words: tuple[str, ...], country: str) -> bool:
    """Tell whether a name says no more than its country: « le gouvernement malien », « Bamako », « les autorités »."""
    told = " ".join(word for word in words if word not in listed("government"))
    return bool(words) and (not told or told in _phrases().get(country, ()))


@cache
def _phrases() -> dict[str, frozenset[str]]:
    """Return the folded names, demonyms and capitals of every country by its code."""
    columns = ("name", "aliases", "demonyms", "capital", "capital_aliases")
    rows = default_lexicon().rows("countries")
    cells = {row["code"]: [p for column in columns for p in row[column].split("|") if p] for row in rows}
    return {code: frozenset(folded(phrase) for phrase in phrases) for code, phrases in cells.items()}


def _person(name: str) -> tuple[str, ...]:
    """Return the folded words of a personal name without titles, or nothing where the name is no person's."""
    pieces = re.findall(r"[^\W\d_]+\.?", ACRONYM.sub(" ", name))
    while pieces and folded(pieces[0]) in listed("titles"):
        pieces.pop(0)
    words = [folded(piece) for piece in pieces]
    if not 1 <= len(words) <= MOST_NAMES or set(words) & listed("body") or words[-1] in country_words():
        return ()
    if not all(p[0].isupper() or w in listed("particles") for p, w in zip(pieces, words, strict=True)):
        return ()
    if not pieces[-1][0].isupper() or (len(words) == 1 and pieces[0].isupper()):
        return ()
    return tuple(w for w in words if w not in listed("particles") or w == words[-1])


def _acronyms(inside: str) -> list[str]:
    """Return the acronyms that a bracket holds: « GSIM ou Jnim, affilié à Al-Qaïda » gives gsim and jnim."""
    parts = re.split(r"\s+ou\s+|[,;/]", inside)
    return [folded(part) for part in parts if len(part.split()) == 1 and part[:1].isupper()]


def _initials(name: str) -> frozenset[str]:
    """Return what an acronym of this name may be: itself if it is one, else the first letters of its long words."""
    bare = ACRONYM.sub(" ", name).strip()
    if len(bare.split()) == 1:
        return frozenset({folded(bare)}) if 2 <= len(bare) <= 8 else frozenset()
    words = [w for w in re.findall(r"[^\W\d_]+", bare) if len(w) > 3 or w[0].isupper()]
    if not words or not (words[0][0].isupper() or folded(words[0]) in listed("body")):
        return frozenset()
    return frozenset({"".join(folded(w)[:1] for w in words)}) if len(words) > 2 else frozenset()
