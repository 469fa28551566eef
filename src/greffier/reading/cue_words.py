"""Cue words: the lexicon of the words that report, with what each takes, compiled from ``cues.toml``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from greffier.french import Lexicon
from greffier.french.lemmas import Lemmas, lemmas_of
from greffier.reading.parse import Token


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of cues.toml: a word that reports and what it takes (see the notes in that file)."""

    name: str
    kind: str
    words: tuple[str, ...] = ()
    reflexive: bool = False
    that: bool = False
    infinitive: bool = False
    links: frozenset[str] = frozenset()
    object: str = "none"
    to: bool = False
    attribute: bool = False
    aside: bool = True
    quoted: bool = False
    must_link: bool = False
    passive: str = "none"


@dataclass(frozen=True, slots=True)
class Words:
    """The compiled lexicon of cues: verbs and nouns by lemma, prepositions by first word, word lists."""

    verbs: dict[str, tuple[Entry, ...]]
    nouns: dict[str, Entry]
    prepositions: dict[str, tuple[tuple[str, ...], ...]]
    opinion: frozenset[str]
    source_heads: frozenset[str]
    not_sources: frozenset[str]
    time: frozenset[str]
    closing: dict[str, tuple[tuple[str, ...], ...]]
    relatives: frozenset[str]
    unsaid: frozenset[str]
    documents: frozenset[str]
    outside: frozenset[str]
    charges: frozenset[str]
    anaphoric: frozenset[str]
    within: frozenset[str]
    titles: frozenset[str]
    takes_object: frozenset[str]
    mute: frozenset[str]
    denials: frozenset[str]
    light: frozenset[str]
    aspiring: frozenset[str]
    about: dict[str, tuple[tuple[str, ...], ...]]
    continuing: dict[str, tuple[tuple[str, ...], ...]]
    ending: frozenset[str]
    treaties: frozenset[str]
    ground: frozenset[str]
    adverbials: dict[str, tuple[tuple[str, ...], ...]]
    forms: Lemmas


def words_of(lexicon: Lexicon) -> Words:
    """Return the compiled cue lexicon, made once for each Lexicon."""
    return lexicon.compiled("cues:words", lambda: _compile(lexicon))


def _compile(lexicon: Lexicon) -> Words:
    table = lexicon.table("cues")
    verbs: dict[str, list[Entry]] = {}
    for kind, rules in table["verbs"].items():
        for phrase in rules["list"]:
            entry = _entry(phrase, kind, rules)
            verbs.setdefault(entry.name, []).append(entry)
    sources, lists = table["sources"], table["words"]
    return Words(
        verbs={k: tuple(sorted(v, key=lambda e: (-len(e.words), not e.reflexive))) for k, v in verbs.items()},
        nouns={n: _entry(n, kind, rules) for kind, rules in table["nouns"].items() for n in rules["list"]},
        prepositions=phrases_by_first(sources["prepositions"]),
        opinion=frozenset(sources["opinion"]),
        source_heads=frozenset(sources["heads"]),
        not_sources=frozenset(sources["not_sources"]),
        time=frozenset(lists["time"]),
        closing=phrases_by_first(lists["closing"]),
        relatives=frozenset(lists["relatives"]),
        unsaid=frozenset(lists["unsaid"]),
        documents=frozenset(lists["documents"]),
        outside=frozenset(lists["outside"]),
        charges=frozenset(lists["charges"]),
        anaphoric=frozenset(lists["anaphoric"]),
        within=frozenset(lists["within"]),
        titles=frozenset(lists["titles"]),
        mute=frozenset(lists["mute"]),
        denials=frozenset(lists["denials"]),
        light=frozenset(lists["light"]),
        aspiring=frozenset(lists["aspiring"]),
        about=phrases_by_first(lists["about"]),
        continuing=phrases_by_first(lists["continuing"]),
        ending=frozenset(lists["ending"]),
        treaties=frozenset(lists["treaties"]),
        ground=frozenset(lists["ground"]),
        takes_object=frozenset(lists["takes_object"]),
        adverbials=phrases_by_first(lists["adverbials"]),
        forms=lemmas_of(lexicon),
    )


def _entry(phrase: str, kind: str, rules: dict[str, Any]) -> Entry:
    reflexive = phrase.startswith(("se ", "s'"))
    head, *rest = (phrase[2:] if phrase.startswith("s'") else phrase.removeprefix("se ")).split(" ")
    if head == "y":
        head, rest = rest[0], ["y"]
    flags = {k: v for k, v in rules.items() if k in Entry.__slots__ and k not in {"links", "name", "kind", "words"}}
    return Entry(head, kind, tuple(rest), reflexive, links=frozenset(rules.get("links", ())), **flags)


def phrases_by_first(phrases: Sequence[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return phrases as tuples of token norms, by their first norm, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        parts = tuple(phrase.replace("'", "' ").split())
        found.setdefault(parts[0], []).append(parts)
    return {k: tuple(sorted(v, key=len, reverse=True)) for k, v in found.items()}


def match_phrase(table: dict[str, tuple[tuple[str, ...], ...]], tokens: Sequence[Token], i: int) -> int:
    """Return how many tokens from ``i`` on match a phrase of the table, ``du`` read as ``de`` (0 if none)."""
    first = tokens[i].norm
    for parts in table.get(first, ()) or table.get(_plain(first), ()):
        if i + len(parts) <= len(tokens) and all(
            tokens[i + k].norm == p or _plain(tokens[i + k].norm) == p for k, p in enumerate(parts)
        ):
            return len(parts)
    return 0


def _plain(norm: str) -> str:
    return {"d'": "de", "du": "de", "des": "de", "au": "à", "aux": "à"}.get(norm, norm)
