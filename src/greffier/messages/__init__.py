"""What greffier says to people, in English and French: one catalogue, one entry a message."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "fr")
CATALOGUES = ("messages.toml", "ledger.toml")
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


class Say:
    """Gives messages in one language: ``say("sheet.claims", count=3)``."""

    def __init__(self, language: str) -> None:
        """Speak ``language``, ``en`` or ``fr``; any other is spoken to in English."""
        self.language = language if language in LANGUAGES else "en"

    def __call__(self, key: str, **values: object) -> str:
        """Return the message, its ``{names}`` filled with ``values``. Raises KeyError for an unknown key."""
        return catalogue()[key][self.language].format(**values)

    def knows(self, key: str) -> bool:
        """Tell whether the catalogue has the message."""
        return key in catalogue()


def say_in(language: str | None) -> Say:
    """Return the Say for ``language``, or for the locale's language where it is None."""
    return Say(language or locale_language(os.environ))


def locale_language(environment: Mapping[str, str]) -> str:
    """Return ``fr`` where the locale is French, else ``en``: LC_ALL, LC_MESSAGES, LANG, the first that is set."""
    chosen = next((value for name in LOCALE_VARIABLES if (value := environment.get(name))), "")
    return "fr" if chosen.lower().partition("_")[0].partition(".")[0] == "fr" else "en"


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return all messages: key, then language, then text."""
    found: dict[str, dict[str, str]] = {}
    for page in CATALOGUES:
        data = tomllib.loads(files(__package__).joinpath(page).read_text(encoding="utf-8"))
        found |= {f"{group}.{name}": words for group, entries in data.items() for name, words in entries.items()}
    return found
