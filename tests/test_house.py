"""The house stays small and plain: short modules and functions, a duty on top of each, a map that is true."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "src" / "greffier").rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 400, 40
NAMES = [str(path.relative_to(ROOT / "src" / "greffier")) for path in MODULES]


def written(page: str) -> str:
    """Return the map as ``scripts/write_pages.py`` would write it."""
    spec = importlib.util.spec_from_file_location("write_pages", ROOT / "scripts" / "write_pages.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.written(page))


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_a_module_is_short_and_says_its_duty_in_its_first_sentence(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    doc = ast.get_docstring(ast.parse(text))
    assert doc and doc.split("\n\n")[0].strip()[-1] in ".…:?", "a module opens with one sentence"


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_functions_are_short(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    long = {f.name: f.end_lineno - f.lineno + 1 for f in functions if f.end_lineno}
    assert {name: size for name, size in long.items() if size > LONGEST_FUNCTION} == {}


def test_the_map_is_up_to_date() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in page for name in NAMES), "run python scripts/write_pages.py"
    assert written(page) == page, "run python scripts/write_pages.py"


def test_the_map_names_nothing_that_is_gone() -> None:
    shown = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|toml|tsv|css|js|sh|txt))`", shown)
    assert len(named) > 60
    gone = [name for name in named if not (ROOT / "src" / "greffier" / name).exists() and not (ROOT / name).exists()]
    assert gone == []


def test_nothing_that_ships_leans_on_what_lies_beside_the_repository() -> None:
    for path in MODULES:
        assert "shared/gold" not in path.read_text(encoding="utf-8"), path


def test_requirements_are_hashed_and_name_no_host() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert not [
        line for line in lines if "://" in line or line.startswith(("-i", "--index", "--extra-index", "--find-links"))
    ]
    pins = [number for number, line in enumerate(lines) if "==" in line]
    assert len(pins) > 30
    assert all("--hash=sha256:" in lines[number + 1] for number in pins)
