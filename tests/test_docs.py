"""What the pages show is true: every command and every Python example on them is run."""

from __future__ import annotations

import doctest
import io
import json
import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from greffier.cli import run

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
EXAMPLE = ROOT / "examples" / "dispatches" / "accord-de-tessalit.txt"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
RUN_ELSEWHERE = {"lexicon.md"}  # test_command_line.py runs that page's files


def blocks(page: Path, language: str) -> list[str]:
    return [body for name, body in BLOCK.findall(page.read_text(encoding="utf-8")) if name == language]


def commands() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for block in blocks(page, "console"):
            lines = [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]
            yield from ((page.name, line) for line in lines if "greffier " in line and page.name not in RUN_ELSEWHERE)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the pages take it for granted: a dispatch, an archive, gold, readings."""
    folder = tmp_path_factory.mktemp("usage")
    text = EXAMPLE.read_text(encoding="utf-8")
    (folder / "archive").mkdir()
    (folder / "gold").mkdir()
    for path in (folder / "depeche.txt", folder / "archive" / "a.txt"):
        path.write_text(text, encoding="utf-8")
    assert run(["read", str(folder / "archive"), "-o", str(folder / "readings.jsonl")]) == 0
    reading = json.loads((folder / "readings.jsonl").read_text(encoding="utf-8"))
    (folder / "gold" / "a.json").write_text(json.dumps(reading), encoding="utf-8")
    return folder


@pytest.mark.parametrize(("page", "command"), list(commands()))
def test_commands_run(
    page: str, command: str, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(place)
    monkeypatch.setenv("GREFFIER_LEDGER", str(place / "ledger.db"))
    before, _, after = command.rpartition("| ")
    if before.startswith("cat "):
        data = (place / before.split()[1]).read_bytes()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    words = [_known(word, place) for word in shlex.split(after.split(" > ")[0])]
    assert words[0] == "greffier"
    code = run(words[1:])
    assert code == 0, capsys.readouterr().err


def _known(word: str, place: Path) -> str:
    """Return an id that the ledger of the pages has, where a page shows one in its place: EVENT, OCCURRENCE …"""
    from greffier import Ledger

    if word not in ("EVENT", "EVENT-2", "OCCURRENCE", "ACTOR", "ACTOR-2", "DECISION"):
        return word
    kind, _, number = word.partition("-")
    with Ledger(place / "ledger.db", by="test") as ledger:
        if kind == "DECISION":
            return str(ledger.decisions(state="stands")[0].id)
        lists: dict[str, Callable[[], Sequence[Any]]] = {
            "EVENT": ledger.events,
            "OCCURRENCE": ledger.occurrences,
            "ACTOR": ledger.actors,
        }
        return str(lists[kind]()[int(number or 1) - 1].id)


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "python")], ids=lambda page: page.name)
def test_python_examples_come_out_as_shown(page: Path) -> None:
    code = "\n".join(blocks(page, "python"))
    examples = doctest.DocTestParser().get_doctest(code, {}, page.name, str(page), 0)
    said: list[str] = []
    options = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
    result = doctest.DocTestRunner(optionflags=options).run(examples, out=said.append)
    assert result.attempted > 0
    assert result.failed == 0, "".join(said)


def test_every_command_and_option_is_documented() -> None:
    from greffier.cli.app import command

    usage = "".join((ROOT / "docs" / page).read_text(encoding="utf-8") for page in ("usage.md", "ledger.md"))
    for name, each in command().commands.items():
        assert f"## greffier {name}" in usage
        for option in each.params:
            for written in option.opts:
                assert not written.startswith("--") or written in usage or written == "--help", f"{name} {written}"


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target
