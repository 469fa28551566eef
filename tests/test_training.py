"""The recipes: annotations go without texts that are not ours and find the right ones again; calibration only rises."""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

TRAINING = Path(__file__).parents[1] / "training"
THEIR_TITLE = "Tarsk : trois ponts rouverts"
THEIR_LINES = ["Trois ponts ont été rouverts mardi à Tarsk.", "La mairie s'en félicite."]
THEIRS = "\n".join([THEIR_TITLE, *THEIR_LINES])
OURS = "Le ministre Oda Velin a salué la trêve."
MANY = " ".join(f"mot{n}" for n in range(200))


@pytest.fixture(scope="module", autouse=True)
def _training() -> Iterator[None]:
    sys.path.insert(0, str(TRAINING))
    yield
    sys.path.remove(str(TRAINING))


@pytest.fixture(name="annotations")
def annotations_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module, with its annotations in a folder of the test."""
    module = import_module("annotations")
    monkeypatch.setattr(module, "HERE", tmp_path / "annotations")
    return module


def put(folder: Path, ident: str, text: str, **more: Any) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{ident}.json"
    raw = {"id": ident, "text": text, "published": None, "events": [{"triggers": [[0, 5]], "type": "AID"}], **more}
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


def articles(path: Path, lines: Sequence[str], *, written_out: bool = False) -> Path:
    """A copy of the articles: one that nobody annotated, and article 7."""
    told: Any = json.dumps(list(lines)) if written_out else list(lines)
    with gzip.open(path, "wt", encoding="utf-8") as out:
        for ident, title, body in ((6, "Autre", ["Rien."]), (7, THEIR_TITLE, told)):
            out.write(json.dumps({"id": ident, "title": title, "paragraphs": body}) + "\n")
    return path


@pytest.fixture
def packed(annotations: ModuleType, tmp_path: Path) -> Path:
    """The folder of annotations, packed from one dispatch of ours and one that is not."""
    gold = tmp_path / "gold"
    put(gold, "orange-7", THEIRS)
    put(gold, "own-u01", OURS)
    annotations.pack(gold)
    return tmp_path / "annotations"


def test_packing_keeps_our_texts_and_no_others(packed: Path) -> None:
    theirs, ours = (json.loads((packed / f"{i}.json").read_text(encoding="utf-8")) for i in ("orange-7", "own-u01"))
    assert "text" not in theirs and len(theirs["sha256"]) == 64
    assert "rouverts" not in (packed / "orange-7.json").read_text(encoding="utf-8")
    assert ours["text"] == OURS


@pytest.mark.parametrize("written_out", [False, True])
def test_restoring_gives_back_what_was_packed(
    annotations: ModuleType, packed: Path, tmp_path: Path, written_out: bool
) -> None:
    annotations.restore(articles(tmp_path / "a.jsonl.gz", THEIR_LINES, written_out=written_out), tmp_path / "out")
    for ident in ("orange-7", "own-u01"):
        before, after = (
            json.loads((tmp_path / folder / f"{ident}.json").read_text(encoding="utf-8")) for folder in ("gold", "out")
        )
        assert after == before


def test_a_text_that_differs_by_one_letter_is_refused(annotations: ModuleType, packed: Path, tmp_path: Path) -> None:
    other = articles(tmp_path / "a.jsonl.gz", [THEIR_LINES[0].replace("mardi", "Mardi"), THEIR_LINES[1]])
    with pytest.raises(SystemExit, match=r"orange-7 .* is not the one that was annotated"):
        annotations.restore(other, tmp_path / "out")
    assert not (tmp_path / "out" / "orange-7.json").exists()


def test_an_article_that_is_missing_is_named(annotations: ModuleType, packed: Path, tmp_path: Path) -> None:
    put(tmp_path / "gold", "orange-8", "Un autre texte.")
    annotations.pack(tmp_path / "gold")
    with pytest.raises(SystemExit, match="holds no article orange-8"):
        annotations.restore(articles(tmp_path / "a.jsonl.gz", THEIR_LINES), tmp_path / "out")


def checked(annotations: ModuleType, capsys: pytest.CaptureFixture[str], dev: Path, *folders: Path) -> tuple[Any, str]:
    with pytest.raises(SystemExit) as left:
        annotations.check(dev, list(folders))
    return left.value.code, capsys.readouterr().out


def test_texts_of_their_own_pass_the_check(
    annotations: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path / "dev", "orange-1", MANY)
    put(tmp_path / "train", "orange-2", THEIRS)
    code, out = checked(annotations, capsys, tmp_path / "dev", tmp_path / "train")
    assert not code and out.startswith("1 texts to learn from, 1 to choose on")


COPIES = {
    "with a word changed": MANY.replace("mot50", "autre"),
    "in part": " ".join(f"mot{n}" for n in range(30)) + " " + " ".join(f"neuf{n}" for n in range(60)),
    "in capitals, set otherwise": MANY.upper().replace(" ", ",\n"),
}


@pytest.mark.parametrize("text", COPIES.values(), ids=COPIES.keys())
def test_a_near_copy_of_a_text_to_choose_on_is_found(
    annotations: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    put(tmp_path / "dev", "orange-1", MANY)
    put(tmp_path / "train", "orange-2", text)
    code, out = checked(annotations, capsys, tmp_path / "dev", tmp_path / "train")
    assert code == 1
    assert "orange-2.json is, or nearly is, orange-1" in out


def test_the_same_id_is_found_whatever_the_text(
    annotations: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path / "dev", "orange-1", MANY)
    put(tmp_path / "train", "orange-1", THEIRS)
    assert checked(annotations, capsys, tmp_path / "dev", tmp_path / "train")[0] == 1


def test_dispatches_held_out_are_never_learned_from(tmp_path: Path) -> None:
    for ident in ("own-t24", "own-t25", "own-t36", "orange-13733", "orange-2"):
        put(tmp_path / "gold", ident, THEIRS)
    found = import_module("annotated").to_learn_from([tmp_path / "gold"])
    assert [path.stem for path in found] == ["orange-2", "own-t24"]


def test_the_annotations_that_ship_hold_no_text_but_ours() -> None:
    digest, paths = import_module("annotations").digest, sorted((TRAINING / "annotations").glob("*.json"))
    assert len(paths) > 50
    held_out = import_module("annotated").HELD_OUT
    for path in paths:
        raw = json.loads(path.read_text(encoding="utf-8"))
        assert raw["id"] == path.stem and path.stem not in held_out
        if path.stem.startswith("own-"):
            assert digest(raw["text"]) == raw["sha256"], path
        else:
            assert "text" not in raw and len(raw["sha256"]) == 64, path


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.integers(0, 1000), st.integers(1, 600))
def test_a_staircase_only_rises(seed: int, size: int) -> None:
    chance = random.Random(seed)
    samples = [(share, chance.random() < share) for share in (chance.random() for _ in range(size))]
    steps = import_module("train_confidence").staircase(samples)
    assert steps == sorted(steps)
    shares = [share for _, share in steps]
    assert shares == sorted(shares) and 0 < shares[0] <= shares[-1] < 1


def test_what_is_as_often_right_as_it_is_sure_has_no_calibration_error() -> None:
    reliability = import_module("train_confidence").reliability
    honest = [(0.25, i % 4 == 0) for i in range(100)] + [(0.75, i % 4 != 0) for i in range(100)]
    assert reliability(honest)[0] == pytest.approx(0)
    assert reliability([(0.95, i % 2 == 0) for i in range(100)])[0] == pytest.approx(0.45)
