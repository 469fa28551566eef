"""The command line with a reader that needs no grammar: every dispatch says the same three things."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from greffier.cli import run
from greffier.records import Actor, Claim, Dispatch, Event, Quantity, Reading, Span, Why

TEXT = (
    "Tarsk : le gouvernement annonce une trêve\n"
    "La ministre malienne Oda Velin a déclaré mercredi que douze soldats avaient été blessés dans une attaque "
    "près de la ville, et que le gouvernement du Mali ouvrirait une enquête sur les faits.\n"
)
Run = Callable[..., tuple[int, str, str]]


class FakeReader:
    """Reads what is long enough; fails on a text that says so."""

    def __init__(self, lexicon: object = None, fast: bool = False) -> None:
        self.lexicon = lexicon

    def read(self, dispatch: Dispatch) -> Reading:
        if "PANNE" in dispatch.text:
            raise RuntimeError("broken stage")
        oda = Actor(Span(0, 5), "Oda Velin", "MLI", "GOV")
        why = Why("déclarer que", (Span(0, 5),), (("REQUEST", "no demand"),))
        return Reading(
            dispatch,
            (Claim(Span(6, 7), (Span(8, 20),), Span(0, 5), oda, why=why, confidence=0.5),),
            (Event((Span(8, 10),), "ASSAULT", ("drone",), actors=(oda,), status="planned", claim=0),),
            (Quantity(Span(0, 5), 1200, 1200, None, None, "soldats", "injured"),),
            warnings=("clash-figure: 12, 30",),
        )

    def pipe(self, dispatches: Iterable[Dispatch]) -> Iterator[Reading]:
        yield from map(self.read, dispatches)


@pytest.fixture
def greffier(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process; gives exit code, standard output, standard error."""
    monkeypatch.setattr("greffier.cli.source._reader", FakeReader)

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(a) for a in arguments])
        said: Any = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def dispatch(tmp_path: Path) -> Path:
    path = tmp_path / "depeche.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path
