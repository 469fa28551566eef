"""Scores readings against gold, row by row, as the codebook counts.

Gold and predictions are JSON objects in the interchange form; what a prediction lacks counts as empty.
What the rows mean (P, R and F1 are micro-averaged over dispatches):

- ``event detect``: a trigger of the prediction overlaps a trigger of the gold event, one to one, whatever
  the type; ``event typed``: and the type is the same; ``event dyad``: and the countries of actors and of
  recipients are the same sets; ``event dyad+sector``: and so are the sectors; ``event whole``: typed, dyad,
  status, and the same claim; ``extra rate``: predicted events that match none, of all predicted (low is good).
- over typed matches only, the share that is right: modes, status, status other (gold is not ``occurred``),
  date (both bounds), date where given, place (country), attributed (claim or no claim), source (the carrying
  claim's speaker is the same actor), arrangement (kind and transition).
- ``claim soft``, ``claim hard``: characters of content shared, of the longer of both, at least 0.3, 0.8.
- over soft matches, the share that is right: speaker (spans overlap, or both null), speaker name (the same
  actor by span, or by name and country), speaker country, form, nesting (a parent or none).
- ``quantity``: spans overlap and the value is the same; then role. ``boilerplate``: characters.
  ``published``: dispatches whose day is the same.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from greffier.errors import InterchangeError, UsageError

SOFT, HARD = 0.3, 0.8
Json = Mapping[str, Any]
Row = dict[str, float | int | None]
T = TypeVar("T")

EVENT_ROWS = ("event detect", "event typed", "event dyad", "event dyad+sector", "event whole")
EVENT_SHARES = (
    ("modes", "event typed"),
    ("status", "event typed"),
    ("status other", "status other gold"),
    ("date", "event typed"),
    ("date where given", "date gold"),
    ("place", "event typed"),
    ("attributed", "event typed"),
    ("source", "source gold"),
    ("arrangement", "arrangement either"),
)
CLAIM_ROWS = ("claim soft", "claim hard")
CLAIM_SHARES = ("speaker", "speaker name", "speaker country", "form", "nesting")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which gold record meets which predicted one, as pairs of indices, best first."""

    events: list[tuple[int, int]]
    claims: list[tuple[int, int]]
    quantities: list[tuple[int, int]]


def load(path: Path | str) -> dict[str, dict[str, Any]]:
    """Return the readings of a folder of JSON files, or of a JSON Lines file, by dispatch id.

    Raises UsageError if there is nothing at ``path``, InterchangeError for what is no JSON object with an id.
    """
    path = Path(path)
    if not path.exists():
        raise UsageError(f"There is nothing at {path}; give a folder of JSON files or a JSON Lines file.")
    if path.is_dir():
        found = [(str(p), p.read_bytes()) for p in sorted(path.glob("*.json"))]
    else:
        lines = path.read_bytes().split(b"\n")
        found = [(f"{path}, line {n}", line) for n, line in enumerate(lines, 1) if line.strip()]
    readings = [_parsed(where, content) for where, content in found]
    return {reading["id"]: reading for reading in readings}


def _parsed(where: str, content: bytes) -> dict[str, Any]:
    try:
        reading = json.loads(content.decode("utf-8"))
    except ValueError:
        raise InterchangeError(f"{where} is no JSON in UTF-8; mend or remove it.") from None
    if not isinstance(reading, dict) or not isinstance(reading.get("id"), str):
        raise InterchangeError(f"{where} is no JSON object with an id; it should hold a reading.")
    return reading


def score(gold: Mapping[str, Json], predicted: Mapping[str, Json]) -> dict[str, Row]:
    """Return the rows for all gold dispatches; those that ``predicted`` lacks count as empty."""
    total: Counter[str] = Counter()
    for name, reading in gold.items():
        total.update(tally(reading, predicted.get(name)))
    return rows(total)


def tally(gold: Json, predicted: Json | None) -> Counter[str]:
    """Return the counts of one dispatch, from which ``rows`` makes the rows; counts of dispatches add up.

    Raises InterchangeError where the gold lacks a key.
    """
    predicted = predicted or {}
    counts: Counter[str] = Counter()
    try:
        pairs = pair(gold, predicted)
        _count_events(gold, predicted, pairs, counts)
        _count_claims(gold, predicted, pairs, counts)
        _count_quantities(gold, predicted, pairs, counts)
    except KeyError as problem:
        name = gold.get("id")
        raise InterchangeError(f"A record of the gold dispatch {name} lacks the key {problem}; add it.") from None
    _count_dispatch(gold, predicted, counts)
    return counts


def pair(gold: Json, predicted: Json) -> Pairs:
    """Return which records of two readings of one dispatch meet, one to one."""
    return Pairs(
        assign(gold["events"], predicted.get("events") or [], _event_likeness),
        assign(gold["claims"], predicted.get("claims") or [], _claim_likeness),
        assign(gold["quantities"], predicted.get("quantities") or [], _quantity_likeness),
    )


def assign(gold: Sequence[T], predicted: Sequence[T], likeness: Callable[[T, T], float]) -> list[tuple[int, int]]:
    """Return pairs (gold index, predicted index), the most alike first, each record in one pair at most."""
    ranked = sorted(
        (-alike, i, j) for i, g in enumerate(gold) for j, p in enumerate(predicted) if (alike := likeness(g, p)) > 0
    )
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    pairs = []
    for _, i, j in ranked:
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            pairs.append((i, j))
    return pairs


def rows(counts: Mapping[str, int]) -> dict[str, Row]:
    """Return the rows that the counts give: P, R and F1, or a share ``acc`` of ``n``; None where n is 0."""
    got = Counter(counts)
    events = (got["events gold"], got["events pred"])
    claims = (got["claims gold"], got["claims pred"])
    extra = got["events pred"] - got["event detect"]
    made: dict[str, Row] = {row: _prf(got[row], *events) for row in EVENT_ROWS}
    made["extra rate"] = _share(extra, got["events pred"])
    made |= {f"  = {name}": _share(got[f"= {name}"], got[base]) for name, base in EVENT_SHARES}
    made |= {row: _prf(got[row], *claims) for row in CLAIM_ROWS}
    made |= {f"  = {name}": _share(got[f"= {name}"], got["claim soft"]) for name in CLAIM_SHARES}
    made["quantity"] = _prf(got["quantity"], got["quantities gold"], got["quantities pred"])
    made["  = role"] = _share(got["= role"], got["quantity"])
    made["boilerplate"] = _prf(got["boilerplate"], got["boilerplate gold"], got["boilerplate pred"])
    made["published"] = _share(got["= published"], got["dispatches"])
    return made


def table(title: str, counts: Mapping[str, int]) -> str:
    """Return the rows as lines of text under a line that says how much gold there is."""
    got = Counter(counts)
    head = (
        f"{title}: {got['dispatches']} dispatches, {got['events gold']} events, "
        f"{got['claims gold']} claims, {got['quantities gold']} quantities in gold"
    )
    return "\n".join([head, *(f"  {name:<22}{_shown(row)}" for name, row in rows(got).items())])


def line(name: str, counts: Mapping[str, int]) -> str:
    """Return one line about one dispatch."""
    made = rows(counts)
    typed, soft, extra = made["event typed"]["F1"], made["claim soft"]["F1"], made["extra rate"]["acc"]
    return f"{name:<22} typed F1 {typed or 0:.3f}  claim soft F1 {soft or 0:.3f}  extra {extra or 0:.3f}"


def same_dyad(gold: Json, predicted: Json) -> bool:
    """Tell whether two events have the same countries on both sides."""
    return all(_countries(gold[side]) == _countries(predicted.get(side)) for side in ("actors", "recipients"))


def same_actor(gold: Json | None, predicted: Json | None) -> bool:
    """Tell whether two actors are the same: spans overlap, or a long word of the name and the country agree."""
    if not gold or not predicted:
        return not gold and not predicted
    if _overlap(gold.get("span"), predicted.get("span")):
        return True
    shared = _name_words(gold) & _name_words(predicted)
    return any(len(word) > 3 for word in shared) and gold.get("country") == predicted.get("country")


def content_share(gold: Json, predicted: Json) -> float:
    """Return the characters of content that two claims share, as a part of the longer of both."""
    ours, theirs = _characters(gold["content"]), _characters(predicted.get("content"))
    return len(ours & theirs) / max(len(ours), len(theirs)) if ours and theirs else 0


def _count_events(gold: Json, predicted: Json, pairs: Pairs, counts: Counter[str]) -> None:
    counts["events gold"] += len(gold["events"])
    counts["events pred"] += len(predicted.get("events") or [])
    counts["event detect"] += len(pairs.events)
    claims = dict(pairs.claims)
    for i, j in pairs.events:
        g, p = gold["events"][i], predicted["events"][j]
        if g["type"] == p.get("type"):
            counts["event typed"] += 1
            _count_dyad(g, p, claims, counts)
            _count_circumstances(g, p, counts)
            _count_source(g, p, gold["claims"], predicted.get("claims") or [], counts)
            _count_arrangement(g["arrangement"], p.get("arrangement"), counts)


def _count_dyad(g: Json, p: Json, claims: Mapping[int, int], counts: Counter[str]) -> None:
    if not same_dyad(g, p):
        return
    counts["event dyad"] += 1
    counts["event whole"] += g["status"] == p.get("status") and same_claim(g, p, claims)
    counts["event dyad+sector"] += all(
        _with_sector(g[side]) == _with_sector(p.get(side)) for side in ("actors", "recipients")
    )


def same_claim(gold: Json, predicted: Json, claims: Mapping[int, int]) -> bool:
    """Tell whether two events stand on the same claim; ``claims`` pairs gold claims with predicted ones."""
    if gold["claim"] is None:
        return predicted.get("claim") is None
    return predicted.get("claim") is not None and claims.get(gold["claim"]) == predicted["claim"]


def _count_circumstances(g: Json, p: Json, counts: Counter[str]) -> None:
    same_status = g["status"] == p.get("status")
    same_date = _bounds(g["date"]) == _bounds(p.get("date"))
    counts["= modes"] += set(g["modes"]) == set(p.get("modes") or [])
    counts["= status"] += same_status
    if g["status"] != "occurred":
        counts["status other gold"] += 1
        counts["= status other"] += same_status
    counts["= date"] += same_date
    if g["date"]:
        counts["date gold"] += 1
        counts["= date where given"] += same_date
    counts["= place"] += (g["place"] or {}).get("country") == (p.get("place") or {}).get("country")
    counts["= attributed"] += (g["claim"] is None) == (p.get("claim") is None)


def _count_source(g: Json, p: Json, ours: Sequence[Json], theirs: Sequence[Json], counts: Counter[str]) -> None:
    if g["claim"] is None:
        return
    counts["source gold"] += 1
    index = p.get("claim")
    if index is not None and index < len(theirs):
        speakers = ours[g["claim"]]["speaker_actor"], theirs[index].get("speaker_actor")
        counts["= source"] += same_actor(*speakers)


def _count_arrangement(ours: Json | None, theirs: Json | None, counts: Counter[str]) -> None:
    if ours or theirs:
        counts["arrangement either"] += 1
    if ours and theirs:
        counts["= arrangement"] += all(ours[key] == theirs.get(key) for key in ("kind", "transition"))


def _count_claims(gold: Json, predicted: Json, pairs: Pairs, counts: Counter[str]) -> None:
    counts["claims gold"] += len(gold["claims"])
    counts["claims pred"] += len(predicted.get("claims") or [])
    counts["claim soft"] += len(pairs.claims)
    for i, j in pairs.claims:
        g, p = gold["claims"][i], predicted["claims"][j]
        ours, theirs = g["speaker_actor"], p.get("speaker_actor")
        counts["claim hard"] += content_share(g, p) >= HARD
        counts["= speaker"] += same_speaker_span(g, p)
        counts["= speaker name"] += same_actor(ours, theirs)
        counts["= speaker country"] += (ours or {}).get("country") == (theirs or {}).get("country")
        counts["= form"] += g["form"] == p.get("form")
        counts["= nesting"] += (g["parent"] is None) == (p.get("parent") is None)


def same_speaker_span(gold: Json, predicted: Json) -> bool:
    """Tell whether the speakers' spans of two claims overlap, or lack in both."""
    if not gold["speaker"] and not predicted.get("speaker"):
        return True
    return bool(_overlap(gold["speaker"], predicted.get("speaker")))


def _count_quantities(gold: Json, predicted: Json, pairs: Pairs, counts: Counter[str]) -> None:
    counts["quantities gold"] += len(gold["quantities"])
    counts["quantities pred"] += len(predicted.get("quantities") or [])
    counts["quantity"] += len(pairs.quantities)
    for i, j in pairs.quantities:
        counts["= role"] += gold["quantities"][i]["role"] == predicted["quantities"][j].get("role")


def _count_dispatch(gold: Json, predicted: Json, counts: Counter[str]) -> None:
    ours, theirs = _characters(gold.get("boilerplate")), _characters(predicted.get("boilerplate"))
    counts["boilerplate gold"] += len(ours)
    counts["boilerplate pred"] += len(theirs)
    counts["boilerplate"] += len(ours & theirs)
    counts["dispatches"] += 1
    counts["= published"] += gold.get("published") == predicted.get("published")


def _event_likeness(g: Json, p: Json) -> float:
    shared: int = max((_overlap(a, b) for a in g["triggers"] for b in p.get("triggers") or []), default=0)
    if not shared:
        return 0
    same_side = _countries(g["actors"]) == _countries(p.get("actors"))
    return 1 + 4 * int(g["type"] == p.get("type")) + int(same_side) + min(shared, 99) / 100


def _claim_likeness(g: Json, p: Json) -> float:
    share = content_share(g, p)
    return share if share >= SOFT else 0


def _quantity_likeness(g: Json, p: Json) -> int:
    return _overlap(g["span"], p.get("span")) if g["value"] == p.get("value") else 0


def _overlap(a: Sequence[int] | None, b: Sequence[int] | None) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) if a and b else 0


def _characters(spans: Iterable[Sequence[int]] | None) -> set[int]:
    return {i for start, end in spans or [] for i in range(start, end)}


def _countries(actors: Iterable[Json] | None) -> set[Any]:
    return {actor.get("country") for actor in actors or [] if actor}


def _with_sector(actors: Iterable[Json] | None) -> set[tuple[Any, Any]]:
    return {(actor.get("country"), actor.get("sector")) for actor in actors or [] if actor}


def _name_words(actor: Json) -> set[str]:
    return set((actor.get("name") or "").casefold().replace("'", " ").replace("’", " ").split())


def _bounds(date: Json | None) -> tuple[Any, Any] | None:
    return (date.get("earliest"), date.get("latest")) if date else None


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _share(part: int, whole: int) -> Row:
    return {"acc": _ratio(part, whole), "n": whole}


def _prf(hits: int, gold: int, predicted: int) -> Row:
    p, r = _ratio(hits, predicted), _ratio(hits, gold)
    f1 = 2 * p * r / (p + r) if p and r else (0.0 if gold or predicted else None)
    return {"P": p, "R": r, "F1": f1}


def _shown(row: Row) -> str:
    def figure(key: str) -> str:
        return "   -" if row[key] is None else f"{row[key]:.3f}"

    if "F1" in row:
        return f"P {figure('P')}  R {figure('R')}  F1 {figure('F1')}"
    return f"{figure('acc')}  (of {row['n']})"
