"""Parties: fills the actors and recipients of an evoked frame from its slots and the dispatch's cast."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from greffier.reading.evocation import Evocation
from greffier.reading.frames import INNER, Frame
from greffier.reading.gazetteer import Entry
from greffier.reading.parse import Token
from greffier.reading.plurals import spread
from greffier.reading.slots import verb_slots
from greffier.reading.syntax import antecedent, grammar, is_possessive, preposition
from greffier.records import Actor

MAX_DEPTH = 2
PLACING = frozenset({"obl", "nmod"})  # what stands there under a preposition of place is where, not who
WHERE = frozenset({"à", "en", "dans", "depuis", "vers", "chez", "sur"})
NAMING = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "X"})


class CastLike(Protocol):
    """What the event stages ask of the cast."""

    def actor(self, token: Token) -> Actor | None:
        """Return the actor the noun phrase headed by ``token`` denotes."""

    def actors(self, token: Token) -> tuple[Actor, ...]:
        """Return the same with its coordinated heads."""

    def country_of(self, token: Token) -> str | None:
        """Return the country that a phrase names, or None."""

    def state(self, country: str | None) -> Entry | None:
        """Return what the tables know of a country."""


def parties(evoked: Evocation, cast: CastLike, mutual: bool) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Return (actors, recipients) of an evocation; both may be empty. ``mutual``: all sides are actors."""
    frame = evoked.frame
    actors = _first_filled(evoked, frame.actor, cast, inner=False)
    if not actors and evoked.slots.token.pos not in {"VERB", "AUX"}:
        actors = _owners(evoked, cast)
    recipients = _first_filled(evoked, frame.recipient, cast, inner=True)
    recipients = _unlike(recipients, actors)
    if mutual:
        others = _unlike(_first_filled(evoked, ("avec", "entre"), cast, inner=False), (*actors, *recipients))
        return (*actors, *recipients, *others), ()
    return actors, recipients


def who(token: Token, cast: CastLike) -> tuple[Actor, ...]:
    """Return the actors at ``token``: of a noun phrase or pronoun, or the possessor that « son » points to."""
    if is_possessive(token):
        return possessor(token, cast)
    found = spread(token, cast.actors(token), cast)
    if not found and token.pos == "ADJ":  # a demonym is no phrase: « l'offensive turque »
        actor = cast.actor(token)
        return (actor,) if actor else ()
    return found


def possessor(determiner: Token, cast: CastLike) -> tuple[Actor, ...]:
    """Return whom a possessive points to: the nearest subject above it that can act (« Moscou annonce son plan »)."""
    owned = determiner.head
    for governor in owned.ancestors():
        if governor.pos not in {"VERB", "AUX"}:
            continue
        for subject in verb_slots(governor).get("subj"):
            found = () if owned in (subject, *subject.children) or is_possessive(subject) else cast.actors(subject)
            if found:
                return found
    return ()


def seek(
    tokens: Iterable[Token], cast: CastLike, present: tuple[Actor, ...], inner: tuple[str, ...]
) -> tuple[Actor, ...]:
    """Return the first party named among ``tokens`` that is of another country than those present.

    What a word act is aimed at often stands only inside what is said: « menace de fermer ses ports aux Russes ».
    """
    known = {a.country for a in present}
    for token in tokens:
        if abstains(token):
            continue
        if token.pos not in NAMING or (preposition(token) in INNER and preposition(token) not in inner):
            continue
        actor = cast.actor(token)
        if actor is not None and (actor.sector == "JRN" or _is_where(token, actor)):
            continue
        if actor is not None and actor.country is not None and actor.country not in known:
            return who(token, cast) or (actor,)
        if actor is None and token.relation not in PLACING:
            code = cast.country_of(token)
            state = cast.state(code) if code and code not in known else None
            if state is not None:
                return (Actor(token.span, state.name, code, "GOV"),)
    return ()


def abstains(token: Token) -> bool:
    """Tell whether somebody is named only for what they did not do: « ces essais, que Pékin n'a pas commentés »."""
    clause = token.head
    negated = any(c.norm in {"ne", "n'"} for c in clause.children)
    return negated and token.relation == "nsubj" and clause.dep == "acl:relcl"


def _is_where(token: Token, actor: Actor) -> bool:
    """Tell whether a state is named only for the place: « un accord conclu à Vienne », « en Syrie »."""
    return actor.sector == "GOV" and token.pos == "PROPN" and preposition(token) in WHERE


def _unlike(candidates: tuple[Actor, ...], present: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Leave out who is already there: by the same mention or by the same name and country."""
    known = {(a.name, a.country) for a in present} | {(a.span, "") for a in present if a.span}
    return tuple(a for a in candidates if (a.name, a.country) not in known and (a.span, "") not in known)


def _first_filled(evoked: Evocation, slots: tuple[str, ...], cast: CastLike, *, inner: bool) -> tuple[Actor, ...]:
    for name in slots:
        found: list[Actor] = []
        for filler in evoked.slots.get(name):
            if filler in evoked.tokens:
                found += _inside(filler, cast, 1, evoked.frame) if inner else []
                continue
            found += who(filler, cast) or (_inside(filler, cast, 0, evoked.frame) if inner else ())
        if found:
            return _distinct(found)
    return ()


def _distinct(actors: list[Actor]) -> tuple[Actor, ...]:
    seen: dict[tuple[str, str | None], Actor] = {}
    for actor in actors:
        seen.setdefault((actor.name, actor.country), actor)
    return tuple(seen.values())


def _owners(evoked: Evocation, cast: CastLike) -> tuple[Actor, ...]:
    """A noun's agent where no slot gave one: its possessive, else a demonym adjective (« la visite russe »)."""
    if not any(slot in {"subj", "poss", "adj"} for slot in evoked.frame.actor):
        return ()
    owned = evoked.frame.of == "obj" and "poss" not in evoked.frame.actor  # « leur arrestation »: they are the patients
    for name in ("adj",) if owned else ("poss", "adj"):
        found = [a for filler in evoked.slots.get(name) for a in who(filler, cast)]
        if found:
            return _distinct(found)
    return ()


def _inside(thing: Token, cast: CastLike, depth: int, frame: Frame) -> list[Actor]:
    """Look for the party inside a thing that is no actor itself, its complements before its adjectives."""
    if depth > MAX_DEPTH:
        return []
    for child in thing.children:
        name = preposition(child)
        if name == "de" and frame.type == "REQUEST" and thing.lemma in grammar("suffered"):
            continue  # « exige la libération de deux journalistes »: they are not asked
        if child.relation in {"nmod", "obl", "acl"} and name in frame.inner and child.pos != "VERB":
            found = list(who(antecedent(child), cast)) or _inside(child, cast, depth + 1, frame)
            if found:
                return found
    for child in thing.children:
        if child.relation == "amod" or is_possessive(child):
            actor = cast.actor(child)
            if actor:
                return [actor]
    return []
