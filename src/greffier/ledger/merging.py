"""Keeps occurrences as tellings come and go: compares what may be one, clusters anew only what that touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, or_, select

from greffier.ledger import schema as s
from greffier.ledger.blocking import keys
from greffier.ledger.cluster import Decided, cluster, occurrence, pair
from greffier.ledger.compare import compare
from greffier.ledger.deciding import bonds
from greffier.ledger.ids import OCCURRENCE, canonical, number
from greffier.ledger.model import Telling
from greffier.ledger.sketch import Sketch, sketch, unpacked
from greffier.ledger.store import Standing
from greffier.ledger.summing import Summary, summary
from greffier.ledger.writing import Writer, chunks

WORTH_KEEPING = 0.3  # the least score of a pair kept apart whose reasons are kept
MOST_SKETCHES = 60_000


class Sketches:
    """The sketches of tellings by their number, those used lately held in memory."""

    def __init__(self) -> None:
        """Hold none yet."""
        self._held: dict[int, Sketch] = {}

    def put(self, telling: int, found: Sketch) -> None:
        """Hold a sketch."""
        if len(self._held) >= MOST_SKETCHES:
            for old in list(self._held)[: MOST_SKETCHES // 2]:
                del self._held[old]
        self._held[telling] = found

    def drop(self, telling: int) -> None:
        """Hold a sketch no longer."""
        self._held.pop(telling, None)

    def of(self, writer: Writer, tellings: Iterable[int]) -> dict[int, Sketch]:
        """Return the sketches of tellings; those that have none any more are left out."""
        wanted = list(dict.fromkeys(tellings))
        found = {telling: self._held[telling] for telling in wanted if telling in self._held}
        for some in chunks([telling for telling in wanted if telling not in found]):
            for row in writer.connection.execute(select(s.sketches).where(s.sketches.c.telling.in_(some))):
                found[row.telling] = unpacked(row.body)
                self.put(row.telling, found[row.telling])
        return found


class Merger:
    """Merges in one transaction what changed in it."""

    def __init__(self, writer: Writer, sketches: Sketches) -> None:
        """Write through the writer; ``sketches`` outlive it."""
        self.writer, self.connection, self.sketches = writer, writer.connection, sketches

    def merge(self, standing: Sequence[Standing], gone: Iterable[int], touched: Iterable[int] = ()) -> set[int]:
        """Take in what stands, let go what no longer does; return the versions whose occurrences changed.

        ``gone`` are versions that stood before; ``touched`` are tellings that a decision joins or splits.
        """
        fresh, stale = self._changed(standing, gone)
        seeds = set(touched) | self._withdraw([*stale, *(t for t in fresh if fresh[t][1])])
        new = {telling: made for telling, (made, _) in fresh.items()}
        self._enter(new)
        self.writer.flush()
        seeds |= new.keys() | self._compare(new)
        self.writer.flush()
        return self._cluster(seeds)

    def _changed(
        self, standing: Sequence[Standing], gone: Iterable[int]
    ) -> tuple[dict[int, tuple[Sketch, bool]], list[int]]:
        """Return the tellings that are new or not as they were (and whether they were known), and those gone."""
        fresh: dict[int, tuple[Sketch, bool]] = {}
        now: set[int] = set()
        before = self._entered(gone)
        known = {number: made.packed() for number, made in self.sketches.of(self.writer, before).items()}
        for each in standing:
            for index, telling in enumerate(each.tellings):
                now.add(telling)
                made = sketch(Telling(_key(each, index), each.reading, index))
                if known.get(telling) != made.packed():
                    fresh[telling] = (made, telling in known)
        return fresh, [telling for telling in before if telling not in now]

    def _entered(self, versions: Iterable[int]) -> list[int]:
        t = s.tellings.c
        found: list[int] = []
        for some in chunks(versions):
            query = (
                select(t.id).join(s.sketches, s.sketches.c.telling == t.id).where(t.version.in_(some)).order_by(t.id)
            )
            found += self.connection.execute(query).scalars()
        return found

    def _withdraw(self, tellings: Sequence[int]) -> set[int]:
        """Take tellings out of all indexes; return those that they were joined with, or shared an occurrence with."""
        made = self.sketches.of(self.writer, tellings)
        seeds = self._neighbours(tellings)
        links, m = s.links.c, s.members.c
        for telling in tellings:
            for block in {number(key) for key in keys(made[telling])} if telling in made else ():
                condition = (s.blocks.c.block == block) & (s.blocks.c.telling == telling)
                self.connection.execute(delete(s.blocks).where(condition))
            self.connection.execute(delete(s.sketches).where(s.sketches.c.telling == telling))
            self.sketches.drop(telling)
        for some in chunks(tellings):
            self.writer.close(s.links, or_(links.a.in_(some), links.b.in_(some)))
            homes = select(m.occurrence).where(m.telling.in_(some), m.until == s.STANDS)
            query = select(m.telling).where(m.occurrence.in_(homes), m.until == s.STANDS)
            seeds |= set(self.connection.execute(query).scalars())
        return seeds

    def _enter(self, new: dict[int, Sketch]) -> None:
        for telling, made in new.items():
            self.writer.put(s.sketches, telling=telling, body=made.packed())
            self.sketches.put(telling, made)
            for block in sorted({number(key) for key in keys(made)}):
                self.writer.put(s.blocks, block=block, telling=telling)

    def _compare(self, new: dict[int, Sketch]) -> set[int]:
        """Compare new tellings with all that share a key with them; return those that they were joined with."""
        owners: dict[int, list[int]] = defaultdict(list)
        for telling, made in new.items():
            for key in keys(made):
                owners[number(key)].append(telling)
        pairs: set[tuple[int, int]] = set()
        for some in chunks(owners):
            query = select(s.blocks.c.block, s.blocks.c.telling).where(s.blocks.c.block.in_(some))
            for block, other in self.connection.execute(query):
                pairs |= {(min(t, other), max(t, other)) for t in owners[block] if t != other}
        others = self.sketches.of(self.writer, {t for p in pairs for t in p})
        joined: set[int] = set()
        for a, b in sorted(pairs):
            verdict = compare(others[a], others[b])
            if verdict.joined or verdict.score >= WORTH_KEEPING:
                reasons = canonical(verdict.reasons)
                self.writer.put(s.links, a=a, b=b, joined=verdict.joined, score=verdict.score, reasons=reasons)
            if verdict.joined:
                joined |= {a, b}
        return joined

    def _neighbours(self, tellings: Iterable[int]) -> set[int]:
        found: set[int] = set()
        links = s.links.c
        for some in chunks(tellings):
            for one, other in ((links.a, links.b), (links.b, links.a)):
                query = select(other).where(one.in_(some), links.joined, links.until == s.STANDS)
                found |= set(self.connection.execute(query).scalars())
        return found

    def _cluster(self, seeds: set[int]) -> set[int]:
        """Cluster anew all that joins or decisions connect with the seeds; return the versions that this changed."""
        decided = bonds(self.connection)
        bound: dict[int, set[int]] = defaultdict(set)
        for a, b, same in decided:
            if same:
                bound[a].add(b)
                bound[b].add(a)
        component, frontier = set(seeds), set(seeds)
        while frontier:
            reached = self._neighbours(frontier).union(*(bound.get(t, set()) for t in frontier))
            frontier = reached - component
            component |= frontier
        made = self.sketches.of(self.writer, component)
        by_key = {each.key: (telling, each) for telling, each in made.items()}
        scores = self._scores(made)
        rules = [Decided(made[a].key, made[b].key, same) for a, b, same in decided if a in made and b in made]
        groups = cluster({key: each for key, (_, each) in by_key.items()}, scores, rules)
        homes: dict[int, str] = {}
        summaries: list[Summary] = []
        for group in groups:
            name = OCCURRENCE + occurrence([by_key[key][1] for key in group]).id
            members = [by_key[key][0] for key in group]
            homes |= dict.fromkeys(members, name)
            summaries.append(summary(name, [(t, made[t]) for t in members]))
        return self._record(component, homes, summaries)

    def _scores(self, made: dict[int, Sketch]) -> dict[tuple[str, str], float]:
        links = s.links.c
        scores: dict[tuple[str, str], float] = {}
        for some in chunks(made):
            query = select(links.a, links.b, links.score).where(
                links.a.in_(some), links.joined, links.until == s.STANDS
            )
            for a, b, score in self.connection.execute(query):
                if b in made:
                    scores[pair(made[a].key, made[b].key)] = score
        return scores

    def _record(self, component: set[int], homes: dict[int, str], summaries: Sequence[Summary]) -> set[int]:
        """Write what differs from what stood; return the versions of the tellings that changed home."""
        m = s.members.c
        before: dict[int, str] = {}
        for some in chunks(component):
            query = select(m.telling, m.occurrence).where(m.telling.in_(some), m.until == s.STANDS)
            before |= {row.telling: row.occurrence for row in self.connection.execute(query)}
        moved = sorted(t for t in component if before.get(t) != homes.get(t))
        for some in chunks([t for t in moved if t in before]):
            self.writer.close(s.members, m.telling.in_(some))
        for telling in moved:
            if telling in homes:
                self.writer.put(s.members, occurrence=homes[telling], telling=telling)
        self._write_summaries(summaries, {before[t] for t in before} - set(homes.values()), before, homes)
        self.writer.flush()
        return self._versions(moved)

    def _write_summaries(
        self, summaries: Sequence[Summary], retired: set[str], before: dict[int, str], homes: dict[int, str]
    ) -> None:
        o = s.occurrences.c
        standing: dict[str, Any] = {}
        for some in chunks([each.name for each in summaries]):
            query = select(s.occurrences).where(o.name.in_(some), o.until == s.STANDS)
            standing |= {row.name: row for row in self.connection.execute(query)}
        families = self._families(summaries)
        for each in summaries:
            row = each.row(families)
            known = standing.get(each.name)
            if known is None or any(getattr(known, key) != value for key, value in row.items()):
                if known is not None:
                    self.writer.close(s.occurrences, o.id == known.id)
                self.writer.put(s.occurrences, **row)
        for name in sorted(retired):
            lead = self.connection.execute(select(o.lead).where(o.name == name, o.until == s.STANDS)).scalar()
            self.writer.close(s.occurrences, o.name == name)
            heir = homes.get(lead) if lead is not None else None
            heir = heir or next((homes[t] for t in sorted(before) if before[t] == name and t in homes), None)
            if heir:
                self.writer.put(s.redirects, old=name, new=heir)

    def _families(self, summaries: Sequence[Summary]) -> dict[int, str]:
        """Return the source family of each telling of the occurrences: its version's, or the version itself."""
        t, f = s.tellings.c, s.families.c
        found: dict[int, str] = {}
        for some in chunks([telling for each in summaries for telling, _ in each.members]):
            query = (
                select(t.id, t.version, f.family)
                .outerjoin(s.families, (f.version == t.version) & (f.until == s.STANDS))
                .where(t.id.in_(some))
            )
            found |= {row.id: row.family or str(row.version) for row in self.connection.execute(query)}
        return found

    def _versions(self, tellings: Sequence[int]) -> set[int]:
        found: set[int] = set()
        for some in chunks(tellings):
            found |= set(
                self.connection.execute(select(s.tellings.c.version).where(s.tellings.c.id.in_(some))).scalars()
            )
        return found


def _key(each: Standing, index: int) -> str:
    from greffier.ledger.ids import telling_keys

    return telling_keys(each.key, (e.triggers[0].start for e in each.reading.events))[index]
