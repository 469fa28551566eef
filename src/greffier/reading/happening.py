"""A happening: what is known of an event before it is dated and placed, and what its words' grammar says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from greffier.reading.parse import Token

VERBAL = frozenset({"VERB", "AUX"})
NOUNS = frozenset({"NOUN", "PROPN"})
CLAUSES = frozenset({"acl", "advcl", "ccomp", "parataxis", "conj"})


@dataclass(frozen=True, slots=True)
class Happening:
    """What is known of an event before it is dated; ``heads`` are the words that name it, in the text's order."""

    heads: tuple[Token, ...]
    kind: str
    status: str
    uttered: bool
    rivals: Mapping[Token, str] = field(default_factory=dict)  # the words that name other events, with their types

    def inside(self, sentence: int) -> list[Token]:
        """Return the words that name the event in a sentence."""
        return [h for h in self.heads if h.sentence == sentence]

    def nearest(self, token: Token) -> Token:
        """Return the word that names the event nearest to a token, in its sentence where there is one."""
        return min(self.inside(token.sentence) or self.heads, key=lambda h: abs(h.i - token.i))

    def holder(self, token: Token) -> Token | None:
        """Return the first word above a token that names this event or another, or None."""
        return next((t for t in token.ancestors() if t in self.heads or t in self.rivals), None)

    def held(self, token: Token) -> str:
        """Name whose a token is by the parse: mine, a rival's or none's."""
        holder = self.holder(token)
        return "none" if holder is None else "mine" if holder in self.heads else "rival"


def governor_of(token: Token) -> Token | None:
    """Return the verb that a word is or hangs on, or None."""
    return next((t for t in (token, *token.ancestors()) if t.pos in VERBAL), None)


def tense_of(token: Token) -> str:
    """Name the tense that a word is told in: that of the verb it is or hangs on, with its auxiliary."""
    verb = governor_of(token)
    if verb is None:
        return "nominal"
    form = [verb, *(c for c in verb.children if c.relation in ("aux", "cop"))]
    finite = next((t for t in form if t.morph.get("VerbForm") == "Fin"), None)
    if finite is None:
        return f"no {verb.morph.get('VerbForm', 'form')}"
    compound = "+" if finite is not verb else ""
    return compound + finite.morph.get("Mood", "Ind") + finite.morph.get("Tense", "")


@dataclass(frozen=True, slots=True)
class Way:
    """The way between two words of a sentence: where it turns, the words below that on either side."""

    meet: Token
    down: tuple[Token, ...]
    up: tuple[Token, ...]

    @property
    def clauses(self) -> str:
        """Name how many clauses are left on the way up from the one, and entered on the way down to the other."""
        left, entered = (sum(t.relation in CLAUSES for t in side) for side in (self.down, self.up))
        return f"{min(left, 2)}:{min(entered, 2)}"

    @property
    def nouns(self) -> int:
        """Return how many nouns are passed on the way up."""
        return sum(t.pos in NOUNS for t in self.down[1:])

    def __str__(self) -> str:
        """Name the relations nearest to where the way turns, two on either side."""
        return ">".join(
            "/".join(t.relation for t in side[-2:]) + ("+" if len(side) > 2 else "") for side in (self.down, self.up)
        )


def way(start: Token, end: Token) -> Way | None:
    """Return the way from ``start`` to ``end`` through the parse, or None where they share no sentence."""
    its, mine = [start, *start.ancestors()], [end, *end.ancestors()]
    meet = next((t for t in its if t in mine), None)
    if meet is None:
        return None
    return Way(meet, tuple(its[: its.index(meet)]), tuple(mine[: mine.index(meet)]))
