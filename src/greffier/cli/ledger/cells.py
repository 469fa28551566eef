"""What a terminal's table shows of each kind of row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import singledispatch
from typing import Any

from greffier.codebook import plover
from greffier.export.phrases import ARROW, STATUS_ICONS, Phrases, one_line
from greffier.ledger.rows import (
    ActorRow,
    ArrangementRow,
    ClaimRow,
    ConflictRow,
    DecisionRow,
    EventRow,
    HitRow,
    LogRow,
    OccurrenceRow,
)
from greffier.messages import Say
from greffier.records import When

# The columns of each table: the key of the heading, and how wide it is against the others.
HEADINGS: dict[str, tuple[tuple[str, int], ...]] = {
    "events": (("what", 4), ("who", 6), ("when", 4), ("happened", 3), ("word", 3), ("dispatch", 3), ("id", 3)),
    "occurrences": (("what", 4), ("who", 6), ("when", 4), ("happened", 3), ("told", 3), ("id", 3)),
    "claims": (("speaker", 4), ("says", 8), ("dispatch", 3), ("id", 3)),
    "actors": (("name", 5), ("names", 6), ("counts", 3), ("days", 3), ("id", 3)),
    "conflicts": (("kind", 2), ("about", 4), ("sides", 10), ("id", 3)),
    "arrangements": (("kind", 3), ("parties", 2), ("object", 4), ("now", 3), ("states", 7), ("id", 3)),
    "hits": (("dispatch", 3), ("title", 5), ("found", 8)),
    "log": (("id", 1), ("at", 4), ("what", 2), ("by", 2), ("note", 4)),
    "decisions": (("id", 1), ("what", 2), ("about", 5), ("dispatch", 3), ("by", 2), ("at", 3), ("state", 2)),
}
SHORT = 200


@singledispatch
def cells(row: Any, say: Say) -> tuple[str, ...]:
    """Return the cells of a row, in the order of its headings."""
    raise TypeError(type(row))


def _kind(code: str, modes: tuple[str, ...], words: str, say: Say) -> str:
    names = [plover().mode_label(code, mode, say.language) for mode in modes]
    return " · ".join([plover().type_label(code, say.language), *names]) + f"\n“{one_line(words)}”"


def _who(acting: tuple[str, ...], undergoing: tuple[str, ...], countries: tuple[tuple[str, ...], ...], say: Say) -> str:
    sides = [
        ", ".join(f"{one_line(name)} ({code})" if code else one_line(name) for name, code in zip(n, c, strict=True))
        for n, c in zip((acting, undergoing), countries, strict=True)
    ]
    return ARROW.join(side for side in (sides[0] or say("say.nobody"), sides[1]) if side)


def _when(earliest: str | None, latest: str | None, place: str | None, country: str | None, say: Say) -> str:
    days = [date.fromisoformat(day) if day else None for day in (earliest, latest)]
    told = Phrases(say).when(When(None, days[0], days[1])) if any(days) else ""
    where = f"{place} ({country})" if place and country else place or country or ""
    return "\n".join(part for part in (told, where) if part)


def _status(status: str, say: Say) -> str:
    return f"{STATUS_ICONS[status]} {say(f'status.{status}')}"


def _day(written: str | None, say: Say) -> str:
    return Phrases(say).day(date.fromisoformat(written)) if written else say("table.undated")


@cells.register
def _(row: EventRow, say: Say) -> tuple[str, ...]:
    who = _who(row.actors, row.recipients, (row.actor_countries, row.recipient_countries), say)
    when = _when(row.earliest, row.latest, row.place, row.place_country, say)
    what = _kind(row.type, row.modes, row.words, say)
    told = f"{row.dispatch}\n{row.published or ''}"
    return what, who, when, _status(row.status, say), row.speaker or say("say.outlet"), told, row.id


@cells.register
def _(row: OccurrenceRow, say: Say) -> tuple[str, ...]:
    who = _who(row.actors, row.recipients, (row.actor_countries, row.recipient_countries), say)
    when = _when(row.earliest, row.latest, row.place, row.place_country, say)
    told = say("table.tellings", tellings=row.tellings, families=row.families)
    return _kind(row.type, (), row.words, say), who, when, _status(row.status, say), told, row.id


@cells.register
def _(row: ClaimRow, say: Say) -> tuple[str, ...]:
    speaker = row.speaker or row.speaker_words or say("say.unnamed")
    country = f" ({row.speaker_country})" if row.speaker_country else ""
    words = one_line(row.words)
    shown = words if len(words) <= SHORT else words[: SHORT - 1] + "…"
    whom = f"\n{ARROW.strip()} {one_line(', '.join(row.whom))}" if row.whom else ""
    return one_line(speaker) + country, f"“{shown}”{whom}", f"{row.dispatch}\n{row.published or ''}", row.id


@cells.register
def _(row: ActorRow, say: Say) -> tuple[str, ...]:
    others = ", ".join(name for name in row.names if name != row.name)
    counts = f"{row.acts} / {row.undergoes} / {row.says}"
    name = f"{one_line(row.name)} ({row.country})" if row.country else one_line(row.name)
    return name, one_line(others)[:SHORT], counts, f"{row.first or ''}\n{row.last or ''}", row.id


@cells.register
def _(row: ConflictRow, say: Say) -> tuple[str, ...]:
    sides = []
    for side in row.sides:
        speaker = f"{side.speaker or say('say.outlet')}, {side.dispatch}"
        corrected = say("table.corrected") if side.corrected else ""
        sides.append(f"• {side.says}: “{one_line(side.words)[:SHORT]}” — {speaker}{corrected}")
    about = row.about + (f"\n{say('table.factor', factor=row.factor)}" if row.factor else "")
    return say(f"conflict.{row.kind}"), about, "\n".join(sides), row.id


@cells.register
def _(row: ArrangementRow, say: Say) -> tuple[str, ...]:
    states = []
    for state in row.states:
        due = f" ({say('table.due', day=_day(state.due, say))})" if state.due else ""
        states.append(f"{_day(state.date, say)}: {say(f'transition.{state.transition}')}{due}")
    now = _standing(row, say)
    return say(f"kind.{row.kind}"), ", ".join(row.parties), row.object or "", now, "\n".join(states), row.id


def _standing(row: ArrangementRow, say: Say) -> str:
    """Tell how an arrangement stands: in force or not, the announced end apart, contested."""
    if row.in_force is None:
        return say(f"transition.{row.now}") if row.now else ""
    told = [say("table.in_force") if row.in_force else say(f"transition.{row.now}")]
    if row.due:
        told.append(say("table.ends", day=_day(row.due, say)))
    elif row.in_force and row.now == "planned_end":
        told.append(say("transition.planned_end"))
    if row.contested and (row.in_force or row.now != "contested"):
        told.append(say("transition.contested"))
    return ", ".join(told)


@cells.register
def _(row: HitRow, say: Say) -> tuple[str, ...]:
    return f"{row.dispatch}\n{row.published or ''}", one_line(row.title or ""), f"“{one_line(row.words)[:SHORT]}”"


@cells.register
def _(row: LogRow, say: Say) -> tuple[str, ...]:
    return str(row.id), row.at[:19].replace("T", " "), row.kind, row.by, row.note or ""


@cells.register
def _(row: DecisionRow, say: Say) -> tuple[str, ...]:
    record = row.body.get("record") or {}
    set_to = ", ".join(f"{key}={value}" for key, value in (row.body.get("set") or {}).items())
    about = " · ".join(str(x) for x in (row.target, record.get("type"), row.words and f"“{row.words}”", set_to) if x)
    return str(row.id), row.kind, one_line(about)[:SHORT], row.dispatch or "", row.by, row.at[:19], row.state


Cells = Callable[[Any, Say], tuple[str, ...]]
