"""The ground on which claims are read: tokens, sentences, quotations and the cast, put together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Protocol

from greffier.reading.cue_words import Words
from greffier.reading.cues import Verb
from greffier.reading.parse import Document, Token
from greffier.reading.quotes import SPACES, Quotation
from greffier.reading.sentences import Sentences
from greffier.records import Actor, Span

OPENING_MARKS = frozenset("«“„‹\"‘'")
CLOSING_MARKS = frozenset("»”›\"’'")
EDGE_OF_TIME = frozenset({"début", "fin", "mi", "courant"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
MARKED = 2  # words that quotation marks may set off without being what is said
LATTER = frozenset({"dernier", "dernière", "derniers", "dernières"})


class Speakers(Protocol):
    """What the claims stage asks of the cast (see ``reading/actors.py``)."""

    def actor(self, token: Token) -> Actor | None:
        """Return the actor that the phrase headed by ``token`` denotes, or None."""

    def phrase(self, token: Token) -> Span:
        """Return the full noun phrase headed by ``token``."""


class Scene:
    """A document with its quotations and sentences, asked by offset or by token."""

    def __init__(self, doc: Document, quotations: Sequence[Quotation], cast: Speakers, words: Words) -> None:
        """Index the quotations over the tokens, once."""
        self.doc, self.quotations, self.cast, self.words = doc, quotations, cast, words
        self.tokens, self.text = doc.tokens, doc.text
        self.sentences = Sentences(doc.text, doc.lines, quotations, words.titles)
        self.reports: Mapping[int, Verb] = {}  # verbs that may report, by where their group begins
        self.mended: frozenset[int] = frozenset()  # finite verbs that the tagger took for other words
        self._outer = [q.outer.start for q in quotations]
        self._starts = [t.start for t in doc.tokens]
        self.opens: dict[int, int] = {}
        self.closes: dict[int, int] = {}
        for number, quotation in enumerate(quotations):
            first, last = self.first_from(quotation.inner.start), self.first_from(quotation.inner.end) - 1
            if first <= last:
                self.opens.setdefault(first, number)
                if quotation.depth == 0 or last not in self.closes:
                    self.closes[last] = number

    def first_from(self, offset: int) -> int:
        """Return the index of the first token that starts at or after ``offset``."""
        return bisect_left(self._starts, offset)

    def around(self, offset: int) -> int | None:
        """Return the index of the innermost quotation whose marks lie around ``offset``, or None."""
        number: int | None = bisect_right(self._outer, offset) - 1
        if number is None or number < 0:
            return None
        while number is not None and self.quotations[number].outer.end <= offset:
            number = self.quotations[number].parent
        return number

    def marks_word(self, number: int) -> bool:
        """Tell whether a quotation holds one word alone, or two (« avait "exigé" la libération »)."""
        inner = self.quotations[number].inner
        return self.first_from(inner.end) - self.first_from(inner.start) <= MARKED

    def outermost(self, offset: int) -> Quotation | None:
        """Return the outermost quotation around ``offset``, or None."""
        number = self.around(offset)
        while number is not None and (parent := self.quotations[number].parent) is not None:
            number = parent
        return None if number is None else self.quotations[number]

    def sentence_tokens(self, token: Token) -> tuple[int, int]:
        """Return the half-open range of token indices of the text's sentence that holds ``token``."""
        span = self.sentences.at(token.start)
        return self.first_from(span.start), self.first_from(span.end)

    def is_time(self, i: int) -> bool:
        """Tell whether the token (or the noun behind its article or number) names a time."""
        token = self.tokens[i]
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else token
        if token.text[:1].isupper() and following.text[:1].isupper() and following.pos == "PROPN":
            return False  # a person may be called like a month (« Mai Fatty »)
        if token.norm in self.words.time or token.lemma in self.words.time:
            return True
        if token.pos not in {"DET", "NUM"} and token.norm not in EDGE_OF_TIME:
            return False
        for following in self.tokens[i + 1 : i + 3]:
            if following.line != token.line:
                return False
            if following.norm in self.words.time or (following.lemma in self.words.time and following.pos == "NOUN"):
                return True
            if following.pos not in {"NUM", "ADJ"}:
                return False
        return False

    def phrase_end(self, token: Token) -> int:
        """Return the index of the first token behind the noun phrase headed by ``token``."""
        return max(token.i + 1, self.first_from(self.cast.phrase(token).end))

    def nominal(self, i: int, end: int) -> Token | None:
        """Return the first noun, name or pronoun from token ``i`` on that heads a phrase, or None."""
        for k in range(i, end):
            token = self.tokens[k]
            named = token.text[:1].isupper() and token.pos in {"ADJ", "X", "VERB", "ADV"}
            if token.pos in NOMINAL or named:
                return token
            if token.norm in LATTER and k > i and self.tokens[k - 1].norm in {"ce", "cette", "ces"}:
                return token
            if token.pos == "ADJ" and k > i and self.tokens[k - 1].pos == "DET" and self._alone(k):
                return token  # an adjective that stands for a noun (« plusieurs officiels »)
            if token.pos == "VERB" and k > i and self.tokens[k - 1].pos == "DET":
                return token  # a noun that the tagger took for a verb (« toute remise »)
            if token.pos not in {"DET", "ADJ", "ADP", "ADV"} and token.norm not in {"de", "d'"}:
                return None
        return None

    def _alone(self, k: int) -> bool:
        """Tell whether no noun follows an adjective, so that it is the noun."""
        following = self.tokens[k + 1 : k + 3]
        if following and following[0].pos == "ADJ":
            following = following[1:]
        return not following or following[0].pos == "PUNCT" or following[0].pos in {"VERB", "AUX"}

    def trimmed(self, start: int, end: int) -> Span | None:
        """Return the span without spaces, final punctuation and quotation marks that only one side has."""
        text = self.text
        while start < end:
            if text[start] in SPACES or text[start] in ",;:–—" or text[start] in "\r\n":
                start += 1
            elif (
                text[end - 1] in SPACES
                or text[end - 1] in ",;:.!?…–—\r\n"
                or (text[end - 1] == "-" and end - 2 >= start and text[end - 2] in SPACES)
            ):
                end -= 1
            elif (inner := self._unmarked(start, end)) is not None:
                start, end = inner
            else:
                return Span(start, end)
        return None

    def _unmarked(self, start: int, end: int) -> tuple[int, int] | None:
        """Take off the marks of one quotation that fills the stretch, or a mark whose fellow lies outside."""
        if self.text[start] in OPENING_MARKS:
            number = self.opens_with(start)
            if number is not None:
                quotation = self.quotations[number]
                if quotation.outer.end == end and quotation.closed:
                    return quotation.inner.start, quotation.inner.end
                if quotation.outer.end > end or not quotation.closed:
                    return start + 1, end
        if self.text[end - 1] in CLOSING_MARKS:
            number = self.around(end - 1)
            if (
                number is not None
                and self.quotations[number].outer.end == end
                and self.quotations[number].outer.start < start
            ):
                return start, end - 1
        return None

    def opens_with(self, offset: int) -> int | None:
        """Return the index of the quotation whose opening mark stands at ``offset``, or None."""
        at = bisect_left(self._outer, offset)
        return at if at < len(self._outer) and self._outer[at] == offset else None
