"""Asides: cues set beside or into what is said (« …, a dit X », « selon X »), and what lies around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from greffier.reading.clauses import awaits_verb, free_verb, is_finite
from greffier.reading.cue_words import match_phrase
from greffier.reading.cues import CLITICS, NEGATION, Verb
from greffier.reading.parse import Token
from greffier.reading.scene import CLOSING_MARKS, Scene
from greffier.reading.speakers import Speaker, inverted_subject
from greffier.records import Span

EDGES = frozenset(",:;–—-") | CLOSING_MARKS | frozenset("!?…")
CONTINUED = frozenset({"et", "ou"})
LONGEST_DATELINE = 14  # tokens
SHORT = 4  # words of a quotation that may be a name (« Le "Grand Chef" a dit … »)


@dataclass(frozen=True, slots=True)
class Aside:
    """A cue between ``first`` and ``after`` (token indices), who speaks, and the words that report."""

    first: int
    after: int
    cue: Span
    speaker: Speaker
    verb: Verb | None = None
    comma: bool = True
    head: Token | None = None


def verb_aside(scene: Scene, verb: Verb) -> Aside | None:
    """Return the aside that a verb makes: at an edge, finite, its subject behind it; None otherwise."""
    if verb.infinitive or verb.participle or verb.bare or verb.negated or (verb.passive and verb.inverted is None):
        return None
    start, end = scene.sentence_tokens(verb.token)
    beside = _quotation_before(scene, verb.before)
    if _as_said(scene, verb, start):
        found = inverted_subject(scene, verb, end)
        if found is not None:
            after = _adjuncts(scene, found[1], end)
            return Aside(verb.before - 1, after, verb.span(scene.doc), found[0], verb)
    if not (beside or verb.entry.aside) or not _at_edge(scene, verb, start):
        return None
    if verb.entry.quoted and not beside and scene.around(verb.token.start) is None:
        return None
    follower = scene.tokens[verb.last + 1].norm if verb.last + 1 < end else ""
    if verb.inverted is None and (follower in {"que", "qu'", ":"} or not _set_off(scene, verb, beside)):
        return None
    if verb.entry.kind == "any" and not _leads(scene, verb, start):
        return None
    found = inverted_subject(scene, verb, end)
    if found is None:
        return None
    speaker, after = found
    if verb.inverted is None and after < end and scene.tokens[after].norm in {"que", "qu'"}:
        return None
    return Aside(verb.before, _adjuncts(scene, after, end), verb.span(scene.doc), speaker, verb)


def _leads(scene: Scene, verb: Verb, start: int) -> bool:
    """Tell whether the quotation before a verb of any kind stands by itself, not behind a subject of that verb."""
    number = scene.closes.get(verb.before - 1, scene.closes.get(verb.before - 2))
    if number is None or scene.around(verb.token.start) is not None:
        return True
    first = scene.first_from(scene.quotations[number].inner.start)
    if first <= start or scene.tokens[first - 1].norm == ":":
        return True
    return has_clause(scene, Span(scene.tokens[start].start, scene.tokens[first - 1].end))


def _as_said(scene: Scene, verb: Verb, start: int) -> bool:
    """Tell whether the verb stands in « comme l'a dit X », at the head of its sentence or behind what is said."""
    opener = scene.tokens[verb.before - 1].norm if verb.before > start else ""
    taken_up = opener == "comme" and any(c.norm in {"l'", "le"} for c in verb.clitics)
    return taken_up and verb.entry.kind in {"say", "announce", "think", "reveal", "admit"}


def _at_edge(scene: Scene, verb: Verb, start: int) -> bool:
    if verb.before <= 0:
        return False
    before = char_before(scene, verb.before)
    if verb.before == start:
        return _quotation_before(scene, verb.before) or verb.inverted is not None
    if before in CLOSING_MARKS and not _quotation_before(scene, verb.before):
        return verb.inverted is not None
    return before in EDGES or verb.inverted is not None


def char_before(scene: Scene, i: int) -> str:
    """Return the last character before the token at ``i`` that is no space, or nothing."""
    return scene.text[scene.tokens[i - 1].end - 1 : scene.tokens[i].start].strip()[-1:]


def _quotation_before(scene: Scene, i: int) -> bool:
    """Tell whether a quotation closes right before the token, a comma or full stop aside."""
    for k in (i - 1, i - 2):
        if k < 0 or scene.tokens[k].line != scene.tokens[i].line:
            return False
        if k in scene.closes:
            return scene.around(scene.tokens[i].start) != scene.closes[k]
        if scene.tokens[k].pos != "PUNCT":
            return False
    return False


def _set_off(scene: Scene, verb: Verb, beside: bool) -> bool:
    """Tell whether the words before the verb are what is said, rather than its subject."""
    if beside:
        number = scene.closes.get(verb.before - 1, scene.closes.get(verb.before - 2))
        if number is None:
            return True
        inside = scene.quotations[number].inner
        subject = next((c for c in verb.token.children if c.relation == "nsubj" and c.i < verb.before), None)
        comma = scene.tokens[verb.before - 1].norm == ","
        short = len(inside.of(scene.text).split()) < SHORT
        return comma or subject is None or subject.start < inside.start or not short
    left = left_content(scene, verb.before, 0)
    if left is None or awaits_verb(scene.tokens, scene.first_from(left.start), verb.before):
        return False
    return has_clause(scene, left) or _clause_behind(scene, verb) or _only_speaker(scene, verb, left)


def _only_speaker(scene: Scene, verb: Verb, left: Span) -> bool:
    """Tell whether the phrase behind a verb without plain object can only be who speaks (« Pas si vite, dit X »)."""
    if verb.entry.kind not in {"say", "think"} or verb.token.lemma in scene.words.takes_object or verb.entry.words:
        return False
    if scene.tokens[verb.before - 1].norm != ",":
        return False
    found = inverted_subject(scene, verb, scene.sentence_tokens(verb.token)[1])
    if found is None or found[0].head is None or scene.cast.actor(found[0].head) is None:
        return False
    subject = scene.first_from(scene.cast.phrase(found[0].head).start)
    if any(
        t.pos in {"ADP", "SCONJ"} or t.norm in {"que", "qu'", "se", "s'"}
        for t in _plain_words(scene, verb.last + 1, subject)
    ):
        return False
    first = scene.nominal(scene.first_from(left.start), verb.before)
    return first is None or scene.cast.actor(first) is None or scene.phrase_end(first) < verb.before - 1


def _plain_words(scene: Scene, i: int, end: int) -> Iterator[Token]:
    """Yield the words of a stretch, set adverbials left out."""
    while i < end:
        length = match_phrase(scene.words.adverbials, scene.tokens, i)
        if not length:
            yield scene.tokens[i]
        i += length or 1


def _clause_behind(scene: Scene, verb: Verb) -> bool:
    """Tell whether the verb of what is said follows the aside (« X, dit Y, part »)."""
    end = scene.sentence_tokens(verb.token)[1]
    found = inverted_subject(scene, verb, end)
    if found is None:
        return False
    after = _adjuncts(scene, found[1], end)
    if after + 1 >= end or scene.tokens[after].norm != ",":
        return False
    following = scene.tokens[after + 1]
    return (
        following.pos in {"VERB", "AUX"} and following.morph.get("VerbForm") == "Fin"
    ) or following.norm in NEGATION | CLITICS


def _adjuncts(scene: Scene, i: int, end: int) -> int:
    """Go on behind adjuncts of the aside (« à l'AFP », « dans un communiqué ») up to a comma or the end."""
    while i < end and scene.tokens[i].norm not in {",", ";", "."} and i not in scene.opens:
        i += 1
    return i


def left_content(scene: Scene, first: int, floor: int) -> Span | None:
    """Return what is said before the aside that begins at token ``first``; never before token ``floor``."""
    last = first - 1
    while last >= 0 and scene.tokens[last].pos == "PUNCT" and scene.tokens[last].norm in {",", "-", "–", "—", ".", ":"}:
        last -= 1
    if last < 0 or scene.tokens[last].line != scene.tokens[first].line or last < floor:
        return None
    sentence = scene.sentences.at(scene.tokens[last].start)
    start = sentence.start
    quotation = scene.outermost(start)
    if quotation is not None and quotation.outer.start < start:
        start = quotation.outer.start
    while floor and floor < last and scene.tokens[floor].pos == "PUNCT":
        floor += 1
    if floor and scene.tokens[floor].start > start:
        start = scene.tokens[floor].start
        number = scene.opens.get(floor)
        if number is not None:
            start = scene.quotations[number].outer.start
    start = max(
        start, behind_dateline(scene, start), _behind_colon(scene, start, first), _behind_semicolon(scene, start, last)
    )
    end = scene.tokens[last].end
    number = scene.closes.get(last)
    if number is not None:
        end = scene.quotations[number].outer.end
    if start >= end:
        return None
    return scene.trimmed(start, end)


def behind_dateline(scene: Scene, start: int) -> int:
    """Return where the text begins behind a dateline (« GOMA, 20 mars (Agence) – ») at ``start``, or ``start``."""
    tokens, first = scene.tokens, scene.first_from(start)
    if first >= len(tokens) or (first and tokens[first - 1].line == tokens[first].line):
        return start
    for k in range(first + 1, min(first + LONGEST_DATELINE, len(tokens) - 1)):
        if tokens[k].line != tokens[first].line or tokens[k].pos in {"VERB", "AUX"}:
            return start
        if tokens[k].norm.strip("-–—") == "" and scene.text[tokens[k].start - 1].isspace():
            dated = any(t.pos == "NUM" or t.norm.isdigit() for t in tokens[first:k])
            return tokens[k].end if dated or tokens[first].text.isupper() else start
    return start


def _behind_semicolon(scene: Scene, start: int, last: int) -> int:
    """What is said begins behind the last semicolon of the outlet's before the aside."""
    for k in range(last - 1, scene.first_from(start), -1):
        if scene.tokens[k].norm == ";" and scene.around(scene.tokens[k].start) is None:
            return scene.tokens[k].end
    return 0


def _behind_colon(scene: Scene, start: int, first: int) -> int:
    """Where a colon leads up to a quotation around or right before the aside, what is said begins there."""
    for k in range(scene.first_from(start), first):
        number = scene.opens.get(k)
        if (
            number is None
            or scene.quotations[number].depth
            or scene.tokens[k - 1].norm != ":"
            or scene.tokens[k - 1].start < start
        ):
            continue
        quotation = scene.quotations[number]
        if scene.tokens[first].pos != "ADP" and has_clause(scene, Span(start, scene.tokens[k - 1].start)):
            return quotation.outer.start
        if quotation.outer.end >= scene.tokens[first - 1].start or scene.closes.get(first - 2) == number:
            return quotation.outer.start
    return 0


def rest_of_quotation(scene: Scene, aside: Aside, others: frozenset[int]) -> Span | None:
    """Return the later sentences of the quotation that the aside stands in, if none has a cue of its own."""
    quotation = scene.outermost(scene.tokens[aside.first].start)
    if quotation is None or aside.verb is None:
        return None
    end = scene.sentence_tokens(scene.tokens[aside.first])[1]
    behind = scene.first_from(quotation.inner.end)
    if end >= behind or any(k in others for k in range(end, behind + 3)):
        return None
    return scene.trimmed(scene.tokens[end].start, quotation.inner.end)


def right_content(scene: Scene, aside: Aside, left: Span | None, stops: frozenset[int]) -> Span | None:
    """Return what is said behind the aside in the same sentence, or None where only the outlet goes on."""
    end = scene.sentence_tokens(scene.tokens[aside.first])[1]
    i = aside.after
    if i < end and (scene.tokens[i].norm == "," or (scene.tokens[i].norm == ":" and i + 1 in scene.opens)):
        i += 1
    if i >= end or i in stops or scene.tokens[i].line != scene.tokens[aside.first].line:
        return None
    stop = next((k for k in range(i + 1, end) if k in stops), end)
    token = scene.tokens[i]
    joined = i in scene.opens or _same_quotation(scene, aside.first, i)
    if not joined:
        if left is None:
            return None
        set_off = scene.tokens[i - 1].norm == ","
        adjunct = aside.verb is None and set_off and token.pos == "ADP" and not _gerund(scene, i)
        goes_on = adjunct or (
            not _quoted_at_end(scene, left)
            and (match_phrase(scene.words.continuing, scene.tokens, i) > 0 or _governed(scene, left, i))
        )
        if has_clause(scene, left) and not goes_on and not (token.norm == "et" and _clause_ahead(scene, i, stop)):
            return None
        if match_phrase(scene.words.closing, scene.tokens, i) or token.norm.endswith("ant"):
            return None
        if not goes_on and token.norm != "et" and not has_clause(scene, Span(token.start, scene.tokens[stop - 1].end)):
            return None
    last = scene.tokens[stop - 1]
    number = scene.closes.get(last.i)
    finish = scene.quotations[number].outer.end if number is not None else last.end
    begin = scene.quotations[scene.opens[i]].outer.start if i in scene.opens else token.start
    return scene.trimmed(begin, finish) if begin < finish else None


def _gerund(scene: Scene, i: int) -> bool:
    return any(t.norm.endswith("ant") and t.pos == "VERB" for t in scene.tokens[i + 1 : i + 4])


def _quoted_at_end(scene: Scene, span: Span) -> bool:
    return scene.around(span.end - 1) is not None or scene.text[span.end : span.end + 1] in CLOSING_MARKS


def _governed(scene: Scene, left: Span, i: int) -> bool:
    """Tell whether an infinitive behind the aside hangs on a word before it (« il devait, dit X, partir »)."""
    near = scene.tokens[i : i + 3]
    infinitive = next((t for t in near if t.morph.get("VerbForm") == "Inf"), None)
    if infinitive is None or (scene.tokens[i].norm not in {"de", "d'", "à"} and infinitive.i != i):
        return False
    return left.start <= infinitive.head.start < left.end and infinitive.relation in {"xcomp", "ccomp", "obj"}


def _same_quotation(scene: Scene, first: int, i: int) -> bool:
    number = scene.around(scene.tokens[first].start)
    return number is not None and number == scene.around(scene.tokens[i].start)


def has_clause(scene: Scene, span: Span) -> bool:
    """Tell whether a stretch holds a main clause: a finite verb that no relative pronoun opens."""
    for token in scene.doc.within(span):
        if is_finite(token):
            verb = token.head if token.relation in {"aux", "cop"} else token
            if verb.relation != "acl" and not any(c.relation == "mark" for c in verb.children):
                return True
    return free_verb(scene.tokens, scene.first_from(span.start), scene.first_from(span.end)) is not None


def _clause_ahead(scene: Scene, i: int, end: int) -> bool:
    return any(t.morph.get("VerbForm") in {"Fin", "Part"} for t in scene.tokens[i:end]) and not (
        i + 1 < end and scene.tokens[i + 1].pos in {"VERB", "AUX"}
    )
