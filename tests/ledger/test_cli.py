"""The ledger's commands: what they print, in which form, with which exit code, in both languages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from greffier.cli import run
from greffier.cli.app import command
from greffier.interchange import to_json
from greffier.ledger.ledger import Ledger
from greffier.messages import LANGUAGES, catalogue
from ledger.told import accord, attack

Run = Callable[..., tuple[int, str, str]]
LISTS = ["events", "claims", "occurrences", "timeline", "actors", "conflicts", "arrangements"]
OURS = [*LISTS, "search", "add", "show", "brief", "story", "accept", "reject", "correct", "join", "split", "undo"]
OURS += ["decisions", "log", "verify", "backup", "restore", "purge"]


@pytest.fixture
def greffier(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the command line on a ledger of its own; gives exit code, standard output, standard error."""
    monkeypatch.setenv("GREFFIER_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.setenv("GREFFIER_USER", "Ada")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(a) for a in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def full(greffier: Run, tmp_path: Path) -> Run:
    """A ledger with readings that were added as JSON Lines."""
    told = [
        attack("a1"),
        attack("a2", source="Radio Dune", speaker="Le syndicat des infirmiers", dead="trente", value=30),
    ]
    told += [accord("b1"), accord("b0", transition="created", verb="souscrit")]
    lines = tmp_path / "readings.jsonl"
    lines.write_text("".join(json.dumps(to_json(r)) + "\n" for r in told), encoding="utf-8")
    code, _, err = greffier("add", lines)
    assert code == 0 and "New dispatches: 4" in err
    return greffier


def rows(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize("name", OURS)
def test_every_help_has_examples_that_name_the_command(greffier: Run, name: str) -> None:
    code, out, _ = greffier(name, "--help")
    assert code == 0 and f"\n    greffier {name}" in out


def test_every_command_is_tested_here() -> None:
    assert set(command().commands) == {*OURS, "read", "explain", "score", "schema"}


def test_both_languages_say_everything() -> None:
    for key, words in catalogue().items():
        assert set(words) == set(LANGUAGES), key


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_json_lines_csv_and_tables(full: Run, name: str) -> None:
    code, out, _ = full(name)
    found = rows(out)
    assert code == 0 and found
    table = list(csv.DictReader(io.StringIO(full(name, "--format", "csv")[1])))
    assert len(table) == len(found) and list(table[0]) == list(found[0])
    code, shown, err = full(name, "--format", "table", "--limit", 1, "--lang", "fr")
    assert code == 0 and str(found[0]["id"]) in shown
    assert ("--limit 0" in err) == (len(found) > 1)


@pytest.mark.parametrize("width", ["80", "150"])
def test_tables_fit_their_terminal(full: Run, width: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for name in LISTS:
        out = full(name, "-f", "table")[1]
        assert max(len(line) for line in out.splitlines()) <= int(width)


def test_filters_are_alike_everywhere(full: Run) -> None:
    for name in [*LISTS, "search"]:
        words = ["accord"] if name == "search" else []
        options = command().commands[name].params
        assert {"--actor", "--dyad", "--as-of", "--source"} <= {o for p in options for o in p.opts}
        assert full(name, *words, "--actor", "DEU", "--from", "2020-01-01", "--as-of", "2001-01-01")[:2] == (0, "")
        assert rows(full(name, *words, "--place", "MLI")[1]) is not None


def test_adding_again_reads_nothing_and_says_so(full: Run, tmp_path: Path) -> None:
    code, out, err = full("add", tmp_path / "readings.jsonl")
    assert (code, out) == (0, "") and "known already: 4" in err
    assert full("add", tmp_path / "readings.jsonl", "--quiet") == (0, "", "")


def test_what_fails_is_said_and_the_rest_is_added(greffier: Run, tmp_path: Path) -> None:
    lines = tmp_path / "mixed.jsonl"
    broken = to_json(accord("x")) | {"events": [{"type": "SING"}]}
    lines.write_text(json.dumps(broken) + "\n" + json.dumps(to_json(attack("a1"))) + "\n", encoding="utf-8")
    code, _, err = greffier("add", lines)
    assert code == 1 and "mixed.jsonl:1" in err and "New dispatches: 1" in err and "failed: 1" in err


def test_decisions_are_made_listed_and_undone(full: Run) -> None:
    event = str(rows(full("events", "--dispatch", "a1")[1])[0]["id"])
    assert full("correct", event, "status=negated", 'modes=["drone"]', "--by", "Ben")[0] == 0
    assert rows(full("events", "--status", "negated")[1])[0]["modes"] == ["drone"]
    assert "corrected" in full("show", event)[1]
    (decided,) = rows(full("decisions")[1])
    assert (decided["kind"], decided["by"]) == ("correct", "Ben")
    (lesson,) = rows(full("decisions", "--training")[1])
    assert lesson["set"] == {"status": "negated", "modes": ["drone"]}
    assert full("undo", decided["id"])[0] == 0 and full("events", "--status", "negated")[1] == ""
    assert full("reject", event)[0] == 0 and len(rows(full("events")[1])) == 3
    assert full("correct", event, "status")[0] == 2
    assert full("accept", "nothing")[0] == 1


def test_what_is_the_matter_is_said_in_the_language_asked_for(greffier: Run) -> None:
    code, out, err = greffier("events", "--lang", "fr")
    assert (code, out) == (1, "") and "Il n'y a pas de registre" in err and len(err.splitlines()) == 1
    assert "There is no ledger" in greffier("events")[2]


@pytest.mark.parametrize("option", [("--from", "soon"), ("--as-of", "never"), ("--dyad", "USA"), ("--status", "maybe")])
def test_a_wrong_option_is_refused_in_one_sentence(full: Run, option: tuple[str, str]) -> None:
    code, out, err = full("events", *option)
    assert code in (1, 2) and out == "" and option[1] in err


def test_story_and_brief_tell_the_whole(full: Run) -> None:
    story = json.loads(full("story")[1])
    assert set(story) == {"same_event", "conflicts", "arrangements"}
    assert {place["id"] for place in story["same_event"][0]} == {"a1", "a2"}
    english, french = full("brief")[1], full("brief", "--lang", "fr")[1]
    assert "New events (3)" in english and "Contradictions nouvelles (1)" in french
    assert "agreement" in english and "Ouradi" in english


def test_show_gives_json_that_programs_read(full: Run) -> None:
    name = rows(full("occurrences", "--several")[1])[0]["id"] if full("occurrences", "--several")[1] else "a1"
    assert json.loads(full("show", name, "--json")[1])["kind"] in ("occurrence", "dispatch")


def test_keeping_a_ledger(full: Run, tmp_path: Path) -> None:
    code, out, _ = full("verify")
    assert code == 0 and "4 dispatches" in out
    assert full("backup", tmp_path / "b.db")[0] == 0
    assert full("restore", tmp_path / "b.db", "--ledger", tmp_path / "new.db")[0] == 0
    assert full("events", "--ledger", tmp_path / "new.db")[1] == full("events")[1]
    assert {row["kind"] for row in rows(full("log")[1])} >= {"add"}
    assert full("purge", "a1", "--yes")[0] == 0 and len(rows(full("events")[1])) == 3


def test_verify_leaves_with_an_exit_code_where_something_is_wrong(full: Run, tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db") as ledger, ledger.writing("test") as writer:
        from sqlalchemy import text

        writer.connection.execute(text("UPDATE versions SET text = 'altered' WHERE id = 1"))
    code, out, err = full("verify", "--lang", "fr")
    assert code == 1 and "Le texte de la version" in out and "restaurez" in err


def test_an_export_to_a_file_is_whole_or_not_there(full: Run, tmp_path: Path) -> None:
    assert full("events", "-o", tmp_path / "out.jsonl")[:2] == (0, "")
    assert len(rows((tmp_path / "out.jsonl").read_text(encoding="utf-8"))) == 4
    code, _, err = full("events", "-o", tmp_path / "no" / "out.jsonl")
    assert code == 2 and "--output" in err
