"""Bad input end to end: one clear sentence on standard error each, the other files read, exit code 1."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GOOD = "Le ministre malien Oumar Delbé a déclaré mardi 4 mars 2025 que le Mali quitterait l'accord signé en 2019.\n"
ENGLISH = (
    "The government said on Tuesday that it would withdraw its troops from the region by the end of the month, while "
    "opposition parties demanded an emergency session of parliament and asked for an inquiry into the attack.\n"
)
SPANISH = (
    "El gobierno anunció el martes que retirará sus tropas de la región antes de fin de mes, mientras que los partidos "
    "de la oposición pidieron una sesión urgente del parlamento y una investigación sobre el ataque.\n"
)
NO_ARTICLE = (
    "<!doctype html><html><head><title>Menu</title></head><body><nav><a href='/'>Accueil</a></nav></body></html>"
)
Greffier = Callable[..., tuple[int, str, str]]


REFUSED: list[tuple[str, bytes, tuple[str, ...]]] = [
    ("empty.txt", b"", ("empty",)),
    ("blank.txt", b" \n\t\n", ("empty",)),
    ("huge.txt", (GOOD * 180_000).encode()[:20_000_000], ("larger than", "--max-size")),
    ("binary.txt", bytes(range(256)) * 40, ("binary", "give a text")),
    ("scan.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", ("PDF", "pdftotext")),
    ("renamed.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", ("PDF", "pdftotext")),
    ("menu.html", NO_ARTICLE.encode(), ("No article", ".txt")),
    ("english.txt", ENGLISH.encode(), ("English", "--force")),
    ("spanish.txt", SPANISH.encode(), ("Spanish", "--force")),
    ("broken.jsonl", b'{"id": "a", "text": ', ("JSON", "mend")),
    ("list.json", b"[1, 2]", ("object",)),
    ("notext.jsonl", b'{"id": "a", "published": "2025-01-01", "title": 3}', ("text",)),
]


@pytest.mark.parametrize(("name", "data", "told"), REFUSED, ids=[r[0] for r in REFUSED])
def test_what_cannot_be_read_gets_one_sentence_and_the_next_file_is_read(
    greffier: Greffier, tmp_path: Path, name: str, data: bytes, told: tuple[str, ...]
) -> None:
    bad, good = tmp_path / name, tmp_path / "zz-good.txt"
    bad.write_bytes(data)
    good.write_text(GOOD, encoding="utf-8")
    code, out, err = greffier("read", bad, good, "--lang", "en")
    assert code == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["zz-good"]
    assert len(err.splitlines()) == 1 and name in err
    assert all(word in err for word in told), err
    assert "Traceback" not in err
    assert greffier("read", bad, "--lang", "fr")[0] == 1


def test_a_file_that_may_not_be_read(greffier: Greffier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = tmp_path / "locked.txt"
    locked.write_text(GOOD, encoding="utf-8")
    open_file = Path.open

    def guarded(path: Path, *arguments: Any, **named: Any) -> Any:  # root, whom containers run as, may read all
        if path.name == locked.name:
            raise PermissionError(13, "Permission denied")
        return open_file(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", guarded)
    code, _, err = greffier("read", locked, "--lang", "en")
    assert code == 1 and "permissions" in err and len(err.splitlines()) == 1


def test_an_unreadable_file_among_many_costs_nobody_else(greffier: Greffier, tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"d{number}.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "d2.txt").unlink()
    (tmp_path / "d2.txt").symlink_to(tmp_path / "gone.txt")
    code, out, err = greffier("read", tmp_path, "--lang", "en")
    assert code == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["d0", "d1", "d3", "d4"]
    assert len(err.splitlines()) == 1 and "d2.txt" in err and "does not exist" in err


def test_force_reads_another_language_and_says_so_in_the_warnings(greffier: Greffier, tmp_path: Path) -> None:
    text = tmp_path / "english.txt"
    text.write_text(ENGLISH, encoding="utf-8")
    code, out, err = greffier("read", text, "--force")
    assert (code, err) == (0, "")
    assert any(w.startswith("not-french") for w in json.loads(out)["warnings"])


def test_a_larger_limit_lets_a_larger_dispatch_in(greffier: Greffier, tmp_path: Path) -> None:
    text = tmp_path / "long.txt"
    text.write_text(GOOD * 20, encoding="utf-8")
    assert greffier("read", text, "--max-size", "1kB")[0] == 1
    assert greffier("read", text, "--max-size", "5kB")[0] == 0


def words(found: dict[str, list[dict[str, list[list[int]]]]], text: str) -> list[str]:
    return [text[slice(*span)] for claim in found["claims"] for span in claim["content"]]


ODD = {
    "quotation marks alone": '« » “ ” " « “ ‘ » ’ ” ' * 20,
    "an opening mark that nothing closes": "« Nous partons, a dit le ministre Oumar Delbé. La suite…",
    "a closing mark that nothing opens": "Nous partons », a dit le ministre malien Oumar Delbé. La suite…",
    "emoji and combining accents": "🇲🇱 Oumar Delbe\u0301 a de\u0301clare\u0301 que « l'arme\u0301e 👩‍👩‍👧 » part 🚀.",
    "dates that cannot be": "Le 31 février 2025 et le 45 mars 2025, l'armée a pris Kidal à 27h90.",
    "one word": "Mali",
    "zero-width and right-to-left marks": "Le\u200b Mali\u202e a\u200d quitté\ufeff l'accord.",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_text_is_read_and_its_spans_hold(greffier: Greffier, tmp_path: Path, text: str) -> None:
    file = tmp_path / "odd.txt"
    file.write_text(text, encoding="utf-8")
    code, out, err = greffier("read", file, "--force")
    assert (code, err) == (0, "")
    found = json.loads(out)  # from_json checks nothing more than construction did: every span lies in the text
    assert found["text"] == text.removeprefix("\ufeff")


def test_unbalanced_quotes_do_not_swallow_the_dispatch(greffier: Greffier, tmp_path: Path) -> None:
    file = tmp_path / "odd.txt"
    text = "« Nous partons, a dit le ministre malien Oumar Delbé.\nLe Tchad a condamné mardi le Soudan.\n"
    file.write_text(text, encoding="utf-8")
    found = json.loads(greffier("read", file, "--published", "2025-03-06")[1])
    assert [e["type"] for e in found["events"]] == ["ACCUSE"]
    assert all("Tchad" not in said for said in words(found, text))


def test_an_impossible_date_is_no_date(greffier: Greffier, tmp_path: Path) -> None:
    file = tmp_path / "odd.txt"
    file.write_text("Le 31 février 2025, le Tchad a condamné le Soudan.\n", encoding="utf-8")
    found = json.loads(greffier("read", file, "--published", "2025-03-06")[1])
    for event in found["events"]:
        assert event["date"] is None or "31" not in (event["date"]["earliest"] or "")


def test_a_line_of_a_hundred_thousand_characters_is_read_in_time(greffier: Greffier, tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text((GOOD.strip() + " ") * (100_000 // len(GOOD)), encoding="utf-8")
    begun = time.perf_counter()
    code, out, err = greffier("read", file)
    assert (code, err) == (0, "")
    assert len(json.loads(out)["claims"]) > 100
    assert time.perf_counter() - begun < 60
