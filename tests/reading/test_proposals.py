"""What the learned reader proposes beside the frames: where none knows the word, or where it sees another type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from greffier.french import default_lexicon
from greffier.reading.evocation import Evocation, evocations
from greffier.reading.frames import frames_of
from greffier.reading.insight import HEADS, RELATIONS, SHARE, TYPES, from_scores
from greffier.reading.parse import Document, parse
from greffier.reading.proposals import LIKELY, WORTH_ASKING, propose
from greffier.records import Dispatch

INDEX = frames_of(default_lexicon())
UNKNOWN = "La junte schtroumpfait les rebelles."
Seen = Mapping[str, tuple[str, float]]


def seen(text: str, eyes: Seen) -> Document:
    """A document in which the learned reader sees just these words as events of a type, so probable each."""
    doc = parse(Dispatch("essai", text), default_lexicon())
    size = len(doc.tokens)
    chances = np.full((size, len(TYPES) + 1), 1e-9)
    chances[:, 0] = 1.0
    for token in doc.tokens:
        if token.text in eyes:
            kind, chance = eyes[token.text]
            chances[token.i, [0, 1 + TYPES.index(kind)]] = 1 - chance, chance
    rest = np.zeros((size, sum(HEADS) - len(TYPES) - 1))
    classes = np.hstack([np.log(chances), rest]).astype(np.float32)
    links = np.zeros((size, len(RELATIONS) * SHARE), np.float32)
    nobody = np.zeros((len(RELATIONS), SHARE), np.float32)
    return replace(doc, insight=from_scores(classes, links, links, nobody, np.zeros(size, np.int32)))


def proposed(text: str, eyes: Seen) -> list[Evocation]:
    doc = seen(text, eyes)
    return propose(doc, INDEX, evocations(doc, INDEX))


def told(found: list[Evocation]) -> list[tuple[str, str]]:
    return [(e.head.text, e.frame.type) for e in found]


def test_without_the_learned_reader_the_frames_stand_alone() -> None:
    doc = parse(Dispatch("essai", "L'armée a attaqué le village."), default_lexicon())
    evoked = evocations(doc, INDEX)
    assert told(evoked) == [("attaqué", "ASSAULT")]
    assert propose(doc, INDEX, evoked) == evoked


def test_a_word_that_no_frame_knows_is_proposed_with_the_slots_of_its_type() -> None:
    (found,) = proposed(UNKNOWN, {"schtroumpfait": ("ASSAULT", 0.9)})
    assert (found.head.text, found.frame.type, found.frame.id) == ("schtroumpfait", "ASSAULT", "learned.assault")
    assert [t.text for t in found.slots.among("subj")] == ["junte"]
    assert [t.text for t in found.slots.among("obj")] == ["rebelles"]
    assert found.rejected == (("any frame", "none knows the word; seen 0.90"),)


def test_what_is_hardly_seen_is_not_proposed() -> None:
    assert told(proposed(UNKNOWN, {"schtroumpfait": ("ASSAULT", WORTH_ASKING - 0.01)})) == []
    assert told(proposed(UNKNOWN, {"schtroumpfait": ("ASSAULT", WORTH_ASKING + 0.01)})) == [
        ("schtroumpfait", "ASSAULT")
    ]


def test_a_type_that_the_frames_gave_is_not_given_twice_and_another_stands_beside_it() -> None:
    text = "L'armée a attaqué le village."
    assert told(proposed(text, {"attaqué": ("ASSAULT", 0.9)})) == [("attaqué", "ASSAULT")]
    assert sorted(told(proposed(text, {"attaqué": ("COERCE", 0.9)}))) == [("attaqué", "ASSAULT"), ("attaqué", "COERCE")]


def test_proposals_come_in_the_order_of_the_text() -> None:
    found = proposed("La junte schtroumpfait. L'armée a attaqué le village.", {"schtroumpfait": ("COERCE", 0.9)})
    assert told(found) == [("schtroumpfait", "COERCE"), ("attaqué", "ASSAULT")]


def test_words_that_name_nothing_are_not_asked_about() -> None:
    assert told(proposed(UNKNOWN, {"La": ("ASSAULT", 0.9), ".": ("ASSAULT", 0.9)})) == []


def test_what_is_seen_but_faintly_swallows_no_objects() -> None:
    for chance, opaque in ((LIKELY - 0.1, False), (LIKELY + 0.1, True)):
        (found,) = proposed(UNKNOWN, {"schtroumpfait": ("REQUEST", chance)})
        assert found.frame.opaque is opaque
    assert INDEX.learned["REQUEST"].opaque, "the frame of the type itself is unchanged"


def test_a_charge_that_is_rejected_is_denied_and_not_refused() -> None:
    charge = proposed("La junte schtroumpfait les accusations.", {"schtroumpfait": ("REJECT", 0.9)})
    offer = proposed("La junte schtroumpfait les propositions.", {"schtroumpfait": ("REJECT", 0.9)})
    assert ("schtroumpfait", "REJECT") not in told(charge)
    assert ("schtroumpfait", "REJECT") in told(offer)
