"""The codebook as data: PLOVER's types, modes, contexts and sectors, with our words in French and English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Code:
    """A code with its label by language (``fr``, ``en``)."""

    code: str
    label: Words


@dataclass(frozen=True, slots=True)
class Mode(Code):
    """A mode of an event type; ``score`` runs from -10 (conflict) to 10 (cooperation); None: no score."""

    score: float | None


@dataclass(frozen=True, slots=True)
class EventType(Code):
    """A PLOVER event type.

    ``quad`` is 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict;
    ``recipient`` tells whether the type needs one; ``meaning`` is a phrase by language.
    """

    quad: int
    score: float
    recipient: bool
    meaning: Words
    modes: Mapping[str, Mode]


@dataclass(frozen=True, slots=True)
class Codebook:
    """All of PLOVER that greffier codes, each part by code and in the codebook's order."""

    version: str
    types: Mapping[str, EventType]
    contexts: Mapping[str, Code]
    sectors: Mapping[str, Code]
    bodies: Mapping[str, Code]
    quads: Mapping[int, Code]

    def type_label(self, code: str, language: str) -> str:
        """Return the word for a type in ``language`` (``fr``, ``en``), or an unknown code itself."""
        return _label(self.types.get(code), code, language)

    def mode_label(self, type_code: str, mode: str, language: str) -> str:
        """Return the word for a mode of a type, or the mode itself if it is unknown."""
        kind = self.types.get(type_code)
        return _label(kind.modes.get(mode) if kind else None, mode, language)

    def sector_label(self, code: str, language: str) -> str:
        """Return the word for a sector, or the code itself if it is unknown."""
        return _label(self.sectors.get(code), code, language)

    def score(self, type_code: str, modes: tuple[str, ...] = ()) -> float:
        """Return the score of an event: its most extreme mode's where one has a score, else its type's.

        Raises KeyError for a type that is not PLOVER's.
        """
        kind = self.types[type_code]
        scores = [s for m in modes if m in kind.modes and (s := kind.modes[m].score) is not None]
        return max(scores, key=abs, default=kind.score)


@cache
def plover() -> Codebook:
    """Return PLOVER, read once from ``plover.toml``."""
    data = tomllib.loads(files(__package__).joinpath("plover.toml").read_text(encoding="utf-8"))
    return Codebook(
        version=data["version"],
        types={code: _event_type(code, entry) for code, entry in data["types"].items()},
        contexts=_codes(data["contexts"]),
        sectors=_codes(data["sectors"]),
        bodies=_codes(data["bodies"]),
        quads={int(number): Code(number, words) for number, words in data["quads"].items()},
    )


def _event_type(code: str, entry: Mapping[str, Any]) -> EventType:
    return EventType(
        code=code,
        label={language: entry[language]["label"] for language in ("fr", "en")},
        quad=entry["quad"],
        score=entry["score"],
        recipient=entry["recipient"],
        meaning={language: entry[language]["meaning"] for language in ("fr", "en")},
        modes={
            mode: Mode(mode, {"fr": words["fr"], "en": words["en"]}, words.get("score"))
            for mode, words in entry.get("modes", {}).items()
        },
    )


def _codes(entries: Mapping[str, Words]) -> dict[str, Code]:
    return {code: Code(code, words) for code, words in entries.items()}


def _label(entry: Code | None, code: str, language: str) -> str:
    return entry.label.get(language, code) if entry else code
