"""The command line end to end, with the real reader: every form, every way in, the user's own knowledge."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from greffier import from_json, schema
from greffier.cli.options import Table
from greffier.export.table import columns
from greffier.version import FAST_READER, READER

EXAMPLES = Path(__file__).parents[1] / "examples" / "dispatches"
ACCORD = EXAMPLES / "accord-de-tessalit.txt"
Greffier = Callable[..., tuple[int, str, str]]


def test_json_holds_the_reading_and_keeps_to_its_schema(greffier: Greffier) -> None:
    code, out, err = greffier("read", ACCORD, "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    jsonschema.validate(found, schema())
    text = ACCORD.read_text(encoding="utf-8")
    assert found["text"] == text and found["published"] == "2025-03-04"
    assert [text[slice(*span)] for span in found["boilerplate"]] == ["À lire aussi : Sahel, la carte des alliances"]
    assert {q["value"] for q in found["quantities"]} == {300, 30, 12, 20}
    assert "SANCTION" in {e["type"] for e in found["events"]}
    speakers = {c["speaker_actor"]["name"] for c in found["claims"] if c["speaker_actor"]}
    assert "Seydou Kamara" in speakers
    assert any("clash" in warning for warning in found["warnings"])


def test_every_record_has_an_id_of_its_own_and_a_reason(greffier: Greffier) -> None:
    found = json.loads(greffier("read", ACCORD)[1])
    records = [r for kind in ("claims", "events", "quantities", "arrangements") for r in found[kind]]
    assert len({r["id"] for r in records}) == len(records) > 10
    assert all(r["why"]["rule"] for r in records)


@pytest.mark.parametrize("name", list(Table))
def test_csv_has_a_row_a_record_and_the_documented_columns(greffier: Greffier, name: Table) -> None:
    found = json.loads(greffier("read", ACCORD)[1])
    code, out, _ = greffier("read", ACCORD, "--format", "csv", "--table", name)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0 and len(rows) == len(found[name]) > 0
    assert list(rows[0]) == [column.name for column in columns(name)]


WORDS = {"en": ("Who says what", "Figures", "figures clash"), "fr": ("Qui dit quoi", "Chiffres", "se contredisent")}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("form", ["sheet", "html"])
def test_views_speak_both_languages(greffier: Greffier, form: str, language: str) -> None:
    code, out, err = greffier("read", ACCORD, "--format", form, "--lang", language)
    assert (code, err) == (0, "")
    for told in (*WORDS[language], "Seydou Kamara"):
        assert told.lower() in out.lower()


def test_a_folder_a_glob_and_lines_of_json_give_the_same_readings(greffier: Greffier, tmp_path: Path) -> None:
    folder = tmp_path / "depeches"
    folder.mkdir()
    shutil.copy(ACCORD, folder / "a.txt")
    lines = folder / "b.jsonl"
    record = {"id": "b", "text": ACCORD.read_text(encoding="utf-8"), "published": "2025-03-04", "source": "essai"}
    lines.write_text(json.dumps(record) + "\n", encoding="utf-8")
    read = [json.loads(line) for line in greffier("read", folder)[1].splitlines()]
    assert [r["id"] for r in read] == ["a", "b"]
    assert read[1]["source"] == "essai"
    assert read[0]["published"] == read[1]["published"]
    assert [e["triggers"] for e in read[0]["events"]] == [e["triggers"] for e in read[1]["events"]]
    assert [json.loads(line)["id"] for line in greffier("read", f"{folder}/*.txt")[1].splitlines()] == ["a"]


def test_a_page_gives_its_article_and_its_date(greffier: Greffier, tmp_path: Path) -> None:
    title, *paragraphs = ACCORD.read_text(encoding="utf-8").splitlines()
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><html lang='fr'><head><meta charset='utf-8'><title>Sahel</title>"
        "<meta property='article:published_time' content='2025-03-05T07:00:00+00:00'></head>"
        f"<body><nav>Accueil Monde Sport</nav><article><h1>{title}</h1>{body}</article></body></html>",
        encoding="utf-8",
    )
    code, out, _ = greffier("read", page)
    found = json.loads(out)
    assert code == 0 and found["published"] == "2025-03-05"
    assert "Accueil" not in found["text"] and "Aucune notification ne nous est parvenue" in found["text"]


def test_standard_input_is_read(greffier: Greffier, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(ACCORD.read_bytes()), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", stdin)
    code, out, _ = greffier("read", "-")
    assert code == 0 and json.loads(out)["published"] == "2025-03-04"


def test_what_read_writes_scores_one_against_itself(greffier: Greffier, tmp_path: Path) -> None:
    written = tmp_path / "r.jsonl"
    assert greffier("read", ACCORD, "-o", written)[0] == 0
    assert from_json(json.loads(written.read_text(encoding="utf-8"))).dispatch.id == ACCORD.stem
    rows = json.loads(greffier("score", written, written, "--json")[1])
    assert rows["event whole"]["F1"] == rows["claim soft"]["F1"] == rows["quantity"]["F1"] == 1.0


def test_fast_leaves_the_learned_reader_out_and_says_so(greffier: Greffier, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = json.loads(greffier("read", ACCORD)[1])

    def asked(_: object) -> None:
        raise AssertionError("the learned reader was asked")

    monkeypatch.setattr("greffier.reading.read.look", asked)
    code, out, err = greffier("read", ACCORD, "--fast")
    assert (code, err) == (0, "")
    quick = json.loads(out)
    jsonschema.validate(quick, schema())
    assert (whole["reader"], quick["reader"]) == (READER, FAST_READER)
    assert READER != FAST_READER
    assert quick["events"] and quick["claims"] and quick["text"] == whole["text"]


def test_what_is_less_sure_than_asked_is_left_out(greffier: Greffier) -> None:
    whole = json.loads(greffier("read", ACCORD, "--min-confidence", "0")[1])
    assert whole == json.loads(greffier("read", ACCORD)[1])
    shares = sorted(event["confidence"] for event in whole["events"])
    code, out, err = greffier("read", ACCORD, "--min-confidence", shares[-1])
    assert (code, err) == (0, "")
    left = json.loads(out)
    jsonschema.validate(left, schema())
    assert left["events"] == [] or {e["confidence"] for e in left["events"]} == {shares[-1]}
    assert len(left["events"]) == shares.count(shares[-1]) < len(shares)
    assert {q["value"] for q in left["quantities"]} == {q["value"] for q in whole["quantities"]}
    assert from_json(left).claims, "who says what stays of the claims that are sure or carry what stays"


def test_the_ledger_reads_again_with_the_other_reader(
    greffier: Greffier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREFFIER_LEDGER", str(tmp_path / "ledger.db"))
    told = [greffier("add", ACCORD, "--lang", "en", *how)[2] for how in (["--fast"], ["--fast"], [], [])]
    assert "New dispatches: 1" in told[0] and "known already: 0" in told[0]
    assert "New dispatches: 0" in told[1] and "known already: 1" in told[1]
    assert "New dispatches: 0" in told[2] and "known already: 0" in told[2], "the other reader has not read it yet"
    assert "known already: 1" in told[3]


def test_explain_gives_the_rule_and_the_words_of_every_record(greffier: Greffier) -> None:
    code, out, _ = greffier("explain", ACCORD, "--lang", "en")
    assert code == 0
    heads = [line.split()[0] for line in out.splitlines() if line and not line.startswith(" ")]
    found = json.loads(greffier("read", ACCORD)[1])
    assert len(heads) == sum(len(found[k]) for k in ("claims", "events", "quantities", "arrangements"))
    one = greffier("explain", ACCORD, "quantity:0", "--lang", "en")[1]
    assert one.startswith("quantity:0") and "300" in one


# What docs/lexicon.md shows: a user's actor, another name for one of ours, a frame, a cue.
OWN_TEXT = """Tension à Mopti
La Brigade du Delta a bousillé mardi 4 mars 2025 un convoi de l'armée malienne près de Mopti.
Le ministre malien Oumar Delbé a bonimenté que la paix reviendrait bientôt dans la région.
Le Club d'Abuja a condamné la Brigade du Delta.
"""
LEXICON_PAGE = Path(__file__).parents[1] / "docs" / "lexicon.md"


def files_of(page: Path) -> dict[str, str]:
    """Return the files that a page shows: fenced blocks that begin with ``# NAME.toml``."""
    blocks = page.read_text(encoding="utf-8").split("```toml\n")[1:]
    shown = [block.split("```")[0] for block in blocks]
    return {block.split("\n")[0].removeprefix("# "): block for block in shown if block.split("\n")[0].endswith(".toml")}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    for name, content in files_of(LEXICON_PAGE).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_without_the_users_lexicon_its_words_mean_nothing(greffier: Greffier, tmp_path: Path) -> None:
    text = tmp_path / "t.txt"
    text.write_text(OWN_TEXT, encoding="utf-8")
    found = json.loads(greffier("read", text, "--fast")[1])  # the learned reader may guess what « bousiller » is
    assert "ASSAULT" not in {e["type"] for e in found["events"]}
    assert "Oumar Delbé" not in {(c["speaker_actor"] or {}).get("name") for c in found["claims"]}


def test_the_users_actor_alias_frame_and_cue_are_used(greffier: Greffier, own: Path, tmp_path: Path) -> None:
    text = tmp_path / "t.txt"
    text.write_text(OWN_TEXT, encoding="utf-8")
    code, out, err = greffier("read", text, "--lexicon", own)
    assert (code, err) == (0, "")
    found = json.loads(out)
    (assault,) = [e for e in found["events"] if e["type"] == "ASSAULT"]
    assert assault["why"]["rule"].startswith("frame ours-wreck")
    brigade = [a for a in assault["actors"] if a["name"] == "Brigade du Delta"]
    assert [(a["country"], a["sector"]) for a in brigade] == [("MLI", "REB")]
    (claim,) = [c for c in found["claims"] if "bonimenté" in found["text"][slice(*c["cue"])]]
    assert claim["speaker_actor"]["name"] == "Oumar Delbé"
    accusers = {a["country"] for e in found["events"] if e["type"] == "ACCUSE" for a in e["actors"]}
    assert "IGO" in accusers


WRONG = [
    ("cue.toml", '[verbs.say]\nlist = ["dire"]\n', "cue.toml"),
    ("cues.toml", "[verbs.say\n", "cues.toml"),
    ("frames/mine.toml", '[[frame]]\nid = "x"\ntype = "NONSENSE"\nverbs = ["dire"]\n', "NONSENSE"),
    ("frames/mine.toml", '[[frame]]\nid = "x"\ntype = "ASSAULT"\nverb = ["dire"]\n', "verb"),
]


@pytest.mark.parametrize(("name", "content", "told"), WRONG)
def test_a_lexicon_that_cannot_be_used_is_named_and_is_misuse(
    greffier: Greffier, tmp_path: Path, name: str, content: str, told: str
) -> None:
    folder = tmp_path / "mine"
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text(content, encoding="utf-8")
    code, out, err = greffier("read", ACCORD, "--lexicon", folder)
    assert (code, out) == (2, "")
    assert told in err and len(err.splitlines()) == 1
