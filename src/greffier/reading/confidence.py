"""Confidence: how often a record like this one is right, between 0 and 1, so that a user can set a threshold.

An event's is what the judge made of its surest mention, mapped by a staircase that was fitted on dispatches the judge
had not learned from (isotonic regression: Zadrozny & Elkan 2002). A claim's is a logistic regression over the rule that
found it and what the learned reader makes of its words. ``training/train_confidence.py`` fits both and measures the
calibration error; ``above`` leaves out what is less sure than asked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from greffier.reading.insight import Insight
from greffier.reading.parse import Document
from greffier.reading.weights import degree, probability, shipped
from greffier.records import Claim, Event, Reading


@dataclass(frozen=True, slots=True)
class Confidence:
    """The staircase of the events (from which chance on, how often right) and the weights of the claims."""

    steps: Sequence[tuple[float, float]]
    claims: Mapping[str, float]

    def of_event(self, chance: float) -> float:
        """Return how often an event is right of which the judge is so sure."""
        at = bisect_right([start for start, _ in self.steps], chance) - 1
        return round(self.steps[max(at, 0)][1], 2)

    def of_claim(self, doc: Document, claim: Claim) -> float:
        """Return how often a claim that was found like this one is one."""
        return round(probability(self.claims, signs(doc, claim)), 2)


@cache
def confidence(fast: bool = False) -> Confidence:
    """Return the measure that ships: with the learned reader, or the ``fast`` one without it."""
    raw = shipped("confidence", fast)
    return Confidence([(start, share) for start, share in raw["events"]], raw["claims"])


def signs(doc: Document, claim: Claim) -> Iterator[str]:
    """Yield what speaks for and against a claim: the rule, its form, its speaker, how the learned reader sees it."""
    rule = claim.why.rule if claim.why else ""
    yield from (f"rule={rule}", f"rule={rule.partition(' ')[0]}", f"form={claim.form}")
    yield f"speaker={claim.speaker is not None}+{claim.speaker_actor is not None}"
    if claim.cue is not None:
        yield f"cue={claim.cue.of(doc.text).lower()}"
    length = sum(span.end - span.start for span in claim.content)
    yield f"length={min(length.bit_length(), 9)}"
    yield f"nested={claim.parent is not None}"
    if doc.insight is not None:
        yield from _seen(doc, doc.insight, claim)


def _seen(doc: Document, insight: Insight, claim: Claim) -> Iterator[str]:
    words = [token.i for span in claim.content for token in doc.within(span)]
    said = degree(sum(insight.part(w, "content") for w in words) / len(words)) if words else 0
    cues = [token.i for token in doc.within(claim.cue)] if claim.cue else []
    cued = degree(max(insight.part(w, "cue") for w in cues)) if cues else "none"
    yield from (f"said={said}", f"cued={cued}", f"said={said}+cued={cued}")


def above(reading: Reading, least: float) -> Reading:
    """Return a reading without the events and claims that are less sure than ``least`` (0 to 1).

    A claim that carries a record which stays is kept, however unsure: without it, what somebody asserts would read as
    plain fact. A record without a confidence stays.
    """
    if least <= 0:
        return reading
    events = [e for e in reading.events if e.confidence is None or e.confidence >= least]
    kept = {i for i, c in enumerate(reading.claims) if c.confidence is None or c.confidence >= least}
    carriers = [e.claim for e in events] + [q.claim for q in reading.quantities]
    carriers += [a.claim for a in reading.arrangements]
    kept |= {claim for claim in carriers if claim is not None}
    kept |= {parent for index in list(kept) for parent in _parents(reading.claims, index)}
    place = {old: new for new, old in enumerate(sorted(kept))}

    def moved(index: int | None) -> int | None:
        return None if index is None else place[index]

    return replace(
        reading,
        claims=tuple(replace(reading.claims[i], parent=moved(reading.claims[i].parent)) for i in sorted(kept)),
        events=tuple(replace(e, claim=moved(e.claim)) for e in events),
        quantities=tuple(replace(q, claim=moved(q.claim)) for q in reading.quantities),
        arrangements=tuple(replace(a, claim=moved(a.claim)) for a in reading.arrangements),
    )


def _parents(claims: Sequence[Claim], index: int) -> Iterator[int]:
    parent = claims[index].parent
    while parent is not None:
        yield parent
        parent = claims[parent].parent


def sure(doc: Document, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the claims with their confidence."""
    measure = confidence(fast=doc.insight is None)
    return tuple(replace(claim, confidence=measure.of_claim(doc, claim)) for claim in claims)


def surest(events: Sequence[Event], fast: bool) -> tuple[Event, ...]:
    """Return the events with the judge's chance turned into a confidence."""
    measure = confidence(fast=fast)
    return tuple(replace(e, confidence=measure.of_event(e.confidence or 0.0)) for e in events)
