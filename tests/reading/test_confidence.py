"""Confidence: how often a record like this one is right, and what is left of a reading below a threshold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greffier.french import default_lexicon
from greffier.reading.confidence import Confidence, above, confidence, sure, surest
from greffier.reading.parse import parse
from greffier.reading.read import Reader, read
from greffier.records import Arrangement, Claim, Dispatch, Event, Quantity, Reading, Span, Why

DISPATCH = Dispatch("essai", "x" * 60)
SHARES = st.one_of(st.none(), st.sampled_from([0.0, 0.2, 0.5, 0.5, 0.9, 1.0]), st.floats(0, 1))
TEXT = (
    "Des rebelles ont attaqué lundi la ville de Tambéla, faisant douze morts, a déclaré le ministre Oumar Delbé.\n"
    "Selon l'armée, le président malien se rendra vendredi à Niamey."
)


def claim(number: int, share: float | None, parent: int | None = None) -> Claim:
    return Claim(None, (Span(number, number + 1),), None, None, parent=parent, confidence=share)


def event(number: int, share: float | None, carrier: int | None = None) -> Event:
    return Event((Span(number, number + 1),), "ASSAULT", claim=carrier, confidence=share)


def reading(claims: list[Claim], events: list[Event], *rest: int | None) -> Reading:
    """A reading with a figure and an arrangement for each of the claims that ``rest`` names."""
    figures = [Quantity(Span(40, 41), 3, 3, 3, None, "soldats", "killed", claim=c) for c in rest]
    standing = [Arrangement(Span(50, 51), "agreement", ("MLI",), None, "unchanged", claim=c) for c in rest]
    return Reading(DISPATCH, tuple(claims), tuple(events), tuple(figures), tuple(standing))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    size = draw(st.integers(0, 8))
    parents = [draw(st.one_of(st.none(), st.integers(0, i - 1))) if i else None for i in range(size)]
    carrier = st.one_of(st.none(), st.integers(0, size - 1)) if size else st.none()
    claims = [claim(i, draw(SHARES), parent) for i, parent in enumerate(parents)]
    events = [event(20 + i, draw(SHARES), draw(carrier)) for i in range(draw(st.integers(0, 8)))]
    return reading(claims, events, *draw(st.lists(carrier, max_size=2)))


def carried(whole: Reading) -> list[tuple[object, ...]]:
    """Every record but the claims, with the words of the claims that carry it, from the inmost outwards."""
    records: tuple[Event | Quantity | Arrangement, ...] = (*whole.events, *whole.quantities, *whole.arrangements)
    return [(replace(record, claim=None), *chain(whole, record.claim)) for record in records]


def chain(whole: Reading, index: int | None) -> list[Span]:
    found = []
    while index is not None:
        found.append(whole.claims[index].content[0])
        index = whole.claims[index].parent
    return found


@settings(max_examples=300, deadline=None, derandomize=True)
@given(readings(), st.floats(0, 1))
def test_what_stays_is_sure_enough_and_stands_on_the_same_word_as_before(whole: Reading, least: float) -> None:
    left = above(whole, least)
    assert all(e.confidence is None or e.confidence >= least for e in left.events)
    wanted = [c for c in carried(whole) if not isinstance(c[0], Event) or enough(c[0].confidence, least)]
    assert carried(left) == wanted, "no event, figure or arrangement is lost, or loses who says it"
    chains = {chain(whole, i)[0]: chain(whole, i) for i in range(len(whole.claims))}
    assert all(chain(left, i) == chains[left.claims[i].content[0]] for i in range(len(left.claims)))
    kept = {c.content[0] for c in left.claims}
    assert {c.content[0] for c in whole.claims if enough(c.confidence, least)} <= kept
    needed = {span for _, *spans in carried(left) for span in spans}
    parents = {s for c in whole.claims if enough(c.confidence, least) for s in chains[c.content[0]]}
    assert all(c.content[0] in needed | parents for c in left.claims), "nothing unsure stays without a need"


def enough(share: float | None, least: float) -> bool:
    return share is None or share >= least


def test_no_threshold_changes_nothing() -> None:
    whole = reading([claim(0, 0.0)], [event(20, 0.0, 0)])
    assert above(whole, 0.0) is whole


def test_an_unsure_claim_that_carries_an_event_which_stays_is_kept() -> None:
    whole = reading([claim(0, 0.1), claim(1, 0.1), claim(2, 0.9)], [event(20, 0.9, 1), event(21, 0.1, 0)])
    left = above(whole, 0.5)
    assert [c.content[0].start for c in left.claims] == [1, 2]
    assert [(e.triggers[0].start, e.claim) for e in left.events] == [(20, 0)]


def test_a_claim_keeps_the_unsure_claim_that_it_is_nested_in() -> None:
    left = above(reading([claim(0, 0.1), claim(1, 0.1), claim(2, 0.9, parent=1)], []), 0.5)
    assert [(c.content[0].start, c.parent) for c in left.claims] == [(1, None), (2, 0)]


def test_figures_and_arrangements_keep_who_says_them() -> None:
    left = above(reading([claim(0, 0.1), claim(1, 0.2)], [], 1), 0.5)
    assert [c.content[0].start for c in left.claims] == [1]
    assert (left.quantities[0].claim, left.arrangements[0].claim) == (0, 0)


def test_records_without_a_confidence_stay() -> None:
    whole = reading([claim(0, None)], [event(20, None)])
    assert above(whole, 1.0) == whole


def test_an_event_is_as_sure_as_the_step_that_its_chance_stands_on() -> None:
    measure = Confidence([(0.0, 0.1), (0.4, 0.55), (0.8, 0.95)], {})
    assert [measure.of_event(c) for c in (0.0, 0.39, 0.4, 0.79, 0.8, 1.0)] == [0.1, 0.1, 0.55, 0.55, 0.95, 0.95]
    assert Confidence([(0.3, 0.4)], {}).of_event(0.1) == 0.4, "below the first step is the first step"


@pytest.mark.parametrize("fast", [False, True])
def test_the_measure_that_ships_never_falls_where_the_judge_is_surer(fast: bool) -> None:
    measure = confidence(fast)
    shares = [measure.of_event(step / 100) for step in range(101)]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1
    starts = [start for start, _ in measure.steps]
    assert starts == sorted(starts) and len(starts) > 2


def test_what_speaks_for_a_claim_is_weighed() -> None:
    doc = parse(Dispatch("essai", "Le ministre affirme que la ville tient."), default_lexicon())
    found = Claim(Span(12, 19), (Span(20, 38),), Span(0, 11), None, why=Why("affirmer que"))
    plain, cued = (Confidence([(0.0, 0.5)], weights) for weights in ({}, {"cue=affirme": 2.0}))
    assert plain.of_claim(doc, found) == 0.5 < cued.of_claim(doc, found)
    against = Confidence([(0.0, 0.5)], {"form=indirect": -2.0})
    assert against.of_claim(doc, found) < 0.5


def test_sure_and_surest_change_nothing_but_the_confidence() -> None:
    doc = parse(Dispatch("essai", "Le ministre affirme que la ville tient."), default_lexicon())
    found = Claim(Span(12, 19), (Span(20, 38),), Span(0, 11), None, why=Why("affirmer que"))
    (told,) = sure(doc, [found])
    assert told.confidence is not None and replace(told, confidence=None) == found
    (act,) = surest([event(1, 0.99)], fast=True)
    assert replace(act, confidence=0.99) == event(1, 0.99)


@pytest.mark.parametrize("fast", [False, True])
def test_every_claim_and_event_that_is_read_has_a_confidence(fast: bool) -> None:
    found = Reader(fast=fast).read(read(TEXT, "2025-03-04").dispatch)
    records: list[Claim | Event] = [*found.claims, *found.events]
    assert len(found.claims) >= 2 and found.events
    assert all(r.confidence is not None and 0 <= r.confidence <= 1 for r in records)


def test_a_higher_threshold_never_leaves_more() -> None:
    whole = read(TEXT, "2025-03-04")
    sizes = [len(above(whole, step / 10).events) for step in range(11)]
    assert sizes == sorted(sizes, reverse=True)
    assert above(above(whole, 0.7), 0.7) == above(whole, 0.7)
