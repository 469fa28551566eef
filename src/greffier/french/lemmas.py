"""The lemma of a French word form, by table (verbs, irregular plurals) and by rule (the rest)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from greffier.french import Lexicon

VERBAL = {"VERB", "AUX"}
INVARIABLE = ("ss", "us", "is", "as", "os", "ès")
FEMININES = (("elle", "el"), ("ée", "é"), ("ive", "if"), ("euse", "eux"), ("ienne", "ien"), ("ale", "al"))
PLURALS = (("eaux", "eau"), ("aux", "al"), ("eux", "eu"), ("s", ""), ("x", ""))

FIRST_GROUP = re.compile(
    r"(?:e|es|ons|ez|ent|é|ée|és|ées|a|as|ai|ait|ais|aient|ions|iez|èrent|ant"
    r"|era|eras|erai|erait|erais|eraient|erons|erez|erions|eriez|eront)$"
)


def regular_lemma(form: str, pos: str) -> str:
    """Return the singular of a lower-case noun, or the masculine singular of an adjective, by rule alone."""
    word = form
    if pos == "NOUN" and word.endswith(INVARIABLE) and not word.endswith(("ités", "iés")):
        return word
    if pos == "ADJ" and word.endswith(("ais", "ois", "eux")):
        return word
    word = _replaced(word, PLURALS)
    return _replaced(word, FEMININES) if pos == "ADJ" else word


def _replaced(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    for ending, replacement in endings:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + replacement
    return word


class Lemmas:
    """Looks up lemmas: ``of(form, pos)`` for a lower-case form and a UPOS tag."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Read the table lemmas.tsv of the lexicon."""
        self._verbs: dict[str, str] = {}
        self._others: dict[tuple[str, str], str] = {}
        for form, pos, lemma in lexicon.cells("lemmas"):
            if pos == "VERB":
                self._verbs.setdefault(form, lemma)
            else:
                self._others.setdefault((form, pos), lemma)
        for verb in _named_verbs(lexicon):  # a user's verb is known by being named in a frame or a cue
            self._verbs.setdefault(verb, verb)

    @cached_property
    def infinitives(self) -> frozenset[str]:
        """Return every infinitive the table knows."""
        return frozenset(self._verbs.values())

    def of(self, form: str, pos: str) -> str:
        """Return the lemma of a lower-case form; the form itself where nothing is known."""
        if pos in VERBAL:
            return self._verbs.get(form) or self._first_group(form)
        if pos in {"NOUN", "ADJ"}:
            return self._others.get((form, pos)) or regular_lemma(form, pos)
        return form

    def _first_group(self, form: str) -> str:
        """Return the infinitive in -er of a regular form where the table knows that verb, else the form."""
        for found in FIRST_GROUP.finditer(form):
            stem = form[: found.start()]
            for infinitive in (stem + "er", stem.removesuffix("e") + "er", stem[:-1] + "cer"):
                if infinitive in self._verbs and (
                    stem[-1:] == "ç" or not infinitive.endswith("cer") or stem[-1:] == "c"
                ):
                    return infinitive
        return form


def _named_verbs(lexicon: Lexicon) -> Iterator[str]:
    """Yield the infinitives in -er that frames and cues name by one word."""
    frames = lexicon.tables("frames").get("frame", [])
    cues = lexicon.table("cues").get("verbs", {}).values()
    for verbs in (*(frame.get("verbs", ()) for frame in frames), *(group.get("list", ()) for group in cues)):
        yield from (verb for verb in verbs if verb.endswith("er") and verb.isalpha())


def lemmas_of(lexicon: Lexicon) -> Lemmas:
    """Return the lemma table of a lexicon, read once."""
    return lexicon.compiled("lemmas", lambda: Lemmas(lexicon))
