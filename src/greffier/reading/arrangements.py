"""Arrangements: what stands between states, as events change it, and what stays or is disputed with no event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from typing import cast as as_type

from greffier.french import Lexicon
from greffier.reading.attribution import carrying_claim
from greffier.reading.evocation import WEAK, Evocation
from greffier.reading.parse import Document, Token
from greffier.reading.slots import verb_slots
from greffier.reading.status import is_negated, status_words
from greffier.reading.syntax import preposition
from greffier.records import (
    Actor,
    Arrangement,
    ArrangementKind,
    Change,
    Claim,
    Event,
    Place,
    Span,
    Status,
    Transition,
    When,
    Why,
)

STILL_TO_COME = frozenset({"planned", "hypothetical"})
ENDING = frozenset({"ended", "suspended", "planned_end"})
BEGINNING = frozenset({"created", "strengthened"})
BY_DEEDS = frozenset({"deployment", "office"})  # what is only planned of these is not yet so
STATELESS = frozenset({"REB", "CRM", "UAF"})
FAILED = {"kind": "office", "transition": "contested"}
PREDICATES = frozenset({"ROOT", "ccomp", "conj", "xcomp", "acl", "advcl", "parataxis"})


class CastLike(Protocol):
    """What this stage asks of the cast."""

    home: str | None

    def actors(self, token: Token) -> tuple[Actor, ...]:
        """Return the actors a noun phrase denotes."""

    def country_of(self, token: Token) -> str | None:
        """Return the country a noun phrase or adjective names."""


class TimesLike(Protocol):
    """What this stage asks of the times."""

    def of_event(self, tokens: Sequence[Token]) -> When | None:
        """Return when what these tokens name happened."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The word lists of arrangements.toml, the nouns turned round: noun → kind."""

    kinds: Mapping[str, ArrangementKind]
    transparent: frozenset[str]
    staying: frozenset[str]
    beside: frozenset[str]
    contesting: frozenset[str]
    adjectives: frozenset[str]


def change_of(
    evoked: Sequence[Evocation],
    actors: Sequence[Actor],
    recipients: Sequence[Actor],
    place: Place | None,
    status: Status,
    announced: bool,
) -> Change | None:
    """Return what standing arrangement an event changes whose mentions are ``evoked`` (the main one first), or None.

    What was to end and did not is unchanged; an end that is due, under way or ``announced`` is a planned end. What only
    may come changes nothing yet, nor do forces that move at home or belong to no state.
    """
    changing = sorted((e for e in evoked if e.frame.arrangement), key=lambda e: e.frame.sure < WEAK)
    if not changing:
        return None
    failed = (e for e in changing if e.frame.arrangement == FAILED)  # told anywhere, it is so: « le putsch a échoué »
    told = next(failed, changing[0])
    arrangement = dict(told.frame.arrangement or {})
    kind = as_type(ArrangementKind, arrangement["kind"])
    transition = _transition_now(kind, as_type(Transition, arrangement["transition"]), status, announced)
    if transition is None or (kind == "deployment" and _at_home(actors, place)):
        return None
    parties = tuple(dict.fromkeys(a.country for a in (*actors, *recipients) if a.country))
    return Change(kind, parties, _object(told), transition)


def _transition_now(
    kind: ArrangementKind, transition: Transition, status: Status, announced: bool
) -> Transition | None:
    """Return what a transition amounts to, given whether the event took place."""
    if status == "negated":
        if transition in ENDING:
            return "unchanged"
        return "contested" if (kind, transition) == ("relations", "created") else None  # « n'a jamais reconnu »
    if transition in BEGINNING and (status == "hypothetical" or (status == "planned" and kind in BY_DEEDS)):
        return None
    if transition == "ended" and (announced or status in STILL_TO_COME or status == "ongoing"):
        return "planned_end"
    return transition


def _at_home(actors: Sequence[Actor], place: Place | None) -> bool:
    """Tell whether those who move are at home, or no state's forces."""
    if actors and all(a.sector in STATELESS for a in actors):
        return True
    homes = {a.country for a in actors if a.country}
    return bool(place and place.country and place.country in homes)


def find_arrangements(
    doc: Document, cast: CastLike, times: TimesLike, claims: Sequence[Claim], events: Sequence[Event], lexicon: Lexicon
) -> tuple[Arrangement, ...]:
    """Return what the dispatch says to stay or to be disputed, where no event says so already."""
    words = lexicon.compiled("arrangements:words", lambda: _compile(lexicon.table("arrangements")))
    negation = status_words(lexicon)
    taken = [span for event in events if event.arrangement for span in event.triggers]
    found = []
    for token in doc.tokens:
        transition = _transition(token, words)
        if transition is None or any(span.overlaps(token.span) for span in taken):
            continue
        subject = _subject(token, transition, words)
        if subject is None or is_negated(token, negation):
            continue
        span = _evidence(doc, token, words)
        when = times.of_event((token,))
        parties = _parties(subject, cast, words.kinds[subject.lemma])
        why = Why(f"« {token.text} » says of « {subject.text} » that it is {transition}", (token.span, subject.span))
        carrier = carrying_claim(claims, token.span)
        kind = words.kinds[subject.lemma]
        found.append(Arrangement(span, kind, parties, _phrase(subject), transition, when, carrier, why=why))
    return tuple(found)


def _compile(table: Mapping[str, Any]) -> _Words:
    kinds = {noun: as_type(ArrangementKind, kind) for kind, nouns in table["objects"].items() for noun in nouns}
    transparent = frozenset(table["transparent"]["nouns"])
    return _Words(
        kinds={noun: kind for noun, kind in kinds.items() if noun not in transparent or noun == "présence"},
        transparent=transparent,
        staying=frozenset(table["unchanged"]["verbs"]),
        beside=frozenset(table["unchanged"]["with"]),
        contesting=frozenset(table["contested"]["verbs"]),
        adjectives=frozenset(table["contested"]["adjectives"]),
    )


def _transition(token: Token, words: _Words) -> Transition | None:
    if token.pos in {"VERB", "AUX"} and token.lemma in words.staying:
        return "unchanged" if any(t.norm in words.beside for t in _near(token)) else None
    if token.pos in {"ADJ", "VERB"} and token.norm in words.adjectives:
        return "contested" if token.dep in PREDICATES else None
    return None


def _near(verb: Token) -> list[Token]:
    return [t for child in verb.children for t in (child, *child.children) if 0 < abs(t.i - verb.i) < 9]


def _subject(token: Token, transition: Transition, words: _Words) -> Token | None:
    """Return the noun that names the arrangement: the subject (or object), seen through « le statut de … »."""
    if token.pos in {"VERB", "AUX"}:
        slots = verb_slots(token)
        candidates = [*slots.get("subj"), *slots.get("obj")]
    else:
        candidates = [c for c in token.children if c.relation == "nsubj"]
        candidates += [token.head] if token.relation == "acl" else []
    for candidate in candidates:
        head = _through(candidate, words)
        if head.lemma in words.kinds:
            return head
    return None


def _through(noun: Token, words: _Words) -> Token:
    if noun.lemma in words.transparent:
        inner = next((c for c in noun.children if c.relation == "nmod" and preposition(c) == "de"), None)
        if inner is not None and inner.lemma in words.kinds:
            return inner
    return noun


def _evidence(doc: Document, token: Token, words: _Words) -> Span:
    beside = [t for t in _near(token) if t.norm in words.beside and t.i > token.i]
    return doc.span([token, *beside[:1]])


def _parties(subject: Token, cast: CastLike, kind: ArrangementKind) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    for token in subject.subtree():
        if token is subject or token.pos in {"PROPN", "NOUN", "ADJ"}:
            code = cast.country_of(token)
            if code and abs(token.i - subject.i) < 12:
                codes[code] = None
    if kind in {"deployment", "agreement"} and len(codes) == 1 and cast.home and cast.home not in codes:
        codes[cast.home] = None
    return tuple(codes)


def _object(evoked: Evocation) -> str | None:
    """Name the arrangement by the noun phrase the trigger governs, in the words of the text."""
    filler = next((f for f in evoked.slots.get("obj|de|subj|à") if f.pos in {"NOUN", "PROPN"}), None)
    return _phrase(filler) if filler is not None else None


def _phrase(head: Token) -> str:
    kept = [head] + [c for c in head.children if c.relation in {"amod", "flat"} and c.i > head.i]
    for child in head.children:
        if child.relation == "nmod" and 0 < child.i - head.i <= 4:
            kept += [child, *(c for c in child.children if c.relation in {"case", "det"})]
    return " ".join(t.text for t in sorted(kept, key=lambda t: t.i)).replace("' ", "'").replace("’ ", "’")
