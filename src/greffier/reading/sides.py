"""Sides: who is named around the mention of an event, and how each of them stands to it in grammar and distance.

In news the other side often stands outside the clause. ``choosing.py`` decides with these features.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from greffier.reading.evocation import Evocation
from greffier.reading.parse import Document, Token
from greffier.reading.parties import CastLike, abstains, who
from greffier.reading.slots import verb_slots
from greffier.reading.syntax import is_possessive
from greffier.reading.weights import bucket
from greffier.records import Actor, Claim, Span

NAMING = frozenset({"NOUN", "PROPN", "PRON", "X", "ADJ", "DET"})
FIRST_PERSON = frozenset({"je", "j'", "nous", "me", "m'", "notre", "nos", "mon", "ma", "mes"})
VERBAL = frozenset({"VERB", "AUX"})
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


def candidates(scene: Scene) -> list[Candidate]:
    """Return everybody named in the trigger's sentence and the one before, the speakers, and the home state."""
    head = scene.evoked.head
    near = (t for t in scene.doc.sentence(head) if abs(t.i - head.i) <= MAX_TOKENS)
    here = [t for t in near if t.head is head or not abstains(t)]
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


def ties(scene: Scene) -> dict[int, str]:
    """Return how the words of the sentence are tied to the trigger by the verbs above and below it (token → tie).

    « Les États-Unis ont annoncé le retrait »: the subject of the verb above; « des tirs visant Israël »: the object of
    a verb below.
    """
    found: dict[int, str] = {}
    head = scene.evoked.head
    below = [c for c in head.children if c.pos in VERBAL and c.relation in {"acl", "advcl", "xcomp", "ccomp", "conj"}]
    above = [t for t in head.ancestors() if t.pos in VERBAL][:2]
    for name, verbs in (("below", below), ("above", above[:1]), ("far", above[1:])):
        for verb in verbs:
            for slot, fillers in verb_slots(verb).filled.items():
                if slot in {"head", "prep", "neg", "refl"}:
                    continue
                for filler in fillers:
                    found.setdefault(filler.i, f"{name}.{slot}")
    return found


def features(scene: Scene, candidate: Candidate, role: str, tied: Mapping[int, str]) -> Iterator[str]:
    """Yield the features of a candidate for a role; ``tied`` as ``ties`` gives it."""
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
        tie = tied.get(candidate.token.i, "-") if candidate.origin == "here" else candidate.origin
        yield from (f"tie={tie}", f"{form}+tie={tie}", f"{kind}+tie={tie}", f"frame={evoked.frame.id}+tie={tie}")
        yield f"{proposal}+tie={tie}"
        said = candidate.token.span
        speaks = any(span.holds(said) for span in scene.speakers)
        yield f"speaks={speaks}+{candidate.origin}"
        yield f"pos={candidate.token.pos}+{candidate.token.relation}"
        yield f"first={candidate.token.norm in FIRST_PERSON}"


def linked(scene: Scene, found: Sequence[Candidate], role: str) -> float | None:
    """Return how probably the learned reader links the trigger to any of the words of a party, None where not asked."""
    insight = scene.doc.insight
    if insight is None:
        return None
    words = {c.token.i for c in found if c.token is not None}
    return min(sum(insight.link(role, scene.evoked.head.i, word) for word in sorted(words)), 1.0)


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


def _distance(scene: Scene, candidate: Candidate) -> str:
    if candidate.token is None or candidate.origin != "here":
        return candidate.origin
    apart = candidate.token.i - scene.evoked.head.i
    return f"{'after' if apart > 0 else 'before'}{bucket(abs(apart))}"
