"""On which occasion something was said: how a time and an event stand to those who speak around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from greffier.reading.attribution import carrying_claim
from greffier.reading.parse import Document, Token
from greffier.reading.time_links import Told
from greffier.records import Actor, Claim

VERBAL = frozenset({"VERB", "AUX"})


class Named(Protocol):
    """What is asked of the cast: whom a word denotes."""

    def actor(self, token: Token) -> Actor | None:
        """Return the actor that the phrase headed by ``token`` denotes, or None."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is heard where a word stands: ``role`` is cue, content or outlet; ``claim`` the claim's index."""

    role: str
    claim: int | None
    who: Actor | None


class Occasions:
    """The claims of a dispatch, asked by word."""

    def __init__(self, doc: Document, claims: Sequence[Claim], cast: Named) -> None:
        """Index the cues by sentence; subjects are resolved when asked for."""
        self._doc, self._claims, self._cast = doc, claims, cast
        self._cues: dict[int, list[tuple[int, tuple[Token, ...]]]] = {}
        for index, claim in enumerate(claims):
            tokens = doc.within(claim.cue) if claim.cue else ()
            if tokens:
                self._cues.setdefault(tokens[0].sentence, []).append((index, tokens))
        self._told: dict[int, Voice] = {}
        self._voices: dict[tuple[int, bool], Voice] = {}

    def voice(self, head: Token, uttered: bool) -> Voice:
        """Return who is heard where a trigger stands; of an act of words, who does it."""
        key = (head.i, uttered)
        if key not in self._voices:
            self._voices[key] = self._voice(head, uttered)
        return self._voices[key]

    def _voice(self, head: Token, uttered: bool) -> Voice:
        for index, tokens in self._cues.get(head.sentence, ()):
            if any(t is head for t in tokens):
                return Voice("cue", index, self._claims[index].speaker_actor)
        index_of = carrying_claim(self._claims, head.span)
        who = self._subject(head) if uttered or index_of is None else None
        if index_of is not None:
            return Voice("content", index_of, who or self._claims[index_of].speaker_actor)
        return Voice("outlet", None, who)

    def of_time(self, told: Told) -> Voice:
        """Return whose a time is: of a cue (the occasion of a saying), of what is said, or the outlet's."""
        key = told.first.i
        if key not in self._told:
            self._told[key] = self._of_time(told)
        return self._told[key]

    def _of_time(self, told: Told) -> Voice:
        inside = carrying_claim(self._claims, told.when.span) if told.when.span else None
        verb = next((t for t in (told.head, *told.head.ancestors()) if t.pos in VERBAL), None)
        near = [
            (verb not in tokens, min(abs(t.i - told.head.i) for t in tokens), index)
            for index, tokens in self._cues.get(told.head.sentence, ())
            if (inside is None or self._claims[index].parent == inside)
        ]
        if near and (inside is None or not min(near)[0]):
            index = min(near)[2]
            return Voice("cue", index, self._claims[index].speaker_actor)
        if inside is not None:
            return Voice("content", inside, self._claims[inside].speaker_actor)
        return Voice("outlet", None, self._subject(verb) if verb else None)

    def _subject(self, word: Token) -> Actor | None:
        verb = word if word.pos in VERBAL else next((t for t in word.ancestors() if t.pos in VERBAL), None)
        while verb is not None:
            subject = verb.child("nsubj")
            if subject is not None:
                return self._cast.actor(subject)
            verb = verb.head if verb.relation in {"conj", "xcomp", "advcl"} and verb.head is not verb else None
        return None

    def features(self, head: Token, told: Told, uttered: bool, where: str) -> Iterator[str]:
        """Yield how a trigger and a time stand to those who speak; ``where`` says how far apart they are."""
        mine, its = self.voice(head, uttered), self.of_time(told)
        link = self._link(mine, its)
        yield f"voice:{uttered}:{mine.role}:{its.role}"
        yield f"voice:{uttered}:{mine.role}:{its.role}:{link}"
        yield f"voice:{uttered}:{link}:{where}"
        if uttered and where != "inside" and link in {"speaker", "subject"}:
            yield f"occasion:{mine.role}:{self._taken_up(mine)}"
            yield f"occasion:{where}:{self._taken_up(mine)}"
            yield f"occasion:{told.head.line == 1}:{its.role}"
            yield f"occasion:between:{self._between(head, told, mine)}"

    def _link(self, mine: Voice, its: Voice) -> str:
        if mine.claim is not None and mine.claim == its.claim:
            return "one claim"
        if (
            mine.role == "content"
            and mine.claim is not None
            and self._claims[mine.claim].parent == its.claim is not None
        ):
            return "nested"
        if mine.who is None or its.who is None:
            return "nobody"
        if mine.who.name == its.who.name:
            return "speaker" if its.role == "cue" else "subject"
        return "country" if mine.who.country and mine.who.country == its.who.country else "other"

    def _taken_up(self, voice: Voice) -> str:
        """Name how a speaker is taken up: by name, by a pronoun, by an inverted one, or not at all."""
        if voice.claim is None:
            return "no claim"
        claim = self._claims[voice.claim]
        if claim.cue is None:
            return "bare"
        if claim.speaker is None:
            return "inverted" if claim.speaker_actor else "nobody"
        return "pronoun" if claim.speaker.end - claim.speaker.start <= 5 else "named"

    def _between(self, head: Token, told: Told, mine: Voice) -> str:
        """Tell whether somebody else is heard between a time and a trigger."""
        low, high = sorted((head.sentence, told.head.sentence))
        heard = [self._claims[i].speaker_actor for s in range(low, high + 1) for i, _ in self._cues.get(s, ())]
        others = any(w is not None and mine.who is not None and w.name != mine.who.name for w in heard)
        return "others" if others else "nobody else"
