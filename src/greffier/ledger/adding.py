"""Adds readings to a ledger: what is known already changes nothing, what is new is recorded beside what was there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from sqlalchemy import Connection, select

from greffier.interchange import with_ids
from greffier.ledger import schema as s
from greffier.ledger.ids import digest, dispatch_key, version_key
from greffier.ledger.pack import packed
from greffier.ledger.projection import clean
from greffier.ledger.search import shingles
from greffier.ledger.writing import Writer, chunks
from greffier.records import Dispatch, Reading

News = Literal["dispatch", "version", "reading", "known"]
ALIKE = 0.15  # share of words that two texts under one id must have in common to be versions of one dispatch
STAMPS = ("name", "source", "url", "title", "published", "published_reason", "published_at", "edited_at", "fetched_at")
GIVEN, OF_STAMP = "given", "the day of published_at"  # reasons that intake gives for a day that was not inferred
UNSTORABLE = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


@dataclass(slots=True)
class Added:
    """What adding did: how many readings brought a new dispatch, a new version, a new reading, or nothing."""

    dispatch: int = 0
    version: int = 0
    reading: int = 0
    known: int = 0

    def count(self, news: News) -> None:
        """Count one more."""
        setattr(self, news, getattr(self, news) + 1)


@dataclass(slots=True)
class Incoming:
    """One reading on its way in: its text as it can be stored, its names, and what the ledger knows of it."""

    reading: Reading
    key: str
    version_key: str
    body: bytes
    hash: str
    news: News = "known"
    version: int = 0
    dispatch: int = 0
    stale: bool = field(default=False)


def storable(reading: Reading) -> Reading:
    """Return the reading on a text that every database takes: NUL and lone surrogates become U+FFFD, offsets stay."""
    text = reading.dispatch.text.translate(UNSTORABLE)
    if text == reading.dispatch.text:
        return reading
    return replace(reading, dispatch=replace(reading.dispatch, text=text))


def key_of_dispatch(dispatch: Dispatch) -> str:
    """Return by what later versions of this dispatch are known."""
    return clean(dispatch_key(dispatch.url, dispatch.source, dispatch.id))


def incoming(reading: Reading) -> Incoming:
    """Return the reading made ready for the ledger."""
    reading = with_ids(storable(reading))
    key = key_of_dispatch(reading.dispatch)
    body, found = packed(reading)
    return Incoming(reading, key, version_key(key, reading.dispatch.text), body, found)


def record(writer: Writer, items: Sequence[Incoming], by: str | None) -> list[Incoming]:
    """Record what the items bring and return those that brought something; ``by`` names the person who read them."""
    known = Known(writer.connection)
    known.look_up(items)
    for item in items:
        _settle_dispatch(writer, known, item)
        _settle_version(writer, known, item)
        _settle_provenance(writer, known, item)
        if item.hash not in known.readings[item.version]:
            about = {"reader": item.reading.reader, "codebook": item.reading.codebook, "by": by}
            writer.put(s.readings, version=item.version, hash=item.hash, body=item.body, **about)
            known.readings[item.version].add(item.hash)
            item.news = "reading" if item.news == "known" else item.news
    writer.flush()
    return [item for item in items if item.news != "known" or item.stale]


class Known:
    """What the ledger holds already of the dispatches that are coming in, looked up for many at once."""

    def __init__(self, connection: Connection) -> None:
        """Look up through the connection."""
        self.connection = connection
        self.dispatches: dict[str, int] = {}
        self.versions: dict[str, tuple[int, int]] = {}
        self.texts: dict[int, list[str]] = {}
        self.readings: dict[int, set[str]] = {}
        self.provenance: dict[int, dict[str, Any]] = {}

    def look_up(self, items: Sequence[Incoming]) -> None:
        """Fill in what is known of the items."""
        d, v = s.dispatches.c, s.versions.c
        for some in chunks({item.key for item in items}):
            for row in self._rows(select(d.key, d.id).where(d.key.in_(some))):
                self.dispatches[row.key] = row.id
        for some in chunks(self.dispatches.values()):
            for row in self._rows(select(v.key, v.id, v.dispatch, v.text).where(v.dispatch.in_(some))):
                self.versions[row[0]] = (row[1], row[2])
                self.texts.setdefault(row[2], []).append(row[3])
        lone = {item.version_key for item in items} | {_apart(item).version_key for item in items}
        for some in chunks(sorted(lone - self.versions.keys())):
            for row in self._rows(select(v.key, v.id, v.dispatch).where(v.key.in_(some))):
                self.versions[row[0]] = (row[1], row[2])
        r, p = s.readings.c, s.provenance.c
        for some in chunks([number for number, _ in self.versions.values()]):
            self.readings |= {number: set() for number in some}
            for version, found in self._rows(select(r.version, r.hash).where(r.version.in_(some))):
                self.readings[version].add(found)
            for row in self._rows(select(s.provenance).where(p.version.in_(some), p.until == s.STANDS)):
                self.provenance[row.version] = dict(row._mapping)

    def _rows(self, query: Any) -> Any:
        return self.connection.execute(query)


def _apart(item: Incoming) -> Incoming:
    """Return the item under a key of its own: another dispatch that happens to bear the same id."""
    key = _apart_key(item.key, item.reading.dispatch.text)
    return replace(item, key=key, version_key=version_key(key, item.reading.dispatch.text))


def _apart_key(key: str, text: str) -> str:
    return f"{key}\n{digest('text', text)[:12]}"


def _settle_dispatch(writer: Writer, known: Known, item: Incoming) -> None:
    dispatch = known.dispatches.get(item.key)
    if dispatch is None:
        item.dispatch = known.dispatches[item.key] = writer.put(s.dispatches, key=item.key)
        item.news = "dispatch"
        return
    item.dispatch = dispatch
    if item.version_key in known.versions or item.reading.dispatch.url:
        return
    text = item.reading.dispatch.text
    if not any(alike(text, other) for other in known.texts.get(dispatch, ())):
        other = _apart(item)
        item.key, item.version_key = other.key, other.version_key
        if item.version_key in known.versions:
            item.dispatch = known.versions[item.version_key][1]
            return
        item.dispatch = known.dispatches.get(item.key) or writer.put(s.dispatches, key=item.key)
        known.dispatches[item.key] = item.dispatch
        item.news = "dispatch"


def _settle_version(writer: Writer, known: Known, item: Incoming) -> None:
    if item.version_key in known.versions:
        item.version = known.versions[item.version_key][0]
        return
    text = item.reading.dispatch.text
    about = {"dispatch": item.dispatch, "key": item.version_key, "hash": digest("text", text)}
    item.version = writer.put(s.versions, **about, text=text, size=len(text), purged=None)
    known.versions[item.version_key] = (item.version, item.dispatch)
    known.texts.setdefault(item.dispatch, []).append(text)
    known.readings[item.version] = set()
    item.news = "version" if item.news == "known" else item.news


def possible_keys(dispatch: Dispatch, text: str) -> tuple[str, str]:
    """Return the two names that a version with this text can have: in its own dispatch, or in one set apart."""
    key = key_of_dispatch(dispatch)
    return version_key(key, text), version_key(_apart_key(key, text), text)


def _settle_provenance(writer: Writer, known: Known, item: Incoming) -> None:
    """Record where the version comes from; what is known better than before replaces what was known."""
    before = known.provenance.get(item.version)
    given = _provenance(item, before)
    if before is not None:
        if given is None:
            return
        writer.close(s.provenance, s.provenance.c.id == before["id"])
        item.stale = True
    assert given is not None
    number = writer.put(s.provenance, version=item.version, **given)
    known.provenance[item.version] = given | {"id": number}


def is_known(known: Known, item: Incoming) -> bool:
    """Tell whether the ledger holds all that the item says, where it comes from included."""
    for each in (item, _apart(item)):
        if each.version_key in known.versions:
            version = known.versions[each.version_key][0]
            before = known.provenance.get(version)
            return each.hash in known.readings[version] and before is not None and _provenance(each, before) is None
    return False


def _provenance(item: Incoming, before: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return what is known of where a version comes from, or None where that was known before."""
    dispatch = item.reading.dispatch
    title = dispatch.title.of(dispatch.text) if dispatch.title else None
    given: dict[str, Any] = {key: _clean(getattr(dispatch, key)) for key in STAMPS if key not in ("name", "title")}
    given |= {"name": clean(dispatch.id), "title": _clean(title), "published": _iso(dispatch.published)}
    if before is not None:
        if not _better(given, before):
            given |= {"published": before["published"], "published_reason": before["published_reason"]}
        given = {key: before[key] if value is None else value for key, value in given.items()}
        given["name"], given["fetched_at"] = before["name"], before["fetched_at"] or given["fetched_at"]
        if all(given[key] == before[key] for key in STAMPS):
            return None
    return given


def _better(given: dict[str, Any], before: dict[str, Any]) -> bool:
    """Tell whether a day of publication that is given is to replace one that was only inferred, or none."""
    if given["published"] is None:
        return False
    return before["published"] is None or _told(given) or not _told(before)


def _told(about: dict[str, Any]) -> bool:
    """Tell whether the day of publication was given and not inferred from the text."""
    reason = about["published_reason"]
    return reason is None or reason == GIVEN or reason.startswith(OF_STAMP)


def alike(a: str, b: str) -> bool:
    """Tell whether two texts can be versions of one dispatch, by the words that they share."""
    one, two = shingles(a), shingles(b)
    return len(one & two) >= ALIKE * min(len(one), len(two))


def _clean(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
