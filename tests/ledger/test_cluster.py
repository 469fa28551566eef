"""Occurrences: the same in any order, as wide as the evidence, obedient to people."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from greffier.ledger.blocking import keys
from greffier.ledger.cluster import Decided, candidates, cluster, components, joined_by, occurrences, pair, verdicts
from greffier.ledger.sketch import Sketch
from ledger.events import attack

FOURTH = date(2025, 3, 4)


def told() -> list[Sketch]:
    """Attacks on three places over some days, by day and undated, by people and by software."""
    found = []
    for i in range(24):
        place = ("Ouradi", "Tambéla", "Koloni")[i % 3]
        day = FOURTH + timedelta(5 * (i % 4)) if i % 5 else None
        published = FOURTH + timedelta(6 + i % 7)
        found.append(attack(f"k{i:02}", place, day, published=published, reader="r" if i % 2 else None))
    return found


def groups(sketches: list[Sketch], decisions: tuple[Decided, ...] = ()) -> list[tuple[str, ...]]:
    return sorted(o.members for o in occurrences(sketches, decisions))


def test_any_order_gives_the_same_occurrences() -> None:
    sketches, expected = told(), occurrences(told())
    assert any(len(o.members) > 2 for o in expected)
    for seed in range(10):
        random.Random(seed).shuffle(sketches)
        assert occurrences(sketches) == expected


def test_one_component_alone_gives_what_all_give_together() -> None:
    sketches = {s.key: s for s in told()}
    joined = {p: v.score for p, v in verdicts(sketches.values()).items() if v.joined}
    together = cluster(sketches, joined)
    apart = [g for part in components(joined) for g in cluster({k: sketches[k] for k in part}, joined)]
    assert sorted(apart) == sorted(g for g in together if len(g) > 1 or g[0] in {k for p in joined for k in p})


def test_what_is_one_event_shares_a_key() -> None:
    met = candidates([attack("a", "Ouradi", FOURTH), attack("b", "Ouradi", FOURTH + timedelta(1))])
    assert met == {("a", "b")}
    undated = attack("c", "Ouradi", None, published=FOURTH + timedelta(30))
    assert set(keys(undated)) & set(keys(attack("a", "Ouradi", FOURTH)))
    assert not set(keys(attack("a", "Ouradi", FOURTH))) & set(keys(attack("d", "Tambéla", FOURTH + timedelta(99))))


def test_an_undated_telling_does_not_chain_two_attacks() -> None:
    first, second = attack("a", "Ouradi", FOURTH), attack("b", "Ouradi", FOURTH + timedelta(6))
    loose = attack("c", "Ouradi", None, published=FOURTH + timedelta(7))
    for group in groups([first, second, loose]):
        assert not {"a", "b"} <= set(group)


def test_a_person_joins_and_splits_and_later_tellings_respect_it() -> None:
    a, b = attack("a", "Ouradi", FOURTH), attack("b", "Tambéla", FOURTH)
    assert groups([a, b]) == [("a",), ("b",)]
    assert groups([a, b], (Decided("a", "b", True),)) == [("a", "b")]
    c = attack("c", "Ouradi", FOURTH)
    split = (Decided("a", "c", False),)
    assert groups([a, c]) == [("a", "c")]
    assert groups([a, c], split) == [("a",), ("c",)]
    later = attack("d", "Ouradi", FOURTH)
    for group in groups([a, c, later], split):
        assert not {"a", "c"} <= set(group)


def test_a_split_gives_way_to_a_join_of_the_same_tellings() -> None:
    a, b = attack("a", "Ouradi", FOURTH), attack("b", "Ouradi", FOURTH)
    assert groups([a, b], (Decided("a", "b", False), Decided("a", "b", True))) == [("a", "b")]


def test_an_occurrence_is_called_by_its_earliest_telling() -> None:
    early = attack("z", "Ouradi", FOURTH, published=FOURTH)
    late = attack("a", "Ouradi", FOURTH, published=FOURTH + timedelta(2))
    alone, both = occurrences([early]), occurrences([late, early])
    assert [o.id for o in alone] == [o.id for o in both]
    assert both[0].members == ("a", "z")


def test_pairs_that_clustering_leaves_apart_are_named() -> None:
    sketches = {s.key: s for s in (attack("a", "Ouradi", FOURTH), attack("b", "Ouradi", FOURTH))}
    joined = {pair("b", "a"): 0.9}
    assert list(joined_by(sketches, joined, [["a"], ["b"]])) == [("a", "b")]
    assert list(joined_by(sketches, joined, [["a", "b"]])) == []


@pytest.mark.parametrize("count", [40])
def test_many_reprints_are_one_occurrence(count: int) -> None:
    sketches = [attack(f"k{i:03}", "Ouradi", FOURTH) for i in range(count)]
    assert len(groups(sketches)) == 1
