"""The scorer: numbers worked out by hand, and the same rows as the reference scorer to the last digit."""

import copy
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from greffier.errors import InterchangeError, UsageError
from greffier.score import assign, line, load, rows, same_actor, score, table, tally
from greffier.score_errors import CAUSES, cases, report, sentence_at

SHARED = Path(__file__).parents[2] / "shared"
REFERENCE = SHARED / "bench" / "score.py"
DEV = SHARED / "gold" / "dev"
TEXT = "Le chef Oda a vu Bran lundi. Il accuse le Tarn : « vol », selon lui. Dix morts."


def actor(country: str | None, name: str = "x", span: list[int] | None = None, sector: str | None = None) -> Any:
    return {"span": span, "name": name, "country": country, "sector": sector}


def event(trigger: list[int], **changes: Any) -> dict[str, Any]:
    base = {
        "triggers": [trigger],
        "type": "CONSULT",
        "modes": [],
        "actors": [actor("NER")],
        "recipients": [actor("USA")],
        "place": None,
        "date": None,
        "status": "occurred",
        "claim": None,
        "arrangement": None,
    }
    return base | changes


def claim(content: list[int], **changes: Any) -> dict[str, Any]:
    base = {
        "cue": None,
        "content": [content],
        "speaker": [3, 11],
        "speaker_actor": actor("NER", "chef Oda", [3, 11]),
        "addressee": None,
        "form": "direct",
        "parent": None,
    }
    return base | changes


def figure(span: list[int], value: int, role: str = "killed") -> dict[str, Any]:
    return {
        "span": span,
        "value": value,
        "min": value,
        "max": value,
        "unit": None,
        "object": "",
        "role": role,
        "claim": None,
    }


def reading(**lists: Any) -> dict[str, Any]:
    base = {"id": "d", "published": "2025-03-13", "text": TEXT, "claims": [], "events": [], "quantities": []}
    return base | {"boilerplate": []} | lists


def test_rows_worked_out_by_hand() -> None:
    gold = reading(
        claims=[claim([0, 10]), claim([20, 30])],
        events=[event([14, 16], claim=0, status="planned", modes=["visit"]), event([32, 38], type="ACCUSE")],
        quantities=[figure([70, 73], 10), figure([5, 6], 2)],
        boilerplate=[[0, 4]],
    )
    read = reading(
        claims=[claim([0, 5]), claim([50, 60])],
        events=[event([15, 17], claim=0, status="planned"), event([40, 42]), event([33, 35])],
        quantities=[figure([70, 75], 10, "injured")],
        boilerplate=[[2, 8]],
        published=None,
    )
    got = score({"d": gold}, {"d": read})
    third, half = 1 / 3, 1 / 2
    assert got["event detect"] == {"P": 2 / 3, "R": 1.0, "F1": pytest.approx(0.8)}
    assert got["event typed"] == {"P": third, "R": half, "F1": pytest.approx(0.4)}
    assert got["event dyad"] == got["event whole"] == got["event dyad+sector"] == got["event typed"]
    assert got["extra rate"] == {"acc": third, "n": 3}
    assert got["  = modes"] == {"acc": 0.0, "n": 1}
    assert got["  = status"] == got["  = status other"] == {"acc": 1.0, "n": 1}
    assert got["  = source"] == {"acc": 1.0, "n": 1}
    assert got["  = date where given"] == {"acc": None, "n": 0}
    assert got["claim soft"] == {"P": half, "R": half, "F1": half}
    assert got["claim hard"] == {"P": 0.0, "R": 0.0, "F1": 0.0}
    assert got["quantity"] == {"P": 1.0, "R": half, "F1": pytest.approx(2 / 3)}
    assert got["  = role"] == {"acc": 0.0, "n": 1}
    assert got["boilerplate"] == {"P": third, "R": half, "F1": pytest.approx(0.4)}
    assert got["published"] == {"acc": 0.0, "n": 1}


def test_a_missing_dispatch_counts_as_empty() -> None:
    got = score({"d": reading(events=[event([14, 16])])}, {})
    assert got["event typed"] == {"P": None, "R": 0.0, "F1": 0.0}
    assert got["claim soft"] == {"P": None, "R": None, "F1": None}


def test_assignment_is_one_to_one_and_takes_the_best_first() -> None:
    assert assign([1, 2], [2, 2, 9], lambda g, p: 1.0 if g == p else 0.5 if p == 2 else 0.0) == [(1, 0), (0, 1)]


def test_the_same_actor_by_span_or_by_a_long_word_and_the_country() -> None:
    assert same_actor(actor("A", "x", [0, 5]), actor("B", "y", [4, 9]))
    assert same_actor(actor("NER", "général Toumba"), actor("NER", "Mohamed Toumba"))
    assert not same_actor(actor("NER", "Ali Ba"), actor("NER", "Issa Ba"))
    assert not same_actor(actor("NER", "Toumba"), actor("MLI", "Toumba"))
    assert same_actor(None, None) and not same_actor(None, actor("NER"))


def test_table_and_line_show_three_digits_and_a_dash_for_nothing() -> None:
    counts = tally(reading(events=[event([14, 16])]), None)
    shown = table("total", counts).splitlines()
    assert shown[0] == "total: 1 dispatches, 1 events, 0 claims, 0 quantities in gold"
    assert shown[1] == "  event detect          P    -  R 0.000  F1 0.000"
    assert line("d", counts) == f"{'d':<22} typed F1 0.000  claim soft F1 0.000  extra 0.000"


def test_loading_takes_a_folder_or_json_lines(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(json.dumps(reading(id="b")), encoding="utf-8")
    (tmp_path / "a.json").write_text(json.dumps(reading(id="a")), encoding="utf-8")
    lines = tmp_path / "all.jsonl"
    lines.write_text("\n".join(json.dumps(reading(id=i)) for i in "xy") + "\n\n", encoding="utf-8")
    assert list(load(tmp_path)) == ["a", "b"]
    assert list(load(lines)) == ["x", "y"]


def test_loading_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing at"):
        load(tmp_path / "none")
    (tmp_path / "bad.jsonl").write_text('{"id": "a"}\n{', encoding="utf-8")
    with pytest.raises(InterchangeError, match="line 2 is no JSON"):
        load(tmp_path / "bad.jsonl")
    (tmp_path / "bad.jsonl").write_text("[1]", encoding="utf-8")
    with pytest.raises(InterchangeError, match="with an id"):
        load(tmp_path / "bad.jsonl")
    with pytest.raises(InterchangeError, match="lacks the key 'claims'"):
        tally({"id": "d", "events": []}, None)


def test_errors_are_grouped_by_cause_with_their_sentence() -> None:
    gold = reading(
        claims=[claim([0, 10])],
        events=[event([14, 16]), event([32, 38], type="ACCUSE"), event([51, 54], type="COERCE")],
        quantities=[figure([70, 73], 10)],
    )
    read = reading(
        claims=[claim([0, 5], form="mixed", speaker_actor=None)],
        events=[event([14, 16], status="planned", recipients=[]), event([32, 38], type="REJECT"), event([0, 2])],
        quantities=[figure([70, 73], 12)],
    )
    found = cases(gold, read)
    assert [case.cause for case in found] == [
        "event missed",
        "event extra",
        "type confused",
        "dyad wrong",
        "status wrong",
        "claim bounds wrong",
        "speaker wrong",
        "form wrong",
        "quantity missed",
        "quantity extra",
    ]
    dyad = found[3]
    assert (dyad.gold, dyad.predicted) == ("NER → USA", "NER → -")
    assert dyad.sentence == "Le chef Oda a vu Bran lundi."
    assert "type confused (1)\n  d: gold ACCUSE | read REJECT\n      Il accuse" in report(found)
    assert cases(gold, gold) == []


def test_the_sentence_of_an_offset_is_cut_at_stops_and_lines() -> None:
    text = "Titre\nUn. Deux ! Trois"
    assert [sentence_at(text, i) for i in (0, 6, 11, 18)] == ["Titre", "Un.", "Deux !", "Trois"]
    assert len(sentence_at("x" * 900, 400)) == 300
    assert sentence_at("", 0) == ""


def perturbed(gold: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """A prediction with faults of every kind, some keys left out."""
    read = copy.deepcopy(gold)
    for kind in ("events", "claims", "quantities"):
        read[kind] = [r for r in read[kind] if dice.random() > 0.2]
    for e in read["events"]:
        e["triggers"][0][1] += dice.randrange(3)
        e["type"] = dice.choice([e["type"]] * 4 + ["AID"])
        e["status"] = dice.choice([e["status"]] * 4 + ["planned"])
        e["claim"] = dice.choice([e["claim"], e["claim"], None, 0])
        for key in ("modes", "recipients", "place", "date", "arrangement"):
            if dice.random() < 0.2:
                e.pop(key)
    for c in read["claims"]:
        c["content"][0][0] += dice.randrange(40)
        c["content"][0][1] = max(c["content"][0][1], c["content"][0][0] + 1)
        c["form"] = dice.choice([c["form"], "mixed"])
        if dice.random() < 0.2:
            c["speaker_actor"] = c["speaker"] = None
        elif c["speaker_actor"]:
            c["speaker_actor"] |= {"span": None}
    for q in read["quantities"]:
        q["value"] = dice.choice([q["value"]] * 4 + [7])
        q["role"] = dice.choice([q["role"], "other"])
    read["events"] += [event([0, 5]), event([0, 30], type="ASSAULT")]
    return read | {"published": dice.choice([gold["published"], None])}


@pytest.mark.skipif(not REFERENCE.is_file(), reason="the reference scorer is not on this machine")
def test_rows_equal_the_reference_scorer_to_the_last_digit(tmp_path: Path) -> None:
    gold, dice = load(DEV), random.Random(3)
    read = {name: perturbed(g, dice) for name, g in list(gold.items())[1:]}
    pred = tmp_path / "pred.jsonl"
    pred.write_text("\n".join(json.dumps(r) for r in read.values()), encoding="utf-8")

    def reference(*options: str) -> str:
        command = [sys.executable, str(REFERENCE), str(DEV), str(pred), *options]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    made = score(gold, load(pred))
    assert json.dumps(made, indent=1) == reference("--json").strip()
    total = sum((tally(g, read.get(name)) for name, g in gold.items()), start=tally(reading(), reading()))
    total["dispatches"], total["= published"] = total["dispatches"] - 1, total["= published"] - 1
    shown = [line(name, tally(g, read.get(name))) for name, g in gold.items()]
    assert [*shown, *table("total", total).splitlines()] == reference("--by-dispatch").splitlines()
    assert 0.2 < (made["event typed"]["F1"] or 0) < 0.95


@pytest.mark.skipif(not DEV.is_dir(), reason="the shared gold is not on this machine")
def test_gold_against_itself_is_perfect() -> None:
    gold = load(DEV)
    for row in score(gold, gold).values():
        assert row.get("F1", row.get("acc")) in (1.0, 0.0)
    assert not any(cases(g, g) for g in gold.values())
    assert rows(tally(gold["seed"], gold["seed"]))["extra rate"]["acc"] == 0.0
    assert {c.cause for g in gold.values() for c in cases(g, perturbed(g, random.Random(1)))} <= set(CAUSES)
