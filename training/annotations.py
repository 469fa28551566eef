"""Keeps our annotations of articles that are not ours: offsets and codes, never the text, tied to it by its SHA-256.

usage: python training/annotations.py pack GOLD                    strip the texts, write training/annotations/ID.json
       python training/annotations.py restore ARTICLES.jsonl.gz OUT    put the texts back, for the recipes
       python training/annotations.py check DEV FOLDER …    fail where a text to learn from is, or nearly is, in DEV

Dispatches that we wrote ourselves (``own-…``) keep their text. ARTICLES is a copy of OrangeSum's articles
(``id``, ``title``, ``paragraphs``); a text whose hash differs from the one annotated is refused.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotated import to_learn_from

HERE = Path(__file__).parent / "annotations"
OURS, THEIRS = "own-", "orange-"
SHINGLE, COPIED = 6, 0.10  # words to a shingle; the share of shared shingles from which a text is a near-copy


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def pack(folder: Path) -> None:
    """Write the annotations of a folder without the texts that are not ours."""
    HERE.mkdir(exist_ok=True)
    for path in sorted(folder.glob("*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        raw["sha256"] = digest(raw["text"])
        if not raw["id"].startswith(OURS):
            del raw["text"]
        _write(HERE / path.name, raw)


def restore(articles: Path, out: Path) -> None:
    """Write the annotations with their texts, taken from a copy of the articles; refuse any text that differs."""
    out.mkdir(parents=True, exist_ok=True)
    packed = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in sorted(HERE.glob("*.json"))}
    texts = dict(_texts(articles, set(packed)))
    for ident, raw in packed.items():
        text = raw.get("text") or texts.get(ident)
        if text is None:
            sys.exit(f"{articles} holds no article {ident}; give the copy that was annotated.")
        if digest(text) != raw.pop("sha256"):
            sys.exit(f"The text of {ident} in {articles} is not the one that was annotated; give the right copy.")
        _write(out / f"{ident}.json", {**raw, "text": text})
    print(f"{len(packed)} annotated dispatches -> {out}")


def check(dev: Path, folders: list[Path]) -> None:
    """Exit with 1 where a text to learn from has the id of a text to choose on, or shares a tenth of its shingles."""
    chosen = {p.stem: shingles(json.loads(p.read_text(encoding="utf-8"))["text"]) for p in sorted(dev.glob("*.json"))}
    faults, seen = [], 0
    for path in to_learn_from(folders):
        seen += 1
        found = shingles(json.loads(path.read_text(encoding="utf-8"))["text"])
        for ident, known in chosen.items():
            if path.stem == ident or len(found & known) >= COPIED * min(len(found), len(known)):
                faults.append(f"{path} is, or nearly is, {ident} of {dev}")
    print("\n".join(faults) or f"{seen} texts to learn from, {len(chosen)} to choose on: none is in both")
    sys.exit(bool(faults))


def _texts(articles: Path, wanted: set[str]) -> Iterator[tuple[str, str]]:
    with gzip.open(articles, "rt", encoding="utf-8") as lines:
        for line in lines:
            raw = json.loads(line)
            ident = f"{THEIRS}{raw['id']}"
            if ident in wanted:
                told = raw["paragraphs"]
                yield ident, "\n".join([raw["title"], *(json.loads(told) if isinstance(told, str) else told)])


def shingles(text: str) -> set[tuple[str, ...]]:
    """Return the runs of SHINGLE words of a text."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + SHINGLE]) for i in range(max(len(words) - SHINGLE + 1, 1))}


def _write(path: Path, raw: dict[str, Any]) -> None:
    path.write_text(json.dumps(raw, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def main() -> None:
    """Run one of the three commands."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["pack", "restore", "check"])
    parser.add_argument("paths", nargs="+", type=Path)
    given = parser.parse_args()
    first, *rest = given.paths
    if given.command == "pack":
        pack(first)
    elif given.command == "restore":
        restore(first, rest[0])
    else:
        check(first, rest)


if __name__ == "__main__":
    main()
