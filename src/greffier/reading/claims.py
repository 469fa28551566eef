"""Claims: who says what, in whose words, inside whose claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from greffier.french import Lexicon
from greffier.reading.asides import (
    Aside,
    left_content,
    rest_of_quotation,
    right_content,
    verb_aside,
)
from greffier.reading.cue_words import words_of
from greffier.reading.cues import Verb, find_verbs
from greffier.reading.drafts import Draft
from greffier.reading.echoes import echoed_by
from greffier.reading.holes import without_hole
from greffier.reading.nesting import form_of, in_order, parents, without_repeated_title
from greffier.reading.noun_reports import noun_reports
from greffier.reading.parse import Document, Token
from greffier.reading.quotes import Quotation
from greffier.reading.reports import report
from greffier.reading.scene import Scene, Speakers
from greffier.reading.sources import find_sources, split_clause
from greffier.reading.speakers import Speaker, actor_of, fragment, main_subject, subject_of
from greffier.records import Actor, Claim, Span, Why

POINTING = frozenset({"le", "la", "l'", "les", "ce", "cet", "cette", "ces"})
MISMATCH = frozenset({("Masc", "Fem"), ("Fem", "Masc")})
ENDS = frozenset(".!?…")  # without one, a quotation on a line of its own is a heading
SHORTEST = 4  # words of a quotation that stands as a claim without any cue


def find_claims(doc: Document, quotations: Sequence[Quotation], cast: Speakers, lexicon: Lexicon) -> tuple[Claim, ...]:
    """Return the claims of a dispatch in the order of its text; ``parent`` is an index into them.

    ``confidence`` is None. Never raises on any text; spans are code points inside it.
    """
    return settle(*propose(doc, quotations, cast, lexicon))


def propose(
    doc: Document, quotations: Sequence[Quotation], cast: Speakers, lexicon: Lexicon
) -> tuple[Scene, list[Draft]]:
    """Return what the rules draft, unordered, with the scene it was read on.

    Whoever weighs drafts does it here: drop some, or put one of ``alternatives.other_contents`` in the place of a
    content, and hand the rest to ``settle``.
    """
    scene = Scene(doc, quotations, cast, words_of(lexicon))
    return scene, _drafts(scene)


def settle(scene: Scene, drafts: Sequence[Draft]) -> tuple[Claim, ...]:
    """Return the claims that drafts come to: repeated titles left out, speakers resolved, each in its parent."""
    drafts = in_order(without_repeated_title(scene, drafts))
    actors = _actors(scene, drafts)
    above = parents(drafts)
    return tuple(_claim(scene, d, a, p) for d, a, p in zip(drafts, actors, above, strict=True))


def _drafts(scene: Scene) -> list[Draft]:
    verbs = list(find_verbs(scene.doc, scene.words, _after_quotations(scene)))
    scene.reports = {v.before: v for v in verbs if v.entry.kind not in {"any", "exclaim"}}
    scene.mended = frozenset(
        v.token.i for v in verbs if v.token.pos not in {"VERB", "AUX"} and v.first == v.token.i and not v.bare
    )
    asides = {v.token.i: a for v in verbs if (a := verb_aside(scene, v)) is not None}
    sources = find_sources(scene)
    voices = frozenset(a.first for a in asides.values())
    inside = {s.first: found for s in sources if (found := split_clause(scene, s, voices))}
    starts = voices | {s.first for s in sources if s.first not in inside}
    stops = frozenset(starts | {v.before for v in verbs if v.participle and _sets_in(scene, v) and _reports(scene, v)})
    known: dict[int, Speaker] = {i: a.speaker for i, a in asides.items()}
    drafts = _aside_drafts(scene, sorted([*asides.values(), *sources], key=lambda a: a.first), stops, inside)
    for verb in verbs:
        if verb.token.i in asides:
            continue
        draft = report(scene, verb, stops, known)
        if draft is not None:
            draft.speaker = _of_sentence(scene, verb, draft, known)
            known[verb.token.i] = draft.speaker
            drafts.append(draft)
    drafts.extend(noun_reports(scene, stops))
    for draft in drafts:
        draft.content = [piece for span in draft.content for piece in without_hole(scene, span)]
    return _with_bare(scene, drafts, {v.token.i: v for v in verbs if v.token.i not in asides})


def _after_quotations(scene: Scene) -> frozenset[int]:
    """Return the token indices right before which (a comma aside) a quotation closes."""
    found = set()
    for last in scene.closes:
        found.add(last + 1)
        if last + 1 < len(scene.tokens) and scene.tokens[last + 1].pos == "PUNCT":
            found.add(last + 2)
    return frozenset(found)


def _after_comma(scene: Scene, verb: Verb) -> bool:
    return verb.before > 0 and scene.tokens[verb.before - 1].norm in {",", "en", "tout"}


def _sets_in(scene: Scene, verb: Verb) -> bool:
    """Tell whether a participle begins another report: behind a comma, or coordinated with a participle."""
    if _after_comma(scene, verb):
        return True
    joined = verb.before > 0 and scene.tokens[verb.before - 1].norm == "et"
    return joined and verb.token.relation == "conj" and verb.token.head.norm.endswith("ant")


def _reports(scene: Scene, verb: Verb) -> bool:
    """Tell whether a participle says something at all (« en lançant une offensive » does not)."""
    return report(scene, verb, frozenset(), {}) is not None


def _of_sentence(scene: Scene, verb: Verb, draft: Draft, known: dict[int, Speaker]) -> Speaker:
    """A participle set off from a verb that reports has its speaker, whatever the parse hangs it on."""
    if not verb.participle or not (_after_comma(scene, verb) or scene.tokens[verb.before - 1].norm == "et"):
        return draft.speaker
    start, _ = scene.sentence_tokens(verb.token)
    around = scene.around(verb.token.start)
    for i in range(verb.token.i - 1, start - 1, -1):
        if i in known and scene.around(scene.tokens[i].start) == around:
            return known[i]
    subject = main_subject(scene, start, verb.before)
    if subject is None and fragment(scene, start, verb.before) and draft.speaker.head is None:
        return Speaker(same=True)
    return Speaker(subject) if subject is not None and subject.pos != "PRON" else draft.speaker


def _aside_drafts(
    scene: Scene, asides: Sequence[Aside], stops: frozenset[int], inside: Mapping[int, list[Span]]
) -> list[Draft]:
    """Make the drafts of asides in their order; ``inside`` holds what sources say that cut into a clause."""
    drafts: list[Draft] = []
    floor, sentence = 0, -1
    firsts = frozenset(a.first for a in asides)
    for aside in asides:
        start, end = scene.sentence_tokens(scene.tokens[aside.first])
        line = scene.tokens[aside.first].line
        if sentence != line:
            floor, sentence = 0, line
        held = inside.get(aside.first)
        draft = _draft(scene, aside, held) if held else _aside(scene, aside, stops, floor, start, end)
        if draft is not None:
            rest = rest_of_quotation(scene, aside, firsts)
            if rest is not None and draft.end <= rest.start:
                draft.content.append(rest)
            drafts.append(draft)
        if aside.verb is not None:
            floor = max(floor, min(aside.after, end))
    return drafts


def _aside(scene: Scene, aside: Aside, stops: frozenset[int], floor: int, start: int, end: int) -> Draft | None:
    opinion = aside.verb is None and scene.tokens[aside.first].norm in scene.words.opinion
    leading = aside.verb is None and (aside.first <= start + 1 or (opinion and not aside.comma))
    if leading or (aside.verb is not None and aside.first <= start and not _quoted_before(scene, aside)):
        span = _following(scene, aside, stops, end)
        content = [span] if span else []
    elif aside.verb is None:
        content = _around(scene, aside, stops, 0) if aside.comma else _local(scene, aside, stops, start, end)
    else:
        content = _around(scene, aside, stops, floor)
    return _draft(scene, aside, content) if content else None


def _draft(scene: Scene, aside: Aside, content: list[Span]) -> Draft:
    anchor = aside.verb.token if aside.verb else scene.tokens[aside.first]
    rule = "aside" if aside.verb else "source"
    kind = aside.verb.entry.kind if aside.verb else anchor.norm
    return Draft(rule, aside.cue, content, aside.speaker, anchor, None, kind)


def _around(scene: Scene, aside: Aside, stops: frozenset[int], floor: int) -> list[Span]:
    left = left_content(scene, aside.first, floor)
    right = right_content(scene, aside, left, stops)
    return [s for s in (left, right) if s is not None]


def _quoted_before(scene: Scene, aside: Aside) -> bool:
    return any(k in scene.closes for k in (aside.first - 1, aside.first - 2))


def _following(scene: Scene, aside: Aside, stops: frozenset[int], end: int) -> Span | None:
    """Return the rest of the sentence behind a leading cue."""
    i = aside.after
    while i < end and scene.tokens[i].norm in {",", ":"}:
        i += 1
    i = _past_apposition(scene, i, end)
    stop = next((k for k in range(i + 1, end) if k in stops), end)
    if i >= stop:
        return None
    begin = scene.quotations[scene.opens[i]].outer.start if i in scene.opens else scene.tokens[i].start
    last = scene.tokens[stop - 1]
    number = scene.closes.get(last.i, scene.closes.get(last.i - 1) if last.pos == "PUNCT" else None)
    finish = max(last.end, scene.quotations[number].outer.end) if number is not None else last.end
    return scene.trimmed(begin, finish)


def _past_apposition(scene: Scene, i: int, end: int) -> int:
    """Skip what only describes the source (« Selon X, interrogé lundi, … »)."""
    if i >= end:
        return i
    token = scene.tokens[i]
    described = token.norm in scene.words.relatives or (
        token.pos in {"VERB", "ADJ"} and token.morph.get("VerbForm") == "Part" and not token.norm.endswith("ant")
    )
    if described:
        for k in range(i + 1, min(end, i + 25)):
            if scene.tokens[k].norm == ",":
                return k + 1
    return i


def _local(scene: Scene, aside: Aside, stops: frozenset[int], start: int, end: int) -> list[Span]:
    """« …, tuant trente soldats selon X »: without a comma the source covers its own clause only."""
    if aside.head is not None and aside.head.norm in {"qui", "lequel", "laquelle", "lesquels", "lesquelles"}:
        span = _following(scene, aside, stops, end)
        return [span] if span else []
    begin = start
    for k in range(aside.first - 1, start, -1):
        if scene.tokens[k].norm in {",", ";", "("} and scene.around(scene.tokens[k].start) is None:
            begin = k + 1
            break
    left = left_content(scene, aside.first, begin)
    i = aside.after
    following = scene.tokens[i] if i < end else None
    right = None
    if left and following is not None and following.pos not in {"PUNCT", "CCONJ", "VERB"} and i not in stops:
        stop = next((k for k in range(i, end) if k in stops or scene.tokens[k].norm in {",", ";", ")"}), end)
        right = scene.trimmed(following.start, scene.tokens[stop - 1].end)
    return [s for s in (left, right) if s is not None]


def _with_bare(scene: Scene, drafts: list[Draft], verbs: Mapping[int, Verb]) -> list[Draft]:
    """Add the quotations without a cue: the same paragraph goes on with its claim, another makes its own."""
    drafts = sorted(drafts, key=lambda d: d.start)
    claimed = {k for d in drafts for s in d.content for k in _indices(scene, s)}
    for quotation in scene.quotations:
        if quotation.depth or not claimed.isdisjoint(_indices(scene, quotation.inner)):
            continue
        span = scene.trimmed(quotation.outer.start, quotation.outer.end)
        if span is None or not _stands_alone(scene, quotation):
            continue
        answer = _taken_up(scene, span, verbs)
        before = next((d for d in reversed(drafts) if d.cue is not None and d.end <= span.start), None)
        if answer is not None:
            drafts.append(answer)
        elif before is not None and _goes_on(scene, before, span):
            before.content.append(span)
        elif len(span.of(scene.text).split()) >= SHORTEST:
            drafts.append(Draft("bare quotation", None, [span], Speaker(), None, None, ""))
    return drafts


def _indices(scene: Scene, span: Span) -> range:
    return range(scene.first_from(span.start), scene.first_from(span.end))


def _goes_on(scene: Scene, draft: Draft, span: Span) -> bool:
    """Tell whether a quotation goes on with a claim: same paragraph, and the claim quotes already."""
    return scene.text.find("\n", draft.end, span.start) < 0 and form_of(scene, draft.content) != "indirect"


def _taken_up(scene: Scene, span: Span, verbs: Mapping[int, Verb]) -> Draft | None:
    """« … » X l'a répété: the next sentence takes up the quotation with a pronoun and says whose it is."""
    first = scene.first_from(span.end)
    while first + 1 < len(scene.tokens) and scene.tokens[first].pos == "PUNCT":
        first += 1
    if first >= len(scene.tokens) or scene.text.find("\n", span.end, scene.tokens[first].start) >= 0:
        return None
    start, end = scene.sentence_tokens(scene.tokens[first])
    for i in range(start, end):
        verb = verbs.get(i)
        if verb is None or verb.entry.kind not in {"say", "announce"}:
            continue
        if any(c.norm in {"l'", "le"} for c in verb.clitics):
            speaker = subject_of(scene, verb, {})
            return Draft("taken up", verb.span(scene.doc), [span], speaker, verb.token, None, verb.entry.kind)
    echo = echoed_by(scene.tokens[start:end])
    return Draft("echoed", None, [span], Speaker(echo), None, None, "") if echo is not None else None


def _stands_alone(scene: Scene, quotation: Quotation) -> bool:
    """Tell whether a quotation is a sentence by itself: it fills sentences, and no words lead up to it."""
    sentence = scene.sentences.at(quotation.outer.start)
    if sentence.start != quotation.outer.start:
        return False
    last = scene.sentences.at(quotation.inner.end - 1)
    text = scene.text
    ended = text[quotation.inner.end - 1] in ENDS or text[quotation.outer.end : quotation.outer.end + 1] in ENDS
    return last.end <= quotation.outer.end + 1 and ended


def _actors(scene: Scene, drafts: Sequence[Draft]) -> list[Actor | None]:
    """Resolve every speaker; an inverted pronoun is who spoke last, gender and number agreeing."""
    found: list[Actor | None] = []
    for number, draft in enumerate(drafts):
        speaker = draft.speaker
        if speaker.head is not None:
            found.append(_issuer(scene, drafts, found, speaker.head) or actor_of(scene, speaker.head))
        elif speaker.pronoun is not None:
            found.append(_spoke_last(scene, drafts, found, number, speaker.pronoun))
        elif draft.cue is None or speaker.same:
            found.append(next((a for a in reversed(found) if a is not None), None))
        else:
            found.append(None)
    return found


def _issuer(scene: Scene, drafts: Sequence[Draft], found: Sequence[Actor | None], head: Token) -> Actor | None:
    """Return who issued « le communiqué », « le texte » that names nobody: the last body that spoke before it."""
    definite = any(c.relation == "det" and c.norm in POINTING for c in head.children)
    if head.lemma not in scene.words.documents or not definite or head.child("nmod", "acl", "amod", "appos"):
        return None
    for draft, actor in zip(reversed(drafts[: len(found)]), reversed(found), strict=True):
        spoken = draft.speaker.head
        if (
            actor is not None
            and actor.sector != "JRN"
            and (spoken is None or spoken.lemma not in scene.words.documents)
        ):
            return actor
    return None


def _spoke_last(
    scene: Scene, drafts: Sequence[Draft], found: Sequence[Actor | None], number: int, pronoun: Token
) -> Actor | None:
    draft = drafts[number]
    for k in range(number - 1, -1, -1):
        other, actor = drafts[k], found[k]
        if actor is None or draft.start - other.start > 1500:
            continue
        head = other.speaker.head or other.speaker.pronoun
        if head is not None and not _agree(pronoun, head):
            draft.rejected.append((actor.name, "gender or number differs from the pronoun's"))
            continue
        return actor
    return scene.cast.actor(pronoun)


def _agree(pronoun: Token, head: Token) -> bool:
    number = "Plur" if pronoun.norm.endswith("s") else "Sing"
    gender = "Fem" if "elle" in pronoun.norm else "Masc"
    if head.morph.get("Number", number) != number and head.pos != "PROPN":
        return False
    return head.pos == "PROPN" or (head.morph.get("Gender", gender), gender) not in MISMATCH


def _claim(scene: Scene, draft: Draft, actor: Actor | None, parent: int | None) -> Claim:
    words = (draft.cue,) if draft.cue is not None else ()
    rule = f"{draft.rule} ({draft.entry})" if draft.entry else draft.rule
    return Claim(
        cue=draft.cue, content=tuple(draft.content), speaker=draft.speaker.span(scene), speaker_actor=actor,
        addressee=draft.addressee, form=form_of(scene, draft.content), parent=parent,
        why=Why(rule, words, tuple(draft.rejected)),
    )  # fmt: skip
