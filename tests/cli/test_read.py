"""greffier read: forms, exit codes, what is said when an input fails."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import FakeReader
from greffier.interchange import from_json


def test_elsewhere_than_in_a_terminal_json_lines_are_written(greffier: Any, dispatch: Path) -> None:
    code, out, err = greffier("read", dispatch, "--force")
    assert (code, err) == (0, "")
    reading = from_json(json.loads(out))
    assert reading.events[0].type == "ASSAULT"


def test_json_is_an_object_for_one_dispatch_and_a_list_for_several(greffier: Any, dispatch: Path) -> None:
    assert isinstance(json.loads(greffier("read", dispatch, "--force", "--format", "json")[1]), dict)
    several = json.loads(greffier("read", dispatch, dispatch, "--force", "--format", "json")[1])
    assert len(several) == 2


def test_csv_holds_the_table_asked_for(greffier: Any, dispatch: Path) -> None:
    code, out, _ = greffier("read", dispatch, "--force", "--table", "quantities")
    (row,) = csv.DictReader(io.StringIO(out))
    assert code == 0 and (row["value"], row["max"], row["role"]) == ("1200", "", "injured")


@pytest.mark.parametrize(("language", "heading"), [("fr", "Qui dit quoi"), ("en", "Who says what")])
def test_sheet_and_page_speak_the_language(greffier: Any, dispatch: Path, language: str, heading: str) -> None:
    for form in ("sheet", "html"):
        code, out, _ = greffier("read", dispatch, "--force", "--format", form, "--lang", language)
        assert code == 0 and heading in out and "Oda Velin" in out


def test_data_never_depends_on_the_language(greffier: Any, dispatch: Path) -> None:
    for form in ("json", "jsonl", "csv"):
        told = {greffier("read", dispatch, "--force", "-f", form, "--lang", lang)[1] for lang in ("fr", "en")}
        assert len(told) == 1


def test_output_goes_to_the_file_once_it_is_whole(greffier: Any, dispatch: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert greffier("read", dispatch, "--force", "-o", target) == (0, "", "")
    assert json.loads(target.read_text(encoding="utf-8"))["quantities"][0]["value"] == 1200
    assert not list(tmp_path.glob("*.part"))


def test_a_failed_input_gets_one_sentence_and_the_others_are_read(greffier: Any, dispatch: Path) -> None:
    empty = dispatch.with_name("vide.txt")
    empty.write_bytes(b"")
    code, out, err = greffier("read", dispatch.with_name("none.txt"), empty, dispatch, "--force", "--lang", "fr")
    assert code == 1
    assert len(out.splitlines()) == 1
    first, second = err.splitlines()
    assert "none.txt" in first and "ne peut pas être lu" in first
    assert "vide.txt" in second and "rien à lire" in second


def test_a_fault_of_ours_is_told_and_the_others_are_read(greffier: Any, dispatch: Path) -> None:
    bad = dispatch.with_name("a.txt")
    bad.write_text("PANNE " + dispatch.read_text(encoding="utf-8"), encoding="utf-8")
    code, out, err = greffier("read", bad, dispatch, "--force")
    assert code == 1 and len(out.splitlines()) == 1
    assert "broken stage" in err and "report" in err and len(err.splitlines()) == 1


MISUSES = [
    ("--published", "2025-02-30", "--published 2024-03-27"),
    ("--max-size", "big", "--max-size 5MB"),
    ("--format", "pdf", "--format"),
    ("--lang", "de", "--lang"),
    ("--lexicon", "/nowhere", "/nowhere"),
    ("--output", "/nowhere/x.jsonl", "--output"),
    ("--min-confidence", "1.5", "--min-confidence"),
    ("--min-confidence", "sure", "--min-confidence"),
]


@pytest.mark.parametrize(("option", "value", "told"), MISUSES)
def test_misuse_is_exit_code_two(greffier: Any, dispatch: Path, option: str, value: str, told: str) -> None:
    code, out, err = greffier("read", dispatch, "--force", option, value)
    assert (code, out) == (2, "")
    assert told in err and "Traceback" not in err


@pytest.mark.parametrize("least", ["0.5", "0.6", "1"])
def test_an_unsure_claim_stays_for_the_event_that_it_carries(greffier: Any, dispatch: Path, least: str) -> None:
    reading = from_json(json.loads(greffier("read", dispatch, "--force", "--min-confidence", least)[1]))
    assert [c.confidence for c in reading.claims] == [0.5]
    assert [e.claim for e in reading.events] == [0]


@pytest.mark.parametrize("command", ["read", "explain"])
def test_fast_asks_for_the_fast_reader(
    greffier: Any, dispatch: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def reader(lexicon: object, fast: bool) -> FakeReader:
        asked.append(fast)
        return FakeReader(lexicon, fast)

    monkeypatch.setattr("greffier.cli.source._reader", reader)
    assert greffier(command, dispatch, "--force")[0] == greffier(command, dispatch, "--force", "--fast")[0] == 0
    assert asked == [False, True]


def test_a_table_needs_csv(greffier: Any, dispatch: Path) -> None:
    assert greffier("read", dispatch, "--table", "events", "--format", "json")[0] == 2


def test_ctrl_c_is_exit_code_130(greffier: Any, dispatch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("greffier.cli.read.write", interrupted)
    code, _, err = greffier("read", dispatch)
    assert code == 130 and "Traceback" not in err


def test_a_reader_that_goes_away_is_no_error() -> None:
    code = "import sys; from greffier.cli import run; sys.exit(run(['schema']))"
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run([sys.executable, "-c", code], stdout=write_end, stderr=subprocess.PIPE, text=True)
    os.close(write_end)
    assert (done.returncode, done.stderr) == (0, "")
