"""The tables of a ledger, the same in SQLite and PostgreSQL; ``migrations/`` makes and alters them.

Nothing that was recorded is overwritten. ``since`` is the transaction that recorded a row, ``until`` the one that
replaced it (``STANDS`` while it stands), so that any moment can be asked for: ``since <= t < until``. Days are ISO
strings. Ids are counted by the one writer (``writing.py``); none is used twice.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

HEAD = "0001"  # the revision of migrations/versions that these tables are
STANDS = 2**31 - 1  # ``until`` of a row that nothing has replaced

metadata = MetaData()


def _id() -> Column[Any]:
    return Column("id", Integer, primary_key=True, autoincrement=False)


def _text(name: str, null: bool = True) -> Column[Any]:
    return Column(name, Text, nullable=null)


def _whole(name: str, null: bool = False) -> Column[Any]:
    return Column(name, Integer, nullable=null)


def _of(name: str, table: str, null: bool = False) -> Column[Any]:
    return Column(name, Integer, ForeignKey(f"{table}.id"), nullable=null)


def _since() -> Column[Any]:
    return Column("since", Integer, ForeignKey("transactions.id"), nullable=False)


def _until() -> Column[Any]:
    return Column("until", Integer, nullable=False)


transactions = Table(
    "transactions", metadata, _id(), _text("at", False), _text("kind", False), _text("by", False), _text("note"),
    _text("software", False), _text("digest", False), Index("transactions_at", "at"),
)  # fmt: skip

# What was read: dispatches, their versions, where these come from, and their readings.
dispatches = Table("dispatches", metadata, _id(), Column("key", Text, nullable=False, unique=True), _since())
versions = Table(
    "versions", metadata, _id(), _of("dispatch", "dispatches"), Column("key", Text, nullable=False, unique=True),
    _text("hash", False), _text("text", False), _whole("size"), _whole("purged", True), _since(),
    Index("versions_dispatch", "dispatch"),
)  # fmt: skip
provenance = Table(
    "provenance", metadata, _id(), _of("version", "versions"), _text("name", False), _text("source"), _text("url"),
    _text("title"), _text("published"), _text("published_reason"), _text("published_at"), _text("edited_at"),
    _text("fetched_at"), _since(), _until(),
    Index("provenance_version", "version"), Index("provenance_name", "name"),
    Index("provenance_published", "published"),
    Index("provenance_source", "source"),
)  # fmt: skip
readings = Table(
    "readings", metadata, _id(), _of("version", "versions"), _text("reader"), _text("codebook"), _text("by"),
    _text("hash", False), Column("body", LargeBinary, nullable=False), _since(),
    Index("readings_version", "version"),
)  # fmt: skip
projections = Table(
    "projections", metadata, _id(), _of("version", "versions"), _of("reading", "readings"), _since(), _until(),
    Index("projections_version", "version"), Index("projections_since", "since"),
)  # fmt: skip

# What the standing readings say, with the decisions of people applied.
actors = Table(
    "actors", metadata, _id(), _text("name", False), _text("fold", False), _text("country", False),
    _text("sector", False), _text("wikidata", False), _since(),
    Index("actors_same", "name", "country", "sector", "wikidata", unique=True),
    Index("actors_country", "country"), Index("actors_fold", "fold"),
)  # fmt: skip
tellings = Table(
    "tellings", metadata, _id(), Column("key", Text, nullable=False, unique=True), _of("version", "versions"),
    Index("tellings_version", "version"),
)  # fmt: skip
events = Table(
    "events", metadata, _id(), _of("version", "versions"), _of("telling", "tellings"), _whole("pos"),
    _text("record"), _text("type", False), _text("modes", False), _text("status", False), _text("earliest"),
    _text("latest"), _text("first", False), _text("last", False), _text("published"), _text("place"),
    _text("place_fold"), _text("place_country"), _whole("start"),
    _whole("end"), _whole("claim", True), _of("speaker", "actors", True), _text("kind"), _text("transition"),
    Column("confidence", Float), _text("standing", False), _since(), _until(),
    Index("events_version", "version"), Index("events_record", "record"),
    Index("events_telling", "telling"), Index("events_first", "first", "id"),
    Index("events_type", "type", "first", "id"), Index("events_published", "published"),
    Index("events_place", "place_country", "first", "id"), Index("events_speaker", "speaker"),
    Index("events_place_fold", "place_fold"),
)  # fmt: skip
parties = Table(
    "parties", metadata, _of("event", "events"), _text("side", False), _whole("pos"), _of("actor", "actors"),
    PrimaryKeyConstraint("event", "side", "pos"), Index("parties_actor", "actor", "event"),
)  # fmt: skip
claims = Table(
    "claims", metadata, _id(), _of("version", "versions"), _whole("pos"), _text("record"), _text("first", False),
    _text("published"), _of("speaker", "actors", True), _text("speaker_words"), _text("addressee"),
    _text("form", False), _whole("parent", True), _whole("start"), _whole("end"), Column("confidence", Float),
    _text("standing", False), _since(), _until(),
    Index("claims_version", "version"), Index("claims_record", "record"),
    Index("claims_first", "first", "id"), Index("claims_speaker", "speaker"),
)  # fmt: skip
quantities = Table(
    "quantities", metadata, _id(), _of("version", "versions"), _whole("pos"), _text("record"), _text("published"),
    Column("value", Float), Column("least", Float), Column("most", Float), _text("unit"), _text("object"),
    _text("role", False), _whole("claim", True), _whole("start"), _whole("end"), _text("standing", False),
    _since(), _until(), Index("quantities_version", "version"),
    Index("quantities_record", "record"),
)  # fmt: skip
arrangements = Table(
    "arrangements", metadata, _id(), _of("version", "versions"), _whole("pos"), _text("record"), _text("kind", False),
    _text("object"), _text("transition", False), _whole("claim", True), _whole("start"), _whole("end"),
    _text("standing", False), _since(), _until(),
    Index("arrangements_version", "version"), Index("arrangements_record", "record"),
)  # fmt: skip

# What people decided.
decisions = Table(
    "decisions", metadata, _id(), _text("kind", False), _text("target", False), _of("version", "versions", True),
    _whole("start", True), _whole("end", True), _text("body", False), _text("hash", False), _text("by", False),
    _text("at", False), _of("undoes", "decisions", True), _since(),
    Index("decisions_version", "version"),
)  # fmt: skip
loose = Table(
    "loose", metadata, _id(), _of("decision", "decisions"), _text("reason", False), _since(), _until(),
    Index("loose_decision", "decision"),
)  # fmt: skip

# What many dispatches say together.
families = Table(
    "families", metadata, _id(), _of("version", "versions"), _text("family", False), _since(), _until(),
    Index("families_version", "version"), Index("families_family", "family"),
)  # fmt: skip
prints = Table(
    "prints", metadata, Column("version", Integer, ForeignKey("versions.id"), primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
)  # fmt: skip
sketches = Table(
    "sketches", metadata, Column("telling", Integer, ForeignKey("tellings.id"), primary_key=True, autoincrement=False),
    _text("body", False),
)  # fmt: skip
bands = Table(
    "bands", metadata, Column("band", BigInteger, nullable=False), _of("version", "versions"),
    PrimaryKeyConstraint("band", "version"), sqlite_with_rowid=False,
)  # fmt: skip
blocks = Table(
    "blocks", metadata, Column("block", BigInteger, nullable=False), _of("telling", "tellings"),
    PrimaryKeyConstraint("block", "telling"), sqlite_with_rowid=False,
)  # fmt: skip
links = Table(
    "links", metadata, _id(), _of("a", "tellings"), _of("b", "tellings"), Column("joined", Boolean, nullable=False),
    Column("score", Float, nullable=False), _text("reasons", False), _since(), _until(),
    Index("links_a", "a"), Index("links_b", "b"),
)  # fmt: skip
occurrences = Table(
    "occurrences", metadata, _id(), _text("name", False), _text("type", False), _text("status", False),
    _text("earliest"), _text("latest"), _text("day", False), _text("first"), _text("last"), _whole("tellings"),
    _whole("families"), _of("lead", "tellings"), _since(), _until(),
    Index("occurrences_name", "name"), Index("occurrences_last", "last", "id"),
    Index("occurrences_day", "day", "id"), Index("occurrences_lead", "lead"), Index("occurrences_since", "since"),
)  # fmt: skip
members = Table(
    "members", metadata, _id(), _text("occurrence", False), _of("telling", "tellings"), _since(), _until(),
    Index("members_occurrence", "occurrence"), Index("members_telling", "telling"),
)  # fmt: skip
redirects = Table(
    "redirects", metadata, _id(), _text("old", False), _text("new", False), _since(), Index("redirects_old", "old"),
)  # fmt: skip
conflicts = Table(
    "conflicts", metadata, _id(), _text("name", False), _text("kind", False), _text("occurrence"),
    _text("bucket", False), _text("first"), _text("last"), _text("body", False), _since(), _until(),
    Index("conflicts_name", "name"), Index("conflicts_bucket", "bucket"), Index("conflicts_last", "last", "id"),
    Index("conflicts_since", "since"),
)  # fmt: skip
conflict_versions = Table(
    "conflict_versions", metadata, _of("conflict", "conflicts"), _of("version", "versions"),
    PrimaryKeyConstraint("conflict", "version"), Index("conflict_versions_version", "version"),
)  # fmt: skip
timelines = Table(
    "timelines", metadata, _id(), _text("name", False), _text("kind", False), _text("object"), _text("bucket", False),
    _text("first"), _text("last"), _text("body", False), _since(), _until(),
    Index("timelines_name", "name"), Index("timelines_bucket", "bucket"), Index("timelines_last", "last", "id"),
    Index("timelines_since", "since"),
)  # fmt: skip
timeline_parties = Table(
    "timeline_parties", metadata, _of("timeline", "timelines"), _text("party", False),
    PrimaryKeyConstraint("timeline", "party"), Index("timeline_parties_party", "party"),
)  # fmt: skip
timeline_versions = Table(
    "timeline_versions", metadata, _of("timeline", "timelines"), _of("version", "versions"),
    PrimaryKeyConstraint("timeline", "version"), Index("timeline_versions_version", "version"),
)  # fmt: skip
topics = Table(  # which versions speak on a point, so that it can be worked out again; what is worked out is kept above
    "topics", metadata, _of("version", "versions"), _text("what", False), _text("bucket", False),
    _text("occurrence", False), PrimaryKeyConstraint("version", "what", "bucket", "occurrence"),
    Index("topics_bucket", "bucket"), Index("topics_occurrence", "occurrence"),
)  # fmt: skip
entities = Table(
    "entities", metadata, _id(), _of("actor", "actors"), _text("entity", False), _text("name", False), _text("country"),
    _text("reason"), _since(), _until(), Index("entities_actor", "actor"), Index("entities_entity", "entity"),
)  # fmt: skip
actor_keys = Table(
    "actor_keys", metadata, Column("key", BigInteger, nullable=False), _of("actor", "actors"),
    PrimaryKeyConstraint("key", "actor"), Index("actor_keys_actor", "actor"), sqlite_with_rowid=False,
)  # fmt: skip
tallies = Table(  # how often an actor is named by what stands now
    "tallies", metadata, Column("actor", Integer, ForeignKey("actors.id"), primary_key=True, autoincrement=False),
    _whole("acts"), _whole("undergoes"), _whole("says"), _text("first"), _text("last"),
)  # fmt: skip
dirty = Table(
    "dirty", metadata, _text("what", False), _text("bucket", False), PrimaryKeyConstraint("what", "bucket"),
)  # fmt: skip
vectors = Table(
    "vectors", metadata, _of("version", "versions"), _whole("start"), _whole("end"),
    Column("body", LargeBinary, nullable=False), PrimaryKeyConstraint("version", "start"),
)  # fmt: skip
