"""Three more traps of each kind: the texts and all that must come out of them stand in ``more_traps.toml``."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from greffier import Claim, Event, Reading, When, read
from greffier.french import default_lexicon
from greffier.intake import from_text
from greffier.reading.parse import parse
from greffier.reading.times import find_times

Trap = dict[str, Any]
TRAPS: list[Trap] = tomllib.loads((Path(__file__).parent / "more_traps.toml").read_text("utf-8"))["trap"]
SPACES = (" ", "\u00a0", "\u202f")
STAMPS = ("published", "published_at", "edited_at", "fetched_at")


def cases() -> list[Any]:
    """Each trap as a test; one that ``fails`` says why, and must be freed when it comes out whole."""
    return [
        pytest.param(t, id=t["name"], marks=[pytest.mark.xfail(reason=t["fails"], strict=True)] if "fails" in t else [])
        for t in TRAPS
    ]


def code(country: str | None) -> str:
    return country or "null"


def content(claim: Claim, text: str) -> str:
    return " ".join(s.of(text) for s in claim.content)


def days(when: When | None) -> list[str]:
    return [str(when.earliest), str(when.latest)] if when else []


def told(event: Event, reading: Reading) -> Trap:
    """An event in the words of the file, all of it."""
    text = reading.dispatch.text
    return {
        "type": event.type,
        "words": [t.of(text) for t in event.triggers],
        "modes": list(event.modes),
        "status": event.status,
        "actors": sorted({code(a.country) for a in event.actors}),
        "recipients": sorted({code(r.country) for r in event.recipients}),
        "date": days(event.date),
        "place": code(event.place.country) if event.place else "null",
        "arrangement": [event.arrangement.kind, event.arrangement.transition] if event.arrangement else [],
        "claim": "null" if event.claim is None else content(reading.claims[event.claim], text),
    }


def agrees(found: Trap, wanted: Trap) -> bool:
    """What the file gives of an event is what was found of it."""
    for field, value in wanted.items():
        if field == "claim" and value != "null":
            held = value in found["claim"]
        elif field == "within":
            held = bool(found["date"]) and value[0] <= found["date"][0] <= found["date"][1] <= value[1]
        else:
            held = found[field] == value
        if not held:
            return False
    return True


def check_events(trap: Trap, reading: Reading) -> None:
    wanted = trap.get("event", [])
    types = {w["type"] for w in wanted} | set(trap.get("never", []))
    everything = [told(e, reading) for e in sorted(reading.events, key=lambda e: e.triggers[0])]
    found = [e for e in everything if e["type"] in types]
    by_text = sorted(types), [f["type"] for f in found], everything
    assert sorted(f["type"] for f in found) == sorted(w["type"] for w in wanted), by_text
    for kind in types:
        pairs = zip([f for f in found if f["type"] == kind], [w for w in wanted if w["type"] == kind], strict=True)
        for event, want in pairs:
            assert agrees(event, want), (event, want)


def check_claim(want: Trap, reading: Reading) -> None:
    text = reading.dispatch.text
    said = [(c, content(c, text)) for c in reading.claims]
    if "content" in want:
        found = [c for c in reading.claims if [s.of(text) for s in c.content] == want["content"]]
    else:
        found = [c for c, words in said if want["holds"] in words]
    assert len(found) == 1, (want, [words for _, words in said])
    claim = found[0]
    who = claim.speaker_actor
    assert want.get("speaker", "") in (who.name if who else ""), (want, who)
    assert want.get("phrase", "") in (claim.speaker.of(text) if claim.speaker else ""), (want, claim)
    assert "country" not in want or (who is not None and code(who.country) == want["country"]), (want, who)
    assert want.get("form", claim.form) == claim.form
    if "parent" in want:
        assert claim.parent is not None, want
        assert want["parent"] in content(reading.claims[claim.parent], text)


def check_parties(trap: Trap, reading: Reading) -> None:
    parties = [p for e in reading.events for p in (*e.actors, *e.recipients)]
    places = [e.place.name or "" for e in reading.events if e.place]
    assert not [p for p in parties if p.country in trap.get("outside", [])]
    assert not [p for p in parties if any(word in p.name for word in trap.get("nobody", []))]
    assert not [p for p in places if any(word in p for word in trap.get("nowhere", []))]


def check_quantities(trap: Trap, reading: Reading) -> None:
    for role, values in trap.get("quantities", {}).items():
        found = [q for q in reading.quantities if q.role == role]
        assert [q.value for q in found] == values, (role, found)
        bounds = [(None, None) if v in trap.get("vague", []) else (v, v) for v in values]
        assert [(q.min, q.max) for q in found] == bounds, (role, found)
    if "units" in trap:
        assert [q.unit for q in reading.quantities if q.role == "cost"] == trap["units"]


def check_last_time(trap: Trap, reading: Reading) -> None:
    if "last" not in trap:
        return
    day = reading.dispatch.published
    assert isinstance(day, date)
    times = find_times(parse(from_text(reading.dispatch.text), default_lexicon()), default_lexicon(), day).all
    found = days(max(times, key=lambda t: t.span.start if t.span else 0))
    assert [f for f, w in zip(found, trap["last"], strict=True) if w != "*"] == [w for w in trap["last"] if w != "*"]


@pytest.mark.parametrize("trap", cases())
def test_a_trap_comes_out_whole(trap: Trap) -> None:
    spaces = SPACES if "{space}" in trap["text"] else SPACES[:1]
    for space in spaces:
        given = {stamp: trap[stamp] for stamp in STAMPS if stamp in trap}
        reading = read(trap["text"].replace("{space}", space), **given)
        if "inferred" in trap:
            assert str(reading.dispatch.published) == trap["inferred"]
        check_events(trap, reading)
        for want in trap.get("claim", []):
            check_claim(want, reading)
        check_parties(trap, reading)
        check_quantities(trap, reading)
        check_last_time(trap, reading)


def test_there_are_three_traps_of_each_kind() -> None:
    assert len(TRAPS) == 36
    assert len({t["name"] for t in TRAPS}) == 36
