"""Works out conflicts and arrangements over time anew where something changed, and keeps what they were before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, delete, select

from greffier.ledger import schema as s
from greffier.ledger.account import Account
from greffier.ledger.conflicts import conflicts_of, statements_of
from greffier.ledger.ids import canonical
from greffier.ledger.kinship import family_of
from greffier.ledger.model import Conflict, Timeline
from greffier.ledger.moves import Move, moves
from greffier.ledger.standing import standing_conflicts
from greffier.ledger.statements import Statement
from greffier.ledger.store import Standing, reading_of
from greffier.ledger.timelines import timelines_of
from greffier.ledger.writing import Writer, chunks

TOPIC, MOVE = "topic", "move"
MOST_TOLD = 20_000
AT_ONCE = 256  # points worked out in one transaction


@dataclass(frozen=True, slots=True)
class Told:
    """What one version says on points that may be disputed, and of arrangements."""

    statements: tuple[Statement, ...] = ()
    moves: tuple[Move, ...] = ()


class Deriver:
    """Works out, in one transaction, what changed; ``told`` (by version) outlives it."""

    def __init__(self, writer: Writer, told: dict[int, Told], standing: Sequence[Standing] = ()) -> None:
        """Write through the writer; ``standing`` are readings at hand."""
        self.writer, self.connection, self.told = writer, writer.connection, told
        self.standing = {each.version: each for each in standing}
        self._known: dict[str, dict[str, dict[str, Any]]] = {}

    def mark(self, versions: Iterable[int]) -> None:
        """Note that what the versions say, or what it is part of, is not what it was."""
        wanted = sorted(set(versions))
        stale: set[tuple[str, str]] = set()
        t = s.topics.c
        for some in chunks(wanted):
            query = select(t.what, t.bucket).where(t.version.in_(some))
            stale |= {(row.what, row.bucket) for row in self.connection.execute(query)}
            self.connection.execute(delete(s.topics).where(t.version.in_(some)))
        for version, told in self._look(wanted).items():
            rows = {(TOPIC, each.topic, "") for each in told.statements}
            rows |= {(MOVE, each.key, each.occurrence or "") for each in told.moves}
            for what, bucket, occurrence in sorted(rows):
                self.writer.put(s.topics, version=version, what=what, bucket=bucket, occurrence=occurrence)
            stale |= {(what, bucket) for what, bucket, _ in rows}
            stale |= self._beside({occurrence for _, _, occurrence in rows if occurrence})
        self._dirty(stale)
        self.writer.flush()

    def _beside(self, occurrences: set[str]) -> set[tuple[str, str]]:
        """Return the arrangements that other tellings of the occurrences speak of: one may settle the other's kind."""
        t = s.topics.c
        found: set[tuple[str, str]] = set()
        for some in chunks(occurrences):
            query = select(t.bucket).where(t.what == MOVE, t.occurrence.in_(some))
            found |= {(MOVE, bucket) for bucket in self.connection.execute(query).scalars()}
        return found

    def _dirty(self, stale: Iterable[tuple[str, str]]) -> None:
        wanted = set(stale)
        d = s.dirty.c
        for some in chunks(sorted(wanted)):
            query = select(d.what, d.bucket).where(d.bucket.in_([bucket for _, bucket in some]))
            wanted -= {(row.what, row.bucket) for row in self.connection.execute(query)}
        for what, bucket in sorted(wanted):
            self.writer.put(s.dirty, what=what, bucket=bucket)

    def work_out(self) -> int:
        """Work out some of what is marked; return how many points were done, 0 where nothing was left."""
        d = s.dirty.c
        rows = self.connection.execute(
            select(d.what, d.bucket).where(d.what.in_((TOPIC, MOVE))).order_by(d.what, d.bucket).limit(AT_ONCE)
        ).all()
        topics = [row.bucket for row in rows if row.what == TOPIC]
        keys = [row.bucket for row in rows if row.what == MOVE]
        self._look_up(s.conflicts, [*topics, *(f"{MOVE}|{key}" for key in keys)])
        self._look_up(s.timelines, keys)
        self._topics(topics)
        self._moves(keys)
        for what, done in ((TOPIC, topics), (MOVE, keys)):
            for some in chunks(done):
                self.connection.execute(delete(s.dirty).where(d.what == what, d.bucket.in_(some)))
        self.writer.flush()
        return len(rows)

    def _topics(self, topics: Sequence[str]) -> None:
        speakers = self._speakers(TOPIC, topics)
        told = self._look({version for versions in speakers.values() for version in versions})
        for topic in topics:
            found = [x for version in speakers.get(topic, ()) for x in told[version].statements if x.topic == topic]
            self._keep_conflicts(topic, conflicts_of(found))

    def _moves(self, keys: Sequence[str]) -> None:
        t = s.topics.c
        for key in keys:
            occurrences = select(t.occurrence).where(t.what == MOVE, t.bucket == key, t.occurrence != "")
            query = select(t.version).where(t.what == MOVE, (t.bucket == key) | t.occurrence.in_(occurrences))
            told = self._look(set(self.connection.execute(query).scalars()))
            near = {m.occurrence for each in told.values() for m in each.moves if m.key == key and m.occurrence}
            found = [m for each in told.values() for m in each.moves if m.key == key or m.occurrence in near]
            kind, *parties = key.split("|")
            lines = [x for x in timelines_of(found) if x.kind == kind and x.parties == tuple(parties)]
            self._keep_timelines(key, lines)
            self._keep_conflicts(f"{MOVE}|{key}", tuple(standing_conflicts(found, key)))

    def _speakers(self, what: str, buckets: Sequence[str]) -> dict[str, list[int]]:
        t = s.topics.c
        found: dict[str, list[int]] = {}
        for some in chunks(buckets):
            query = select(t.bucket, t.version).where(t.what == what, t.bucket.in_(some)).order_by(t.version)
            for bucket, version in self.connection.execute(query):
                found.setdefault(bucket, []).append(version)
        return found

    def _look(self, versions: Iterable[int]) -> dict[int, Told]:
        wanted = sorted(set(versions))
        missing = [version for version in wanted if version not in self.told]
        for version, account in accounts_of(self.writer, missing, self.standing).items():
            self.told[version] = Told(statements_of(account), moves(account))
        found = {version: self.told.setdefault(version, Told()) for version in wanted}
        if len(self.told) > MOST_TOLD:
            for old in list(self.told)[: MOST_TOLD // 2]:
                del self.told[old]
        return found

    def _keep_conflicts(self, bucket: str, found: Sequence[Conflict]) -> None:
        rows = {}
        for each in found:
            days = [*sorted(side.published.isoformat() for side in each.sides if side.published), None]
            about = {"kind": each.kind, "occurrence": each.occurrence}
            body = canonical(json_of(each))
            rows[each.id] = about | {"first": days[0], "last": days[-2:][0], "body": body}
        versions = {each.id: sorted({side.at.dispatch for side in each.sides}) for each in found}
        for name, number in self._replace(s.conflicts, bucket, rows).items():
            for version in self._numbers(versions[name]):
                self.writer.put(s.conflict_versions, conflict=number, version=version)

    def _keep_timelines(self, bucket: str, found: Sequence[Timeline]) -> None:
        rows = {}
        for each in found:
            days = [*sorted(state.date.isoformat() for state in each.states if state.date), None]
            about = {"kind": each.kind, "object": each.object, "body": canonical(json_of(each))}
            rows[each.id] = about | {"first": days[0], "last": days[-2:][0]}
        parties = {each.id: each.parties for each in found}
        versions = {each.id: sorted({at.dispatch for state in each.states for at in state.evidence}) for each in found}
        for name, number in self._replace(s.timelines, bucket, rows).items():
            for party in sorted(set(parties[name])):
                self.writer.put(s.timeline_parties, timeline=number, party=party)
            for version in self._numbers(versions[name]):
                self.writer.put(s.timeline_versions, timeline=number, version=version)

    def _numbers(self, keys: Sequence[str]) -> list[int]:
        found: list[int] = []
        for some in chunks(keys):
            found += self.connection.execute(select(s.versions.c.id).where(s.versions.c.key.in_(some))).scalars()
        return sorted(found)

    def _look_up(self, table: Table, buckets: Sequence[str]) -> None:
        """Look up what stands for the buckets."""
        found: dict[str, dict[str, Any]] = {bucket: {} for bucket in buckets}
        for some in chunks(buckets):
            query = select(table).where(table.c.bucket.in_(some), table.c.until == s.STANDS)
            for row in self.connection.execute(query):
                found[row.bucket][row.name] = row
        self._known[table.name] = found

    def _replace(self, table: Table, bucket: str, rows: dict[str, dict[str, Any]]) -> dict[str, int]:
        """Let the rows stand for the bucket; return the new ones, by name."""
        known = self._known[table.name][bucket]
        kept = {name for name, row in rows.items() if name in known and known[name].body == row["body"]}
        gone = [row.id for name, row in known.items() if name not in kept]
        for some in chunks(gone):
            self.writer.close(table, table.c.id.in_(some))
        return {
            name: self.writer.put(table, name=name, bucket=bucket, **row)
            for name, row in rows.items()
            if name not in kept
        }


def accounts_of(writer: Writer, versions: Sequence[int], at_hand: Mapping[int, Standing]) -> dict[int, Account]:
    """Return the accounts of the versions that stand; readings that are ``at_hand`` are not looked up."""
    families = family_of(writer, versions)
    e, m = s.events.c, s.members.c
    homes: dict[int, list[str]] = {version: [] for version in versions}
    for some in chunks(versions):
        query = (
            select(e.version, e.pos, m.occurrence)
            .outerjoin(s.members, (m.telling == e.telling) & (m.until == s.STANDS))
            .where(e.version.in_(some), e.until == s.STANDS)
            .order_by(e.version, e.pos)
        )
        for row in writer.connection.execute(query):
            homes[row.version].append(row.occurrence or f"{row.version}:{row.pos}")
    found = {}
    for version in versions:
        standing = at_hand.get(version) or reading_of(writer.connection, version, s.STANDS)
        if standing is not None:
            found[version] = Account(standing.reading, tuple(homes[version]), families.get(version), standing.key)
    return found


def json_of(record: Conflict | Timeline) -> dict[str, Any]:
    """Return the record as JSON takes it: days as ISO strings, spans as ``{"start", "end"}``."""
    found: dict[str, Any] = json.loads(json.dumps(asdict(record), default=_day))
    return found


def _day(value: object) -> str:
    assert isinstance(value, date)
    return value.isoformat()


def pending(connection: Connection) -> bool:
    """Tell whether something is marked that was not worked out yet."""
    return connection.execute(select(s.dirty.c.bucket).limit(1)).first() is not None
