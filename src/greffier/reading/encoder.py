"""The encoder: a small transformer that looks at every word of a document in its context.

It is multilingual-e5-small (MIT), cut to eight layers and to the pieces that French news uses, fine-tuned by
``training/train_reader.py`` and stored with 8-bit weights in ``french/weights/reader.onnx``. It runs on the CPU through
onnxruntime. What its numbers mean is said in ``insight.py``; this module only turns a document into pieces and
windows, and windows into numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from greffier.reading.parse import Document

WINDOW, LONGEST = 250, 440  # pieces: lines are packed up to the first, a line is cut at the second
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\r": " "})
SURROGATES = re.compile("[\ud800-\udfff]")  # no text holds them, a string may
WEIGHTS, PIECES = "reader.onnx", "pieces.json"
THREADS = 2


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of whole lines as the encoder takes it: the pieces, and for each word the place of its first piece."""

    pieces: tuple[int, ...]
    words: tuple[int, ...]
    places: tuple[int, ...]


@cache
def tokenizer() -> Any:
    """Return the tokenizer of the encoder (SentencePiece unigram over the pieces that ship)."""
    from tokenizers import Tokenizer

    return Tokenizer.from_str((files("greffier.french") / "weights" / PIECES).read_text(encoding="utf-8"))


@cache
def session() -> Any:
    """Return the onnxruntime session of the weights that ship: one process, the CPU, the same numbers every time."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.log_severity_level = 3
    weights = (files("greffier.french") / "weights" / WEIGHTS).read_bytes()
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


def windows(doc: Document, cut: Any = None) -> list[Window]:
    """Return the windows of a document: successive lines packed together, a line too long cut between words.

    ``cut`` is the tokenizer to use, by default the one that ships. Every word stands in exactly one window.
    """
    cut = cut or tokenizer()
    first, last = cut.token_to_id("<s>"), cut.token_to_id("</s>")
    found: list[Window] = []
    pieces: list[int] = []
    words: list[int] = []
    places: list[int] = []
    for unit in _units(doc, cut):
        if pieces and len(pieces) + len(unit.pieces) > WINDOW:
            found.append(Window((first, *pieces, last), tuple(words), tuple(places)))
            pieces, words, places = [], [], []
        places += [place + len(pieces) + 1 for place in unit.places]
        words += unit.words
        pieces += unit.pieces
    if pieces:
        found.append(Window((first, *pieces, last), tuple(words), tuple(places)))
    return found


def _units(doc: Document, cut: Any) -> Iterator[Window]:
    """Yield the lines of a document as pieces, without first and last piece; a line too long in several parts."""
    lines: dict[int, list[int]] = {}
    for token in doc.tokens:
        lines.setdefault(token.line, []).append(token.i)
    text = SURROGATES.sub("\ufffd", doc.text.translate(SPACES))
    for number, members in sorted(lines.items()):
        span = doc.lines[number]
        line = cut.encode(text[span.start : span.end], add_special_tokens=False)
        starts = [doc.tokens[i].start - span.start for i in members]
        places = _first_pieces(starts, [end for _, end in line.offsets])
        yield from _parts(line.ids, members, places)


def _first_pieces(starts: Sequence[int], ends: Sequence[int]) -> list[int]:
    places, at = [], 0
    for start in starts:
        while at < len(ends) - 1 and ends[at] <= start:
            at += 1
        places.append(at)
    return places


def _parts(ids: Sequence[int], words: Sequence[int], places: Sequence[int]) -> Iterator[Window]:
    """Yield a line in parts of LONGEST pieces at most, cut before a word; ``places`` never fall."""
    begin, word = 0, 0
    while True:
        end, beyond = len(ids), len(places)
        if end - begin > LONGEST:
            beyond = bisect_right(places, begin + LONGEST)
            end = places[beyond - 1] if beyond and places[beyond - 1] > begin else begin + LONGEST
            beyond = bisect_left(places, end)
        yield Window(tuple(ids[begin:end]), tuple(words[word:beyond]), tuple(p - begin for p in places[word:beyond]))
        if end >= len(ids):
            return
        begin, word = end, beyond
