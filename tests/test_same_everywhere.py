"""The same text gives the same bytes on every machine, and reading opens no connection."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from greffier.version import FAST_READER, READER

EXAMPLES = Path(__file__).parents[1] / "examples" / "dispatches"
ARGUMENTS = ["-m", "greffier", "read", "--format", "json", *sorted(str(p) for p in EXAMPLES.glob("*.txt"))]
NO_SOCKETS = """
import socket, sys
def refused(*_, **__):
    raise AssertionError("a connection was asked for")
socket.socket.__init__ = socket.socket.connect = socket.create_connection = socket.getaddrinfo = refused
from greffier.cli import run
sys.exit(run(sys.argv[1:]))
"""


def read_under(*options: str, cores: int | None = None, **environment: str) -> bytes:
    here = os.sched_getaffinity(0)
    command = [sys.executable, *ARGUMENTS, *options]
    if cores:  # the process that is started takes over on which cores it may run
        os.sched_setaffinity(0, sorted(here)[:cores])
    try:
        return subprocess.run(command, capture_output=True, check=True, env={**os.environ, **environment}).stdout
    finally:
        os.sched_setaffinity(0, here)


@pytest.mark.parametrize(("options", "reader"), [((), READER), (("--fast",), FAST_READER)], ids=["whole", "fast"])
def test_hash_seed_time_zone_locale_and_cores_change_nothing(options: tuple[str, ...], reader: str) -> None:
    one = read_under(*options, cores=1, PYTHONHASHSEED="1", TZ="Pacific/Auckland", LC_ALL="C", LANG="C")
    other = read_under(*options, PYTHONHASHSEED="4242", TZ="America/Los_Angeles", LC_ALL="C.UTF-8", LANG="fr_FR.UTF-8")
    assert len(one) > 1000
    assert json.loads(one)["reader"] == reader
    assert one == other


def test_reading_opens_no_socket(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    paragraphs = "".join(
        f"<p>{line}</p>" for line in min(EXAMPLES.glob("*.txt")).read_text(encoding="utf-8").splitlines()
    )
    page.write_text(f"<!doctype html><html><body><article>{paragraphs}</article></body></html>", encoding="utf-8")
    english = tmp_path / "english.txt"
    english.write_text(
        "The government said that it would withdraw its troops from the region at the end of the month. " * 2
    )
    command = [
        sys.executable,
        "-c",
        NO_SOCKETS,
        "read",
        *ARGUMENTS[5:],
        str(page),
        str(english),
        "--force",
        "-f",
        "html",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "<html" in done.stdout
