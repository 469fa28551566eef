"""Reports: claims whose cue stands before what is said (« X affirme que … », « l'annonce de … »)."""

from __future__ import annotations

from greffier.reading.clauses import is_finite
from greffier.reading.contents import COMPARED, TO, Complement, Finder, link_after
from greffier.reading.cues import Verb
from greffier.reading.drafts import Draft
from greffier.reading.endings import content_end
from greffier.reading.parse import Token
from greffier.reading.scene import Scene
from greffier.reading.speakers import Speaker, agent_of, subject_of
from greffier.records import Span

DENIALS = frozenset({"announce"})
INFINITIVE_NEVER = frozenset({"say", "see", "wish", "label", "reveal", "warn", "describe", "compare", "think"})
LONGEST_SENTENCE = 300  # tokens; beyond it a line without full stops would cost its square


def report(scene: Scene, verb: Verb, stops: frozenset[int], known: dict[int, Speaker]) -> Draft | None:
    """Return the claim of a verb with what is said to its right, or None where it has none."""
    if verb.entry.kind in {"any", "exclaim"}:
        return _colon_only(scene, verb, stops, known)
    if _unsaid(scene, verb) or _own_words(scene, verb) or _names(scene, verb):
        return None
    if (verb.passive or verb.bare) and not _shares_auxiliary(scene, verb):
        return passive_report(scene, verb, stops)
    end = _limit(scene, verb)
    complement = Finder(scene, verb, end).find()
    if complement is None:
        return _relative_object(scene, verb, known)
    if complement.kind == "link" and verb.entry.kind == "hold":
        return None
    if complement.kind == "infinitive" and verb.token.lemma in scene.words.aspiring and not _done(scene, complement):
        return None
    if (
        verb.infinitive
        and verb.entry.kind in INFINITIVE_NEVER
        and verb.token.relation not in {"xcomp", "ccomp"}
        and (verb.first == verb.token.i)
        and not _goes_on_to_say(scene, verb)
    ):
        return None
    if scene.around(verb.token.start) is not None and (
        verb.entry.quoted or verb.infinitive or verb.entry.kind in {"think", "describe"}
    ):
        return None
    if verb.negated and not _says_nonetheless(scene, verb, complement):
        return None
    if complement.kind in {"object", "quoted"} and verb.entry.object == "whole":
        link = link_after(scene, verb, complement.start, end)
        if link is None and verb.entry.must_link:
            return None
        if verb.entry.kind == "hold" and link is not None and not _judged(scene, link + 1):
            return None
    return _active(scene, verb, complement, end, stops, known)


def _says_nonetheless(scene: Scene, verb: Verb, complement: Complement) -> bool:
    """Tell whether a negated verb still says something (« n'exclut pas X », « ne reconnaît que X »)."""
    tokens, start = scene.tokens, complement.start
    if tokens[start - 1].norm in {"que", "qu'"} and start - 1 == verb.last + 1:
        return True
    if any(t.norm in {"aucun", "aucune"} for t in tokens[start : start + 2]) and complement.kind in {"link", "object"}:
        return verb.entry.kind in {"describe", "count", "admit"}
    return complement.kind in {"link", "object"} and verb.entry.kind in {"exclude", "blame"}


def _active(
    scene: Scene,
    verb: Verb,
    complement: Complement,
    end: int,
    stops: frozenset[int],
    known: dict[int, Speaker],
) -> Draft | None:
    content = spans_of(scene, verb, complement, end, stops)
    if not content:
        return None
    if verb.entry.quoted and not any(_touches_quotation(scene, s) for s in content):
        return None
    speaker = _narrated(scene, verb) or subject_of(scene, verb, known)
    direct = not verb.participle or scene.tokens[verb.before - 1].norm != ","
    if (
        speaker.head is not None
        and direct
        and (speaker.head.lemma in scene.words.mute or speaker.head.norm in scene.words.mute)
    ):
        return None
    rule = f"verb+{complement.kind}"
    return Draft(rule, verb.span(scene.doc), content, speaker, verb.token, complement.addressee, verb.entry.kind)


def _colon_only(scene: Scene, verb: Verb, stops: frozenset[int], known: dict[int, Speaker]) -> Draft | None:
    end = _limit(scene, verb)
    for k in range(verb.last + 1, min(end - 1, verb.last + 16)):
        if scene.tokens[k].norm == ":" and k + 1 in scene.opens:
            return _active(scene, verb, Complement(k + 1, "colon"), end, stops, known)
        if scene.tokens[k].norm in {",", ";"}:
            return None
    return None


def _limit(scene: Scene, verb: Verb) -> int:
    """Return the index behind the last token of the sentence, or of a quotation around the verb."""
    end = scene.sentence_tokens(verb.token)[1]
    number = scene.around(verb.token.start)
    if number is not None and not scene.marks_word(number):
        end = min(end, scene.first_from(scene.quotations[number].inner.end))
    return max(min(end, verb.token.i + LONGEST_SENTENCE), verb.token.i + 1)


def spans_of(scene: Scene, verb: Verb, complement: Complement, end: int, stops: frozenset[int]) -> list[Span]:
    """Return the spans of the content that begins at a complement, the outlet's asides cut out."""
    first = scene.tokens[complement.start]
    number = scene.opens.get(complement.start)
    begin = scene.quotations[number].outer.start if number is not None else first.start
    if number is not None and complement.kind == "colon":
        quotation = scene.quotations[number]
        return (
            [quotation.inner]
            if (inner := scene.trimmed(quotation.outer.start, quotation.outer.end)) is None
            else [inner]
        )
    end = _run_on(scene, complement.start, end)
    stop, asides = content_end(scene, verb, complement, end, stops)
    pieces, start = [], begin
    for aside in asides:
        pieces.append(scene.trimmed(start, aside.start))
        start = aside.end
    pieces.append(scene.trimmed(start, stop) if start < stop else None)
    return [p for p in pieces if p is not None]


def _run_on(scene: Scene, start: int, end: int) -> int:
    """A quotation that opens in the sentence and closes in a later one carries the content with it."""
    for k in range(start, end):
        number = scene.opens.get(k)
        if number is not None and scene.quotations[number].depth == 0:
            behind = scene.first_from(scene.quotations[number].inner.end)
            if behind > end:
                return behind
    return end


def _touches_quotation(scene: Scene, span: Span) -> bool:
    if scene.around(span.start) is not None:
        return True
    opened = (scene.opens.get(k) for k in range(scene.first_from(span.start), scene.first_from(span.end)))
    return any(n is not None and scene.quotations[n].outer.start >= span.start for n in opened)


def _unsaid(scene: Scene, verb: Verb) -> bool:
    """Tell whether nothing is said: an infinitive under « vouloir, pouvoir, refuser … », a condition."""
    if not verb.infinitive:
        return any(c.norm in {"si", "s'"} and c.relation == "mark" for c in verb.token.children)
    if verb.before and scene.tokens[verb.before - 1].norm == "sans":
        return True
    felt = verb.entry.kind in {"see", "wish", "think"} and verb.token.head.i != verb.token.i
    if felt and any(v.token is verb.token.head for v in scene.reports.values()):
        return True  # « dit espérer que »: one claim, not two
    for k in range(verb.before - 1, max(-1, verb.before - 4), -1):
        token = scene.tokens[k]
        if token.pos in {"VERB", "AUX"} and token.lemma in scene.words.unsaid:
            return True
        if token.pos in {"NOUN", "PROPN", "PUNCT"}:
            return False
    return False


def _judged(scene: Scene, i: int) -> bool:
    """Tell whether an adjective or a quotation stands at ``i`` (« pour responsable », not « pour l'essentiel »)."""
    return i in scene.opens or (i < len(scene.tokens) and scene.tokens[i].pos == "ADJ")


def _done(scene: Scene, complement: Complement) -> bool:
    """Tell whether an infinitive is one of « avoir » or « être »: what is, not what is aimed at."""
    near = scene.tokens[complement.start : complement.start + 4]
    infinitive = next((t for t in near if t.morph.get("VerbForm") == "Inf"), None)
    return infinitive is not None and infinitive.lemma in {"avoir", "être"}


def _goes_on_to_say(scene: Scene, verb: Verb) -> bool:
    """Tell whether an infinitive goes on with what is said (« avant d'ajouter que », « Et la femme de décrire »)."""
    tokens, i = scene.tokens, verb.before
    if i < 2 or tokens[i - 1].norm not in {"de", "d'"}:
        return False
    return tokens[i - 2].norm in {"avant", "et"} or _narrated(scene, verb) is not None


def _narrated(scene: Scene, verb: Verb) -> Speaker | None:
    """Return who speaks by an infinitive that stands for a sentence of its own, None where it is no such one."""
    tokens, i = scene.tokens, verb.before
    if not verb.infinitive or i < 2 or tokens[i - 1].norm not in {"de", "d'"}:
        return None
    start, _ = scene.sentence_tokens(verb.token)
    first = next((k for k in range(i - 2, max(start - 1, i - 10), -1) if tokens[k].norm in {"et", "avant"}), None)
    if first is None or any(is_finite(t) for t in tokens[first:i]) or (first > start and tokens[first].norm == "avant"):
        return None
    follower = tokens[verb.last + 1].norm if verb.last + 1 < len(tokens) else ""
    if first > start and follower != ":":
        return None
    head = scene.nominal(first + 1, i - 1)
    return Speaker(head) if head is not None else Speaker(same=True)


def _own_words(scene: Scene, verb: Verb) -> bool:
    """Tell whether a quoted speaker does with a verb what it says (« je demande », « nous appelons »)."""
    if scene.around(verb.token.start) is None or not verb.before or verb.infinitive or verb.participle:
        return False
    before = scene.tokens[verb.before - 1].norm
    past = verb.first != verb.token.i or verb.token.morph.get("Tense") in {"Past", "Imp"}
    return before == "on" or (before in {"je", "j'", "nous"} and not past)


def _names(scene: Scene, verb: Verb) -> bool:
    """Tell whether a verb only names (« ce qu'il appelle », « ce que Paris qualifie de »)."""
    if verb.entry.kind not in {"appeal", "compare", "label"} or verb.infinitive or verb.participle:
        return False
    start, _ = scene.sentence_tokens(verb.token)
    for k in range(verb.before - 1, max(start, verb.before - 8), -1):
        if scene.tokens[k].norm in {"que", "qu'"}:
            return scene.tokens[k - 1].norm == "ce"
        if scene.tokens[k].norm in {",", ";"} or is_finite(scene.tokens[k]):
            return False
    return False


def _shares_auxiliary(scene: Scene, verb: Verb) -> bool:
    """Tell whether a bare participle is active: coordinated with a verb that has « avoir » before it."""
    if verb.passive:
        return False
    tokens, i = scene.tokens, verb.token.i
    start, _ = scene.sentence_tokens(verb.token)
    following = tokens[i + 1].norm if i + 1 < len(tokens) else ""
    if verb.token.norm.endswith(("ée", "és", "ées", "ie", "ite")) or (
        verb.entry.kind in {"accuse", "label", "compare", "threaten"} and following in {"de", "d'", "par", "comme"}
    ):
        return False
    before = tokens[verb.before - 1] if verb.before > start else None
    if before is None or (before.norm not in {"et", ",", "puis", "mais", "ou"} and before.pos != "ADV"):
        return False
    head = verb.token.head
    if verb.token.relation == "conj" and any(c.lemma == "avoir" for c in head.children):
        return True
    if before.norm == "," or before.pos == "ADV":
        return verb.token.relation in {"conj", "advcl", "xcomp"} and any(c.lemma == "avoir" for c in head.children)
    return any(t.lemma == "avoir" and t.relation == "aux" for t in tokens[start:i])


def passive_report(scene: Scene, verb: Verb, stops: frozenset[int]) -> Draft | None:
    """Return the claim of a passive: « accusé (par X) de … », « annoncé par X », « qualifié de … par X »."""
    end = _limit(scene, verb)
    agent = agent_of(scene, verb, end)
    speaker = Speaker(agent[0]) if agent else Speaker()
    entry = verb.entry
    if entry.kind in {"accuse", "label", "compare", "threaten", "blame"}:
        return _passive_link(scene, verb, agent, speaker, end, stops)
    if entry.passive == "subject" and agent is not None:
        subject = _patient(scene, verb)
        claimed = entry.name == "revendiquer" and subject is not None and subject.lemma in scene.words.ground
        told = subject is not None and subject.lemma not in scene.words.anaphoric and not claimed
        span = _phrase_before(scene, verb) if told else None
        if span is not None:
            return Draft("passive", verb.span(scene.doc), [span], speaker, verb.token, None, entry.kind)
    return None


def _passive_link(
    scene: Scene,
    verb: Verb,
    agent: tuple[Token, int, int] | None,
    speaker: Speaker,
    end: int,
    stops: frozenset[int],
) -> Draft | None:
    links, whole = _passive_links(verb)
    for k in range(verb.last + 1, min(end, verb.last + 14)):
        token = scene.tokens[k]
        if agent is not None and agent[1] <= k < agent[2]:
            continue
        if token.norm in {",", ";"}:
            return None
        if token.norm not in links:
            continue
        if verb.entry.kind in {"label", "compare", "blame"} and agent is None:
            return None
        stop = frozenset(stops | ({agent[1]} if agent and agent[1] > k else set()))
        content = spans_of(scene, verb, Complement(k, "link"), end, stop)
        about = _phrase_before(scene, verb) if whole and content else None
        content = [about, *content] if about is not None else content
        if not content:
            return None
        return Draft("passive+link", verb.span(scene.doc), content, speaker, verb.token, None, verb.entry.kind)
    return None


def _passive_links(verb: Verb) -> tuple[frozenset[str], bool]:
    """Return what joins a passive to what is said, and whether the words before it belong to that too."""
    if verb.token.lemma in {"attribuer", "imputer"}:
        return TO, True
    if verb.entry.kind in {"compare", "blame"}:
        return COMPARED, False
    return frozenset({"de", "d'"}), False


def _phrase_before(scene: Scene, verb: Verb) -> Span | None:
    """Return the phrase that a passive is about, as far as it stands before the verb."""
    subject = _patient(scene, verb)
    if subject is None:
        return None
    phrase = scene.cast.phrase(subject)
    return scene.trimmed(phrase.start, min(phrase.end, max(scene.tokens[verb.before].start, subject.end)))


def _patient(scene: Scene, verb: Verb) -> Token | None:
    """Return the head of what the passive is about."""
    token = verb.token
    subject = next((c for c in token.children if c.relation == "nsubj" and c.i < token.i), None)
    if subject is not None and subject.norm not in {"qui", "il", "elle", "ils", "elles"}:
        return subject
    if token.relation == "acl" and token.head.pos in {"NOUN", "PROPN"}:
        return token.head
    for k in range(verb.before - 1, max(-1, verb.before - 10), -1):
        if scene.tokens[k].pos == "NOUN" and scene.tokens[k].line == token.line:
            return scene.tokens[k]
    return None


def _relative_object(scene: Scene, verb: Verb, known: dict[int, Speaker]) -> Draft | None:
    """« …, ce que X dément »: the content is what the pronoun stands for."""
    if verb.entry.kind not in DENIALS:
        return None
    taken = next((c for c in verb.clitics if c.norm in {"l'", "le", "les"}), None)
    own = scene.around(verb.token.start) is not None
    if taken is not None and verb.token.lemma in scene.words.denials and not own:
        speaker = subject_of(scene, verb, known)
        return Draft("clitic object", verb.span(scene.doc), [taken.span], speaker, verb.token, None, verb.entry.kind)
    for k in range(verb.before - 1, max(0, verb.before - 8), -1):
        tokens = scene.tokens
        if tokens[k].norm in {"que", "qu'"} and tokens[k - 1].norm == "ce":
            span = Span(tokens[k - 1].start, tokens[k].end)
            return Draft(
                "relative object",
                verb.span(scene.doc),
                [span],
                subject_of(scene, verb, known),
                verb.token,
                None,
                verb.entry.kind,
            )
        if tokens[k].norm in {",", ";"}:
            return None
    return None
