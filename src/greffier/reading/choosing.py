"""Choosing: decides who acts and to whom it is done, of all whom the dispatch names around an event.

What the slots of the frame give is taken unless the choice finds it next to impossible; a side that they leave open is
filled by one log-linear choice a role, over the countries named around the mentions and « nobody ». Its features are
those of ``sides.py``, of the event, and of the whole dispatch: what it is about, who does what to whom elsewhere in it.
The weights are ``french/weights/sides.json`` (``sides_fast.json`` where the learned reader was not asked), trained by
``training/train_sides.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import exp, fsum

from greffier.reading.mentions import Mention
from greffier.reading.sides import ROLES, VERBAL, Candidate, candidates, features, linked, ties
from greffier.reading.weights import degree, shipped
from greffier.records import Actor

UNNAMED = "?"  # opens the key of whoever has no country
MANY = 3
TOPICS = 5
Parties = dict[str, list[tuple[Mention, Candidate]]]
NEAREST = {"here": 0, "speaker": 1, "teller": 1, "before": 2, "proposed": 3, "place": 4, "topic": 5, "home": 6}


@dataclass(frozen=True, slots=True)
class Choice:
    """The weights of both roles. ``keep``: the chance below which a proposal falls; ``also``: the share of the
    likeliest that a further party needs.
    """

    weights: Mapping[str, Mapping[str, float]]
    keep: Mapping[str, float]
    also: float


@dataclass(slots=True)
class Around:
    """What a dispatch tells as a whole: the countries it is about, and who does what to whom as the frames propose."""

    topics: tuple[str, ...] = ()
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    acts: Counter[tuple[str, str]] = field(default_factory=Counter)
    suffers: Counter[tuple[str, str]] = field(default_factory=Counter)


@cache
def choice(fast: bool = False) -> Choice:
    """Return the weights that ship: those that hear the learned reader, or the ``fast`` ones."""
    raw = shipped("sides", fast)
    return Choice({role: raw[role] for role in ROLES}, raw["keep"], raw["also"])


def around(mentions: Sequence[Mention]) -> Around:
    """Return what the proposed mentions of a dispatch tell together."""
    found = Around(tuple(getattr(mentions[0].scene.cast, "topics", ())) if mentions else ())
    for mention in mentions:
        acting, suffering = {key(a) for a in mention.actors}, {key(a) for a in mention.recipients}
        for party in acting:
            found.acts.update([(party, mention.type), (party, "")])
        for party in suffering:
            found.suffers.update([(party, mention.type), (party, "")])
        found.pairs.update((a, b) for a in acting for b in suffering if a != b)
    return found


def key(actor: Actor) -> str:
    """Return what parties are told apart by: the country, or the name of who has none."""
    return actor.country or UNNAMED + actor.name


def decide(told: Sequence[Mention], whole: Around, model: Choice) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Return (actors, recipients) of the event that ``told`` tell; nobody stands on both sides."""
    event = Sides.of(told, whole)
    mutual = event.main.frame.mutual and event.main.type == event.main.frame.type
    lone = mutual and "visit" not in event.main.frame.modes and len({a.country for a in event.proposed["actor"]}) == 1
    asked = lone or any(not event.proposed[r] or model.keep[r] > 0 for r in ROLES)
    parties = event.parties() if asked else {}
    actors = _side(event, "actor", model, parties, ())
    if lone and actors == event.proposed["actor"]:
        actors = (*actors, *_others(event, model, parties))  # nobody meets alone
    if mutual and len(actors) > 1:
        return actors, ()
    names = {(a.name, a.country) for a in actors}
    recipients = _side(event, "recipient", model, parties, actors)
    return actors, tuple(r for r in recipients if (r.name, r.country) not in names)


@dataclass(frozen=True, slots=True)
class Sides:
    """An event of which the sides are to be chosen: its mentions, the leading one, what the frames propose."""

    told: Sequence[Mention]
    main: Mention
    proposed: Mapping[str, tuple[Actor, ...]]
    whole: Around
    tied: Mapping[int, Mapping[int, str]]

    @classmethod
    def of(cls, told: Sequence[Mention], whole: Around) -> Sides:
        """Put the mentions of one event together: the mention that gives most leads."""
        main = max(told, key=lambda m: (bool(m.actors) + bool(m.recipients), -m.evoked.head.i))
        actors = main.actors or next((m.actors for m in told if m.actors), ())
        recipients = main.recipients or next((m.recipients for m in told if m.recipients), ())
        tied = {m.evoked.head.i: ties(m.scene) for m in told}
        return cls(told, main, {"actor": actors, "recipient": recipients}, whole, tied)

    def parties(self) -> Parties:
        """Return everybody who may stand on a side, by country, with where they were found."""
        found: Parties = {}
        for mention in self.told:
            for candidate in candidates(mention.scene):
                found.setdefault(key(candidate.actor), []).append((mention, candidate))
            if mention.place is not None and mention.place.country:
                self._add(found, mention, mention.place.country, "place")
        for code in self.whole.topics[:MANY]:
            self._add(found, self.told[0], code, "topic")
        return found

    def _add(self, found: Parties, mention: Mention, code: str, origin: str) -> None:
        state = mention.scene.cast.state(code)
        if state is not None:
            actor = Actor(None, state.name, code, "GOV")
            found.setdefault(code, []).append((mention, Candidate(actor, None, origin)))

    def rows(self, role: str, parties: Parties) -> list[tuple[str | None, set[str]]]:
        """Return the features of each party for a role, « nobody » (None) first."""
        rows: list[tuple[str | None, set[str]]] = [(None, set(self._nobody(role)))]
        for party, found in parties.items():
            rows.append((party, set(self._party(party, found, role))))
        return rows

    def _nobody(self, role: str) -> Iterator[str]:
        main, kind = self.main, self.main.type
        form, stands = self._form(), self._stands(None)
        yield from ("none", f"none+{kind}", f"none+frame={main.frame.id}", f"none+{stands}", f"none+{kind}+{stands}")
        yield from (f"none+{form}", f"none+{form}+{kind}", f"none+{form}+{stands}", f"none+{kind}+{form}+{stands}")
        yield f"none+told={min(len(self.told), MANY)}"
        yield f"none+title={any(m.in_title for m in self.told)}"
        yield f"none+carried={main.scene.carrier is not None}"
        yield f"none+verb={any(m.evoked.head.pos in VERBAL for m in self.told)}+{stands}"
        yield f"none+modes={main.frame.modes}"
        yield f"none+nobody={not main.frame.recipient}"
        yield f"none+mutual={main.frame.mutual}"
        yield f"none+status={main.status}+{kind}"
        yield f"none+lemma={main.evoked.head.lemma}"
        yield f"none+shifted={main.shifted}"
        insight, word = main.scene.doc.insight, main.evoked.head.i
        if insight is not None:
            alone = min(insight.link(role, m.evoked.head.i, None) for m in self.told)
            yield from (f"none+least={degree(alone)}", f"none+link={degree(insight.link(role, word, None))}+{stands}")
            yield f"none+{kind}+link={degree(alone)}"

    def _party(self, party: str, found: Sequence[tuple[Mention, Candidate]], role: str) -> Iterator[str]:
        kind, stands, form = self.main.type, self._stands(party), self._form()
        sizes = "".join(f"{side[0]}{min(len({key(a) for a in self.proposed[side]}), MANY)}" for side in ROLES)
        yield from (f"stands={stands}", f"{kind}+stands={stands}", f"frame={self.main.frame.id}+stands={stands}")
        yield from (f"stands={stands}+{sizes}", f"{kind}+stands={stands}+{sizes}")
        yield from (f"{form}+stands={stands}", f"{kind}+{form}+stands={stands}", f"null={party[0] == UNNAMED}+{stands}")
        for side in ROLES:
            given = sum(party in {key(a) for a in (m.actors if side == "actor" else m.recipients)} for m in self.told)
            yield f"given.{side}={min(given, MANY)}of{min(len(self.told), MANY)}"
        yield from self._elsewhere(party, role, stands)
        for sector in sorted({str(c.actor.sector) for _, c in found}):
            yield from (f"{kind}+its={sector}+{stands}", f"its={sector}+{stands}")
        yield from self._seen(found, role, stands)
        for mention, candidate in found:
            yield from features(mention.scene, candidate, role, self.tied[mention.evoked.head.i])

    def _seen(self, found: Sequence[tuple[Mention, Candidate]], role: str, stands: str) -> Iterator[str]:
        """Yield what the learned reader makes of a party: the surest of its links to a mention, and of all of them."""
        chances = [
            chance
            for m in self.told
            if (chance := linked(m.scene, [c for of, c in found if of is m], role)) is not None
        ]
        if chances:
            surest, mean = degree(max(chances)), degree(fsum(chances) / len(chances))
            yield from (f"link={surest}", f"{self.main.type}+link={surest}", f"link={surest}+{stands}", f"links={mean}")

    def _elsewhere(self, party: str, role: str, stands: str) -> Iterator[str]:
        """Yield what the rest of the dispatch says of a party: its weight, its deeds, whom it faces, the place."""
        kind, whole = self.main.type, self.whole
        topic = whole.topics.index(party) if party in whole.topics else TOPICS
        yield from (f"topic={topic}", f"topic={topic}+{stands}", f"{kind}+topic={topic}+{stands}")
        yield f"acts={min(whole.acts[party, ''], MANY)}+{stands}"
        yield f"suffers={min(whole.suffers[party, ''], MANY)}+{stands}"
        yield f"here={min(whole.acts[party, kind], MANY)}/{min(whole.suffers[party, kind], MANY)}+{stands}"
        others = {key(a) for a in self.proposed["recipient" if role == "actor" else "actor"]}
        forth = max((whole.pairs[(party, o) if role == "actor" else (o, party)] for o in others), default=0)
        back = max((whole.pairs[(o, party) if role == "actor" else (party, o)] for o in others), default=0)
        facing = f"{min(forth, MANY)}/{min(back, MANY)}"
        yield from (f"faces={facing}+{stands}", f"{kind}+faces={facing}+{stands}", f"{kind}+{party in others}+{stands}")
        places = {m.place.country for m in self.told if m.place is not None and m.place.country}
        place = "at" if party in places else "off" if places else "no"
        yield from (f"place={place}+{stands}", f"{kind}+place={place}+{stands}")

    def _form(self) -> str:
        verb = "verb" if self.main.evoked.head.pos in VERBAL else "noun"
        return verb + (".passive" if self.main.evoked.slots.passive else "")

    def _stands(self, party: str | None) -> str:
        """Say which sides the frames propose, in capitals where they propose this party."""
        marks = ""
        for side in ROLES:
            known = {key(a) for a in self.proposed[side]}
            marks += side[0].upper() if party in known else side[0] if known else "-"
        return marks


def _side(event: Sides, role: str, model: Choice, parties: Parties, taken: Sequence[Actor]) -> tuple[Actor, ...]:
    proposed, keep = event.proposed[role], model.keep[role]
    if proposed and keep <= 0.0:
        return proposed
    chances = shares(model.weights[role], event.rows(role, parties))
    if proposed and fsum(chances.get(key(a), 0.0) for a in {key(a): a for a in proposed}.values()) >= keep:
        return proposed
    likeliest = max(chances, key=lambda party: (chances[party], party is None))
    if likeliest is None:
        return ()
    wanted = [p for p, chance in chances.items() if p is not None and chance >= model.also * chances[likeliest]]
    named = [_named(parties[party], taken) for party in sorted(wanted, key=lambda p: -chances[p])]
    return tuple(actor for actor in named if actor is not None)


def _others(event: Sides, model: Choice, parties: Parties) -> tuple[Actor, ...]:
    """Return who else stands with the one proposed side of a meeting: whoever is nearly as likely as that side is."""
    chances = shares(model.weights["actor"], event.rows("actor", parties))
    first = event.proposed["actor"][0]
    least = model.also * chances.get(key(first), 1.0)
    near = [p for p, c in chances.items() if p is not None and p[0] != UNNAMED and p != key(first) and c >= least]
    named = [_named(parties[party], event.proposed["actor"]) for party in sorted(near, key=lambda p: -chances[p])]
    return tuple(actor for actor in named if actor is not None)


def shares(weights: Mapping[str, float], rows: Sequence[tuple[str | None, Collection[str]]]) -> dict[str | None, float]:
    """Return the probability of each row: the softmax of the summed weights of its features."""
    scores = {party: fsum(weights.get(fact, 0.0) for fact in facts) for party, facts in rows}
    highest = max(scores.values())
    raised = {party: exp(score - highest) for party, score in scores.items()}
    whole = fsum(raised.values())
    return {party: share / whole for party, share in raised.items()}


def _named(found: Sequence[tuple[Mention, Candidate]], taken: Sequence[Actor]) -> Actor | None:
    """Return the mention of a party nearest to a trigger, of those that do not stand on the other side already."""
    known = {(a.name, a.country) for a in taken}
    free = [(m, c) for m, c in found if (c.actor.name, c.actor.country) not in known]

    def far(pair: tuple[Mention, Candidate]) -> tuple[int, int]:
        mention, candidate = pair
        apart = abs(candidate.token.i - mention.evoked.head.i) if candidate.token is not None else 0
        return NEAREST.get(candidate.origin, len(NEAREST)), apart

    return min(free, key=far)[1].actor if free else None
