"""Families: dispatches that are reprints or near-copies of one wire, found by MinHash: ten copies are one witness.

A dispatch's signature is kept; dispatches that share a band of it are compared. Families are the connected groups,
so that they are the same in any order of arrival.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections import defaultdict
from collections.abc import Iterable, Mapping

from rensa import RMinHash

from greffier.ledger.words import folded

# The stored signatures depend on these: to change one is to make all signatures anew.
PERMUTATIONS, SEED, SHINGLE = 128, 1, 4
ROWS = 3  # numbers in a band: of two texts with a third of their shingles in common, seven in ten meet in some band
# From this estimated share of common shingles on, two texts are one wire: rewritten agency copy has 0.5 and more,
# different dispatches on one affair 0.05 at most.
ALIKE = 0.35
DATELINE = re.compile(r"^[^\n()]{0,70}\([^()\n]{2,24}\)\s*[-–—:]\s*", re.MULTILINE)
CREDIT = re.compile(r"\((?:avec|source)\b[^()]{1,40}\)\s*$", re.IGNORECASE | re.MULTILINE)


def signature(text: str) -> bytes:
    """Return the MinHash signature of a text: 128 numbers of 32 bits; of its title, datelines and credits nothing."""
    body = CREDIT.sub(" ", DATELINE.sub(" ", text.partition("\n")[2] or text))
    words = folded(body).split()
    shingles = {" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))}
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update(sorted(shingles))
    return struct.pack(f"<{PERMUTATIONS}I", *minhash.digest())


def bands(sign: bytes) -> tuple[str, ...]:
    """Return the keys under which near-copies meet: one a band of the signature."""
    width = 4 * ROWS
    cuts = (sign[start : start + width] for start in range(0, len(sign) - width + 1, width))
    return tuple(f"{i:02}{hashlib.blake2b(cut, digest_size=8).hexdigest()}" for i, cut in enumerate(cuts))


def likeness(one: bytes, two: bytes) -> float:
    """Return the estimated share of shingles that two texts have in common (0 to 1)."""
    a, b = (struct.unpack(f"<{PERMUTATIONS}I", sign) for sign in (one, two))
    return sum(1 for x, y in zip(a, b, strict=True) if x == y) / PERMUTATIONS


def near(one: bytes, two: bytes) -> bool:
    """Tell whether two texts are near-copies."""
    return likeness(one, two) >= ALIKE


def pairs(signatures: Mapping[str, bytes]) -> set[tuple[str, str]]:
    """Return the pairs of dispatches (names in order) that are near-copies."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for name in sorted(signatures):
        for band in bands(signatures[name]):
            blocks[band].append(name)
    met = {(a, b) for block in blocks.values() for i, a in enumerate(block) for b in block[i + 1 :]}
    return {(a, b) for a, b in met if near(signatures[a], signatures[b])}


def families(names: Iterable[str], copies: Iterable[tuple[str, str]], earliest: Mapping[str, str]) -> dict[str, str]:
    """Return the family of every dispatch: the name of its earliest member.

    ``copies`` are pairs of near-copies; ``earliest`` gives what orders dispatches (publication, then content hash).
    A dispatch without copies is a family of its own.
    """
    parent = {name: name for name in names}
    for a, b in copies:
        one, two = sorted((_root(parent, a), _root(parent, b)))
        parent[two] = one
    members: dict[str, list[str]] = defaultdict(list)
    for name in parent:
        members[_root(parent, name)].append(name)
    first = {root: min(found, key=lambda n: (earliest.get(n, ""), n)) for root, found in members.items()}
    return {name: first[_root(parent, name)] for name in parent}


def _root(parent: dict[str, str], name: str) -> str:
    while parent[name] != name:
        parent[name] = parent[parent[name]]
        name = parent[name]
    return name
