"""Lists of what many dispatches say together: occurrences, conflicts, arrangements; and what a search finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, select, text

from greffier.ledger import schema as s
from greffier.ledger import search
from greffier.ledger.bodies import conflict_of, timeline_of
from greffier.ledger.conflicts import without_doubles
from greffier.ledger.disputes import MACHINE, REJECTED, ruled, standing_of
from greffier.ledger.filters import CODE, Moment
from greffier.ledger.model import Conflict, Side, State, Timeline
from greffier.ledger.queries import broad, matching_events, parties_of, words_at
from greffier.ledger.rows import ArrangementRow, ConflictRow, HitRow, OccurrenceRow, SideRow, StateRow
from greffier.ledger.timelines import standing_on
from greffier.ledger.wanted import Filter
from greffier.ledger.words import SENTENCE_END
from greffier.ledger.writing import chunks
from greffier.records import Span

PAGE = 500
MOST_PAGES = 8
DOUBLES = 50  # conflicts looked at beyond those asked for, as some tell one dispute twice
ABOUT = 160  # code points of a text shown where no sentence can be told
Clause = ColumnElement[bool]


def occurrences(
    connection: Connection, wanted: Filter, limit: int | None = None, *, oldest: bool = False, several: bool = False
) -> Iterator[OccurrenceRow]:
    """Yield the occurrences that a telling lets through: told last first, or (``oldest``) as they happened.

    ``several`` leaves out what one dispatch alone tells.
    """
    at = Moment(connection, wanted.as_of)
    o = s.occurrences.c
    query = select(o.id, o.name).where(at.stands(s.occurrences))
    if several:
        query = query.where(o.families > 1)
    query = query.order_by(*((o.day, o.id) if oldest else (o.last.desc(), o.id.desc())))
    ids = [row.id for row in _let_through(connection, query, o.name, wanted, at, limit)]
    for some in chunks(ids, PAGE):
        yield from occurrence_rows(connection, some, at)


def _let_through(
    connection: Connection, query: Select[Any], name: ColumnElement[Any], wanted: Filter, at: Moment, limit: int | None
) -> Sequence[Any]:
    """Return the first rows of a list of which a telling of the occurrence lets the filter through.

    Where most would, walking the list until there are enough beats gathering all that match.
    """
    if wanted == Filter(as_of=wanted.as_of):
        return connection.execute(query.limit(limit)).all()
    e, m = s.events.c, s.members.c
    found = matching_events(connection, wanted, at)
    if limit is not None and broad(connection, found):
        rows: list[Any] = []
        for number in range(MOST_PAGES):
            page = connection.execute(query.limit(PAGE).offset(number * PAGE)).all()
            names = [row._mapping[name] for row in page]
            its = found.join(s.members, m.telling == e.telling).where(m.occurrence.in_(names), at.stands(s.members))
            told = set(connection.execute(its.with_only_columns(m.occurrence)).scalars())
            rows += [row for row in page if row._mapping[name] in told]
            if len(rows) >= limit or len(page) < PAGE:
                return rows[:limit]
    tellings = found.with_only_columns(e.telling)
    homes = select(m.occurrence).where(m.telling.in_(tellings), at.stands(s.members))
    return connection.execute(query.where(name.in_(homes)).limit(limit)).all()


def occurrence_rows(connection: Connection, ids: Sequence[int], at: Moment) -> Iterator[OccurrenceRow]:
    """Yield the rows of occurrences, in the order of their ids given."""
    o, e, p = s.occurrences.c, s.events.c, s.provenance
    query = (
        select(s.occurrences, e.id.label("event"), e.place, e.place_country, p.c.name.label("dispatch"))
        .add_columns(words_at(s.events).label("words"))
        .outerjoin(s.events, and_(e.telling == o.lead, at.stands(s.events)))
        .outerjoin(s.versions, s.versions.c.id == e.version)
        .outerjoin(p, and_(p.c.version == e.version, at.stands(p)))
        .where(o.id.in_(ids))
    )
    found = {row.id: row for row in connection.execute(query)}
    sides = parties_of(connection, [row.event for row in found.values() if row.event is not None])
    for number in ids:
        row = found[number]
        acting, undergoing = sides[row.event]["A"], sides[row.event]["R"]
        yield OccurrenceRow(
            id=row.name, type=row.type, status=row.status, actors=tuple(a.name for a in acting),
            actor_countries=tuple(a.country for a in acting), recipients=tuple(a.name for a in undergoing),
            recipient_countries=tuple(a.country for a in undergoing), place=row.place,
            place_country=row.place_country, earliest=row.earliest, latest=row.latest, published_first=row.first,
            published_last=row.last, tellings=row.tellings, families=row.families, words=row.words or "",
            dispatch=row.dispatch or "",
        )  # fmt: skip


def _speaking(connection: Connection, wanted: Filter, at: Moment) -> Select[Any] | None:
    """Return a query for the versions in which an event lets the filter through; None where all do."""
    if wanted == Filter(as_of=wanted.as_of):
        return None
    return matching_events(connection, wanted, at).with_only_columns(s.events.c.version)


def conflicts(
    connection: Connection, wanted: Filter, limit: int | None = None, kind: str | None = None
) -> Iterator[ConflictRow]:
    """Yield the conflicts about what the filter lets through, those told last first.

    A conflict about an occurrence answers where a telling of it does, another where a dispatch of a side does.
    """
    at = Moment(connection, wanted.as_of)
    c, of = s.conflicts.c, s.conflict_versions.c
    query = select(s.conflicts).where(at.stands(s.conflicts))
    if kind:
        query = query.where(c.kind == kind)
    query = query.order_by(c.last.desc(), c.id.desc())
    few = None if limit is None else limit + DOUBLES
    rows = list(_let_through(connection, query, c.occurrence, wanted, at, few))
    speaking = _speaking(connection, wanted, at)
    if speaking is not None and (lone := _lone_conflicts(connection, query)):
        sides = select(of.conflict).where(of.conflict.in_([row.id for row in lone]), of.version.in_(speaking))
        told = set(connection.execute(sides).scalars())
        rows = sorted(
            [*rows, *(row for row in lone if row.id in told)], key=lambda r: (r.last or "", r.id), reverse=True
        )
    yield from conflict_rows(connection, rows, at, limit)


def conflict_rows(
    connection: Connection, rows: Sequence[Any], at: Moment, limit: int | None = None
) -> Iterator[ConflictRow]:
    """Yield the conflicts of rows of the table, in their order, each dispute once, ``limit`` at most."""
    found = {row.id: conflict_of(row.body) for row in rows}
    single, decided = {id(each) for each in without_doubles(found.values())}, ruled(connection, at)
    told = {number: standing_of(each, decided) for number, each in found.items() if id(each) in single}
    rows = [row for row in rows if told.get(row.id, REJECTED) != REJECTED][:limit]
    sides = [side for row in rows for side in found[row.id].sides]
    quotes = Quotes(connection, at, [(side.at.dispatch, side.at.span) for side in sides])
    for row in rows:
        yield conflict_row(found[row.id], row.first, row.last, quotes, told[row.id])


def _lone_conflicts(connection: Connection, query: Select[Any]) -> Sequence[Any]:
    """Return the conflicts that are about no occurrence."""
    return connection.execute(query.where(s.conflicts.c.occurrence.is_(None))).all()


def conflict_row(
    each: Conflict, first: str | None, last: str | None, quotes: Quotes, standing: str = MACHINE
) -> ConflictRow:
    """Return the row of a conflict."""
    sides = tuple(_side(side, quotes) for side in each.sides)
    return ConflictRow(each.id, each.kind, each.about, each.factor, each.occurrence, first, last, standing, sides)


def _side(side: Side, quotes: Quotes) -> SideRow:
    name, words = quotes.of(side.at.dispatch, side.at.span)
    speaker, span = side.speaker, side.at.span
    return SideRow(
        side.says, speaker.name if speaker else None, speaker.country if speaker else None,
        side.published.isoformat() if side.published else None, side.source, side.family, side.corrected, name,
        side.at.dispatch, span.start, span.end, words,
    )  # fmt: skip


class Quotes:
    """The names of dispatches and the words of their evidence, looked up for many at once."""

    def __init__(self, connection: Connection, at: Moment, places: Sequence[tuple[str, Span]]) -> None:
        """Look up the versions of the places."""
        v, p = s.versions.c, s.provenance.c
        self._found: dict[str, tuple[str, str]] = {}
        for some in chunks({version for version, _ in places}):
            query = select(v.key, p.name, v.text).join(s.provenance, (p.version == v.id) & at.stands(s.provenance))
            for row in connection.execute(query.where(v.key.in_(some))):
                self._found[row.key] = (row.name, row.text)

    def of(self, version: str, span: Span) -> tuple[str, str]:
        """Return the name of the dispatch and the words that the span holds."""
        name, content = self._found.get(version, (version, ""))
        return name, content[span.start : span.end]


def arrangements(
    connection: Connection,
    wanted: Filter,
    limit: int | None = None,
    *,
    day: date | None = None,
    party: str | None = None,
    kind: str | None = None,
) -> Iterator[ArrangementRow]:
    """Yield the arrangements over time; with ``day`` only those that had begun by then, and how they stood."""
    at = Moment(connection, wanted.as_of)
    t = s.timelines.c
    query = select(s.timelines).where(at.stands(s.timelines))
    codes = [party] if party else []
    if wanted.actor and CODE.fullmatch(wanted.actor):
        codes.append(wanted.actor[:3])
        wanted = Filter(**{name: getattr(wanted, name) for name in Filter.__slots__ if name != "actor"})
    for code in codes:
        query = query.where(t.id.in_(select(s.timeline_parties.c.timeline).where(s.timeline_parties.c.party == code)))
    if wanted.first:
        query = query.where(t.last >= wanted.first.isoformat())
    if wanted.last:
        query = query.where(t.first <= wanted.last.isoformat())
    days = {"first", "last"}
    rest = Filter(**{name: getattr(wanted, name) for name in Filter.__slots__ if name not in days})
    speaking = _speaking(connection, rest, at)
    if speaking is not None:
        of = s.timeline_versions.c
        query = query.where(t.id.in_(select(of.timeline).where(of.version.in_(speaking))))
    if kind:
        query = query.where(t.kind == kind)
    if day:
        query = query.where(t.first <= day.isoformat())
    rows = connection.execute(query.order_by(t.last.desc(), t.id.desc()).limit(limit)).all()
    found = [timeline_of(row.body) for row in rows]
    evidence = [(e.dispatch, e.span) for each in found for state in each.states for e in state.evidence]
    quotes = Quotes(connection, at, evidence)
    for each in found:
        yield arrangement_row(each, quotes, day)


def arrangement_row(each: Timeline, quotes: Quotes, day: date | None = None) -> ArrangementRow:
    """Return the row of an arrangement, as it stood on a day or after its last state."""
    states = tuple(_state(state, quotes) for state in each.states)
    stands = standing_on(each, day or date.max)
    if stands is None:  # no state is dated
        last = "" if day else each.states[-1].transition
        return ArrangementRow(each.id, each.kind, each.parties, each.object, last, None, False, None, states)
    due = stands.announced.due if stands.announced else None
    return ArrangementRow(
        each.id, each.kind, each.parties, each.object, stands.last.transition, stands.in_force, stands.contested,
        _iso(due), states,
    )  # fmt: skip


def _state(state: State, quotes: Quotes) -> StateRow:
    evidence = tuple(
        (*quotes.of(at.dispatch, at.span)[:1], at.span.start, at.span.end, quotes.of(at.dispatch, at.span)[1])
        for at in state.evidence
    )
    speaker = state.speaker.name if state.speaker else None
    return StateRow(_iso(state.date), state.transition, _iso(state.due), speaker, evidence)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def hits(
    connection: Connection, query: str, wanted: Filter, limit: int | None = None, *, exact: bool = False
) -> Iterator[HitRow]:
    """Yield the dispatches that a search finds, the best first (``search.condition`` says how it is written)."""
    at = Moment(connection, wanted.as_of)
    ranked = _ranked(connection, query, wanted, at, limit, exact=exact)
    for some in chunks(ranked, PAGE):
        rows = dispatch_rows(connection, [row.id for row in some], at)
        for number, rank in some:
            row = rows[number]
            place = search.where_found(row.text, query, exact=exact)
            yield hit_row(row, sentence_around(row.text, place), -rank)


def _ranked(
    connection: Connection, query: str, wanted: Filter, at: Moment, limit: int | None, *, exact: bool
) -> Sequence[Any]:
    """Return versions and ranks, the best first: of the best few where these are enough, else of all that match."""
    sql, values = search.condition(query, connection.dialect.name, exact=exact)
    few = f" ORDER BY rank LIMIT {4 * limit}" if limit and wanted == Filter(as_of=wanted.as_of) else ""
    v, p, j = s.versions.c, s.provenance.c, s.projections
    found: Sequence[Any] = ()
    for end in dict.fromkeys((few, "")):
        matched = text(sql + end).bindparams(**values).columns(v.id.label("version"), s.links.c.score.label("rank"))
        hit = matched.subquery("hit")
        chosen = (
            select(v.id, hit.c.rank)
            .join(hit, hit.c.version == v.id)
            .join(j, and_(j.c.version == v.id, at.stands(j)))
            .join(s.provenance, and_(p.version == v.id, at.stands(s.provenance)))
            .where(*of_dispatches(connection, wanted, at))
            .order_by(hit.c.rank, v.id)
            .limit(limit)
        )
        found = connection.execute(chosen).all()
        if limit is None or len(found) >= limit:
            break
    return found


def of_dispatches(connection: Connection, wanted: Filter, at: Moment) -> list[Clause]:
    """Return the conditions on dispatches: days are those of publication, the rest is asked of their events."""
    p, clauses = s.provenance.c, []
    if wanted.first:
        clauses.append(p.published >= wanted.first.isoformat())
    if wanted.last:
        clauses.append(p.published <= wanted.last.isoformat())
    days = {"first", "last"}
    rest = Filter(**{name: getattr(wanted, name) for name in Filter.__slots__ if name not in days})
    speaking = _speaking(connection, rest, at)
    if speaking is not None:
        clauses.append(s.versions.c.id.in_(speaking))
    return clauses


def dispatch_rows(connection: Connection, versions: Sequence[int], at: Moment) -> dict[int, Any]:
    """Return the provenance and text of versions."""
    v, p = s.versions.c, s.provenance
    query = select(p, v.id.label("number"), v.key, v.text).join(p, and_(p.c.version == v.id, at.stands(p)))
    return {row.number: row for row in connection.execute(query.where(v.id.in_(versions)))}


def hit_row(row: Any, place: Span, score: float) -> HitRow:
    """Return the row of a dispatch that was found, with the sentence that answers."""
    words = " ".join(row.text[place.start : place.end].split())
    return HitRow(
        row.name, row.key, row.source, row.url, row.published, row.title, words, place.start, place.end,
        round(float(score), 4),
    )  # fmt: skip


def sentence_around(content: str, place: tuple[int, int] | None) -> Span:
    """Return the sentence that holds a place of the text, the text's beginning for None."""
    if place is None:
        return Span(0, max(1, min(len(content), ABOUT)))
    ends = [match.end() for match in SENTENCE_END.finditer(content)]
    start = max((end for end in ends if end <= place[0]), default=0)
    end = min((end for end in ends if end > place[0]), default=len(content))
    while start < place[0] and content[start].isspace():
        start += 1
    return Span(start, max(end, start + 1))
