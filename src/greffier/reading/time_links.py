"""Which time dates which trigger: what the grammar says of the pair, and the weight of each observation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from greffier.reading.parse import Document, Token
from greffier.records import When

BREAKS = frozenset({",", ";", "(", ")", "–", ":"})
RELATIVES = frozenset({"qui", "que", "qu'", "dont", "où"})
OF = frozenset({"de", "d'", "du"})
MAX_STEPS = 8


@dataclass(frozen=True, slots=True)
class Told:
    """A time with the tokens that name it and the one that heads them."""

    when: When
    kind: str
    head: Token
    first: Token
    last: Token
    of_noun: bool


@dataclass(frozen=True, slots=True)
class Links:
    """The words and weights that decide: verbs of saying, verbs that react to what is over, a weight a feature."""

    speech: frozenset[str]
    reactions: frozenset[str]
    weights: Mapping[str, float]
    threshold: float


def score(doc: Document, trigger: Token, told: Told, others: Sequence[Told], links: Links, uttered: bool) -> float:
    """Return how strongly the grammar ties a time to a trigger of the same sentence (above 0: tied)."""
    seen = features(doc, trigger, told, others, links.speech, uttered)
    return sum(links.weights.get(name, 0.0) for name in seen) - links.threshold


def features(
    doc: Document, trigger: Token, told: Told, others: Sequence[Told], speech: frozenset[str], uttered: bool
) -> Iterator[str]:
    """Yield the observations on a pair of trigger and time, as names that the weights know."""
    word = "verb" if trigger.pos in ("VERB", "AUX") else "noun"
    path = _path(trigger, told, speech)
    yield "bias"
    yield f"{word}:{path}"
    yield f"said:{path.endswith(':said')}"
    if path.endswith(":said") and not uttered:
        yield "unsaid"
    if dates_another(trigger, told):
        yield "another's"
    if uttered:
        yield f"uttered:{path.endswith(':said')}"
    yield "word:speech" if trigger.lemma in speech else f"word:{word}"
    yield f"kind:{told.kind}"
    yield from _nearness(doc, trigger, told, others)
    yield from _between(doc, trigger, told, speech)


def dates_another(trigger: Token, told: Told) -> bool:
    """Tell whether a year hangs with « de » on another noun: « son retrait d'un accord de 2012 »."""
    holder = told.head.head
    introduced = any(c.relation == "case" and c.norm in OF for c in told.head.children)
    return told.kind == "year" and introduced and holder.pos == "NOUN" and holder is not trigger


def _nearness(doc: Document, trigger: Token, told: Told, others: Sequence[Told]) -> Iterator[str]:
    gap = _gap(trigger, told)
    before = told.last.i < trigger.i
    side = "before" if before else "after"
    yield f"{side}:{gap // 2 if gap < 8 else min(4 + gap // 8, 8)}"
    closer = sum(_gap(trigger, other) < gap for other in others)
    yield f"closer:{min(closer, 2)}"
    if before and told.first.i - doc.sentences[told.first.sentence][0] <= 1:
        yield "opens"


def _gap(trigger: Token, told: Told) -> int:
    return max(told.first.i - trigger.i, trigger.i - told.last.i, 1)


def _between(doc: Document, trigger: Token, told: Told, speech: frozenset[str]) -> Iterator[str]:
    low, high = sorted((trigger.i, told.head.i))
    between = doc.tokens[low + 1 : high]
    side = "<" if told.head.i < trigger.i else ">"
    verbs = [t for t in between if t.pos == "VERB"]
    yield f"verbs{side}{min(len(verbs), 3)}"
    yield f"commas{side}{min(sum(t.norm in BREAKS for t in between), 3)}"
    if any(t.norm in RELATIVES for t in between):
        yield f"relative{side}"
    if any(t.lemma in speech for t in verbs):
        yield f"speech{side}"


def _path(trigger: Token, told: Told, speech: frozenset[str]) -> str:
    """Name the way from the time to the trigger: who holds it, and what lies between."""
    holder = told.head.head if told.head.head is not told.head else told.head
    mine = [trigger, *_chain(trigger)]
    theirs = [holder, *_chain(holder)]
    meet = next((t for t in theirs if t in mine), None)
    if meet is None:
        return "apart"
    down = theirs[: theirs.index(meet)]
    up = mine[: mine.index(meet)]
    return f"{_steps(down, speech)}>{_steps(up, speech)}" + (":said" if meet.lemma in speech and up else "")


def _chain(token: Token) -> list[Token]:
    found: list[Token] = []
    for step, ancestor in enumerate(token.ancestors()):
        if step >= MAX_STEPS:
            break
        found.append(ancestor)
    return found


def _steps(tokens: Sequence[Token], speech: frozenset[str]) -> str:
    """Name the relations along a way, at most two of them, the ones nearest to the meeting point."""
    names = [t.relation if t.relation != "obl" else t.dep for t in tokens]
    return "/".join(names[-2:]) + ("+" if len(names) > 2 else "")
