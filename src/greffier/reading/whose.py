"""Whose: guesses the country of a body that names none (« le ministère », « l'armée ») from what stands before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from greffier.reading.describe import Describer
from greffier.reading.entities import Entity
from greffier.reading.gazetteer import plain
from greffier.reading.phrases import Phrase
from greffier.reading.roles import Role
from greffier.reading.setting import CODES, Setting

POSSESSIVES = frozenset({"son", "sa", "ses", "leur", "leurs"})
DEFINITE = frozenset({"le", "la", "l'", "les", "ce", "cet", "cette", "ces", "du", "des", "au", "aux"}) | POSSESSIVES
UNTOLD = frozenset({"EDU", "SOC"})
PUBLIC = frozenset(
    {"public", "publique", "officiel", "officielle", "étatique", "national", "nationale", "local", "locale"}
)
OUTSIDERS = frozenset({"REB", "CRM", "UAF"})
ENVOYS = ("ambassad", "consul", "chargé d", "nonce", "attaché")
# The places in a sentence where a body acts or is quoted, and so belongs to whom the sentence speaks of.
FACING = frozenset({"avec", "contre", "auprès"})
ACTING = frozenset({"nsubj", "obl", "obl:agent", "root"})
# How far back, in tokens and in mentions of one office, anything is looked for: a bound on the cost of long texts.
FARTHEST, FEW = 3000, 20


class Owners:
    """Guesses whose a body is. ``seen`` and ``offices`` grow as the resolver goes through the text."""

    def __init__(
        self,
        table: Mapping[str, Any],
        describer: Describer,
        setting: Setting,
        seen: Sequence[tuple[Phrase, Entity]],
        offices: Mapping[str, Sequence[Entity]],
    ) -> None:
        """Keep the word lists of ``roles.toml`` and what the resolver knows so far."""
        foreign = table.get("foreign", {})
        self._foreign = frozenset(plain(w) for w in foreign.get("adjectives", ()))
        self._anybody = frozenset(foreign.get("nouns", ()))
        self._roaming = frozenset(table.get("anaphora", {}).get("transnational", ()))
        self._describer, self._setting, self._seen, self._offices = describer, setting, seen, offices

    def from_abroad(self, phrase: Phrase, role: Role) -> bool:
        """Tell whether a description means people of no one country: « des migrants », « ses alliés »."""
        if any(plain(a.norm) in self._foreign for a in phrase.adjectives):
            return True
        return role.lemma in self._anybody

    def last(self, phrase: Phrase, fits: Callable[[Phrase, Entity], bool], reach: int = FARTHEST) -> Entity | None:
        """Return whom the last phrase before this one denotes of which ``fits`` holds, or None."""
        for before, entity in reversed(self._seen):
            if before.last >= phrase.first:
                continue
            if phrase.first - before.last > reach:
                return None
            if fits(before, entity):
                return entity
        return None

    def untold(self, phrase: Phrase, role: Role) -> str | None:
        """Return the country of a description that names none: the owner's, its predecessor's, the setting's."""
        if self.from_abroad(phrase, role):
            return None
        sector = self._describer.sector(phrase, role)
        if phrase.det is not None and phrase.det.norm in POSSESSIVES:
            owner = self.last(phrase, lambda p, e: e.country is not None and p.head.relation == "nsubj")
            if owner is not None:
                return owner.country
        if sector in UNTOLD or sector is None:
            public = any(a.norm in PUBLIC for a in phrase.adjectives)
            return self._setting.home if public else None
        same = [e.country for e in self._offices.get(role.office, ())[-FEW:] if e.country]
        if same:
            return same[-1]
        if sector in OUTSIDERS:
            return self._of_outsiders(phrase, role, sector)
        code = self._spoken_of(phrase) or self._setting.told(phrase.first)
        if code is not None and code == self._setting.home and role.lemma.startswith(ENVOYS):
            return self._setting.beside(code)  # who is sent to the home comes from the other side
        return self._setting.beside(code) if code is not None and code == self._faced(phrase) else code

    def _of_outsiders(self, phrase: Phrase, role: Role, sector: str) -> str | None:
        """Return where unnamed rebels or gangs belong: with the last of their kind, else where things happen."""
        kin = self.last(phrase, lambda p, e: e.sector == sector and e.country is not None and not e.person)
        if kin is not None:
            return kin.country
        roaming = role.lemma in self._roaming
        return "IMG" if roaming and self._setting.transnational else self._setting.theatre

    def _faced(self, phrase: Phrase) -> str | None:
        """Return the country that meets the phrase's body in its sentence: « Paris est en contact avec la junte »."""
        if not any(c.relation == "case" and c.norm in FACING for c in phrase.head.children):
            return None
        for before, entity in reversed(self._seen):
            if before.head.sentence != phrase.head.sentence:
                return None
            if before.last < phrase.first and entity.country and entity.sector in {"GOV", "MIL"}:
                return entity.country
        return None

    def _spoken_of(self, phrase: Phrase) -> str | None:
        """Return the country that the phrase's sentence speaks of before it: its opening place, its subject."""
        if phrase.head.relation not in ACTING:
            return None
        opening = self._setting.opening(phrase.head.sentence)
        if opening is not None and opening[0] < phrase.first:
            return opening[1]
        first: str | None = None
        for before, entity in reversed(self._seen):
            if before.head.sentence != phrase.head.sentence:
                break
            state = entity.sector in {"GOV", "MIL"} and entity.country not in CODES
            if before.last < phrase.first and before.head.relation == "nsubj" and state and entity.country:
                first = entity.country
        return first
