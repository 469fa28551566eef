"""Speakers: who utters what a cue reports, as a phrase of the text and as an actor of the dispatch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from greffier.reading.clauses import free_verb
from greffier.reading.cue_words import match_phrase
from greffier.reading.cues import Verb
from greffier.reading.parse import Token
from greffier.reading.scene import Scene
from greffier.records import Actor, Span

CLIMBED = frozenset({"conj", "xcomp", "advcl", "advmod", "parataxis", "acl", "ccomp", "dep", "obl", "amod"})
RELATIVE = frozenset({"qui", "lequel", "laquelle", "lesquels", "lesquelles"})
SUBJECT_PRONOUNS = frozenset(
    {"il", "elle", "ils", "elles", "on", "je", "j'", "nous", "celui-ci", "celle-ci", "ceux-ci"}
)
OPENERS = frozenset({",", ";", "que", "qu'", "et", "mais", "car", "alors", "quand", "si", "comme", "où", "tandis", ":"})
IMPERSONAL = frozenset({"expl", "expl:subj"})
COORDINATED = frozenset({"et", "mais", "puis"})
CLAUSE_WORDS = frozenset({"que", "qu'", "qui", "dont", "où", "si"})
DISJOINED = frozenset({"lui", "elle", "eux", "elles"})
NO_SUBJECT = frozenset({"que", "qu'", "se", "s'"})
PLACED = frozenset({"A", "À", "En", "Dans", "Sur"})  # a place at the head of the sentence, taken for its subject
SKIPPED = frozenset({"ADV", "SCONJ"})
BY = frozenset({"par"})
FROM = frozenset({"de", "d'", "du", "des", "auprès", "chez", "par"})
LONGEST_CLIMB = 8


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the head of a phrase, or an inverted pronoun (then there is no phrase to show).

    ``limit`` is the code point where the phrase ends, if it ends before the cast says so. ``same`` says that who
    spoke last goes on (« Et d'ajouter : … »).
    """

    head: Token | None = None
    pronoun: Token | None = None
    limit: int | None = None
    same: bool = False

    def span(self, scene: Scene) -> Span | None:
        """Return the full noun phrase, None for an inverted pronoun or nobody."""
        if self.head is None:
            return None
        span = scene.cast.phrase(self.head)
        if self.limit is not None and span.start < self.limit < span.end:
            return Span(span.start, self.limit)
        return span


def actor_of(scene: Scene, head: Token) -> Actor | None:
    """Return the actor that a phrase denotes; a document speaks for the actor that its complement names."""
    found = scene.cast.actor(head)
    if found is not None:
        return found
    end = scene.phrase_end(head)
    for k in range(head.i + 1, min(end, head.i + 12)):
        token = scene.tokens[k]
        if token.pos in {"NOUN", "PROPN"} and scene.tokens[k - 1].pos in {"ADP", "DET"}:
            inner = scene.cast.actor(token)
            if inner is not None:
                return inner
    return None


def subject_of(scene: Scene, verb: Verb, known: dict[int, Speaker]) -> Speaker:
    """Return who is the subject of a verb, of the verb it is coordinated with, or of the verb it hangs on.

    ``known`` gives the speakers of verbs already read, by token index. Of a compound subject the first is the head.
    """
    found = _subject_of(scene, verb, known)
    head = found.head
    while head is not None and head.relation == "conj" and head.child("cc") and _number(verb.token) == "Plur":
        if head.head.pos not in {"NOUN", "PROPN"} or head.head.i > head.i:
            break
        head = head.head
    return found if head is found.head else Speaker(head, found.pronoun, found.limit)


def _subject_of(scene: Scene, verb: Verb, known: dict[int, Speaker]) -> Speaker:
    token = verb.token
    beside = _beside(scene, verb)
    if beside is not None:
        return Speaker(beside)
    shared = _of_main_verb(scene, verb, known)
    if shared is not None:
        return shared
    for _ in range(LONGEST_CLIMB):
        if token is not verb.token and token.i in known:
            return known[token.i]
        found = _own_subject(scene, token)
        if found is not None:
            return Speaker(found)
        if token.relation == "acl" and token.head.pos in {"NOUN", "PROPN", "PRON"} and token.norm.endswith("ant"):
            return Speaker(token.head)
        if token.head is token or token.relation not in CLIMBED:
            break
        token = token.head
        if token.pos in {"NOUN", "PROPN"} and token.relation in {"nsubj"}:
            return Speaker(token)
    return Speaker(_nearest_left(scene, verb))


def _of_main_verb(scene: Scene, verb: Verb, known: dict[int, Speaker]) -> Speaker | None:
    """Return the subject of the sentence's own verb that this one is coordinated with over a clause in between.

    « X assure que la ville est prise, et revendique … », « X a quitté le pacte qui liait … et condamné … ».
    """
    tokens, before = scene.tokens, verb.before
    first, _ = scene.sentence_tokens(verb.token)
    if before - 1 <= first or tokens[before - 1].norm not in COORDINATED or verb.infinitive or verb.participle:
        return None
    main = free_verb(tokens, first, before - 1, (), scene.mended)
    if main is None or (verb.bare and tokens[main].lemma != "avoir" and tokens[main].norm not in {"a", "ont"}):
        return None
    if free_verb(tokens, main + 1, before - 1, (), scene.mended) is not None or not _opened(tokens, main + 1, before):
        return None
    if not verb.bare and tokens[before - 2].norm != ",":
        return None
    lexical = tokens[main].head if tokens[main].relation in {"aux", "cop"} else tokens[main]
    if lexical.i in known:
        return known[lexical.i]
    found = _own_subject(scene, lexical)
    return Speaker(found) if found is not None and found.i < before else None


def main_subject(scene: Scene, first: int, last: int) -> Token | None:
    """Return the subject of the sentence's own verb where that stands in [first, last), or None."""
    main = free_verb(scene.tokens, first, last, (), scene.mended)
    if main is None:
        return None
    token = scene.tokens[main]
    return _own_subject(scene, token.head if token.relation in {"aux", "cop"} else token)


def fragment(scene: Scene, first: int, last: int) -> bool:
    """Tell whether a sentence begins with a participle, so that who spoke before it goes on."""
    return all(scene.tokens[k].norm in {"en", "tout", "et"} for k in range(first, last))


def _opened(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether a clause opens in a stretch, so that the nearest subject may be that of the clause."""
    return any(tokens[k].norm in CLAUSE_WORDS for k in range(first, last))


def _beside(scene: Scene, verb: Verb) -> Token | None:
    """Return the subject right before a verb: a pronoun, or a phrase that begins a clause."""
    absolute = verb.participle and verb.before > 0 and scene.tokens[verb.before - 1].pos in {"NOUN", "PROPN"}
    if (verb.participle and not absolute) or verb.infinitive or verb.bare or verb.before == 0:
        return None
    token = scene.tokens[_past_disjoined(scene, verb.before) - 1]
    if token.line != verb.token.line:
        return None
    if token.norm in RELATIVE:
        return antecedent(scene, token, verb.token)
    if token.norm in SUBJECT_PRONOUNS:
        return token
    if token.pos not in {"NOUN", "PROPN", "ADJ"}:
        return None
    phrase = scene.cast.phrase(token)
    first = scene.first_from(phrase.start)
    opener = scene.tokens[first - 1] if first else None
    start, _ = scene.sentence_tokens(token)
    if phrase.end < token.end or first < start or (opener is not None and first > start and opener.norm not in OPENERS):
        return None
    if opener is not None and opener.norm == "," and _subject_over_comma(scene, verb, first):
        return None
    return scene.nominal(first, verb.before)


def _past_disjoined(scene: Scene, before: int) -> int:
    """Return ``before``, or where « X, elle, » has its comma: the pronoun only takes up the subject."""
    tokens = scene.tokens
    set_off = before > 3 and tokens[before - 1].norm == "," and tokens[before - 3].norm == ","
    return before - 3 if set_off and tokens[before - 2].norm in DISJOINED else before


def _subject_over_comma(scene: Scene, verb: Verb, first: int) -> bool:
    """Tell whether the phrase at ``first`` is an apposition: the subject ends right before its comma."""
    own = next((c for c in verb.token.children if c.relation == "nsubj" and c.i < first), None)
    if own is not None and scene.tokens[scene.first_from(scene.cast.phrase(own).start)].text in PLACED:
        return False
    return own is not None and scene.phrase_end(own) >= first - 1


def _own_subject(scene: Scene, token: Token) -> Token | None:
    subjects = [c for c in token.children if c.relation == "nsubj" and not c.norm.startswith("-")]
    before = [c for c in subjects if c.i < token.i]
    chosen = before[-1] if before else subjects[0] if subjects else None
    if chosen is None:
        return None
    if chosen.norm in RELATIVE:
        return antecedent(scene, chosen, token)
    return chosen


def antecedent(scene: Scene, relative: Token, verb: Token) -> Token | None:
    """Return the noun that a relative pronoun stands for: the head of its clause, else the noun before it."""
    number = _number(verb)
    head = verb.head
    agrees = number is None or head.morph.get("Number", number) == number
    agrees = agrees and (head.i < relative.i and scene.phrase_end(head) >= relative.i - 1)
    if agrees and verb.relation == "acl" and head.pos in {"NOUN", "PROPN", "PRON"} and head.i < relative.i:
        return head
    for k in range(relative.i - 1, max(-1, relative.i - 12), -1):
        token = scene.tokens[k]
        if token.pos in {"NOUN", "PROPN"} and (number is None or token.morph.get("Number", number) == number):
            return token
    return None


def _number(verb: Token) -> str | None:
    finite = next((c for c in verb.children if c.relation == "aux"), verb)
    return finite.morph.get("Number")


def _nearest_left(scene: Scene, verb: Verb) -> Token | None:
    """Return the first noun of the sentence that no preposition governs, to the left of the verb."""
    start, _ = scene.sentence_tokens(verb.token)
    k = start
    while k < verb.before:
        token = scene.tokens[k]
        if token.pos == "ADP":
            head = scene.nominal(k + 1, verb.before)
            k = max(scene.phrase_end(head) if head is not None else k, k + 1)
            continue
        if (
            token.pos in {"NOUN", "PROPN", "PRON"}
            and not scene.is_time(k)
            and token.norm not in {"se", "s'", "en", "y"}
        ):
            return token
        k += 1
    return None


def inverted_subject(scene: Scene, verb: Verb, end: int) -> tuple[Speaker, int] | None:
    """Return who follows the verb of an aside, and the index behind that phrase; None where nobody does."""
    i = verb.last + 1
    if verb.inverted is not None:
        if verb.inverted.norm.endswith("on"):
            return _impersonal(scene, i, end)
        return Speaker(pronoun=verb.inverted), i
    while i < end:
        token = scene.tokens[i]
        if adverbial := match_phrase(scene.words.adverbials, scene.tokens, i):
            i += adverbial
        elif scene.is_time(i) or token.pos in SKIPPED or (token.pos == "PRON" and token.norm.startswith("-")):
            i += 1
        elif (token.pos == "ADP" and token.norm != "des") or token.norm in {"au", "aux", "du"}:
            head = scene.nominal(i + 1, min(end, i + 6))
            agency = head is not None and head.pos == "PROPN" and head.text.isupper()
            behind = i if head is None else head.i + 1 if agency else min(scene.phrase_end(head), end)
            i = max(i + 1, behind)
        elif (
            token.norm == "des"
            or (token.pos == "VERB" and token.text[:1].isupper())
            or (token.pos in {"DET", "NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"} and token.norm not in NO_SUBJECT)
        ):
            if i in scene.opens and token.pos not in {"PROPN", "NOUN"}:
                return None
            head = scene.nominal(i, min(end, i + 6))
            return (Speaker(head), min(scene.phrase_end(head), end)) if head is not None else None
        else:
            return None
    return None


def _impersonal(scene: Scene, i: int, end: int) -> tuple[Speaker, int]:
    """« a-t-on appris de source sûre », « auprès de X »: the source is the speaker."""
    for k in range(i, min(end, i + 8)):
        if scene.tokens[k].norm in {",", "."}:
            break
        if scene.tokens[k].norm in FROM and not scene.is_time(k + 1 if k + 1 < end else k):
            first = k + 1
            while first < end and scene.tokens[first].norm in FROM:
                first += 1
            head = scene.nominal(first, min(end, first + 6))
            if head is not None and not scene.is_time(head.i):
                return Speaker(head), min(scene.phrase_end(head), end)
    return Speaker(), i


def agent_of(scene: Scene, verb: Verb, end: int) -> tuple[Token, int, int] | None:
    """Return (head, first index, index behind) of « par X » of a passive, or None."""
    for k in range(verb.last + 1, min(end, verb.last + 16)):
        token = scene.tokens[k]
        if token.norm in BY:
            head = scene.nominal(k + 1, min(end, k + 7))
            if head is not None and not scene.is_time(head.i):
                after = min(scene.phrase_end(head), end)
                quoted = next((j for j in range(head.i + 1, after) if j in scene.opens), after)
                return head, k, quoted - 1 if quoted < after and quoted - 1 > head.i else after
        if token.norm in {",", ";"} or (token.pos == "VERB" and token.morph.get("VerbForm") == "Fin"):
            return None
    return None
