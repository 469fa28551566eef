"""The judge: a learned second opinion on what the frames propose — is it an event, is it the same one?

Two logistic regressions over the features of ``features.py``, trained by ``training/train_judge.py``; their
weights are plain numbers in ``french/weights/judge.json``, so that every verdict can be taken apart. Where the learned
reader was not asked (``--fast``), the weights of ``judge_fast.json`` decide, learned without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import fsum

from greffier.reading.features import contradict, of_mention, of_pair
from greffier.reading.mentions import Mention
from greffier.reading.weights import probability, shipped

# A mention is compared with the events told last and with their first mentions: the cost stays linear in the text.
WINDOW, MEMBERS = 60, 12


@dataclass(frozen=True, slots=True)
class Judge:
    """The weights of both regressions and the thresholds chosen with them."""

    event: Mapping[str, float]
    same: Mapping[str, float]
    accept: float
    join: float

    def sure(self, mention: Mention) -> float:
        """Return how probable it is that a mention names an event of its type (0 to 1)."""
        if mention.chance is not None:
            return mention.chance
        return probability(self.event, of_mention(mention, mention.evoked.head.line))

    def alike(self, a: Mention, b: Mention) -> float:
        """Return how probable it is that two mentions tell one event (0 to 1); ``a`` comes first."""
        apart = abs(a.evoked.head.sentence - b.evoked.head.sentence) > 1 and not (a.in_title or b.in_title)
        if apart and a.type != b.type:  # seldom the same, and most pairs are such
            return 0.0
        return probability(self.same, of_pair(a, b))

    def words(self, mention: Mention, count: int = 3) -> list[tuple[str, float]]:
        """Return the features that weighed most on a mention, with their weights."""
        weighed = [(f, self.event[f]) for f in of_mention(mention, mention.evoked.head.line) if f in self.event]
        return sorted(weighed, key=lambda pair: -abs(pair[1]))[:count]


@cache
def judge(fast: bool = False) -> Judge:
    """Return the judge that ships: the one that hears the learned reader, or the ``fast`` one."""
    raw = shipped("judge", fast)
    return Judge(raw["event"], raw["same"], raw["accept"], raw["join"])


def group(mentions: Sequence[Mention], decide: Judge) -> list[list[Mention]]:
    """Group the mentions of one event: each joins the group it is most like on average, or opens its own.

    Body before title, in the order of the text; average link, as in agglomerative clustering.
    """
    groups: list[list[Mention]] = []
    for mention in sorted(mentions, key=lambda m: (m.in_title, m.span)):
        best, likeness = None, decide.join
        for candidate in groups[-WINDOW:]:
            known = candidate[:MEMBERS]
            if any(contradict(told, mention) for told in known):
                continue
            score = fsum(decide.alike(told, mention) for told in known) / len(known)
            if score >= likeness:
                best, likeness = candidate, score
        if best is None:
            groups.append([mention])
        else:
            best.append(mention)
    return sorted(groups, key=lambda g: min(m.span for m in g))


def leading_type(mentions: Sequence[Mention], decide: Judge) -> str:
    """Return the type that most of a group's mentions speak for, each weighed by how sure the judge is of it."""
    votes: dict[str, float] = {}
    for mention in mentions:
        votes[mention.type] = votes.get(mention.type, 0.0) + decide.sure(mention)
    return max(votes, key=lambda kind: (votes[kind], kind))
