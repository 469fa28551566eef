"""Who is meant: the entity behind the mentions, and the index of the persons that a dispatch names."""

from __future__ import annotations

from dataclasses import dataclass

from greffier.reading.gazetteer import plain
from greffier.reading.people import PARTICLES

# Marks the key of a name's first word, which serves only where no surname fits (``Zhao Lijian`` … ``M. Zhao``).
FIRST = "^"
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Entity:
    """Who a phrase denotes. ``gender`` is ``Masc``, ``Fem`` or None; ``office`` the office the dispatch gives it."""

    name: str
    country: str | None = None
    sector: str | None = None
    wikidata: str | None = None
    person: bool = False
    plural: bool = False
    gender: str | None = None
    office: str | None = None


def merged(old: Entity | None, new: Entity) -> Entity:
    """Return what both say together: the longer name, the first country, sector, gender and office given."""
    if old is None:
        return new
    name = old.name if len(old.name) >= len(new.name) else new.name
    return Entity(
        name, old.country or new.country, old.sector or new.sector,
        old.wikidata or new.wikidata, old.person or new.person, False,
        old.gender or new.gender, old.office or new.office,
    )  # fmt: skip


class People:
    """The persons that a dispatch names, by full name, surname and other parts of the name."""

    def __init__(self) -> None:
        """Start with nobody."""
        self._by_key: dict[str, Entity] = {}

    def learn(self, entity: Entity) -> None:
        """Add what is said of a person, under every key of the name."""
        known = self.find(entity.name)
        whole = merged(known, entity)
        for key in dict.fromkeys((*_keys(entity.name), *_keys(whole.name))):
            held = self._by_key.get(key)
            if held is None or held == known or not key.startswith(FIRST):
                self._by_key[key] = whole

    def find(self, words: str) -> Entity | None:
        """Return the person that a name or a part of it means, or None."""
        keys = _keys(words)
        if len(keys) == 1:
            keys.append(FIRST + keys[0])
        else:
            keys = [k for k in keys if not k.startswith(FIRST)]
        return next((self._by_key[key] for key in keys if key in self._by_key), None)

    def of_office(self, office: str) -> list[Entity]:
        """Return the persons who hold an office, in the order in which they were named."""
        return [e for e in dict.fromkeys(self._by_key.values()) if e.office == office]


def _keys(name: str) -> list[str]:
    words = plain(name).replace("’", "'").split()
    if not words:
        return []
    keys = [" ".join(words), words[-1]]
    if len(words) > 1 and len(words[0]) >= 2:
        keys.append(FIRST + words[0])
    if len(words) > 2:
        keys.append(" ".join(words[1:]))
        keys.extend(w for w in words[1:-1] if len(w) > SHORTEST and w not in PARTICLES)
    return list(dict.fromkeys(keys))
