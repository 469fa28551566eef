"""Tells whether a text is French, and names the language where it is not."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from greffier.errors import NotFrench
from greffier.french import Lexicon, default_lexicon

WORD = re.compile(r"[^\W\d_]+['’]?")
SAMPLE = 30_000  # code points; the language of a longer text shows in its head and tail
MIN_LETTERS = 80  # below, no language is told reliably
SURE = 0.16  # share of French function words that leaves no doubt
DOUBT = 0.07  # a text whose share is higher stays French: it holds long quotations in another language
SHORT_WORDS, SHORT_DOUBT = 40, 0.12  # in a short text a single word weighs more


def check_french(text: str, lexicon: Lexicon | None = None) -> None:
    """Raise NotFrench, naming the language found, where the body is in another language.

    Texts of fewer than 80 letters pass: nothing can be told of them. A French text with long
    quotations in another language passes too.
    """
    sample = text if len(text) <= SAMPLE else text[: SAMPLE // 2] + "\n" + text[-SAMPLE // 2 :]
    words = WORD.findall(sample.lower())
    if sum(map(len, words)) < MIN_LETTERS:
        return
    lexicon = lexicon or default_lexicon()
    share = _french_share(words, lexicon)
    if share >= SURE:
        return
    language = _identifier().classify(sample)[0]
    if language == "fr" or share >= (SHORT_DOUBT if len(words) < SHORT_WORDS else DOUBT):
        return
    raise NotFrench(
        f"The text seems to be in {_name(language, lexicon)}, not in French; give a French text, or "
        "use --force to read it all the same."
    )


def _french_share(words: list[str], lexicon: Lexicon) -> float:
    known = lexicon.compiled("intake:french", lambda: frozenset(lexicon.table("language")["function_words"]))
    return sum(w.replace("’", "'") in known for w in words) / len(words)


def _name(code: str, lexicon: Lexicon) -> str:
    names: dict[str, str] = lexicon.table("language")["names"]
    return names.get(code, f"another language ({code})")


@cache
def _identifier() -> Any:
    """Load py3langid's model once, only where function words leave a doubt."""
    import py3langid

    return py3langid
