"""Modes: which of its type's modes an event has — by fire or by bombs, money or a change of course demanded.

Frames give a mode where the word alone tells it; mostly what is demanded, threatened or used does, and stands around
it. A log-linear choice among the type's modes and « none » weighs the frames, the words below and around the mentions,
how many countries take part and the learned reader. Its weights, ``french/weights/modes.json`` (``modes_fast.json``
where the reader was not asked), come from ``training/train_modes.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from greffier.codebook import plover
from greffier.french import Lexicon
from greffier.reading.choosing import shares
from greffier.reading.mentions import Mention
from greffier.reading.parse import Token
from greffier.reading.syntax import preposition
from greffier.reading.weights import degree, shipped
from greffier.records import Actor, Place

ALSO = 0.2  # the share from which a second mode is taken too where the frames give several
CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN"})
BELOW, STEPS = 14, 4  # words below a mention that are looked at, and how deep
REACH = 12  # tokens on either side whose lemmas are looked at


@dataclass(frozen=True, slots=True)
class Moding:
    """The weights, and of each lemma of the lexicon the lists (``modes.toml``) that it stands in."""

    weights: Mapping[str, float]
    hints: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Whole:
    """An event before its modes are chosen: its mentions, all of its type, who acts, to whom, and where."""

    mentions: Sequence[Mention]
    actors: Sequence[Actor]
    recipients: Sequence[Actor]
    place: Place | None

    @property
    def kind(self) -> str:
        """Return the type of the event."""
        return self.mentions[0].type


def moding(lexicon: Lexicon, fast: bool = False) -> Moding:
    """Return what ships: the weights that hear the learned reader, or the ``fast`` ones, with the hints."""

    def build() -> Moding:
        weights = shipped("modes", fast)
        return Moding(weights, hints_of(lexicon))

    return lexicon.compiled(f"moding {fast}", build)


def hints_of(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Return of each lemma the lists of hints that it stands in."""
    found: dict[str, tuple[str, ...]] = {}
    for name, lemmas in lexicon.table("modes")["hints"].items():
        for lemma in dict.fromkeys(lemmas):
            found[lemma] = (*found.get(lemma, ()), name)
    return found


def decide(event: Whole, model: Moding) -> tuple[str, ...]:
    """Return the modes of an event; () where none is told."""
    options = rows(event, model.hints)
    if len(options) == 1:
        return ()
    likely = shares(model.weights, options)
    best = max(likely, key=lambda mode: likely[mode])
    if best is None:
        return ()
    told = {mode for m in event.mentions for mode in m.frame.modes}
    further = [m for m in likely if m and m != best and {m, best} <= told and likely[m] >= ALSO]
    return (best, *further)


def rows(event: Whole, hints: Mapping[str, tuple[str, ...]]) -> list[tuple[str | None, set[str]]]:
    """Return what is seen of each mode of the type, and of None: that the event has none."""
    kind = event.kind
    known, hinted = set(_facts(event)), set(_hinted(event.mentions, hints))
    found: list[tuple[str | None, set[str]]] = []
    for mode in (None, *plover().types[kind].modes):
        name = f"{kind}.{mode or 'none'}"
        own = {name} | {f for about in _of_mode(event, mode) for f in (f"{kind}.{about}", about)}
        if mode:  # of « none » no more is learned: it is what the modes are measured against
            own.update(f"{name}|{fact}" for fact in (*known, *_of_mode(event, mode)))
            own.update(f for fact in hinted for f in (f"{name}|{fact}", f"{mode}|{fact}"))
        found.append((mode, own))
    return found


def _of_mode(event: Whole, mode: str | None) -> Iterator[str]:
    """Yield whether frames give a mode (or none does any), and how probable the reader finds it."""
    given = [m.frame.modes for m in event.mentions]
    told = any(mode in modes if mode else not modes for modes in given)
    yield f"framed:{told}"
    yield f"framed:{told}:{any(given)}:{bool(mode)}"
    yield f"first:{mode in given[0] if mode else not given[0]}"
    insight = event.mentions[0].scene.doc.insight
    if insight is not None:
        heads = [m.evoked.head.i for m in event.mentions]
        all_modes = list(plover().types[event.kind].modes)
        chance = {name: max(insight.mode(head, name) for head in heads) for name in all_modes}
        top = max(chance.values(), default=0.0)
        seen = degree(chance[mode] if mode else top)
        yield f"seen:{bool(mode)}:{seen}"
        yield f"seen:{bool(mode)}:{seen}:{told}"
        if mode:
            yield f"top:{chance[mode] == top}:{told}:{any(given)}"


def _facts(event: Whole) -> Iterator[str]:
    """Yield what stands around an event whatever the mode that is asked for."""
    sides = [{a.country for a in side if a.country} for side in (event.actors, event.recipients)]
    yield f"countries:{min(len(sides[0]), 4)}:{min(len(sides[1]), 3)}"
    where = event.place.country if event.place else None
    yield f"where:{where in sides[0]}:{where in sides[1]}" if where else "where:none"
    yield from (f"by:{a.sector}" for a in event.actors)
    yield from (f"to:{a.sector}" for a in event.recipients)
    for mention in event.mentions:
        yield from _of_mention(mention)


def _of_mention(mention: Mention) -> Iterator[str]:
    head = mention.evoked.head
    yield f"frame:{mention.frame.id}"
    yield f"is:{head.lemma}"
    yield from (f"with:{t.lemma}" for t in mention.evoked.tokens[1:])
    yield f"status:{mention.status}"
    yield f"above:{head.head.lemma}"
    for slot, fillers in mention.evoked.slots.filled.items():
        yield f"slot:{slot}"
        yield from (f"{slot}:{t.lemma}" for t in fillers)
    for token, depth in _below(head):
        yield f"below:{token.lemma}"
        if depth == 1:
            yield f"prep:{preposition(token)}"
        if token.morph.get("VerbForm") == "Inf":
            yield f"inf:{any(c.relation == 'aux' for c in token.children)}"


def _hinted(mentions: Sequence[Mention], hints: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield the lists that the words of the mentions, below them and near them stand in; the first below by itself."""
    get = hints.get
    for mention in mentions:
        head = mention.evoked.head
        yield from (f"self {name}" for t in mention.evoked.tokens for name in get(t.lemma, ()))
        below = sorted((depth, t.i, t) for t, depth in _below(head))
        listed = [(depth, get(t.lemma, ())) for depth, _, t in below if t.lemma in hints]
        yield from (f"first {name}" for name in (listed[0][1] if listed else ("-",)))
        yield from (f"below {name}" for _, names in listed for name in names)
        after = [t for t, away in _near(head) if away > 0 and t.lemma in hints]
        yield from (f"next {name}" for t in after[:1] for name in get(t.lemma, ()))
        yield from (f"near {name}" for t, _ in _near(head) for name in get(t.lemma, ()))


def _below(head: Token) -> Iterator[tuple[Token, int]]:
    """Yield the content words below a word with their depth, breadth first."""
    level, left = [head], BELOW
    for depth in range(1, STEPS + 1):
        level = [c for token in level for c in token.children]
        for token in level:
            if token.pos in CONTENT and left:
                left -= 1
                yield token, depth


def _near(head: Token) -> Iterator[tuple[Token, int]]:
    """Yield the content words near a word in its sentence, with how many words away they stand."""
    for step, sign in (("left", -1), ("right", 1)):
        token: Token | None = head
        for away in range(1, REACH + 1):
            token = getattr(token, step)
            if token is None or token.sentence != head.sentence:
                break
            if token.pos in CONTENT:
                yield token, sign * away
