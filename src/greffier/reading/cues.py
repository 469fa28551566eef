"""Reporting cues: the verbs of a document that match the lexicon of the words that report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from greffier.reading.clauses import is_finite
from greffier.reading.cue_words import Entry, Words, match_phrase
from greffier.reading.parse import Document, Token
from greffier.records import Span

REFLEXIVE = frozenset({"se", "s'"})
CLITICS = REFLEXIVE | {
    "me",
    "m'",
    "te",
    "t'",
    "nous",
    "vous",
    "le",
    "la",
    "l'",
    "les",
    "lui",
    "leur",
    "y",
    "en",
}
PLURAL_SUBJECTS = frozenset({"nous", "vous"})
NEGATION = frozenset({"ne", "n'"})
INVERTED = frozenset(
    {
        "-il",
        "-elle",
        "-on",
        "-ils",
        "-elles",
        "-t-il",
        "-t-elle",
        "-t-on",
        "-t-ils",
        "-t-elles",
        "-je",
        "-nous",
    }
)
INVERTED_LOOSE = frozenset({"t-il", "t-elle", "t-on", "t-ils", "t-elles"})
HYPHEN_T = frozenset({"-t", "-t-", "t"})
GROUP = frozenset({"AUX", "ADV"})
MISTAKEN = frozenset({"NOUN", "ADJ", "PROPN", "ADV"})
REGULAR = ("aient", "ait", "ant", "ent", "ées", "ée", "és", "é", "e", "a")
PARTICIPLES = ("é", "ée", "és", "ées")
FINITE = ("e", "t", "ent")  # endings of the third person of the present, the imperfect and the conditional
ARTICLES = frozenset({"le", "la", "l'", "les", "un", "une", "ce", "cet", "cette", "ces", "son", "sa", "ses", "leur"})
OPENING = frozenset(
    {"que", "qu'", ",", ".", "dans", "toute", "tout", "au", "aux"}
)  # words behind a verb that has lost its tag
LONGEST_GROUP = 9
LONGEST_ASIDE = 8


@dataclass(eq=False, slots=True)
class Verb:
    """A verb of the document that may report. ``first`` is the index of its auxiliary, if it has one.

    ``before`` is the index of the first token of the whole group, clitics and negation included.
    """

    token: Token
    entry: Entry
    first: int
    last: int
    before: int
    reflexive: bool = False
    negated: bool = False
    passive: bool = False
    participle: bool = False
    bare: bool = False
    infinitive: bool = False
    inverted: Token | None = None
    clitics: list[Token] = field(default_factory=list)

    def span(self, doc: Document) -> Span:
        """Return the words that report: auxiliary, adverbs between, verb, the rest of a multiword verb."""
        return Span(doc.tokens[self.first].start, doc.tokens[self.last].end)


def find_verbs(doc: Document, words: Words, after_quotation: frozenset[int]) -> Iterator[Verb]:
    """Yield the verbs of a document that may report, in its order.

    ``after_quotation`` holds the indices of tokens right before which a quotation closes: there any verb
    may report whose subject follows it.
    """
    for token in doc.tokens:
        lemma = _lemma(doc, token, words) or _set_aside(doc, token, words, after_quotation)
        if lemma is None:
            continue
        entries = words.verbs.get(lemma)
        if entries is None and token.pos != "VERB":
            continue
        verb = _group(doc, token, lemma, words)
        if verb.bare and verb.before in after_quotation and token.norm.endswith("it"):
            verb.bare = token.i + 1 < len(doc.tokens) and doc.tokens[token.i + 1].norm == "par"
        entry = _choose(doc, verb, entries or ())
        if entry is None and verb.before in after_quotation:
            entry = Entry(lemma, "any", quoted=True)
        if entry is None:
            continue
        verb.entry = entry
        yield verb


def _lemma(doc: Document, token: Token, words: Words) -> str | None:
    """Return the verb's lemma; a form that the tagger took for another word counts after an auxiliary."""
    if token.pos in {"VERB", "AUX"}:
        return token.lemma if token.lemma in words.verbs else _regular(token, words)
    if token.pos not in MISTAKEN | {"X"} or not token.i or doc.tokens[token.i - 1].line != token.line:
        return None
    before = doc.tokens[token.i - 1]
    participle = token.pos == "ADJ" and token.norm.endswith(PARTICIPLES)
    after = doc.tokens[token.i + 1].norm if token.i + 1 < len(doc.tokens) else ""
    inverted = after in INVERTED or after in INVERTED_LOOSE or after == "-t"
    had = before.lemma == "avoir" or before.norm in {"a", "ont"} or before.norm in INVERTED
    if had or participle or inverted or after in {"que", "qu'"}:
        return next(
            (v for v in (words.forms.of(token.norm, "VERB"), _infinitive(token.norm, words)) if v in words.verbs),
            None,
        )
    return None


def _set_aside(doc: Document, token: Token, words: Words, after_quotation: frozenset[int]) -> str | None:
    """Return the verb of a form that the tagger took for another word, where only a verb can stand.

    Behind a comma or a quotation, « juge un diplomate », « tranche l'avocate », « lance Iana » have an article or
    a name right behind, as no noun has; so has the verb of a clause that would have none (« Pékin dément ce chiffre »).
    """
    i = token.i
    if token.pos not in MISTAKEN | {"X"} or not token.text[:1].islower() or not token.norm.endswith(FINITE):
        return None
    lemma = words.forms.of(token.norm, "VERB")
    if lemma not in words.verbs or i + 1 >= len(doc.tokens):
        return None
    following = doc.tokens[i + 1]
    name = following.pos in {"PROPN", "X"} or (following.pos == "NOUN" and following.text[:1].isupper())
    article = following.norm in ARTICLES and following.pos in {"DET", "PRON"}
    quoted = i in after_quotation or (i > 0 and i - 1 in after_quotation and doc.tokens[i - 1].norm in REFLEXIVE)
    if following.line != token.line:
        return None
    if quoted and (name or article or following.norm in {"à", "au"}):
        return lemma
    before = doc.tokens[i - 1] if i else None
    if before is None or before.line != token.line:
        return None
    if before.norm == "," and article and following.pos == "DET":
        return lemma
    placed = before.pos in {"NOUN", "PROPN", "PRON", "ADJ", "CCONJ", "NUM"} or before.norm in {",", ")"}
    opens = article or name or following.norm in OPENING or match_phrase(words.adverbials, doc.tokens, i + 1)
    aimed = following.norm in {"de", "d'"} and before.pos in {"CCONJ", "PRON"} and _infinitive_near(doc, i + 2)
    return lemma if placed and (opens or aimed) and _verbless(doc, token) else None


def _infinitive_near(doc: Document, i: int) -> bool:
    return any(t.morph.get("VerbForm") == "Inf" for t in doc.tokens[i : i + 3])


def _verbless(doc: Document, token: Token) -> bool:
    """Tell whether the clause around a word, as far as punctuation goes, has no finite verb of its own."""
    for step in (-1, 1):
        k = token.i + step
        while 0 <= k < len(doc.tokens) and doc.tokens[k].line == token.line and doc.tokens[k].pos != "PUNCT":
            if doc.tokens[k].norm in {"que", "qu'", "qui", "et", "mais"}:
                break
            if is_finite(doc.tokens[k]):
                return False
            k += step
    return True


def _regular(token: Token, words: Words) -> str:
    """Return the infinitive in -er that the cue lexicon knows for a form that the lemma table lacks."""
    if token.lemma == token.norm or token.lemma.endswith("é"):
        return _infinitive(token.norm, words) or token.lemma
    return token.lemma


def _infinitive(norm: str, words: Words) -> str | None:
    for ending in REGULAR:
        if not norm.endswith(ending):
            continue
        stem = norm.removesuffix(ending)
        for found in (stem + "er", "é".join(stem.rsplit("è", 1)) + "er"):  # « répète » is of « répéter »
            if found in words.verbs:
                return found
    return None


def _group(doc: Document, token: Token, lemma: str, words: Words) -> Verb:
    """Gather what belongs to a verb: auxiliaries, clitics, negation, inverted pronoun."""
    i = token.i
    verb = Verb(token, Entry("", ""), i, i, i)
    form, tense = token.morph.get("VerbForm"), token.morph.get("Tense")
    verb.infinitive = form == "Inf"
    verb.participle = token.norm.endswith("ant") and (form == "Part" or token.pos != "NOUN")
    if not verb.infinitive and not verb.participle:
        _auxiliaries(doc, verb, words)
    past = (form == "Part" and tense != "Pres") or token.pos == "ADJ"
    accented = lemma.endswith("er") and token.norm.endswith(("e", "ent")) and not token.norm.endswith("ée")
    following = doc.tokens[i + 1] if i + 1 < len(doc.tokens) else None
    present = accented or (following is not None and following.morph.get("VerbForm") == "Inf")
    verb.bare = past and verb.first == i and not verb.participle and not present
    _clitics(doc, verb)
    verb.bare = verb.bare and not verb.negated  # « ne » stands before finite verbs alone
    _inverted(doc, verb)
    return verb


def _auxiliaries(doc: Document, verb: Verb, words: Words) -> None:
    tokens, i = doc.tokens, verb.token.i
    beside = tokens[i - 1] if i else verb.token
    finite = verb.token.morph.get("VerbForm") == "Fin" and verb.token.pos == "VERB"
    if finite and not verb.token.norm.endswith(PARTICIPLES) and beside.norm not in INVERTED and beside.pos != "AUX":
        return
    k = i
    while k > max(0, i - LONGEST_GROUP):
        k -= 1
        before = tokens[k]
        if before.norm == "," and (opened := _set_between(tokens, k)):
            k = opened
            continue
        if before.line != verb.token.line or before.norm in {",", "que", "qu'", ";", ":"}:
            break
        if before.norm in {"a", "ont"} or (before.lemma in {"avoir", "être"} and before.pos in {"AUX", "VERB"}):
            verb.first = k
            verb.passive = verb.passive or before.lemma == "être"
            verb.participle = before.norm == "ayant"
            verb.infinitive = before.morph.get("VerbForm") == "Inf"
            if before.norm == "été" or before.morph.get("VerbForm") == "Inf":
                continue
            break
        if before.pos in {"NOUN", "PROPN", "VERB", "CCONJ", "SCONJ"} and not _adverbial(tokens, k, words):
            break


def _set_between(tokens: Sequence[Token], k: int) -> int:
    """Return the index of the comma that opens an aside closed at ``k`` inside a verb group (« a, elle, déclaré »)."""
    for j in range(k - 1, max(0, k - LONGEST_ASIDE), -1):
        if tokens[j].norm == ",":
            return j if tokens[j - 1].norm in {"a", "ont", "avait", "avaient"} and tokens[j - 1].pos == "AUX" else 0
    return 0


def _adverbial(tokens: Sequence[Token], k: int, words: Words) -> bool:
    """Tell whether a noun between auxiliary and verb belongs to an adverbial (``a de son côté déploré``)."""
    if any(match_phrase(words.adverbials, tokens, j) > k - j for j in range(max(0, k - 3), k)):
        return True
    return any(tokens[j].pos == "ADP" for j in range(max(0, k - 2), k))


def _clitics(doc: Document, verb: Verb) -> None:
    k = verb.first - 1
    while k >= 0 and doc.tokens[k].line == verb.token.line:
        norm = doc.tokens[k].norm
        if norm in NEGATION:
            verb.negated = True
        elif norm in PLURAL_SUBJECTS and doc.tokens[verb.first].norm.endswith(("ons", "ez", "ommes")):
            break
        elif norm in CLITICS and doc.tokens[k].pos in {"PRON", "DET"}:
            verb.clitics.append(doc.tokens[k])
            if norm in REFLEXIVE:
                verb.reflexive = True
        else:
            break
        k -= 1
    verb.before = k + 1
    if verb.reflexive:
        verb.passive = False
        while verb.first > verb.before and doc.tokens[verb.first - 1].norm in REFLEXIVE:
            verb.first -= 1


def _inverted(doc: Document, verb: Verb) -> None:
    """Find a pronoun behind the finite verb: ``dit-il``, ``a-t-elle dit``, ``a t-on appris``."""
    for start in {verb.first, verb.token.i}:
        if doc.tokens[start].norm in REFLEXIVE:
            start += 1
        for k in range(start + 1, min(start + 4, len(doc.tokens))):
            token = doc.tokens[k]
            if token.norm in HYPHEN_T:
                continue
            if token.norm in INVERTED or token.norm in INVERTED_LOOSE:
                verb.inverted = token
                verb.last = max(verb.last, k)
            break
        if verb.inverted:
            verb.bare = False
            return


def _choose(doc: Document, verb: Verb, entries: Sequence[Entry]) -> Entry | None:
    tokens, i = doc.tokens, verb.token.i
    for entry in entries:
        if entry.reflexive != verb.reflexive:
            continue
        if not entry.words:
            return entry
        if entry.words == ("y",):
            if any(c.norm == "y" for c in verb.clitics):
                return entry
            continue
        end = _follows(tokens, i + 1, entry.words)
        if end:
            verb.last = max(verb.last, end - 1)
            return entry
    return None


def _follows(tokens: Sequence[Token], i: int, words: Sequence[str]) -> int:
    """Return the index behind the words if they follow, adverbs and inverted pronouns aside, else 0."""
    for word in words:
        skipped = 0
        while i < len(tokens) and tokens[i].norm != word and skipped < 3 and (
            tokens[i].pos == "ADV" or tokens[i].norm in INVERTED or tokens[i].norm in HYPHEN_T
        ):  # fmt: skip
            i, skipped = i + 1, skipped + 1
        if i >= len(tokens) or tokens[i].norm != word:
            return 0
        i += 1
    return i
