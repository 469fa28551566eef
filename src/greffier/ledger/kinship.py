"""Keeps source families as versions come and go: near-copies of one wire are one family, named by the earliest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select

from greffier.ledger import schema as s
from greffier.ledger.families import bands, near, signature
from greffier.ledger.ids import number
from greffier.ledger.store import Standing
from greffier.ledger.writing import Writer, chunks


class Kinship:
    """Works out the families that versions belong to, in one transaction."""

    def __init__(self, writer: Writer) -> None:
        """Write through the writer."""
        self.writer, self.connection = writer, writer.connection

    def welcome(self, standing: Sequence[Standing]) -> set[int]:
        """Take versions in; return the versions whose family is another than before, those taken in included."""
        fresh = self._without_prints(standing)
        prints = {each.version: signature(each.reading.dispatch.text) for each in fresh}
        keys = {version: sorted({number(band) for band in bands(sign)}) for version, sign in prints.items()}
        for version, sign in prints.items():
            self.writer.put(s.prints, version=version, body=sign)
            for band in keys[version]:
                self.writer.put(s.bands, band=band, version=version)
        self.writer.flush()
        return self._unite(self._copies(prints, keys))

    def _without_prints(self, standing: Sequence[Standing]) -> list[Standing]:
        known: set[int] = set()
        for some in chunks([each.version for each in standing]):
            known |= set(
                self.connection.execute(select(s.prints.c.version).where(s.prints.c.version.in_(some))).scalars()
            )
        return [each for each in standing if each.version not in known]

    def _copies(self, prints: dict[int, bytes], keys: dict[int, list[int]]) -> list[tuple[int, int]]:
        owners: dict[int, list[int]] = {}
        for version, found in keys.items():
            for band in found:
                owners.setdefault(band, []).append(version)
        met: set[tuple[int, int]] = set()
        for some in chunks(owners):
            query = select(s.bands.c.band, s.bands.c.version).where(s.bands.c.band.in_(some))
            for band, other in self.connection.execute(query):
                met |= {(version, other) for version in owners[band] if version != other}
        others = dict(prints)
        for some in chunks({b for _, b in met} - prints.keys()):
            for row in self.connection.execute(select(s.prints).where(s.prints.c.version.in_(some))):
                others[row.version] = row.body
        return [(a, b) for a, b in sorted(met) if near(prints[a], others[b])]

    def _unite(self, copies: Sequence[tuple[int, int]]) -> set[int]:
        """Make one family of all that copies connect; return the versions whose family is another than before."""
        names = family_of(self.writer, {version for pair in copies for version in pair})
        members = self._members(set(names.values()))
        groups = _Groups()
        for a, b in copies:
            groups.join(a, b)
        for version, name in names.items():
            groups.join(version, next(iter(members[name])))
        for family in members.values():
            for version in family:
                groups.join(version, next(iter(family)))
        before = {version: name for name, family in members.items() for version in family}
        order = self._order(groups.versions())
        changed: set[int] = set()
        for found in groups.all():
            name = order[min(found, key=lambda version: order[version])][1]
            changed |= {version for version in found if before.get(version) != name and self._enter(version, name)}
        self.writer.flush()
        return changed

    def _members(self, names: Iterable[str]) -> dict[str, set[int]]:
        f = s.families.c
        found: dict[str, set[int]] = {}
        for some in chunks(names):
            query = select(f.family, f.version).where(f.family.in_(some), f.until == s.STANDS)
            for row in self.connection.execute(query):
                found.setdefault(row.family, set()).add(row.version)
        return found

    def _order(self, versions: Iterable[int]) -> dict[int, tuple[str, str]]:
        """Return what orders versions: publication, then name."""
        p, v = s.provenance.c, s.versions.c
        found: dict[int, tuple[str, str]] = {}
        for some in chunks(versions):
            query = (
                select(v.id, p.published, v.key)
                .join(s.provenance, (p.version == v.id) & (p.until == s.STANDS))
                .where(v.id.in_(some))
            )
            found |= {row.id: (row.published or "", row.key) for row in self.connection.execute(query)}
        return found

    def _enter(self, version: int, name: str) -> bool:
        self.writer.close(s.families, s.families.c.version == version)
        self.writer.put(s.families, version=version, family=name)
        return True

    def forget(self, version: int) -> None:
        """Take a version that is purged out of its family and out of the index of near-copies."""
        body = self.connection.execute(select(s.prints.c.body).where(s.prints.c.version == version)).scalar()
        if body is None:
            return
        for band in {number(band) for band in bands(body)}:
            self.connection.execute(delete(s.bands).where(s.bands.c.band == band, s.bands.c.version == version))
        self.connection.execute(delete(s.prints).where(s.prints.c.version == version))
        self.writer.close(s.families, s.families.c.version == version)


class _Groups:
    """Versions that were joined so far."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def join(self, a: int, b: int) -> None:
        one, two = sorted((self._root(a), self._root(b)))
        self._parent[two] = one

    def versions(self) -> list[int]:
        return list(self._parent)

    def all(self) -> Iterable[list[int]]:
        found: dict[int, list[int]] = {}
        for version in self._parent:
            found.setdefault(self._root(version), []).append(version)
        return found.values()

    def _root(self, version: int) -> int:
        self._parent.setdefault(version, version)
        while self._parent[version] != version:
            self._parent[version] = self._parent[self._parent[version]]
            version = self._parent[version]
        return version


def family_of(writer: Writer, versions: Iterable[int]) -> dict[int, str]:
    """Return the family of the versions that have one; the others are a family by themselves."""
    f = s.families.c
    found: dict[int, str] = {}
    for some in chunks(versions):
        query = select(f.version, f.family).where(f.version.in_(some), f.until == s.STANDS)
        found |= {row.version: row.family for row in writer.connection.execute(query)}
    return found
