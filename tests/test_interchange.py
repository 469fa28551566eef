"""Readings to JSON and back: identity, numbers, faults told with their path, the schema."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from greffier import Claim, Dispatch, Event, Reading, Span, Why
from greffier.errors import InterchangeError, SpanError
from greffier.interchange import from_json, record_id, schema, to_json, with_ids

GOLD = Path(__file__).parents[2] / "shared" / "gold"
TEXT = "La ministre Oda Velin a dit à Tarsk que 100 milliards d'euros manquent."


def small() -> dict[str, Any]:
    """A reading with every required key, written by hand."""
    actor = {"span": [3, 21], "name": "Oda Velin", "country": "NER", "sector": "GOV"}
    return {
        "id": "d1",
        "published": "2025-03-13",
        "text": TEXT,
        "claims": [
            {
                "cue": [22, 27],
                "content": [[36, 70]],
                "speaker": [0, 21],
                "speaker_actor": actor,
                "addressee": None,
                "form": "indirect",
                "parent": None,
            }
        ],
        "events": [
            {
                "triggers": [[22, 27]],
                "type": "ACCUSE",
                "modes": ["disapprove"],
                "actors": [actor],
                "recipients": [],
                "place": {"span": [30, 35], "name": "Tarsk", "country": None},
                "date": {"span": None, "earliest": "2025-03-12", "latest": None},
                "status": "occurred",
                "claim": 0,
                "arrangement": {
                    "kind": "agreement",
                    "parties": ["NER", "UNO"],
                    "object": None,
                    "transition": "ended",
                },
            }
        ],
        "quantities": [
            {
                "span": [40, 61],
                "value": 100000000000,
                "min": 100000000000,
                "max": None,
                "unit": "EUR",
                "object": "euros",
                "role": "cost",
                "claim": 0,
            }
        ],
        "arrangements": [],
        "boilerplate": [],
    }


def full() -> dict[str, Any]:
    """The same with every optional key."""
    obj = small()
    why = {"rule": "dire que", "words": [[22, 27]], "rejected": [["REQUEST", "no demand"]]}
    trace = {"id": "0123456789ab", "why": why}
    obj |= {
        "title": [0, 21],
        "source": "Agence de l'exemple",
        "url": "https://example.org/1",
        "published_at": "2025-03-13T10:00:00Z",
        "edited_at": "2025-03-14T10:00:00Z",
        "fetched_at": "2025-03-15T10:00:00Z",
        "published_reason": "given",
        "warnings": ["clash: two capitals"],
        "reader": "0.1.0",
        "codebook": "2.0",
    }
    obj["claims"][0] |= trace | {"confidence": 0.5}
    obj["events"][0] |= trace | {"confidence": 1, "contexts": ["economic"]}
    obj["events"][0]["place"] |= {"precision": "city", "latitude": 1.5, "longitude": -2.25, "geonameid": 7}
    obj["events"][0]["date"] |= {"precision": "open"}
    obj["events"][0]["actors"][0] = obj["events"][0]["actors"][0] | {"wikidata": "Q1"}
    obj["quantities"][0] |= trace
    change = {"kind": "deployment", "parties": ["NER"], "object": "base", "transition": "unchanged"}
    obj["arrangements"] = [{"span": [0, 2], **change, "date": None, "claim": 0, **trace}]
    return obj


@pytest.mark.parametrize("make", [small, full])
def test_json_to_reading_and_back_is_the_identity(make: Any) -> None:
    assert to_json(from_json(make())) == make()


def test_reading_to_json_and_back_is_the_identity() -> None:
    reading = from_json(full())
    assert from_json(json.loads(json.dumps(to_json(reading)))) == reading


def test_values_are_typed() -> None:
    reading = from_json(full())
    assert reading.dispatch.published == date(2025, 3, 13)
    assert reading.claims[0].cue == Span(22, 27)
    assert reading.claims[0].why == Why("dire que", (Span(22, 27),), (("REQUEST", "no demand"),))
    assert reading.events[0].date is not None and reading.events[0].date.earliest == date(2025, 3, 12)
    assert reading.warnings == ("clash: two capitals",)


def test_keys_stand_in_a_fixed_order_whatever_the_order_they_came_in() -> None:
    turned = dict(reversed(full().items()))
    assert list(to_json(from_json(turned))) == list(to_json(from_json(full())))
    assert list(to_json(from_json(turned)))[:3] == ["id", "published", "text"]


def test_a_great_whole_number_is_written_without_an_exponent() -> None:
    obj = small()
    obj["quantities"][0]["value"] = 1e11
    assert '"value": 100000000000,' in json.dumps(to_json(from_json(obj)))
    obj["quantities"][0]["value"] = 2.5
    assert to_json(from_json(obj))["quantities"][0]["value"] == 2.5


def test_arrangements_and_boilerplate_may_lack_and_are_written_empty() -> None:
    obj = small()
    del obj["arrangements"], obj["boilerplate"]
    assert to_json(from_json(obj)) == small()


def test_warnings_of_the_dispatch_and_of_the_reading_are_written_once_each() -> None:
    reading = Reading(Dispatch("d", TEXT, warnings=("a", "b")), warnings=("b", "c"))
    assert to_json(reading)["warnings"] == ["a", "b", "c"]


def broken(path: str, value: Any) -> dict[str, Any]:
    obj: dict[str, Any] = json.loads(json.dumps(full()))
    *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    place: Any = obj
    for step in way:
        place = place[step]
    if value is KeyError:
        del place[last]
    else:
        place[last] = value
    return obj


FAULTS = [
    ("id", "", "At id stands ''"),
    ("id", KeyError, "At the top lacks 'id'"),
    ("published", "2025-02-30", "At published stands '2025-02-30'"),
    ("published", "20250213", "At published"),
    ("text", None, "At text stands None"),
    ("claims", None, "At claims stands None"),
    ("claims/0/content", [], "At claims[0].content stands []"),
    ("claims/0/form", "oral", "one of direct, indirect, mixed"),
    ("claims/0/cue", [22], "At claims[0].cue stands [22]"),
    ("claims/0/cue", [22, 27.0], "At claims[0].cue"),
    ("claims/0/cue", [True, 27], "At claims[0].cue"),
    ("claims/0/speaker_actor/country", "niger", "At claims[0].speaker_actor.country"),
    ("claims/0/speaker_actor/sector", "XXX", "At claims[0].speaker_actor.sector"),
    ("claims/0/parent", 3, "At claims[0].parent stands 3"),
    ("claims/0/parent", 0, "nest in a circle"),
    ("claims/0/confidence", 1.5, "a number from 0 to 1"),
    ("claims/0/speeker", None, "'speeker', which is no key of a claim"),
    ("events/0/type", "FIGHT", "At events[0].type stands 'FIGHT'"),
    ("events/0/modes", ["chat"], "At events[0].modes[0] stands 'chat'"),
    ("events/0/status", KeyError, "At events[0] lacks 'status'"),
    ("events/0/actors/0", "NER", "At events[0].actors[0] stands 'NER'"),
    ("events/0/place/latitude", 91, "At events[0].place.latitude"),
    ("events/0/claim", -1, "At events[0].claim stands -1"),
    ("events/0/claim", 1, "At events[0].claim stands 1"),
    ("events/0/arrangement/transition", "gone", "At events[0].arrangement.transition"),
    ("quantities/0/value", "12", "At quantities[0].value stands '12'"),
    ("quantities/0/value", True, "At quantities[0].value"),
    ("quantities/0/value", float("nan"), "At quantities[0].value"),
    ("arrangements/0/why/rejected", [["a"]], "At arrangements[0].why.rejected[0]"),
    ("boilerplate", [[0, 1, 2]], "At boilerplate[0]"),
]


@pytest.mark.parametrize(("path", "value", "told"), FAULTS)
def test_a_fault_is_told_with_its_path(path: str, value: Any, told: str) -> None:
    with pytest.raises(InterchangeError) as caught:
        from_json(broken(path, value))
    assert told in str(caught.value)


@pytest.mark.parametrize("span", [[5, 5], [7, 3], [-1, 3], [60, 400]])
def test_a_span_outside_the_text_is_a_span_error(span: list[int]) -> None:
    with pytest.raises(SpanError, match=r"At events\[0\]\.triggers\[0\]"):
        from_json(broken("events/0/triggers", [span]))


@pytest.mark.parametrize("value", [None, [], "x", 3])
def test_what_is_no_object_is_refused(value: Any) -> None:
    with pytest.raises(InterchangeError, match="At the top stands"):
        from_json(value)


VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_the_schema_is_valid_and_accepts_whole_readings() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert json.loads(json.dumps(schema())) == schema()
    assert not list(VALIDATOR.iter_errors(small()))
    assert not list(VALIDATOR.iter_errors(full()))


BEYOND_A_SCHEMA = ("claims/0/parent", "events/0/claim", "published", "quantities/0/value", "text")


@pytest.mark.parametrize(("path", "value", "told"), [f for f in FAULTS if f[0] not in BEYOND_A_SCHEMA])
def test_the_schema_refuses_what_loading_refuses(path: str, value: Any, told: str) -> None:
    if path == "claims/0/cue" and value == [22, 27.0]:
        pytest.skip("to JSON Schema 27.0 is an integer")
    assert list(VALIDATOR.iter_errors(broken(path, value)))


def test_record_ids_hang_on_text_kind_and_span_only() -> None:
    dispatch = Dispatch("d1", TEXT)
    known = record_id(dispatch, "claim", Span(22, 27))
    assert len(known) == 12 and int(known, 16) >= 0
    assert known == record_id(replace(dispatch, source="elsewhere"), "claim", Span(22, 27))
    others = {
        record_id(dispatch, "event", Span(22, 27)),
        record_id(dispatch, "claim", Span(22, 28)),
        record_id(Dispatch("d2", TEXT), "claim", Span(22, 27)),
        record_id(Dispatch("d1", TEXT + "!"), "claim", Span(22, 27)),
    }
    assert len(others | {known}) == 5


def test_ids_are_given_once_and_stay_unique() -> None:
    twice = Event((Span(22, 27),), "AGREE")
    claim = Claim(Span(22, 27), (Span(36, 70),), None, None, id="kept")
    reading = with_ids(Reading(Dispatch("d1", TEXT), (claim,), (twice, twice)))
    first, second = (event.id for event in reading.events)
    assert first == record_id(reading.dispatch, "event", Span(22, 27))
    assert second == f"{first}-2"
    assert reading.claims[0].id == "kept"
    assert with_ids(reading) == reading


@pytest.mark.skipif(not GOLD.is_dir(), reason="the shared gold is not on this machine")
def test_gold_goes_through_unchanged_and_fits_the_schema() -> None:
    paths = [*sorted((GOLD / "dev").glob("*.json")), *sorted((GOLD / "train").glob("*.json"))]
    assert len(paths) == 127
    for path in paths:
        obj = json.loads(path.read_text(encoding="utf-8"))
        assert to_json(from_json(obj)) == {"arrangements": []} | obj
    for path in paths[::10]:
        assert not list(VALIDATOR.iter_errors(json.loads(path.read_text(encoding="utf-8")))), path.name
