"""Keeps who is who over all dispatches: tallies of how often each is named, and which names are one actor's."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from greffier.ledger import schema as s
from greffier.ledger.identities import Form, Identity, identities, identity_keys, same_actor
from greffier.ledger.ids import number
from greffier.ledger.projection import Cast
from greffier.ledger.rulings import standing as standing_decisions
from greffier.ledger.store import Standing
from greffier.ledger.writing import Writer, chunks

ACTOR = "actor"
ENTITY = "a"
AT_ONCE = 500


class People:
    """Works out, in one transaction, who is who."""

    def __init__(self, writer: Writer) -> None:
        """Write through the writer."""
        self.writer, self.connection = writer, writer.connection

    def welcome(self, standing: Sequence[Standing], gone: Sequence[int], cast: Cast) -> None:
        """Count who is named in what stands now, and note the names that are new."""
        forms = forms_of(self.connection, cast.fresh)
        for actor, form in forms.items():
            for key in sorted({number(key) for key in identity_keys(form)}):
                self.writer.put(s.actor_keys, key=key, actor=actor)
            self.writer.put(s.dirty, what=ACTOR, bucket=str(actor))
        cast.fresh.clear()
        before = set(gone)
        self._count(self._tally(standing, before, cast))
        self.writer.flush()
        if before:
            self._recount(self.named(before))

    def _tally(self, standing: Sequence[Standing], before: set[int], cast: Cast) -> dict[int, list[Any]]:
        """Return for each actor acts, undergoes, says, first and last day of what is new."""
        found: dict[int, list[Any]] = defaultdict(lambda: [0, 0, 0, None, None])
        for each in standing:
            if each.version in before:
                continue
            published = each.reading.dispatch.published
            day = published.isoformat() if published else None
            named = [(cast.id(a), 0) for e in each.reading.events for a in e.actors]
            named += [(cast.id(a), 1) for e in each.reading.events for a in e.recipients]
            named += [(cast.id(c.speaker_actor), 2) for c in each.reading.claims if c.speaker_actor]
            for actor, column in named:
                assert actor is not None
                row = found[actor]
                row[column] += 1
                if day:
                    row[3], row[4] = min(row[3] or day, day), max(row[4] or day, day)
        return found

    def _count(self, found: dict[int, list[Any]]) -> None:
        """Add to the tallies."""
        t = s.tallies.c
        for some in chunks(found):
            known = {row.actor: row for row in self.connection.execute(select(s.tallies).where(t.actor.in_(some)))}
            changed = []
            for actor in some:
                acts, undergoes, says, first, last = found[actor]
                row = known.get(actor)
                if row is None:
                    counts = {"acts": acts, "undergoes": undergoes, "says": says, "first": first, "last": last}
                    self.writer.put(s.tallies, actor=actor, **counts)
                    continue
                days = [day for day in (row.first, row.last, first, last) if day]
                counts = {"acts": row.acts + acts, "undergoes": row.undergoes + undergoes, "says": row.says + says}
                bounds = {"first": min(days, default=None), "last": max(days, default=None)}
                changed.append({"_actor": actor, **counts, **bounds})
            if changed:
                self.connection.execute(update(s.tallies).where(t.actor == bindparam("_actor")), changed)

    def named(self, versions: Iterable[int]) -> set[int]:
        """Return everybody whom the versions named, at any time."""
        e, p, c = s.events.c, s.parties.c, s.claims.c
        found: set[int] = set()
        for some in chunks(versions):
            query = select(p.actor).join(s.events, e.id == p.event).where(e.version.in_(some))
            found |= set(self.connection.execute(query).scalars())
            query = select(c.speaker).where(c.version.in_(some), c.speaker.is_not(None))
            found |= set(self.connection.execute(query).scalars())
        return found

    def _recount(self, actors: Iterable[int]) -> None:
        """Count actors anew from all that stands."""
        for some in chunks(sorted(actors), 200):
            self.connection.execute(delete(s.tallies).where(s.tallies.c.actor.in_(some)))
            found: dict[int, list[Any]] = defaultdict(lambda: [0, 0, 0, None, None])
            for actor, column, count, first, last in standing_counts(self.connection, some):
                row = found[actor]
                row[column] += count
                row[3] = min((d for d in (row[3], first) if d), default=None)
                row[4] = max((d for d in (row[4], last) if d), default=None)
            self._count(found)
            self.writer.flush()

    def mark(self, forms: Sequence[Sequence[str | None]]) -> None:
        """Note that a decision says something new of names (name, country, sector, Wikidata id)."""
        named = {Form(str(f[0]), f[1], f[2], f[3]) for f in forms}
        for actor in sorted(actors_of_forms(self.connection, named)):
            known = select(s.dirty.c.bucket).where(s.dirty.c.what == ACTOR, s.dirty.c.bucket == str(actor))
            if self.connection.execute(known).first() is None:
                self.writer.put(s.dirty, what=ACTOR, bucket=str(actor))
        self.writer.flush()

    def work_out(self) -> None:
        """Work out who is who among the names that are marked, and all that they could be."""
        d = s.dirty.c
        marked = list(self.connection.execute(select(d.bucket).where(d.what == ACTOR).limit(AT_ONCE)).scalars())
        if not marked:
            return
        actors = self._all_near({int(actor) for actor in marked})
        forms = forms_of(self.connection, actors)
        counted = self._counted(forms)
        joined, split = self._decided()
        by_form: dict[Form, list[int]] = defaultdict(list)
        for actor, form in forms.items():
            by_form[form].append(actor)
        known = self._stood(forms)
        for each in identities(counted, joined, split):
            self._keep(each, by_form, known)
        for some in chunks({str(actor) for actor in actors} | set(marked)):
            self.connection.execute(delete(s.dirty).where(d.what == ACTOR, d.bucket.in_(some)))
        self.writer.flush()

    def _all_near(self, actors: set[int]) -> set[int]:
        """Return the actors, all that may be the same as they or share a decision with them, and so on."""
        joined, split = self._decided()
        bound: dict[Form, set[Form]] = defaultdict(set)
        for a, b in [*joined, *split]:
            bound[a].add(b)
            bound[b].add(a)
        found, frontier = set(actors), set(actors)
        while frontier:
            forms = forms_of(self.connection, frontier)
            reached = self._alike(forms)
            if bound:
                near = {x for form in forms.values() for x in bound.get(form, ())}
                reached |= actors_of_forms(self.connection, near)
            frontier = reached - found
            found |= frontier
        return found

    def _alike(self, forms: dict[int, Form]) -> set[int]:
        """Return the actors that share a key with one of the forms and may be the same."""
        k = s.actor_keys.c
        owners: dict[int, list[Form]] = defaultdict(list)
        for some in chunks(forms):
            for row in self.connection.execute(select(s.actor_keys).where(k.actor.in_(some))):
                owners[row.key].append(forms[row.actor])
        met: dict[int, set[Form]] = defaultdict(set)
        for part in chunks(owners):
            for row in self.connection.execute(select(s.actor_keys).where(k.key.in_(part))):
                met[row.actor].update(owners[row.key])
        others = forms_of(self.connection, met)
        return {a for a, near in met.items() if any(f == others[a] or same_actor(f, others[a]).joined for f in near)}

    def _counted(self, forms: dict[int, Form]) -> dict[Form, int]:
        t = s.tallies.c
        counts: dict[int, int] = {}
        for some in chunks(forms):
            for row in self.connection.execute(select(s.tallies).where(t.actor.in_(some))):
                counts[row.actor] = row.acts + row.undergoes + row.says
        found: dict[Form, int] = defaultdict(int)
        for actor, form in forms.items():
            found[form] += counts.get(actor, 0)
        return dict(found)

    def _decided(self) -> tuple[list[tuple[Form, Form]], list[tuple[Form, Form]]]:
        joined: dict[frozenset[Form], tuple[Form, Form]] = {}
        split: dict[frozenset[Form], tuple[Form, Form]] = {}
        for row in standing_decisions(self.connection, kind=("join", "split"), target=ACTOR):
            body = json.loads(row.body)
            for one in body["one"]:
                for other in body["other"]:
                    pair = Form(*one), Form(*other)
                    into, out = (joined, split) if row.kind == "join" else (split, joined)
                    into[frozenset(pair)] = pair
                    out.pop(frozenset(pair), None)
        return list(joined.values()), list(split.values())

    def _stood(self, actors: Iterable[int]) -> dict[int, Any]:
        e = s.entities.c
        found: dict[int, Any] = {}
        for some in chunks(actors):
            query = select(s.entities).where(e.actor.in_(some), e.until == s.STANDS)
            found |= {row.actor: row for row in self.connection.execute(query)}
        return found

    def _keep(self, each: Identity, by_form: dict[Form, list[int]], known: dict[int, Any]) -> None:
        e = s.entities.c
        actors = {actor: form for form in each.forms for actor in by_form[form]}
        for actor, form in sorted(actors.items()):
            about = {"entity": ENTITY + each.id, "name": each.name, "country": each.country}
            stood: Any = known.get(actor)
            if stood is not None and all(getattr(stood, key) == value for key, value in about.items()):
                continue
            if stood is not None:
                self.writer.close(s.entities, e.id == stood.id)
            self.writer.put(s.entities, actor=actor, reason=_reason(form, each.forms), **about)


def _reason(form: Form, forms: Sequence[Form]) -> str | None:
    """Return why a name is the actor's: what it has most in common with another of its names."""
    verdicts = [same_actor(form, other) for other in forms if other != form]
    best = max((v for v in verdicts if v.joined), key=lambda v: v.score, default=None)
    return "; ".join(best.reasons) if best else ("a decision" if verdicts else None)


def forms_of(connection: Connection, actors: Iterable[int]) -> dict[int, Form]:
    """Return the form of each actor."""
    a = s.actors.c
    found = {}
    for some in chunks(actors):
        query = select(a.id, a.name, a.country, a.sector, a.wikidata).where(a.id.in_(some))
        for row in connection.execute(query):
            found[row.id] = Form(row.name, row.country or None, row.sector or None, row.wikidata or None)
    return found


def actors_of_forms(connection: Connection, forms: Iterable[Form]) -> set[int]:
    """Return the actors that have one of the forms."""
    wanted = set(forms)
    found: set[int] = set()
    for some in chunks({form.name for form in wanted}):
        ids = list(connection.execute(select(s.actors.c.id).where(s.actors.c.name.in_(some))).scalars())
        found |= {actor for actor, form in forms_of(connection, ids).items() if form in wanted}
    return found


def standing_counts(connection: Connection, actors: Sequence[int]) -> Iterable[tuple[int, int, int, str, str]]:
    """Yield of actors: who, 0 acts, 1 undergoes or 2 says, how often, first and last day of publication."""
    e, p, c = s.events.c, s.parties.c, s.claims.c
    days = func.min(e.published), func.max(e.published)
    query = (
        select(p.actor, p.side, func.count(), *days)
        .join(s.events, e.id == p.event)
        .where(p.actor.in_(actors), e.until == s.STANDS)
        .group_by(p.actor, p.side)
    )
    for actor, side, count, first, last in connection.execute(query):
        yield actor, 0 if side == "A" else 1, count, first, last
    said = (
        select(c.speaker, func.count(), func.min(c.published), func.max(c.published))
        .where(c.speaker.in_(actors), c.until == s.STANDS)
        .group_by(c.speaker)
    )
    for actor, count, first, last in connection.execute(said):
        yield actor, 2, count, first, last
