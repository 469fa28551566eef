"""What a ledger's lists are made of: one frozen record a row, the same from Python, in JSON Lines and in CSV."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


def said(meaning: str) -> Any:
    """Declare a column with what it means (English, for ``docs/ledger.md`` and ``--columns``)."""
    return field(metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as one dispatch tells it."""

    id: str = said("id of the record")
    dispatch: str = said("id of the dispatch")
    version: str = said("name of the version of the dispatch")
    source: str | None = said("who published it")
    url: str | None = said("where it was published")
    published: str | None = said("day of publication")
    type: str = said("PLOVER type")
    modes: tuple[str, ...] = said("PLOVER modes")
    status: str = said("occurred, ongoing, planned, hypothetical or negated")
    actors: tuple[str, ...] = said("names of those who act")
    actor_countries: tuple[str, ...] = said("their country or body codes, in the same order")
    actor_sectors: tuple[str, ...] = said("their PLOVER sectors, in the same order")
    recipients: tuple[str, ...] = said("names of those to whom it is done")
    recipient_countries: tuple[str, ...] = said("their country or body codes, in the same order")
    recipient_sectors: tuple[str, ...] = said("their PLOVER sectors, in the same order")
    place: str | None = said("name of the place")
    place_country: str | None = said("country of the place")
    earliest: str | None = said("first day on which it can have happened")
    latest: str | None = said("last day on which it can have happened; empty: open, or no day is told")
    speaker: str | None = said("on whose word; empty: the outlet's own, or nobody is named")
    speaker_country: str | None = said("country or body code of the speaker")
    words: str = said("the words that name the event")
    start: int = said("where these words start in the text, in code points")
    end: int = said("where they end")
    arrangement: str | None = said("kind of the standing arrangement that it changes")
    transition: str | None = said("what becomes of it")
    confidence: float | None = said("from 0 to 1, where the reader gives one")
    standing: str = said("machine, accepted or corrected: whether a person has decided on it")
    occurrence: str | None = said("the occurrence that it belongs to")


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim: who says what."""

    id: str = said("id of the record")
    dispatch: str = said("id of the dispatch")
    version: str = said("name of the version of the dispatch")
    source: str | None = said("who published it")
    url: str | None = said("where it was published")
    published: str | None = said("day of publication")
    speaker: str | None = said("who speaks; empty: nobody is named")
    speaker_country: str | None = said("country or body code of the speaker")
    speaker_sector: str | None = said("PLOVER sector of the speaker")
    speaker_words: str | None = said("the words that name the speaker")
    addressee: str | None = said("to whom it is said")
    form: str = said("direct, indirect or mixed")
    words: str = said("what is said")
    start: int = said("where these words start in the text, in code points")
    end: int = said("where they end")
    about: tuple[str, ...] = said("ids of the events that it carries")
    whom: tuple[str, ...] = said("about whom: names of those who take part in these events")
    confidence: float | None = said("from 0 to 1, where the reader gives one")
    standing: str = said("machine, accepted or corrected: whether a person has decided on it")


@dataclass(frozen=True, slots=True)
class ActorRow:
    """Somebody whom dispatches name, in all spellings taken for one."""

    id: str = said("id of the actor")
    name: str = said("the name used most")
    country: str | None = said("country or body code")
    sectors: tuple[str, ...] = said("PLOVER sectors in which it stands, most often first")
    wikidata: str | None = said("Wikidata id")
    names: tuple[str, ...] = said("all names, most often first")
    acts: int = said("events in which it acts")
    undergoes: int = said("events that are done to it")
    says: int = said("claims that it makes")
    first: str | None = said("first day of publication on which it is named")
    last: str | None = said("last day of publication on which it is named")


@dataclass(frozen=True, slots=True)
class OccurrenceRow:
    """One thing that happened, as one or several dispatches tell it."""

    id: str = said("id of the occurrence")
    type: str = said("PLOVER type that most tellings give")
    status: str = said("status that most tellings give")
    actors: tuple[str, ...] = said("names of those who act, in the earliest telling")
    actor_countries: tuple[str, ...] = said("their country or body codes, in the same order")
    recipients: tuple[str, ...] = said("names of those to whom it is done, in the earliest telling")
    recipient_countries: tuple[str, ...] = said("their country or body codes, in the same order")
    place: str | None = said("name of the place, in the earliest telling")
    place_country: str | None = said("country of the place")
    earliest: str | None = said("first day on which it can have happened, from the narrowest telling")
    latest: str | None = said("last day on which it can have happened")
    published_first: str | None = said("first day on which it was told")
    published_last: str | None = said("last day on which it was told")
    tellings: int = said("events of dispatches that tell it")
    families: int = said("source families that tell it: reprints of one wire count once")
    words: str = said("the words that name it in the earliest telling")
    dispatch: str = said("id of the dispatch of the earliest telling")


@dataclass(frozen=True, slots=True)
class SideRow:
    """One side of a conflict."""

    says: str = said("what this side says")
    speaker: str | None = said("on whose word; empty: the outlet's own")
    speaker_country: str | None = said("country or body code of the speaker")
    published: str | None = said("day of publication")
    source: str | None = said("who published it")
    family: str | None = said("source family")
    corrected: bool = said("whether this side has since said otherwise itself")
    dispatch: str = said("id of the dispatch")
    version: str = said("name of the version of the dispatch")
    start: int = said("where its evidence starts in the text, in code points")
    end: int = said("where it ends")
    words: str = said("the evidence")


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A disputed point with all its sides."""

    id: str = said("id of the conflict")
    kind: str = said("quantity, status, responsibility, date or claim")
    about: str = said("what is disputed")
    factor: int | None = said("10, 100 or 1000 where figures are off by that")
    occurrence: str | None = said("the occurrence that it is about")
    first: str | None = said("first day of publication of a side")
    last: str | None = said("last day of publication of a side")
    standing: str = said("machine, accepted or rejected: whether a person has decided on it")
    sides: tuple[SideRow, ...] = said("the sides, each with evidence, speaker, day and source family")


@dataclass(frozen=True, slots=True)
class StateRow:
    """One transition of a standing arrangement."""

    date: str | None = said("the day from which it holds")
    transition: str = said("created, strengthened, suspended, ended, planned_end, contested or unchanged")
    due: str | None = said("the day on which an announced end falls")
    speaker: str | None = said("on whose word; empty: the outlet's own")
    evidence: tuple[tuple[str, int, int, str], ...] = said("dispatch, start, end and words of each telling")


@dataclass(frozen=True, slots=True)
class ArrangementRow:
    """A standing arrangement through time."""

    id: str = said("id of the arrangement")
    kind: str = said("agreement, deployment, membership, office, sanctions, relations or ceasefire")
    parties: tuple[str, ...] = said("country or body codes")
    object: str | None = said("its name in the texts")
    now: str = said("its last transition up to the day asked for (with --on), else the last of all")
    in_force: bool | None = said("whether it is then in force; an end that is only announced has not come")
    contested: bool = said("whether it is then contested that it stands")
    due: str | None = said("the day on which the end falls that is then announced")
    states: tuple[StateRow, ...] = said("its states, earliest first")


@dataclass(frozen=True, slots=True)
class HitRow:
    """A dispatch that a search found."""

    dispatch: str = said("id of the dispatch")
    version: str = said("name of the version of the dispatch")
    source: str | None = said("who published it")
    url: str | None = said("where it was published")
    published: str | None = said("day of publication")
    title: str | None = said("its title")
    words: str = said("the sentence in which the words stand")
    start: int = said("where that sentence starts in the text, in code points")
    end: int = said("where it ends")
    score: float = said("how well it answers; higher is better, comparable within one search only")


@dataclass(frozen=True, slots=True)
class LogRow:
    """One transaction: who recorded what, when."""

    id: int = said("number of the transaction")
    at: str = said("moment, UTC")
    kind: str = said("what was done")
    by: str = said("who did it")
    note: str | None = said("details")
    software: str = said("the greffier that did it")


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What a person decided."""

    id: int = said("number of the decision")
    kind: str = said("accept, reject, correct, join, split, merge or undo")
    target: str = said("claim, event, quantity, arrangement, actor, conflict")
    dispatch: str | None = said("id of the dispatch that it is about")
    version: str | None = said("version of the dispatch that it is about")
    start: int | None = said("where the record's evidence starts in the text, in code points")
    end: int | None = said("where it ends")
    words: str | None = said("the evidence")
    body: dict[str, Any] = said("the record as it was, and what was set; or what was joined or split")
    by: str = said("who decided")
    at: str = said("when, UTC")
    state: str = said("stands, undone, or loose: it fits no record of the reading that stands")
