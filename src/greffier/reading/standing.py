"""Did it happen? The choice among an event's statuses once all its mentions and its time are known.

``status.py`` says what the grammar of each mention tells; here its verdicts are weighed with tense, adverbs, the
words that govern the mentions, the type and the time. The weights are those of a log-linear choice among the five
statuses, ``french/weights/status.json``, trained by ``training/train_status.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from math import exp, fsum

from greffier.reading.happening import NOUNS, VERBAL, governor_of, tense_of
from greffier.reading.mentions import Mention
from greffier.reading.parse import Token
from greffier.reading.syntax import preposition
from greffier.reading.weights import degree, shipped
from greffier.records import Status, When

STATUSES: tuple[Status, ...] = ("occurred", "ongoing", "planned", "hypothetical", "negated")
STRONGEST: tuple[Status, ...] = ("ongoing", "occurred")
# Most events have occurred: another status is believed where it is at least half as likely.
RELUCTANCE = 0.5
STEPS = 3  # how far up the governing words are asked
REACH = 8  # tokens on either side in which adverbs of duration count
LASTING = frozenset(
    ["depuis", "toujours", "encore", "actuellement", "cours", "régulièrement", "quotidiennement", "continue"]
) | frozenset(["poursuivent", "poursuit"])
SPANS = frozenset({"depuis", "pendant", "dès"})
NOT = frozenset({"pas", "jamais", "plus", "aucun", "aucune", "ni"})
NE = frozenset({"ne", "n'"})
IF = frozenset({"si", "s'"})
QUOTED = re.compile("«.*?»")
Weights = Mapping[str, Mapping[Status, float]]


@cache
def standing(fast: bool = False) -> Weights:
    """Return the weights that ship (with the learned reader, or ``fast``): of each observation, one number a status."""
    raw = shipped("status", fast)
    return {name: dict(zip(STATUSES, numbers, strict=True)) for name, numbers in raw.items()}


def told(mentions: Sequence[Mention]) -> Status:
    """Return an event's status as its mentions tell it: as first told of a denial or act of words, else the strongest.

    A mention that tells the act as done outweighs one that only mentions it as possible or due.
    """
    found = [m.status for m in mentions]
    if found[0] == "negated" or mentions[0].frame.words:
        return found[0]
    return next((status for status in STRONGEST if status in found), found[0])


def decide(mentions: Sequence[Mention], kind: str, when: When | None, lies: str, weights: Weights) -> Status:
    """Return the status of an event; ``lies`` says where its time lies, seen from the day of publication.

    Acts of words have occurred once uttered, and so has the announcement of what is still to come.
    """
    own = [m for m in mentions if m.type == kind]
    if own[0].frame.words or all(m.shifted for m in own):
        return told(own)
    likely = chances(features(mentions, kind, when, lies), weights)
    return max(STATUSES, key=lambda s: likely[s] * (RELUCTANCE if s == "occurred" else 1.0))


def chances(seen: set[str], weights: Weights) -> dict[Status, float]:
    """Return how likely each status is."""
    known = [weights[name] for name in sorted(seen | {""}) if name in weights]
    scores = {s: fsum(numbers[s] for numbers in known) for s in STATUSES}
    top = max(scores.values())
    shares = {s: exp(score - top) for s, score in scores.items()}
    total = fsum(shares.values())
    return {s: share / total for s, share in shares.items()}


def features(mentions: Sequence[Mention], kind: str, when: When | None, lies: str) -> set[str]:
    """Return the observations on an event, as names that the weights know."""
    own = [m for m in mentions if m.type == kind]
    first = min(own, key=lambda m: (m.in_title, m.span))
    seen = {name for mention in own for name in _of_mention(mention)}
    seen.update(f"first:{name}" for name in _grammar(first))
    overall = told(own)
    seen.update((
        f"type:{kind}", f"lies:{lies}", f"lies:{lies}:{kind}", f"lies:{lies}:{first.status}",
        f"told:{overall}", f"told:{overall}:{kind}", f"mentions:{min(len(mentions), 4)}",
        f"words:{first.frame.words}", f"shifted:{first.shifted}",
        "statuses:" + "+".join(sorted({m.status for m in own})),
    ))  # fmt: skip
    if when is not None:
        seen.add(f"precision:{when.precision}")
    insight = first.scene.doc.insight
    if insight is not None:
        for status in STATUSES:
            step = degree(max(insight.status(m.evoked.head.i, status) for m in own))
            seen.update((f"seen:{status}:{step}", f"seen:{status}:{step}:{overall}"))
    return seen


def _of_mention(mention: Mention) -> Iterator[str]:
    head = mention.evoked.head
    yield from _grammar(mention)
    yield f"rule:{mention.status}:{mention.type}"
    yield f"frame:{mention.frame.id}"
    yield f"is:{head.lemma}"
    yield f"dep:{head.pos}:{head.dep}"
    yield from _noun(head) if head.pos in NOUNS else _verb(head)
    yield from _around(head)
    yield from _above(head, _role(mention))


def _role(mention: Mention) -> str:
    return "content" if mention.claim is not None else "cue" if mention.scene.own is not None else "outlet"


def _grammar(mention: Mention) -> Iterator[str]:
    head = mention.evoked.head
    tense, role = tense_of(head), _role(mention)
    yield f"rule:{mention.status}"
    yield f"reason:{' '.join(QUOTED.sub('', mention.reason).split())}"
    yield f"pos:{head.pos}"
    yield f"role:{role}"
    yield f"tense:{tense}"
    for beside in (head.pos, "title" if head.line == 0 else "body", role, mention.type):
        yield f"tense:{tense}:{beside}"


def _noun(head: Token) -> Iterator[str]:
    det = head.child("det")
    yield f"det:{det.norm if det else 'none'}"
    yield f"number:{head.morph.get('Number', 'none')}"
    yield f"prep:{preposition(head)}"
    yield f"under:{head.head.lemma}"
    yield f"under:{head.relation}:{head.head.lemma}"
    yield from (f"adj:{c.lemma}" for c in head.children if c.relation in ("amod", "acl"))
    if head.head.pos in NOUNS:
        yield f"over:{head.head.head.lemma}"
        yield f"over:prep:{preposition(head.head)}"


def _verb(head: Token) -> Iterator[str]:
    yield "under:root" if head.head is head else f"under:{head.relation}:{head.head.lemma}"
    yield f"prep:{preposition(head)}"
    if any(c.norm in ("est", "sont") and c.dep == "aux:pass" for c in head.children):
        yield "passive present"


def _around(head: Token) -> Iterator[str]:
    """Yield adverbs and spans of time beside a mention and the verb it hangs on, and words of duration near it."""
    verb = governor_of(head)
    for word in {head, verb or head}:
        for child in word.children:
            if child.pos == "ADV" or child.relation in ("advmod", "mark"):
                yield f"adv:{child.norm}"
            if child.relation in ("obl", "advmod") and (name := preposition(child)) in SPANS:
                yield f"time:{name}"
    if verb is not None and verb is not head:
        yield f"gov:{verb.lemma}"
        if verb.head is not verb and verb.relation in ("xcomp", "ccomp", "advcl", "acl"):
            yield f"gov:{verb.relation}:{verb.head.lemma}"
    for step in ("left", "right"):
        token = head
        for _ in range(REACH):
            beside: Token | None = getattr(token, step)
            if beside is None or beside.sentence != head.sentence:
                break
            token = beside
            if token.norm in LASTING:
                yield f"near:{token.norm}"


def _above(head: Token, role: str) -> Iterator[str]:
    """Yield negation, mood, tense and condition of a mention and of the words above it."""
    for step, word in enumerate((head, *islice(head.ancestors(), STEPS))):
        if step:
            yield f"above:{word.lemma}"
        if word.pos not in VERBAL and not word.morph.get("VerbForm"):
            continue
        norms = {c.norm for c in word.children}
        form = [word, *(c for c in word.children if c.relation in ("aux", "cop"))]
        if norms & NOT and norms & NE:
            yield f"not:{step}:{head.pos in NOUNS}"
            yield f"not:{word.lemma}"
        if any(t.morph.get("Mood") == "Cnd" for t in form):
            yield f"would:{step}"
            yield f"would:{step}:{len(form) > 1}:{role}"
        for tense in ("Fut", "Imp"):
            if any(t.morph.get("Tense") == tense for t in form):
                yield f"above:{tense}:{step}"
        if any(c.relation == "mark" and c.norm in IF for c in word.children):
            yield f"if:{step}"
