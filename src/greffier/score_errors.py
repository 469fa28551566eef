"""Groups what the scorer counts as wrong by its cause, each case with its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from greffier.score import (
    HARD,
    Json,
    content_share,
    pair,
    same_actor,
    same_claim,
    same_dyad,
)

CAUSES = (
    "event missed",
    "event extra",
    "type confused",
    "dyad wrong",
    "status wrong",
    "claim of event wrong",
    "date wrong",
    "modes wrong",
    "claim missed",
    "claim extra",
    "claim bounds wrong",
    "speaker wrong",
    "form wrong",
    "nesting wrong",
    "quantity missed",
    "quantity extra",
    "role wrong",
)
SENTENCE_END = re.compile(r"[.!?…]\s|\n")
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Case:
    """One error: its cause, the dispatch, what gold and prediction say, the sentence it stands in."""

    cause: str
    dispatch: str
    gold: str
    predicted: str
    sentence: str


def cases(gold: Json, predicted: Json | None) -> list[Case]:
    """Return the errors in one dispatch, in the order of ``CAUSES``."""
    predicted = predicted or {}
    pairs = pair(gold, predicted)
    found = [
        *_events(gold, predicted, pairs.events, dict(pairs.claims)),
        *_claims(gold, predicted, pairs.claims),
        *_quantities(gold, predicted, pairs.quantities),
    ]
    return sorted(found, key=lambda case: CAUSES.index(case.cause))


def report(found: Sequence[Case]) -> str:
    """Return the cases as text: a heading with the count for each cause, then the cases."""
    blocks = []
    for cause in CAUSES:
        of_cause = [case for case in found if case.cause == cause]
        if of_cause:
            blocks.append(f"{cause} ({len(of_cause)})")
            blocks += [_entry(case) for case in of_cause]
    return "\n".join(blocks)


def sentence_at(text: str, start: int) -> str:
    """Return the sentence of ``text`` that holds the code point ``start``, cut at 300 code points."""
    before = [m.end() for m in SENTENCE_END.finditer(text, 0, start + 1) if m.end() <= start]
    after = SENTENCE_END.search(text, start)
    sentence = text[before[-1] if before else 0 : after.start() + 1 if after else len(text)].strip()
    return sentence if len(sentence) <= LONGEST else sentence[: LONGEST - 1] + "…"


def _entry(case: Case) -> str:
    return f"  {case.dispatch}: gold {case.gold or '-'} | read {case.predicted or '-'}\n      {case.sentence}"


def _events(gold: Json, predicted: Json, pairs: list[tuple[int, int]], claims: Mapping[int, int]) -> Iterator[Case]:
    ours, theirs = gold["events"], predicted.get("events") or []
    yield from _unpaired("event", gold, ours, theirs, pairs)
    for i, j in pairs:
        g, p = ours[i], theirs[j]
        if g["type"] != p.get("type"):
            yield _case("type confused", gold, g, g["type"], str(p.get("type")))
            continue
        if not same_dyad(g, p):
            yield _case("dyad wrong", gold, g, _dyad(g), _dyad(p))
        if g["status"] != p.get("status"):
            yield _case("status wrong", gold, g, g["status"], str(p.get("status")))
        if not same_claim(g, p, claims):
            yield _case("claim of event wrong", gold, g, _carrier(gold, g), _carrier(predicted, p))
        if _bounds(g) != _bounds(p):
            yield _case("date wrong", gold, g, _bounds(g), _bounds(p))
        if set(g["modes"]) != set(p.get("modes") or []):
            yield _case("modes wrong", gold, g, " ".join(g["modes"]), " ".join(p.get("modes") or []))


def _claims(gold: Json, predicted: Json, pairs: list[tuple[int, int]]) -> Iterator[Case]:
    ours, theirs = gold["claims"], predicted.get("claims") or []
    yield from _unpaired("claim", gold, ours, theirs, pairs)
    for i, j in pairs:
        g, p = ours[i], theirs[j]
        if content_share(g, p) < HARD:
            yield _case("claim bounds wrong", gold, g, _content(gold, g), _content(gold, p))
        if not same_actor(g["speaker_actor"], p.get("speaker_actor")):
            yield _case("speaker wrong", gold, g, _actor(g["speaker_actor"]), _actor(p.get("speaker_actor")))
        if g["form"] != p.get("form"):
            yield _case("form wrong", gold, g, g["form"], str(p.get("form")))
        if (g["parent"] is None) != (p.get("parent") is None):
            yield _case("nesting wrong", gold, g, f"parent {g['parent']}", f"parent {p.get('parent')}")


def _quantities(gold: Json, predicted: Json, pairs: list[tuple[int, int]]) -> Iterator[Case]:
    ours, theirs = gold["quantities"], predicted.get("quantities") or []
    yield from _unpaired("quantity", gold, ours, theirs, pairs)
    for i, j in pairs:
        if ours[i]["role"] != theirs[j].get("role"):
            yield _case("role wrong", gold, ours[i], ours[i]["role"], str(theirs[j].get("role")))


def _unpaired(
    kind: str, gold: Json, ours: Sequence[Json], theirs: Sequence[Json], pairs: list[tuple[int, int]]
) -> Iterator[Case]:
    met_ours, met_theirs = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, record in enumerate(ours):
        if i not in met_ours:
            yield _case(f"{kind} missed", gold, record, _what(gold, record), "")
    for j, record in enumerate(theirs):
        if j not in met_theirs:
            yield _case(f"{kind} extra", gold, record, "", _what(gold, record))


def _case(cause: str, gold: Json, record: Json, ours: str, theirs: str) -> Case:
    return Case(cause, gold["id"], ours, theirs, sentence_at(gold["text"], _anchor(record)[0]))


def _anchor(record: Json) -> Sequence[int]:
    spans: Any = record.get("triggers") or record.get("content") or [record.get("span") or [0, 0]]
    found: Sequence[int] = spans[0]
    return found


def _what(gold: Json, record: Json) -> str:
    start, end = _anchor(record)
    words = f"« {gold['text'][start:end]} »"
    if "triggers" in record:
        return f"{record.get('type')} {_dyad(record)} {words}"
    if "content" in record:
        return f"{_actor(record.get('speaker_actor'))}: {words}"
    return f"{record.get('value')} {record.get('role')} {words}"


def _dyad(event: Json) -> str:
    sides = (event.get("actors") or [], event.get("recipients") or [])
    actors, recipients = (",".join(str(a.get("country")) for a in side) or "-" for side in sides)
    return f"{actors} → {recipients}"


def _actor(actor: Json | None) -> str:
    return f"{actor.get('name')} ({actor.get('country')})" if actor else "nobody"


def _carrier(reading: Json, event: Json) -> str:
    index, claims = event.get("claim"), reading.get("claims") or []
    return "the outlet" if index is None or index >= len(claims) else _actor(claims[index].get("speaker_actor"))


def _content(gold: Json, claim: Json) -> str:
    spans = claim.get("content") or []
    return " […] ".join(gold["text"][start:end] for start, end in spans)


def _bounds(event: Json) -> str:
    date = event.get("date")
    return f"{date.get('earliest')}..{date.get('latest')}" if date else "none"
