"""Counted: plurals that stand for one of each country: « les deux pays », « les trois armées », « les deux hommes »."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from greffier.reading import pronouns
from greffier.reading.entities import Entity
from greffier.reading.gazetteer import Gazetteer, plain
from greffier.reading.parse import Document
from greffier.reading.phrases import OF, Phrase
from greffier.reading.pronouns import Candidate
from greffier.reading.setting import Setting
from greffier.reading.whose import DEFINITE

COUNTS = {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5}
WITHIN = frozenset({"camps", "parties"})  # may both be of one country: a civil war


class Knows(Protocol):
    """What this module asks of the resolver."""

    names: Gazetteer
    setting: Setting
    order: Sequence[Phrase]

    def entity(self, phrase: Phrase) -> Entity | None:
        """Return who a phrase denotes."""

    def state(self, code: str | None, words: str | None = None) -> Entity | None:
        """Return a state as an actor."""

    def candidate(self, phrase: Phrase) -> Candidate | None:
        """Return what a pronoun may take up."""


class Counted:
    """Reads counted plurals with the resolver's knowledge."""

    def __init__(self, doc: Document, resolver: Knows, namesakes: Mapping[str, Sequence[str]]) -> None:
        """Keep the document, the resolver and the countries of one name (``congo``: COD, COG)."""
        self._doc, self._who = doc, resolver
        self._namesakes = {plain(name) + "s": codes for name, codes in namesakes.items()}

    def several(self, phrase: Phrase) -> tuple[Entity, ...]:
        """Return one actor a country where a plural has several (``les ministres du Mali et du Niger``), else ()."""
        plural = phrase.kind == "noun" and phrase.plural and phrase.role is not None and not phrase.peoples
        entity = self._who.entity(phrase) if plural else None
        if entity is None:
            return ()
        for preposition, inner in phrase.complements:
            codes = [c for p in (inner, *inner.conjuncts) if (c := self._state_named(p))]
            codes = codes or [e.country for e in self.pair(inner) if e.country]
            if preposition.norm in OF and len(dict.fromkeys(codes)) > 1:
                return tuple(self._one_of(entity, code) for code in dict.fromkeys(codes))
        return ()

    def _one_of(self, entity: Entity, code: str) -> Entity:
        """Return a plural's member of one country, under the country's name."""
        state = self._who.names.countries.get(code)
        return replace(entity, country=code, name=state.name if state is not None else entity.name)

    def _state_named(self, phrase: Phrase) -> str | None:
        entry = phrase.mention.entry if phrase.kind == "known" and phrase.mention is not None else None
        return entry.country if entry is not None and entry.kind in {"country", "capital"} else None

    def pair(self, phrase: Phrase) -> tuple[Entity, ...]:
        """Return the two that ``les deux hommes`` or ``les deux pays`` stands for, or ()."""
        words = [t.norm for t in self._doc.tokens[phrase.first : phrase.core_last + 1]]
        count = next((COUNTS[w] for w in words if w in COUNTS), 0)
        if not count or phrase.complements or phrase.peoples:
            return ()
        alike = self._namesakes.get(plain(phrase.head.norm), ())
        if count == len(alike):
            return tuple(e for code in alike if (e := self._who.state(code)) is not None)
        sides = self._each(phrase, count)
        if count == 2 and pronouns.PAIRS.get(plain(phrase.head.norm)) is not False:
            before = [p for p in self._who.order if p.head.i < phrase.first]
            found = [e for p in pronouns.pair(phrase, words, before, self._who.candidate) if (e := self._who.entity(p))]
            if found and (not sides or {e.country for e in found} == {e.country for e in sides}):
                return tuple(found)
        return sides

    def _each(self, phrase: Phrase, count: int) -> tuple[Entity, ...]:
        """Return a state or body of each of the countries that ``les trois armées`` counts, or ()."""
        entity, states = self._who.entity(phrase), pronouns.PAIRS.get(plain(phrase.head.norm)) is False
        official = states or (phrase.role is not None and phrase.role.sector in {"GOV", "MIL"})
        before = self._doc.tokens[phrase.first - 1].norm if phrase.first and phrase.det is None else ""
        definite = phrase.det.norm in DEFINITE if phrase.det is not None else before in DEFINITE
        if not official or not definite:
            return ()
        codes = self._who.setting.foremost(count)
        if not codes and plain(phrase.head.norm) in WITHIN and self._who.setting.home:
            codes = (self._who.setting.home,)
        found = [e for code in codes if (e := self._who.state(code)) is not None]
        return tuple(e if states or entity is None else replace(e, sector=entity.sector) for e in found)
