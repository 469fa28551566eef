"""Events: who did what to whom. Frames propose, grammar and cast fill, mentions of one event are joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from greffier.french import Lexicon
from greffier.reading import moding, standing
from greffier.reading.arrangements import change_of
from greffier.reading.attribution import carrying_claim
from greffier.reading.choosing import Around, around, choice
from greffier.reading.choosing import decide as choose
from greffier.reading.evocation import WEAK, Evocation, evocations
from greffier.reading.frames import frames_of
from greffier.reading.happening import Happening
from greffier.reading.judge import Judge, group, judge, leading_type
from greffier.reading.mentions import Mention
from greffier.reading.parse import Document, Token
from greffier.reading.parties import CastLike, parties, seek
from greffier.reading.proposals import propose
from greffier.reading.sides import Scene
from greffier.reading.status import StatusWords, status_of, status_words
from greffier.reading.syntax import preposition
from greffier.records import Actor, Claim, Event, Place, Span, Status, When, Why

FIRST_PERSON = frozenset({"je", "j'", "nous", "me", "m'"})
OURS = ("nos ", "notre ", "mes ", "mon ", "ma ")
VERBAL = frozenset({"VERB", "AUX"})
COMPLEMENT_PREPOSITIONS = frozenset({None, "de", "à", "contre", "sur", "que", "d'"})
FIRST_STEP = frozenset({"xcomp", "ccomp", "obj", "iobj", "obl:arg", "nmod", "acl", "advcl", "obl", "obl:mod"})


class TimesLike(Protocol):
    """What the event stage asks of the times."""

    def of_event(self, tokens: Sequence[Token], *, uttered: bool = False) -> When | None:
        """Return when the event named by these tokens happened; ``uttered``: it is an act of words."""

    def heard(self, claims: Sequence[Claim], cast: CastLike) -> TimesLike:
        """Return the same times with who speaks around them."""

    def lies(self, when: When | None) -> str:
        """Name where a time lies, seen from the day of publication."""

    def of_happening(self, event: Happening) -> When | None:
        """Return when an event happened all of whose mentions are known."""


class PlacesLike(Protocol):
    """What the event stage asks of the places."""

    def of_event(self, tokens: Sequence[Token], event_type: str | None = None) -> Place | None:
        """Return where the event named by these tokens happened."""

    def of_happening(self, event: Happening, actors: Sequence[Actor], recipients: Sequence[Actor]) -> Place | None:
        """Return where an event happened all of whose mentions and sides are known."""


def find_events(
    doc: Document,
    cast: CastLike,
    places: PlacesLike,
    times: TimesLike,
    claims: Sequence[Claim],
    lexicon: Lexicon,
) -> tuple[Event, ...]:
    """Return the events of a document in the order of the text: what the frames propose and the judge accepts."""
    decide = judge(fast=doc.insight is None)
    proposed = find_mentions(doc, cast, places, times, claims, lexicon)
    told = accepted(proposed, decide)
    times = times.heard(claims, cast)
    heads = {m.evoked.head: m.type for m in told}
    whole = around(proposed)
    modes = moding.moding(lexicon, fast=doc.insight is None)
    return tuple(_event(g, places, times, decide, modes, heads, whole) for g in group(told, decide))


def accepted(proposed: Sequence[Mention], decide: Judge) -> list[Mention]:
    """Return what the judge accepts, one mention a word: the one of which it is surest."""
    best: dict[int, Mention] = {}
    for mention in (replace(m, chance=decide.sure(m)) for m in proposed):
        known, word = best.get(mention.evoked.head.i), mention.evoked.head.i
        if decide.sure(mention) >= decide.accept and (known is None or decide.sure(known) < decide.sure(mention)):
            best[word] = mention
    return list(best.values())


def find_mentions(
    doc: Document,
    cast: CastLike,
    places: PlacesLike,
    times: TimesLike,
    claims: Sequence[Claim],
    lexicon: Lexicon,
) -> list[Mention]:
    """Return every mention that a frame proposes, in the order of the text, before the judge is asked."""
    teller = Teller(doc, cast, places, times, claims, status_words(lexicon))
    index = frames_of(lexicon)
    return _without_objects_of_words([teller.tell(e) for e in propose(doc, index, evocations(doc, index))])


class Teller:
    """Reads all that stands around one evocation, with the layers before this stage at hand."""

    def __init__(  # noqa: D107 (the class says it)
        self,
        doc: Document,
        cast: CastLike,
        places: PlacesLike,
        times: TimesLike,
        claims: Sequence[Claim],
        words: StatusWords,
    ) -> None:
        self._doc, self._cast, self._places, self._times = doc, cast, places, times
        self._claims, self._words = claims, words
        self._title = doc.dispatch.title
        self._speakers = tuple(c.speaker for c in claims if c.speaker)

    def tell(self, evoked: Evocation) -> Mention:
        """Return the mention that an evocation makes."""
        span = trigger_span(self._doc, evoked)
        claim = carrying_claim(self._claims, evoked.head.span)
        status, reason = status_of(evoked.head, self._words, claim is not None, evoked.frame.performative)
        kind, status, shifted = _shifted(evoked, status)
        scene = self.scene(evoked, kind, claim)
        date = None if shifted else self._times.of_event(evoked.tokens, uttered=evoked.frame.words)
        place = None if shifted or evoked.frame.words else self._places.of_event(evoked.tokens, kind)
        if status == "occurred" and date and date.latest is None and not evoked.frame.words:
            status, reason = "ongoing", "dated with an open end"
        return Mention(
            evoked, kind, status, reason, scene, place, date, claim,
            bool(self._title and self._title.holds(span)), span, shifted,
        )  # fmt: skip

    def scene(self, evoked: Evocation, kind: str, claim: int | None) -> Scene:
        """Return what stands around an evocation, for the choice of its sides."""
        own = next((c for c in self._claims if c.cue and c.cue.overlaps(evoked.head.span)), None)
        carrier = self._claims[claim] if claim is not None else None
        return Scene(
            self._doc,
            self._cast,
            evoked,
            kind,
            carrier,
            own,
            self._proposed(evoked, kind, carrier, own),
            self._speakers,
        )

    def _proposed(
        self, evoked: Evocation, kind: str, carrier: Claim | None, own: Claim | None
    ) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Return the sides that the frame's slots propose; a speaker stands in for « nous » and for a cue's subject."""
        meeting = evoked.frame.mutual and "visit" not in evoked.frame.modes
        mutual = meeting and kind == evoked.frame.type  # of a meeting to come, one side agrees to it
        actors, recipients = parties(evoked, self._cast, mutual)
        speaker = carrier.speaker_actor if carrier else None
        if speaker:
            actors, recipients = self._spoken(evoked, speaker, actors, recipients)
        if own and own.speaker_actor and own.speaker_actor.country not in {a.country for a in actors}:
            actors = (own.speaker_actor,)  # who speaks is read with more care than who is a subject
            recipients = tuple(r for r in recipients if r.country != own.speaker_actor.country)
        if not recipients and evoked.frame.seek:
            recipients = self._sought(evoked, own, actors)
            if mutual:
                return (*actors, *recipients), ()
        return actors, recipients

    def _spoken(
        self, evoked: Evocation, speaker: Actor, actors: tuple[Actor, ...], recipients: tuple[Actor, ...]
    ) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Read the first person in what somebody says: « nous avons …, » « ils nous … », « nos soldats »."""
        if any(t.norm in FIRST_PERSON for t in evoked.slots.get("subj")):
            actors = (speaker,)
        open_slots = [name for name in evoked.frame.recipient if name in {"obj", "à"}]
        if not recipients and any(t.norm in FIRST_PERSON for name in open_slots for t in evoked.slots.get(name)):
            recipients = (speaker,)
        return tuple(self._ours(a, speaker) for a in actors), tuple(self._ours(a, speaker) for a in recipients)

    def _ours(self, actor: Actor, speaker: Actor) -> Actor:
        said = self._doc.text[actor.span.start : actor.span.end].casefold() if actor.span else ""
        ours = said.startswith(OURS) and actor.country is not None and speaker.country is not None
        return replace(actor, country=speaker.country) if ours else actor

    def _sought(self, evoked: Evocation, own: Claim | None, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Look for the other side in what is said: the complements, then the content of the claim."""
        below = [t for t in evoked.head.subtree() if t.i > evoked.head.i]
        found = seek(below, self._cast, actors, evoked.frame.inner)
        if not found and own is not None:
            found = seek(
                (t for piece in own.content for t in self._doc.within(piece)), self._cast, actors, evoked.frame.inner
            )
        return found


def trigger_span(doc: Document, evoked: Evocation) -> Span:
    """Return the words that name the event: the verb with its auxiliaries, or the noun, with the rest of a phrase."""
    tokens = list(evoked.tokens)
    if evoked.head.pos in VERBAL:
        tokens += [c for c in evoked.head.children if c.relation == "aux" and evoked.head.i - 4 <= c.i < evoked.head.i]
        tokens += [c for c in evoked.head.children if c.norm in {"se", "s'"} and c.i < evoked.head.i]
    near = [t for t in tokens if abs(t.i - evoked.head.i) <= 6 and t.line == evoked.head.line]
    return doc.span(near)


def _shifted(evoked: Evocation, status: Status) -> tuple[str, Status, bool]:
    """An act still to come takes the type of its announcement; an act of words has occurred once uttered."""
    frame = evoked.frame
    if any(slot == "neg" for slot, _ in frame.needs):
        return frame.type, "occurred", False
    if frame.words:
        said: Status = "negated" if status == "negated" else "planned" if evoked.saying_is_due else "occurred"
        return frame.type, said, False
    if frame.future and status == "planned":
        return frame.future, "occurred", True
    return frame.type, status, False


def _without_objects_of_words(told: list[Mention]) -> list[Mention]:
    """Drop what is only asked, threatened, refused or promised (codebook, rule 5), or blamed before it was done."""
    opaque = [m for m in told if m.frame.opaque and m.frame.sure >= WEAK]
    blaming = [m for m in told if m.frame.words and not m.frame.opaque and m.frame.sure >= WEAK]

    def covered(mention: Mention) -> bool:
        head = mention.evoked.head
        if any(_is_object_of(head, o.evoked) for o in opaque if o is not mention):
            return True
        undone = mention.status in {"planned", "hypothetical"} and not mention.frame.words and head.relation == "obj"
        return undone and any(head.head in b.evoked.tokens for b in blaming)

    return [m for m in told if not covered(m)]


def _is_object_of(token: Token, words: Evocation) -> bool:
    """Tell whether a trigger stands in the object of an act of words, not in a past clause inside it."""
    chain = [token]
    while chain[-1] not in words.tokens:
        if chain[-1].head is chain[-1] or len(chain) > 12:
            return False
        chain.append(chain[-1].head)
    if len(chain) < 2 or not _is_complement(chain[-2]):
        return False
    return not any(_is_past_clause(link) or _is_told_beside(link) for link in chain[:-1])


def _is_complement(token: Token) -> bool:
    """Tell whether a word below an act of words belongs to what is said, and is no adjunct (« malgré la trêve »)."""
    if token.relation in {"advcl", "acl"} and token.morph.get("VerbForm") != "Inf":
        return False
    if token.relation in {"obl", "advcl", "nmod"} and token.dep != "obl:arg":
        return preposition(token) in COMPLEMENT_PREPOSITIONS
    return token.dep in FIRST_STEP


def _is_told_beside(token: Token) -> bool:
    """Tell whether a verb hangs by mistake on an infinitive before it (« a appelé X à cesser … et demandé à Y … »)."""
    forms = (token.morph.get("VerbForm"), token.head.morph.get("VerbForm"))
    return token.relation == "conj" and forms[1] == "Inf" and forms[0] in {"Fin", "Part"}


def _is_past_clause(token: Token) -> bool:
    if token.dep == "acl:relcl":
        return True
    participle = token.morph.get("VerbForm") == "Part" and token.morph.get("Tense") != "Pres"
    return participle and (token.relation in {"acl", "amod"} or any(c.relation == "aux" for c in token.children))


def _event(
    mentions: list[Mention],
    places: PlacesLike,
    times: TimesLike,
    decide: Judge,
    modes: moding.Moding,
    named: Mapping[Token, str],
    whole: Around,
) -> Event:
    ordered = sorted(mentions, key=lambda m: (m.in_title, m.span))
    kind = leading_type(ordered, decide)
    own = [m for m in ordered if m.type == kind]
    main = max(own, key=lambda m: (bool(m.actors) + bool(m.recipients), -m.span.start))
    fast = main.scene.doc.insight is None
    actors, recipients = choose(own, whole, choice(fast))
    dated = happening(ordered, kind, named)
    date = times.of_happening(dated) if dated else None
    status = standing.decide(ordered, kind, date, times.lies(date), standing.standing(fast))
    place = places.of_happening(dated, actors, recipients) if dated and not main.shifted else None
    return Event(
        triggers=tuple(dict.fromkeys(m.span for m in ordered)),
        type=kind,
        modes=moding.decide(moding.Whole(own, actors, recipients, place), modes),
        contexts=tuple(dict.fromkeys(c for m in own for c in m.frame.contexts)),
        actors=actors,
        recipients=recipients,
        place=place,
        date=date,
        status=status,
        claim=ordered[0].claim,
        arrangement=change_of(_evoked(main, own), actors, recipients, place, status, main.shifted),
        why=_why(own, status, decide),
        confidence=max(decide.sure(m) for m in own),
    )


def _evoked(main: Mention, own: Sequence[Mention]) -> list[Evocation]:
    """Return what evoked an event, its main mention first."""
    return [main.evoked, *(m.evoked for m in own if m is not main)]


def happening(mentions: Sequence[Mention], kind: str, named: Mapping[Token, str]) -> Happening | None:
    """Return what the dating of an event is told of it, or None where it has no time of its own (a meeting to come).

    ``named`` are the words that name the dispatch's events, this one's among them.
    """
    own = [m for m in mentions if m.type == kind]
    heads = sorted({m.evoked.head for m in mentions if not m.shifted}, key=lambda t: t.i)
    own_heads = {m.evoked.head for m in mentions}
    others = {head: of for head, of in named.items() if head not in own_heads}
    return Happening(tuple(heads), kind, standing.told(own), own[0].frame.words, others) if heads else None


def _why(mentions: Sequence[Mention], status: Status, decide: Judge) -> Why:
    """Name the frame, the status and its reason, and what the judge made of it."""
    first = max(mentions, key=lambda m: (decide.sure(m), -m.span.start))
    reason = next((m.reason for m in mentions if m.status == status), f"weighed against « {first.reason} »")
    weighed = ", ".join(f"{feature} {weight:+.1f}" for feature, weight in decide.words(first))
    words = tuple(dict.fromkeys(t.span for m in mentions for t in m.evoked.tokens))
    rule = f"frame {first.frame.id}; {status}: {reason}; judge {decide.sure(first):.2f} ({weighed})"
    if first.scene.doc.insight is not None:
        rule += f"; learned reader {first.scene.doc.insight.opinion(first.evoked.head.i)}"
    return Why(rule, words, first.evoked.rejected)
