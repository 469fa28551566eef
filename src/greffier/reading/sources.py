"""Sources: what « selon X », « d'après X », « pour X » bring in, and how much of the sentence is theirs."""

from __future__ import annotations

from collections.abc import Iterator

from greffier.reading.asides import Aside, char_before
from greffier.reading.clauses import free_verb, is_finite
from greffier.reading.cue_words import match_phrase
from greffier.reading.parse import Token
from greffier.reading.scene import Scene
from greffier.reading.speakers import Speaker
from greffier.records import Span

CLAUSES = frozenset({"acl", "advcl", "ccomp", "amod", "appos", "parataxis"})
LONGEST_CLIMB = 12
LONGEST_LEFT = 14  # words of a clause before its source
OPENED_BY = frozenset({"SCONJ", "CCONJ"})
OPINION_BEHIND = frozenset({":", "que", "qu'"})
RELATIVE_HEADS = frozenset({"qui", "lequel", "laquelle", "lesquels", "lesquelles"})
RELATIVES = frozenset({"qui", "que", "qu'", "dont", "où"})


def find_sources(scene: Scene) -> list[Aside]:
    """Return the sources that a preposition brings in (« selon X », « d'après X », « pour X, »)."""
    found = []
    i, size = 0, len(scene.tokens)
    while i < size:
        source = _source(scene, i)
        if source is None:
            i += 1
        else:
            found.append(source)
            i = max(i + 1, source.after)
    return found


def _source(scene: Scene, i: int) -> Aside | None:
    tokens, words = scene.tokens, scene.words
    length = match_phrase(words.prepositions, tokens, i)
    opinion = not length and tokens[i].norm in words.opinion
    if not (length or opinion):
        return None
    end = scene.sentence_tokens(tokens[i])[1]
    k = i + (length or 1)
    if k >= end or tokens[k].norm in {"que", "qu'"}:
        return None
    if tokens[k].norm in {"qui", "lequel", "laquelle", "lesquels", "lesquelles"}:
        whose = tokens[k].norm == "qui" and i > 0 and tokens[i - 1].norm == ","
        return _relative_source(scene, i, k, end) if length or whose else None
    head = scene.nominal(k, min(end, k + 6))
    if head is None or head.norm in words.not_sources or head.lemma in words.not_sources or scene.is_time(k):
        return None
    if opinion and not _opinion(scene, i, head, end):
        return None
    cue_end = tokens[k - 1].end
    head, cue_end = _behind_heads(scene, head, end, cue_end)
    after = min(scene.phrase_end(head), end)
    limit = None
    if i == scene.sentence_tokens(tokens[i])[0] and after < end and tokens[after].norm != ",":
        comma = next((j for j in range(head.i + 1, after) if tokens[j].norm == ","), None)
        if comma is not None:
            after, limit = comma, tokens[comma - 1].end
    return Aside(
        i,
        after,
        Span(tokens[i].start, cue_end),
        Speaker(head, limit=limit),
        comma=char_before(scene, i) == "," if i else False,
        head=head,
    )


def _behind_heads(scene: Scene, head: Token, end: int, cue_end: int) -> tuple[Token, int]:
    """« selon les estimations de X »: X is the source, the words before belong to the cue."""
    tokens = scene.tokens
    if head.lemma not in scene.words.source_heads and head.norm not in scene.words.source_heads:
        return head, cue_end
    for k in range(head.i + 1, min(end, head.i + 6)):
        if tokens[k].norm in {"de", "d'", "du", "des", "par"}:
            inner = scene.nominal(k + 1, min(end, k + 6))
            if inner is not None and not scene.is_time(inner.i):
                return inner, tokens[k].end
        if tokens[k].norm == ",":
            break
    return head, cue_end


def _opinion(scene: Scene, i: int, head: Token, end: int) -> bool:
    """« Pour X, … » gives X's view only at the head of a sentence, X an actor, a comma behind."""
    start = scene.sentence_tokens(scene.tokens[i])[0]
    after = scene.phrase_end(head)
    opening = i == start or (i == start + 1 and scene.tokens[start].norm in {"mais", "et"})
    opening = opening or i in scene.opens or scene.tokens[i - 1].norm in OPINION_BEHIND
    return opening and after < end and scene.tokens[after].norm == "," and scene.cast.actor(head) is not None


def _relative_source(scene: Scene, i: int, k: int, end: int) -> Aside | None:
    """« …, selon lequel … », « …, pour qui … »: the noun before is the source, a speaker rather than another."""
    for j in range(i - 1, max(-1, i - 14), -1):
        phrase = scene.cast.phrase(scene.tokens[j])
        near = scene.first_from(phrase.end) >= i - 1 and scene.tokens[j].line == scene.tokens[i].line
        if scene.tokens[j].pos in {"NOUN", "PROPN"} and near and scene.cast.actor(scene.tokens[j]) is not None:
            head = scene.nominal(scene.first_from(phrase.start), i) or scene.tokens[j]
            cue = Span(scene.tokens[i].start, scene.tokens[i].end)
            return Aside(i, k + 1, cue, Speaker(head), comma=False, head=scene.tokens[k])
    for j in range(i - 1, max(-1, i - 14), -1):
        token = scene.tokens[j]
        if token.line != scene.tokens[i].line:
            return None
        if token.pos in {"NOUN", "PROPN"} and (j == 0 or scene.tokens[j - 1].pos in {"DET", "PUNCT", "ADP"}):
            return Aside(
                i,
                k + 1,
                Span(scene.tokens[i].start, scene.tokens[i].end),
                Speaker(token),
                comma=False,
                head=scene.tokens[k],
            )
    return None


def split_clause(scene: Scene, source: Aside, stops: frozenset[int]) -> list[Span]:
    """Return what is said where a source cuts into a clause inside the sentence, or nothing where it does not.

    « …, un commando entraîné, selon X, par Y », « …, où, selon X, … »: the source covers that clause only.
    """
    tokens = scene.tokens
    start, end = scene.sentence_tokens(tokens[source.first])
    left, right = source.first - 1, source.after
    if source.head is not None and source.head.norm in RELATIVE_HEADS:
        return []
    before, behind = left > start and tokens[left].norm == ",", right < end and tokens[right].norm == ","
    left, right = left - before, right + behind
    if before != behind or left <= start or right >= end or right in stops:
        return []
    if "PUNCT" in {tokens[right].pos, tokens[left].pos} or tokens[right].pos == "CCONJ":
        return []
    head = _clause_over(tokens, left, right, source)
    if head is None:
        return []
    inside = sorted({head.i, *(t.i for t in _below(head)), right})
    last = next((k for k in range(right + 1, inside[-1] + 1) if k in stops), inside[-1] + 1)
    last = min(last, end, free_verb(tokens, min(inside[0], right), min(last, end)) or end)
    if last <= right:
        return []
    opener = tokens[left].norm in RELATIVES or tokens[left].pos in OPENED_BY
    first = None if opener else min(inside)
    if first is not None and left - first > LONGEST_LEFT:
        return []
    pieces = [scene.trimmed(tokens[first].start, tokens[left].end)] if first is not None else []
    number = scene.around(tokens[last - 1].start)
    closed = scene.quotations[number].outer.end if number is not None else 0
    pieces.append(scene.trimmed(tokens[right].start, max(tokens[last - 1].end, closed)))
    return [p for p in pieces if p is not None]


def _clause_over(tokens: tuple[Token, ...], left: int, right: int, source: Aside) -> Token | None:
    """Return the head of the smallest clause with words on both sides of the source, None for the sentence itself."""
    if tokens[left].norm in RELATIVES:
        verb = next((t for t in tokens[right : right + 6] if is_finite(t)), None)
        return None if verb is None else (verb.head if verb.relation in {"aux", "cop"} else verb)
    chain = [tokens[left], *tokens[left].ancestors()]
    across = next((t for t in [tokens[right], *tokens[right].ancestors()] if t in chain), None)
    for _ in range(LONGEST_CLIMB):
        if across is None or across.is_root:
            return None
        if across.relation in CLAUSES and (across.pos in {"VERB", "AUX"} or across.morph.get("VerbForm")):
            return across
        across = across.head
    return None


def _below(token: Token) -> Iterator[Token]:
    for child in token.children:
        yield child
        yield from _below(child)
