"""Fixtures that several test modules share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from greffier.cli import run

Greffier = Callable[..., tuple[int, str, str]]


@pytest.fixture
def greffier(capsys: pytest.CaptureFixture[str]) -> Greffier:
    """Run the command line in this process; gives exit code, standard output, standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(a) for a in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call
