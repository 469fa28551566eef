"""Help, version, schema, explain, score: what they print and with which exit code they leave."""

import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from greffier.cli.sheet import show
from greffier.interchange import from_json, schema
from greffier.messages import Say


@pytest.mark.parametrize("command", [[], ["read"], ["explain"], ["score"], ["schema"]])
def test_every_help_has_an_example(greffier: Any, command: list[str]) -> None:
    code, out, _ = greffier(*command, "--help")
    assert code == 0
    assert f"\n    greffier {command[0] if command else 'read'} " in out


def test_no_command_shows_the_help_and_an_unknown_one_is_a_misuse(greffier: Any) -> None:
    assert greffier()[0] == 0
    code, _, err = greffier("lire")
    assert code == 2 and "lire" in err


def test_version(greffier: Any) -> None:
    assert greffier("--version") == (0, "greffier 0.1.0\n", "")


def test_schema_is_the_schema_and_columns_are_explained(greffier: Any) -> None:
    assert json.loads(greffier("schema")[1]) == schema()
    lines = greffier("schema", "--columns", "events")[1].splitlines()
    assert lines[0] == "dispatch\tid of the dispatch"
    assert any(line.startswith("triggers_spans\t") for line in lines)


def test_explain_names_rule_words_and_what_lost(greffier: Any, dispatch: Path) -> None:
    code, out, _ = greffier("explain", dispatch, "claim:0", "--force")
    assert code == 0
    assert "claim:0  Oda Velin" in out
    for told in ("déclarer que", "“Tarsk”", "REQUEST — no demand", "0.50"):
        assert told in out
    assert "event:0" not in out
    everything = greffier("explain", dispatch, "--force", "--lang", "fr")[1]
    assert "event:0" in everything and "quantity:0" in everything and "Aucune raison" in everything


@pytest.mark.parametrize("record", ["claim:7", "verb:0", "claim"])
def test_explaining_what_is_not_there_is_a_misuse(greffier: Any, dispatch: Path, record: str) -> None:
    code, _, err = greffier("explain", dispatch, record, "--force")
    assert code == 2 and len(err.splitlines()) == 1


@pytest.fixture
def gold(greffier: Any, dispatch: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    reading = json.loads(greffier("read", dispatch, "--force")[1]) | {"id": "d1", "published": "2025-03-13"}
    (folder / "d1.json").write_text(json.dumps(reading), encoding="utf-8")
    return folder


def test_scoring_loads_predictions_or_reads_the_texts_of_the_gold(greffier: Any, gold: Path) -> None:
    for arguments in ([gold, gold], [gold]):
        code, out, err = greffier("score", *arguments, "--json")
        assert (code, err) == (0, "")
        assert json.loads(out)["event whole"] == {"P": 1.0, "R": 1.0, "F1": 1.0}
        assert json.loads(out)["published"] == {"acc": 1.0, "n": 1}


def test_scoring_reads_a_folder_of_dispatches_first(greffier: Any, gold: Path, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    text = json.loads((gold / "d1.json").read_text(encoding="utf-8"))["text"]
    (folder / "d1.txt").write_text(text, encoding="utf-8")
    code, out, _ = greffier("score", gold, folder, "--by-dispatch", "--errors")
    assert code == 0
    assert out.splitlines()[0].startswith("d1")
    assert "  event whole           P 1.000  R 1.000  F1 1.000" in out


def test_what_the_predictions_lack_is_named(greffier: Any, gold: Path, tmp_path: Path) -> None:
    empty = tmp_path / "p.jsonl"
    empty.write_text('{"id": "other", "events": [], "claims": []}\n', encoding="utf-8")
    code, out, err = greffier("score", gold, empty, "--errors")
    assert code == 0 and "d1" in err
    assert "event missed (1)" in out and "claim missed (1)" in out


def test_scoring_against_nothing_is_a_misuse(greffier: Any, tmp_path: Path, gold: Path) -> None:
    assert greffier("score", tmp_path / "none")[0] == 2
    (tmp_path / "void").mkdir()
    assert greffier("score", tmp_path / "void")[0] == 2
    assert greffier("score", gold, gold, "--json", "--errors")[0] == 2


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_sheet_fits_its_width_and_has_every_part(gold: Path, width: int) -> None:
    reading = from_json(json.loads((gold / "d1.json").read_text(encoding="utf-8")))
    console = Console(width=width, record=True, file=open("/dev/null", "w"), no_color=True)  # noqa: SIM115, PTH123
    show(reading, console, Say("fr"))
    shown = console.export_text()
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= width
    for part in ("Qui dit quoi", "attaque", "◷ prévu", "au moins", "Deux chiffres se contredisent"):
        assert part in shown
