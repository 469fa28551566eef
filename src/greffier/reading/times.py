"""When: the times a dispatch names, resolved to days, and the time of an event."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from greffier.french import Lexicon
from greffier.reading.calendar import Bounds
from greffier.reading.date_features import NEAR_SENTENCES, Telling, lies
from greffier.reading.dating import Option, choose, dates, options
from greffier.reading.happening import Happening
from greffier.reading.occasions import Named, Occasions
from greffier.reading.parse import Document, Token
from greffier.reading.time_expressions import Found, find_expressions
from greffier.reading.time_links import Links, Told, score
from greffier.reading.time_resolvers import Setting
from greffier.records import Claim, Span, When

# How much weaker a time in the title is than one in the body.
TITLE_COST = 0.3
# Words that may stand between « prévu » and its time, whatever the parse hangs the time on.
LINKS = frozenset({"pour", "dès", "en", "à", "le", "ce"})
# The first dated sentences that are asked: the title and the lead.
LEAD_SENTENCES = 2
# Kinds of time that name a day by themselves; how far back, in days, one may lie for the text to count from it.
DAYS = frozenset({"weekday", "date", "deictic", "day_only", "iso", "slashed"})
RECENT = 7


@dataclass(frozen=True, slots=True)
class Times:
    """The times of a dispatch: ``all`` in text order, and which of them dates an event."""

    all: tuple[When, ...]
    _by_sentence: dict[int, tuple[Told, ...]]
    _telling: Telling

    def heard(self, claims: Sequence[Claim], cast: Named) -> Times:
        """Return the same times with who speaks around them, which the dating of events asks for."""
        return replace(self, _telling=replace(self._telling, occasions=Occasions(self._telling.doc, claims, cast)))

    def of_event(self, tokens: Sequence[Token], uttered: bool = False) -> When | None:
        """Return the time of the event that these trigger tokens name, or None where none is told.

        All mentions may be given at once; a time in the body goes before one in the title.
        ``uttered`` says that the event is an act of words, which the time of its saying dates
        (« X a déclaré mardi que Pékin devait se résoudre … »).
        """
        best: tuple[float, When] | None = None
        for head in heads_of(tokens):
            near = self._by_sentence.get(head.sentence, ())
            for told in near:
                strength = score(self._telling.doc, head, told, near, self._telling.links, uttered)
                if head.line == 0:
                    strength -= TITLE_COST
                if strength > 0 and (best is None or strength > best[0]):
                    best = (strength, told.when)
        return best[1] if best else None

    def of_happening(self, event: Happening) -> When | None:
        """Return the time of an event all of whose mentions are known, or None where none is told."""
        return choose(self.options(event), dates(fast=self._telling.doc.insight is None))

    def lies(self, when: When | None) -> str:
        """Name where a time lies, seen from the day of publication (« none » where there is none)."""
        return lies(when, self._telling.published) if when else "none"

    def options(self, event: Happening) -> list[Option]:
        """Return the times that may date an event, with what is seen of each."""
        around = [time for sentence in self._around(event) for time in self._by_sentence[sentence]]
        return options(self._telling, event, around)

    def _around(self, event: Happening) -> list[int]:
        """Return the sentences whose times may date an event: those near it, the lead, the last before it."""
        near = {h.sentence + step for h in event.heads for step in range(-NEAR_SENTENCES, NEAR_SENTENCES + 1)}
        dated = list(self._by_sentence)
        first = bisect_left(dated, event.heads[0].sentence)
        near.update(dated[max(0, first - 1) : first], dated[:LEAD_SENTENCES])
        return sorted(sentence for sentence in near if sentence in self._by_sentence)


def find_times(doc: Document, lexicon: Lexicon, published: date | None) -> Times:
    """Return the times of a dispatch, resolved against its day of publication (None: explicit years only)."""
    told = find_told(doc, lexicon, published)
    by_sentence: dict[int, tuple[Told, ...]] = {}
    for time in told:
        by_sentence[time.head.sentence] = (*by_sentence.get(time.head.sentence, ()), time)
    return Times(tuple(t.when for t in told), by_sentence, Telling(doc, _links(lexicon), published, told))


def _links(lexicon: Lexicon) -> Links:
    def build() -> Links:
        table = lexicon.table("time_links")
        return Links(frozenset(table["speech"]), frozenset(table["reactions"]), table["weights"], table["threshold"])

    return lexicon.compiled("time links", build)


def heads_of(tokens: Sequence[Token]) -> list[Token]:
    """Return the head of each mention: a token whose own head is no trigger."""
    inside = set(tokens)
    return [t for t in tokens if t.head not in inside or t.head is t]


def find_told(doc: Document, lexicon: Lexicon, published: date | None) -> tuple[Told, ...]:
    """Return every time the dispatch names with its place in the parse, in the order of the text."""
    told: list[Told] = []
    day, last = published, None
    future = lexicon.table("times")["future"]
    verbs, participles = frozenset(future["verbs"]), frozenset(future["participles"])

    def setting(at: int) -> Setting:
        return Setting(published, day, last, lambda: looks_ahead(_token_at(doc, at), verbs, participles))

    for line in _parsed_lines(doc):
        for found in find_expressions(doc.text, line.start, line.end, lexicon, setting):
            tokens = doc.within(Span(found.start, found.end))
            if not tokens:
                continue
            told.append(_told(found, tokens))
            if found.bounds.precision != "open":
                last = found.bounds
            if found.bounds.precision == "day":
                day = found.bounds.latest
    return tuple(_counted_from(t, told, published) for t in told)


def _counted_from(told: Told, all_told: Sequence[Told], published: date | None) -> Told:
    """Return « deux jours après l'attaque » counted from the day its clause tells, else from the day told before."""
    when = told.when
    if not told.of_noun or published is None or when.earliest is None or when.earliest != when.latest:
        return told
    days = [t for t in all_told if t.kind in DAYS and t.when.precision == "day" and t.when.latest is not None]
    own = [t for t in days if t.head.sentence == told.head.sentence]
    before = [t for t in days if t.head.line < told.head.line or t.head.sentence < told.head.sentence]
    nearest = min(own, key=lambda t: abs(t.head.i - told.head.i), default=before[-1] if before else None)
    anchor = nearest.when.latest if nearest else None
    if anchor is None or anchor > published or (nearest not in own and (published - anchor).days > RECENT):
        return told
    day = anchor + (when.earliest - published)
    return replace(told, when=replace(when, earliest=day, latest=day))


def _parsed_lines(doc: Document) -> list[Span]:
    numbers = sorted({doc.tokens[start].line for start, end in doc.sentences if end > start})
    return [doc.lines[n] for n in numbers]


def _token_at(doc: Document, at: int) -> Token | None:
    found = doc.within(Span(at, at + 1))
    return found[0] if found else None


def _told(found: Found, tokens: Sequence[Token]) -> Told:
    inside = set(tokens)
    head = next((t for t in tokens if t.head not in inside and t.pos != "PUNCT"), tokens[0])
    bounds: Bounds = found.bounds
    when = When(Span(found.start, found.end), bounds.earliest, bounds.latest, bounds.precision)
    return Told(when, found.kind, head, tokens[0], tokens[-1], found.of_noun)


def looks_ahead(token: Token | None, verbs: frozenset[str], participles: frozenset[str]) -> bool:
    """Tell whether the verb that governs a time looks into the future (tense, modal, « prévu »)."""
    before = token.left if token else None
    if before is not None and before.norm in LINKS and before.left is not None:
        before = before.left
    if before is not None and before.norm in participles:
        return _verb_ahead(before, verbs, participles)
    while token is not None:
        if token.pos in ("VERB", "AUX") or token.norm in participles:
            return _verb_ahead(token, verbs, participles)
        token = token.head if token.head is not token else None
    return False


def _verb_ahead(verb: Token, modals: frozenset[str], participles: frozenset[str]) -> bool:
    helpers = [c for c in verb.children if c.relation in ("aux", "cop")]
    if any(t.morph.get("Tense") == "Imp" for t in (verb, *helpers)):
        return False
    if any(c.lemma == "avoir" for c in helpers) and verb.morph.get("VerbForm") == "Part":
        return False
    if any(t.morph.get("Tense") == "Fut" or t.morph.get("Mood") == "Cnd" for t in (verb, *helpers)):
        return True
    if any(c.lemma in modals and c.relation == "aux" for c in helpers):
        return True
    if verb.norm in participles:
        return not _past(verb)
    governor = verb.head
    if verb.morph.get("VerbForm") in ("Inf", "Part") and verb.relation in ("xcomp", "ccomp") and governor is not verb:
        present = governor.morph.get("Tense") == "Pres" and governor.morph.get("VerbForm") == "Fin"
        return (present and governor.lemma in modals) or _verb_ahead(governor, modals, participles)
    return False


def _past(token: Token) -> bool:
    """Tell whether the clause around a participle looks back (« était prévu »); what was said to be due still is."""
    for verb in token.ancestors():
        if verb.pos in ("VERB", "AUX"):
            around = (verb, *verb.children)
            return any(t.morph.get("Tense") == "Imp" and t.pos in ("VERB", "AUX") for t in around)
    return False
