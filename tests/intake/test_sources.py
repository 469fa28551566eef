"""Files, folders, lines of JSON, pages: what becomes of them, and of those that fail."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greffier.errors import BadRecord, EmptyDispatch, NoArticle, NotFrench
from greffier.intake import Failure, check_french, from_html, read_sources
from greffier.intake.build import content_id
from greffier.records import Dispatch

TEXT = (
    "Le ministre a déclaré mardi 4 mars 2025 que le Mali quitterait l'accord de défense signé en 2019 avec son voisin."
)


def dispatches(*paths: Path | str, **options: object) -> list[Dispatch | Failure]:
    return list(read_sources([str(p) for p in paths], **options))  # type: ignore[arg-type]


def test_a_folder_is_searched_in_order_and_hidden_files_are_not(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/x.txt", "a.txt", ".hidden.txt", "notes.md"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert [d.id for d in dispatches(tmp_path) if isinstance(d, Dispatch)] == ["a", "x"]


def test_lines_of_json_bring_what_they_know_and_each_fails_alone(tmp_path: Path) -> None:
    records: list[object] = [
        {"id": "one", "text": TEXT, "published": "2025-03-05", "source": "essai", "title": "Un titre"},
        {"text": TEXT, "published": "2025-02-30"},
        ["no object"],
        {"paragraphs": [TEXT, TEXT]},
        {"id": "one", "text": TEXT},
    ]
    file = tmp_path / "lot.jsonl"
    file.write_text("\n".join(json.dumps(r) for r in records), encoding="utf-8")
    first, second, third, fourth, fifth = dispatches(file)
    assert isinstance(first, Dispatch) and (first.published, first.source) == (date(2025, 3, 5), "essai")
    assert first.title is not None and first.title.of(first.text) == "Un titre"
    assert isinstance(second, Dispatch) and second.published == date(2025, 3, 4) and second.id == "lot-2"
    assert any(w.startswith("bad-date") for w in second.warnings)
    assert isinstance(third, Failure) and isinstance(third.error, BadRecord) and third.name.endswith("lot.jsonl:3")
    assert isinstance(fourth, Dispatch) and fourth.text == f"{TEXT}\n{TEXT}"
    assert isinstance(fifth, Dispatch) and fifth.id == "one-2"


def test_a_json_file_over_several_lines_is_one_dispatch(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"id": "z", "text": TEXT}, indent=2), encoding="utf-8")
    assert [d.id for d in dispatches(file) if isinstance(d, Dispatch)] == ["z"]


def test_nothing_matches_nothing_there_nothing_in_it(tmp_path: Path) -> None:
    (tmp_path / "void").mkdir()
    found = dispatches(tmp_path / "no.txt", tmp_path / "*.nope", tmp_path / "void")
    assert all(isinstance(f, Failure) for f in found) and len(found) == 3
    assert isinstance(found[2], Failure) and isinstance(found[2].error, EmptyDispatch)


def test_a_page_keeps_its_narrow_spaces_and_its_date() -> None:
    page = (
        "<html><head><meta property='article:published_time' content='2025-03-05T10:00:00Z'></head><body><article>"
        f"<h1>Titre</h1><p>{TEXT} Il y avait 12&#8239;000&nbsp;hommes.</p><p>{TEXT}</p></article></body></html>"
    )
    dispatch = from_html(page.encode())
    assert "12\u202f000\u00a0hommes" in dispatch.text
    assert dispatch.published == date(2025, 3, 5)
    with pytest.raises(NoArticle):
        from_html(b"<html><body><nav>Accueil</nav></body></html>")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "The government said on Tuesday that it would leave the defence agreement signed in 2019.",
            "English",
        ),
        (
            "El gobierno dijo el martes que dejaría el acuerdo de defensa firmado en 2019 con su vecino.",
            "Spanish",
        ),
        (
            "Die Regierung sagte am Dienstag, sie werde das 2019 mit dem Nachbarn unterzeichnete Abkommen verlassen.",
            "German",
        ),
    ],
)
def test_another_language_is_named(text: str, language: str) -> None:
    with pytest.raises(NotFrench, match=language):
        check_french(text * 2)


def test_french_with_foreign_quotations_and_short_texts_pass() -> None:
    check_french(
        f"{TEXT} « We will leave, we said so, and we shall not come back to this table », a-t-il lancé en anglais."
    )
    check_french("Breaking news")


def test_a_short_text_in_a_neighbouring_language_is_not_french() -> None:
    with pytest.raises(NotFrench, match="Catalan"):
        check_french(
            "El ministre va declarar dilluns que les converses es reprendran la setmana vinent a la capital, "
            "després de diversos mesos de silenci entre els dos governs del país."
        )


def test_a_page_that_tells_only_its_edit_has_no_day_of_publication() -> None:
    body = "".join(f"<p>Le maire a lu la motion numéro {n} devant le conseil, sans la commenter.</p>" for n in range(6))
    page = (
        "<html><head><meta property='article:modified_time' content='2025-03-14T08:00:00Z'></head><body><article>"
        f"<h1>Titre</h1>{body}</article></body></html>"
    )
    dispatch = from_html(page.encode())
    assert dispatch.edited_at == "2025-03-14T08:00:00Z"
    assert dispatch.published is None


def test_records_on_standard_input_are_named_by_their_text(monkeypatch: pytest.MonkeyPatch) -> None:
    class Piped:
        buffer = io.BytesIO(json.dumps({"text": TEXT}).encode())

    monkeypatch.setattr("sys.stdin", Piped())
    (found,) = dispatches("-")
    assert isinstance(found, Dispatch) and found.id == content_id(TEXT)


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=400), suffix=st.sampled_from([".txt", ".html", ".json", ".jsonl"]))
def test_any_bytes_become_a_dispatch_or_a_failure(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str
) -> None:
    file = tmp_path_factory.mktemp("bytes") / f"a{suffix}"
    file.write_bytes(data)
    for found in dispatches(file, force=True):
        assert isinstance(found, Dispatch | Failure)
        if isinstance(found, Dispatch):
            assert all(s.end <= len(found.text) for s in found.boilerplate)
