"""Noun reports: claims whose cue is a noun (« l'annonce par X de … », « des appels à … »)."""

from __future__ import annotations

from greffier.reading.clauses import is_finite
from greffier.reading.contents import Complement
from greffier.reading.cue_words import Entry
from greffier.reading.cues import Verb
from greffier.reading.drafts import Draft
from greffier.reading.parse import Token
from greffier.reading.reports import spans_of
from greffier.reading.scene import Scene
from greffier.reading.speakers import RELATIVE, Speaker
from greffier.records import Span

UNOWNED = frozenset({"announcement", "appeal", "slogan", "request", "threat"})
POSSESSIVE = frozenset({"son", "sa", "ses", "leur", "leurs"})


def noun_reports(scene: Scene, stops: frozenset[int]) -> list[Draft]:
    """Return the claims of nouns that carry what is said (« l'annonce par X de … », « un appel à … »)."""
    found = []
    for token in scene.tokens:
        noun = token.pos == "NOUN" and token.i not in scene.mended
        entry = scene.words.nouns.get(token.lemma) if noun else None
        draft = _noun(scene, token, entry, stops) if entry else None
        if draft is not None:
            found.append(draft)
    return found


def _noun(scene: Scene, token: Token, entry: Entry, stops: frozenset[int]) -> Draft | None:
    tokens = scene.tokens
    if token.i and tokens[token.i - 1].lemma == "faire":  # « faire appel » asks a court
        return None
    end = scene.sentence_tokens(token)[1]
    speaker, k = Speaker(), token.i + 1
    for _ in range(3):
        if k < end and tokens[k].pos == "ADJ":
            k += 1
        elif k < end and tokens[k].norm in {"par", "de", "d'", "du", "des"}:
            head = scene.nominal(k + 1, min(end, k + 6))
            if head is None or scene.cast.actor(head) is None or (speaker.head is not None):
                break
            speaker, k = Speaker(head), min(scene.phrase_end(head), end)
        else:
            break
    if k >= end:
        return None
    opened = k in scene.opens
    link = _noun_link(scene, entry, k, end)
    if not (link or (entry.quoted and opened)):
        return None
    if speaker.head is None:
        speaker = _of_light_verb(scene, token)
    if speaker.head is None and not (_owned(scene, token) or _unowned(token, entry)):
        return None
    content = _noun_content(scene, token, k, end, stops, opened)
    cue_start = tokens[token.i - 1].start if token.i and tokens[token.i - 1].pos == "DET" else token.start
    return Draft("noun", Span(cue_start, token.end), content, speaker, token, None, entry.kind) if content else None


def _of_light_verb(scene: Scene, token: Token) -> Speaker:
    """Return the subject of a verb that only carries the noun (« X a lancé un appel à … »)."""
    verb = token.head
    if token.relation != "obj" or verb.pos != "VERB" or verb.lemma not in scene.words.light:
        return Speaker()
    subject = next(
        (c for c in verb.children if c.relation == "nsubj" and c.i < verb.i and c.norm not in RELATIVE), None
    )
    return Speaker(subject) if subject is not None else Speaker()


def _unowned(token: Token, entry: Entry) -> bool:
    """Tell whether a noun reports though nobody is named; a single accusation is a court's."""
    return entry.kind in UNOWNED or (entry.kind == "accusation" and token.norm.endswith("s"))


def _owned(scene: Scene, token: Token) -> bool:
    return token.i > 0 and scene.tokens[token.i - 1].norm in POSSESSIVE


def _noun_link(scene: Scene, entry: Entry, k: int, end: int) -> bool:
    norm = scene.tokens[k].norm
    if norm == "pour" and k + 2 < end and (scene.is_time(k + 1) or scene.is_time(k + 2) or scene.is_time(k + 3)):
        return False
    if "de" in entry.links and norm in {"de", "d'", "du", "des"}:
        return not scene.is_time(k + 1) if k + 1 < end else False
    if "à" in entry.links and norm in {"à", "au", "aux"}:
        return True
    return norm in entry.links or (norm in {"que", "qu'"} and "que" in entry.links)


def _noun_content(scene: Scene, token: Token, k: int, end: int, stops: frozenset[int], opened: bool) -> list[Span]:
    if opened:
        return [scene.quotations[scene.opens[k]].inner]
    begin = k
    following = scene.tokens[k + 1] if k + 1 < end else None
    infinitive = following is not None and following.morph.get("VerbForm") == "Inf"
    if not infinitive and scene.tokens[k].norm in {"de", "d'", "du", "des"}:
        begin = k + 1
    finish = next((j for j in range(begin, end) if _main_verb(scene, k, j)), end)
    verb = Verb(token, scene.words.nouns[token.lemma], token.i, token.i, token.i)
    return spans_of(scene, verb, Complement(begin, "object"), finish, stops) if begin < finish else []


def _main_verb(scene: Scene, k: int, j: int) -> bool:
    """Tell whether the clause that the noun at its head belongs to goes on with its verb at ``j``."""
    token = scene.tokens[j]
    if not is_finite(token):
        return False
    verb = token.head if token.relation in {"aux", "cop"} else token
    if scene.tokens[k].norm in {"que", "qu'"} and not any(t.morph.get("VerbForm") == "Fin" for t in scene.tokens[k:j]):
        return False
    return not (verb.relation in {"acl", "ccomp", "advcl"} and verb.head.i >= k and verb.head is not verb)
