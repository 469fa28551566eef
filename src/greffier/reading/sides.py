"""Sides: decides who acts and to whom it is done, of all that are named around the mentions of an event.

What the slots of the frame give (``parties.py``) is taken; a side that they leave open is filled by a logistic
regression over grammar and distance, since in news the other side often stands outside the clause. Its weights
are ``french/weights/sides.json``, trained by ``training/train_sides.py``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import fsum

from greffier.reading.evocation import Evocation
from greffier.reading.parse import Document, Token
from greffier.reading.parties import CastLike, who
from greffier.reading.syntax import is_possessive
from greffier.reading.weights import bucket, probability
from greffier.records import Actor, Claim, Span

NAMING = frozenset({"NOUN", "PROPN", "PRON", "X", "ADJ", "DET"})
FIRST_PERSON = frozenset({"je", "j'", "nous", "me", "m'", "notre", "nos", "mon", "ma", "mes"})
ROLES = ("actor", "recipient")
MAX_TOKENS = 120  # of a sentence; longer ones (lists, broken text) are looked at around the trigger only


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands around a trigger: the document, its cast, the claims, and what the frame proposes."""

    doc: Document
    cast: CastLike
    evoked: Evocation
    kind: str
    carrier: Claim | None
    own: Claim | None
    proposed: tuple[tuple[Actor, ...], tuple[Actor, ...]]
    speakers: tuple[Span, ...] = ()  # the speakers' phrases of the dispatch


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody named around a trigger: the actor, the token that names it (None if implied), where it was found."""

    actor: Actor
    token: Token | None
    origin: str  # here, before, speaker, teller, home, proposed


@dataclass(frozen=True, slots=True)
class Sides:
    """The weights for both roles and the probability from which a candidate is taken."""

    weights: Mapping[str, Mapping[str, float]]
    accept: Mapping[str, float]


@cache
def sides() -> Sides:
    """Return the weights that ship."""
    raw = json.loads((files("greffier.french") / "weights" / "sides.json").read_text(encoding="utf-8"))
    return Sides({role: raw[role] for role in ROLES}, raw["accept"])


def decide(scenes: Sequence[Scene], model: Sides) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Return (actors, recipients) of an event told by ``scenes``; a party stands on one side only.

    What the slots of a mention give is taken (of the mention that gives most); a side that they leave open is filled
    with who is likely enough, on the average of the mentions.
    """
    main = max(scenes, key=lambda s: (bool(s.proposed[0]) + bool(s.proposed[1]), -s.evoked.head.i))
    actors = main.proposed[0] or next((s.proposed[0] for s in scenes if s.proposed[0]), ())
    recipients = main.proposed[1] or next((s.proposed[1] for s in scenes if s.proposed[1]), ())
    if not actors:
        actors = _chosen(_weighed(scenes, "actor", model), model.accept["actor"], recipients)
    mutual = main.evoked.frame.mutual and main.kind == main.evoked.frame.type
    nobody = not main.evoked.frame.recipient  # the frame says that it is done to nobody
    if not recipients and not nobody and not (mutual and len(actors) > 1):
        recipients = _chosen(_weighed(scenes, "recipient", model), model.accept["recipient"], actors)
    return actors, tuple(r for r in recipients if (r.name, r.country) not in {(a.name, a.country) for a in actors})


def _weighed(scenes: Sequence[Scene], role: str, model: Sides) -> list[tuple[float, Actor]]:
    chances: dict[tuple[str, str | None], list[float]] = {}
    named: dict[tuple[str, str | None], Actor] = {}
    for scene in scenes:
        best: dict[tuple[str, str | None], float] = {}
        for candidate in candidates(scene):
            chance = probability(model.weights[role], features(scene, candidate, role))
            key = (candidate.actor.name, candidate.actor.country)
            best[key] = max(chance, best.get(key, 0.0))
            named.setdefault(key, candidate.actor)
        for key, chance in best.items():
            chances.setdefault(key, []).append(chance)
    pairs = [(fsum(found) / len(found), named[key]) for key, found in chances.items()]
    return sorted(pairs, key=lambda pair: -pair[0])


def _chosen(weighed: Sequence[tuple[float, Actor]], accept: float, taken: Sequence[Actor]) -> tuple[Actor, ...]:
    """Keep who reaches the threshold and stands on no other side, once for each country."""
    known = {(a.name, a.country) for a in taken}
    kept: dict[str, Actor] = {}
    for chance, actor in weighed:
        if chance >= accept and (actor.name, actor.country) not in known:
            kept.setdefault(actor.country or actor.name, actor)
    return tuple(kept.values())


def candidates(scene: Scene) -> list[Candidate]:
    """Return everybody named in the trigger's sentence and the one before, the speakers, and the home state."""
    head = scene.evoked.head
    here = [t for t in scene.doc.sentence(head) if abs(t.i - head.i) <= MAX_TOKENS]
    before = _sentence_before(scene.doc, head)
    found = list(_named(here, scene.cast, "here")) + list(_named(before, scene.cast, "before"))
    for claim, origin in ((scene.own, "teller"), (scene.carrier, "speaker")):
        if claim is not None and claim.speaker_actor is not None:
            found.append(Candidate(claim.speaker_actor, None, origin))
    found += [Candidate(actor, None, "proposed") for side in scene.proposed for actor in side]
    state = scene.cast.state(getattr(scene.cast, "home", None))
    if state is not None:
        found.append(Candidate(Actor(None, state.name, state.country, "GOV"), None, "home"))
    return _once(found)


def _named(tokens: Sequence[Token], cast: CastLike, origin: str) -> Iterator[Candidate]:
    for token in tokens:
        if token.pos in NAMING and (token.pos != "DET" or is_possessive(token)):
            for actor in who(token, cast):
                yield Candidate(actor, token, origin)


def _sentence_before(doc: Document, head: Token) -> Sequence[Token]:
    if head.sentence == 0:
        return ()
    start, end = doc.sentences[head.sentence - 1]
    return doc.tokens[start:end]


def _once(found: list[Candidate]) -> list[Candidate]:
    kept: dict[tuple[object, ...], Candidate] = {}
    for c in found:
        key = (
            (c.actor.name, c.actor.country, c.actor.span)
            if c.token is not None
            else (c.actor.name, c.actor.country, c.origin)
        )
        kept.setdefault(key, c)
    return list(kept.values())


def features(scene: Scene, candidate: Candidate, role: str) -> Iterator[str]:
    """Yield the features of a candidate for a role."""
    kind, evoked = scene.kind, scene.evoked
    form = f"{'verb' if evoked.head.pos in {'VERB', 'AUX'} else 'noun'}{'.passive' if evoked.slots.passive else ''}"
    place = _place(scene, candidate)
    filled = "/".join(name for name in ("subj", "obj") if scene.evoked.slots.filled.get(name))
    yield f"filled={filled}+{place}"
    yield f"{kind}+shifted={kind != evoked.frame.type}+{place}"
    proposal = _proposal(scene, candidate)
    yield from (place, f"{kind}+{place}", f"{form}+{place}", f"{kind}+{form}+{place}")
    yield from (proposal, f"{kind}+{proposal}", f"{proposal}+{place}", f"{form}+{proposal}")
    yield f"{kind}+sector={candidate.actor.sector}"
    yield f"{kind}+sector={candidate.actor.sector}+{proposal}"
    yield f"country={_country(scene, candidate)}"
    yield f"{kind}+country={_country(scene, candidate)}+{proposal}"
    yield f"origin={candidate.origin}+{kind}"
    yield f"frame={evoked.frame.id}+{place}"
    yield f"frame={evoked.frame.id}+{proposal}"
    yield f"distance={_distance(scene, candidate)}"
    yield f"{form}+distance={_distance(scene, candidate)}"
    yield f"carried={scene.carrier is not None}+{candidate.origin}"
    if candidate.token is not None:
        token = candidate.token
        clause = _clause(evoked.head, token)
        yield from (f"clause={clause}", f"{form}+clause={clause}", f"{kind}+clause={clause}+{proposal}")
        yield from (f"lemma={token.lemma}", f"{kind}+lemma={token.lemma}")
        speaks = any(span.holds(token.span) for span in scene.speakers)
        yield from (f"speaks={speaks}+{candidate.origin}", f"{kind}+speaks={speaks}+{clause}")
        yield f"case={_case(token)}+{clause}"
        yield f"pos={candidate.token.pos}+{candidate.token.relation}"
        yield f"path={_path(evoked.head, candidate.token)}"
        yield f"{form}+path={_path(evoked.head, candidate.token)}"
        yield f"first={candidate.token.norm in FIRST_PERSON}"


def _place(scene: Scene, candidate: Candidate) -> str:
    """Name the slot of the trigger that the candidate fills or stands in, else where it was found."""
    token, slots = candidate.token, scene.evoked.slots
    if token is None or candidate.origin != "here":
        return f"at={candidate.origin}"
    direct = [name for name, fillers in slots.filled.items() if token in fillers and name not in {"head", "prep"}]
    if direct:
        return f"slot={'+'.join(sorted(direct))}"
    above = list(token.ancestors())[:4]
    inner = [
        name for name, fillers in slots.filled.items() if name not in {"head", "prep"} for f in fillers if f in above
    ]
    return f"inside={'+'.join(sorted(set(inner)))}" if inner else "at=here"


def _proposal(scene: Scene, candidate: Candidate) -> str:
    """Say how the candidate relates to the sides that the frame proposes."""
    parts = []
    for name, side in zip(ROLES, scene.proposed, strict=True):
        if not side:
            parts.append(f"{name}:open")
        elif any((a.name, a.country) == (candidate.actor.name, candidate.actor.country) for a in side):
            parts.append(f"{name}:it")
        elif any(a.country == candidate.actor.country for a in side):
            parts.append(f"{name}:country")
        else:
            parts.append(f"{name}:other")
    return "/".join(parts)


def _country(scene: Scene, candidate: Candidate) -> str:
    code = candidate.actor.country
    if code is None:
        return "none"
    speaker = scene.carrier.speaker_actor if scene.carrier else None
    home = "home" if code == getattr(scene.cast, "home", None) else "abroad"
    return home + ("+speaker" if speaker and speaker.country == code else "")


def _verb_above(token: Token) -> Token | None:
    return next((t for t in (token, *token.ancestors()) if t.pos in {"VERB", "AUX"}), None)


def _clause(trigger: Token, token: Token) -> str:
    """Say how the clause of a token lies to the trigger's: the same, above it, below it, or beside it."""
    if trigger.sentence != token.sentence:
        return "other"
    own, its = _verb_above(trigger), _verb_above(token)
    if own is its:
        return "same"
    if own is not None and its is not None:
        if its in own.ancestors():
            return "above" + token.relation
        if own in its.ancestors():
            return "below" + token.relation
    return "beside"


def _case(token: Token) -> str:
    return next((c.norm for c in token.children if c.relation == "case"), "-")


def _distance(scene: Scene, candidate: Candidate) -> str:
    if candidate.token is None or candidate.origin != "here":
        return candidate.origin
    apart = candidate.token.i - scene.evoked.head.i
    return f"{'after' if apart > 0 else 'before'}{bucket(abs(apart))}"


def _path(trigger: Token, token: Token) -> str:
    """Return the dependency path from the trigger to a token, at most three steps each way."""
    up = [trigger, *list(trigger.ancestors())[:3]]
    down = [token, *list(token.ancestors())[:3]]
    for steps, node in enumerate(down):
        if node in up:
            climbed = up[: up.index(node)]
            return "<".join(t.relation for t in climbed) + "|" + ">".join(t.relation for t in reversed(down[:steps]))
    return "far"
