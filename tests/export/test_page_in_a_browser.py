"""The page in Chromium: pointing at a record lights its evidence, nothing is fetched, a phone shows it whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from greffier import Reading, read
from greffier.export.html import page
from greffier.messages import Say

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
EXAMPLE = Path(__file__).parents[2] / "examples" / "dispatches" / "accord-de-tessalit.txt"
REQUIRED = os.environ.get("GREFFIER_BROWSER") == "required"  # as in CI

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not REQUIRED, reason="no Chromium here: apt-get install chromium, then run again"
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(EXAMPLE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def file(reading: Reading, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(page([reading], Say("fr")), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser: Any, file: Path) -> Iterator[Any]:
    """A tab with the page open; ``asked`` holds every address it asked for, ``faults`` what went wrong in it."""
    tab = browser.new_page(viewport={"width": 1200, "height": 800})
    tab.asked, tab.faults = [], []
    tab.on("request", lambda request: tab.asked.append(request.url))
    tab.on("pageerror", lambda error: tab.faults.append(str(error)))
    tab.on("console", lambda message: tab.faults.append(message.text) if message.type == "error" else None)
    tab.goto(file.as_uri())
    yield tab
    tab.close()


def lit(tab: Any, selector: str) -> list[str]:
    return [str(word) for word in tab.eval_on_selector_all(f"{selector}.on", "found => found.map(e => e.textContent)")]


def test_pointing_at_a_record_lights_its_evidence_and_no_other(tab: Any) -> None:
    assert lit(tab, ".s") == []
    tab.hover("#d0-quantity-0")
    assert "300" in "".join(lit(tab, ".s"))
    assert "12 morts" not in "".join(lit(tab, ".s"))
    tab.hover("h2")
    assert lit(tab, ".s") == []


def test_the_keyboard_does_what_the_mouse_does_both_ways(tab: Any, reading: Reading) -> None:
    cues = [claim.cue.of(reading.dispatch.text) if claim.cue else "" for claim in reading.claims]
    tab.focus(f"#d0-claim-{cues.index('a annoncé')}")
    assert "annoncé" in "".join(lit(tab, ".s"))
    tab.focus('.s.figure[data-r~="d0-quantity-2"]')
    assert any("12" in record for record in lit(tab, ".rec"))


def test_nothing_is_fetched_and_the_policy_lets_style_and_script_run(tab: Any, file: Path) -> None:
    tab.hover("#d0-claim-0")
    assert tab.asked == [file.as_uri()]
    assert tab.faults == []


@pytest.mark.parametrize("width", [360, 768, 1200])
def test_no_width_scrolls_sideways(tab: Any, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 740})
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.evaluate("[...document.querySelectorAll('.rec')].every(e => e.scrollWidth <= e.clientWidth + 1)")
