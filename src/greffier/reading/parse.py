"""Grammar: turns a Dispatch into a Document of tokens with tags, lemmas and dependencies.

Each line is parsed by itself, quotation marks are left out of what the parser sees (they mislead its
attachments), and a grouped number (``1 000``) is one token. Boilerplate is not parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from greffier.french import Lexicon
from greffier.french.lemmas import lemmas_of
from greffier.reading.mending import mend, shown
from greffier.records import Dispatch, Span

if TYPE_CHECKING:
    from greffier.reading.insight import Insight

QUOTE_MARKS = frozenset('«»“”„"‹›') | {"''", "``"}
UNMARKED = re.compile("[^" + "".join(m for m in QUOTE_MARKS if len(m) == 1) + "]+")
GROUPED_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u202f\u2009.]\d{3})+(?!\d)(?:,\d+)?")
CONDITIONAL = ("rais", "rait", "rions", "riez", "raient")
GROUPING = re.compile(r"(?<=\d)[\s\u202f.](?=\d{3})")
COLUMNS = ["POS", "DEP", "HEAD", "SENT_START", "MORPH"]
HASH = 2**64 - 1  # spaCy's hashes are unsigned
ELISION = frozenset({"'", "’"})
ELIDED = frozenset({"d", "l", "qu", "n", "s", "j", "c", "m", "t", "jusqu", "lorsqu", "puisqu"})
APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'"})


@dataclass(eq=False, slots=True)
class Token:
    """One word. ``start``/``end`` are code points of the dispatch's text; identity is equality.

    ``norm`` is the lower-case form with straight apostrophes; ``pos`` and ``dep`` are UD labels
    (subtypes kept: ``nsubj:pass``); ``morph`` maps UD features to values. ``left`` and
    ``right`` are the tokens beside it on its line, or None. Stages never change a token.
    """

    i: int
    start: int
    end: int
    text: str
    norm: str
    lemma: str
    pos: str
    dep: str
    morph: dict[str, str]
    line: int
    sentence: int
    relation: str  # dep without its subtype (nsubj:pass → nsubj)
    left: Token | None = field(repr=False, default=None)
    right: Token | None = field(repr=False, default=None)
    head: Token = field(repr=False, default=None)  # type: ignore[assignment]
    children: list[Token] = field(repr=False, default_factory=list)

    @property
    def span(self) -> Span:
        """Return the token's span in the dispatch's text."""
        return Span(self.start, self.end)

    @property
    def is_root(self) -> bool:
        """Tell whether the token heads its sentence."""
        return self.head is self

    def subtree(self) -> list[Token]:
        """Return the token and all its descendants, in the order of the text."""
        found, stack = [], [self]
        while stack:
            token = stack.pop()
            found.append(token)
            stack.extend(token.children)
        return sorted(found, key=lambda t: t.i)

    def ancestors(self) -> Iterator[Token]:
        """Yield head after head, up to the root of the sentence."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def child(self, *relations: str) -> Token | None:
        """Return the first child with one of the relations (subtype given or not), or None."""
        return next((c for c in self.children if c.dep in relations or c.relation in relations), None)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed dispatch. ``tokens`` run through all parsed lines; quotation marks are no tokens.

    ``lines`` are the spans of the lines of the text (boilerplate and blank ones included);
    ``sentences`` are half-open ranges of token indices; a sentence never crosses a line.
    ``insight`` is what the learned reader makes of the words, None where it was not asked (``--fast``).
    """

    dispatch: Dispatch
    tokens: tuple[Token, ...]
    lines: tuple[Span, ...]
    sentences: tuple[tuple[int, int], ...]
    starts: dict[int, Token]
    insight: Insight | None = None

    @property
    def text(self) -> str:
        """Return the dispatch's text."""
        return self.dispatch.text

    def sentence(self, token: Token) -> tuple[Token, ...]:
        """Return the tokens of the sentence that holds ``token``."""
        start, end = self.sentences[token.sentence]
        return self.tokens[start:end]

    def within(self, span: Span) -> tuple[Token, ...]:
        """Return the tokens that overlap a span of the text."""
        low = _first_after(self.tokens, span.start)
        high = low
        while high < len(self.tokens) and self.tokens[high].start < span.end:
            high += 1
        return self.tokens[low:high]

    def span(self, tokens: Sequence[Token]) -> Span:
        """Return the span from the first to the last of ``tokens`` (in any order, at least one)."""
        return Span(min(t.start for t in tokens), max(t.end for t in tokens))


def _first_after(tokens: Sequence[Token], offset: int) -> int:
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].end <= offset:
            low = middle + 1
        else:
            high = middle
    return low


@cache
def pipeline() -> Any:
    """Load the spaCy pipeline once: tok2vec, morphologizer and parser, and nothing that no stage uses."""
    from greffier.french.pipeline import load

    return load()


def line_spans(text: str) -> tuple[Span, ...]:
    """Return the spans of the non-empty lines of a text, without the line ends."""
    return tuple(Span(m.start(), m.end()) for m in re.finditer(r"[^\n\r]+", text))


def parse(dispatch: Dispatch, lexicon: Lexicon) -> Document:
    """Parse a dispatch, line by line. Never raises on any text; cost is linear in its length."""
    lines = line_spans(dispatch.text)
    pieces = [(n, _pieces(dispatch.text, span)) for n, span in enumerate(lines) if not _skipped(span, dispatch)]
    pieces = [(n, words) for n, words in pieces if words]
    docs = [_doc(dispatch.text, words, lexicon) for _, words in pieces]
    parsed = pipeline().pipe(docs, batch_size=64)
    read = ((n, words, doc) for (n, words), doc in zip(pieces, parsed, strict=True))
    return _document(dispatch, lines, read, lexicon)


def _skipped(span: Span, dispatch: Dispatch) -> bool:
    return any(b.holds(span) for b in dispatch.boilerplate)


def _pieces(text: str, line: Span) -> list[Span]:
    """Return the spans of the words of a line, grouped numbers whole, quotation marks left out."""
    part = line.of(text)
    numbers = {m.start(): m.end() for m in GROUPED_NUMBER.finditer(part)}
    words: list[Span] = []
    covered = 0
    for token in pipeline().tokenizer(part):
        start, end = token.idx, token.idx + len(token.text)
        if start < covered or token.is_space or token.text in QUOTE_MARKS:
            continue
        covered = max(end, numbers.get(start, 0))
        if QUOTE_MARKS.isdisjoint(token.text):
            words.append(Span(line.start + start, line.start + covered))
        else:  # a mark behind an elision sticks to the word (« d'"oubli" »)
            words += (Span(line.start + m.start(), line.start + m.end()) for m in UNMARKED.finditer(part, start, end))
    return _hyphenated(text, words)


def _hyphenated(text: str, words: list[Span]) -> list[Span]:
    """Join what the tokenizer cut at a hyphen between letters, or at an elision before a mark (« d'« oubli » »)."""
    joined: list[Span] = []
    for word in words:
        elided = joined[-1] if joined and word.of(text) in ELISION else None
        if elided is not None and elided.end == word.start and elided.of(text).lower() in ELIDED:
            joined[-1] = Span(elided.start, word.end)
            continue
        hyphen = joined[-1] if len(joined) > 1 and joined[-1].of(text) == "-" else None
        touching = hyphen is not None and joined[-2].end == hyphen.start and hyphen.end == word.start
        if touching and joined[-2].of(text)[-1].isalpha() and word.of(text)[0].isalpha():
            joined[-2:] = [Span(joined[-2].start, word.end)]
        else:
            joined.append(word)
    return joined


def _doc(text: str, words: Sequence[Span], lexicon: Lexicon) -> Any:
    from spacy.tokens import Doc

    follows = [w.end < n.start for w, n in pairwise(words)]
    forms = shown([_form(w.of(text)) for w in words], lexicon)
    return Doc(pipeline().vocab, words=forms, spaces=[*follows, False])


def _form(word: str) -> str:
    """Return what the parser sees of a word: a grouped number closed up, apostrophes straight."""
    closed = GROUPING.sub("", word) if word[0].isdigit() else word
    return closed.translate(APOSTROPHES)


def _document(
    dispatch: Dispatch, lines: tuple[Span, ...], parsed: Iterable[tuple[int, list[Span], Any]], lexicon: Lexicon
) -> Document:
    tokens: list[Token] = []
    sentences: list[tuple[int, int]] = []
    for number, words, doc in parsed:
        _add_line(dispatch.text, number, words, doc, lexicon, tokens, sentences)
    return Document(dispatch, tuple(tokens), lines, tuple(sentences), {t.start: t for t in tokens})


def _add_line(
    text: str, number: int, words: list[Span], doc: Any, lexicon: Lexicon,
    tokens: list[Token], sentences: list[tuple[int, int]],
) -> None:  # fmt: skip
    lemmas, base, strings = lemmas_of(lexicon), len(tokens), doc.vocab.strings
    table = doc.to_array(COLUMNS).astype("int64").tolist()  # five numbers a word: far cheaper than asking each word
    for k, (span, (tag, dep, _, starts, morph)) in enumerate(zip(words, table, strict=True)):
        form = span.of(text)
        norm = form.lower().translate(APOSTROPHES)
        if starts == 1 or k == 0:
            sentences.append((len(tokens), len(tokens)))
        pos = _tag(tag)
        lemma = lemmas.of(norm, pos)
        features = _features(strings[morph & HASH])
        if norm.endswith(CONDITIONAL) and features.get("Tense") == "Imp":
            features = _mended(norm, lemma, features)
        label = strings[dep & HASH]
        tokens.append(
            Token(base + k, span.start, span.end, form, norm, lemma, pos, label, features, number,
                  len(sentences) - 1, _relation(label))
        )  # fmt: skip
        sentences[-1] = (sentences[-1][0], len(tokens))
    for k, (_, _, above, _, _) in enumerate(table):
        token, head = tokens[base + k], tokens[base + k + above]
        token.head, token.left = head, tokens[base + k - 1] if k else None
        if token.left is not None:
            token.left.right = token
        if head is not token:
            head.children.append(token)
    mend(tokens[base:], lexicon)


@cache
def _tag(number: int) -> str:
    from spacy.parts_of_speech import NAMES

    name: str = NAMES[number]
    return name


@cache
def _relation(label: str) -> str:
    return label.partition(":")[0]


@cache
def _features(morph: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in morph.split("|") if "=" in pair)


def _mended(norm: str, lemma: str, features: dict[str, str]) -> dict[str, str]:
    """Turn into a conditional what the tagger took for an imperfect: « quitteraient » (quitter + -aient)."""
    if norm.startswith(lemma.removesuffix("e")):
        return {**{k: v for k, v in features.items() if k != "Tense"}, "Mood": "Cnd", "Tense": "Pres"}
    return features
